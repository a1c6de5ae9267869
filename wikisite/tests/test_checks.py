"""A site that the public could not use is warned of; a database that forgets is refused."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from wikisite.checks import check_address_is_public, check_mail_leaves, durability_errors
from wikisite.context import CONSOLE_MAIL


def test_public_host_that_prints_its_mail_is_warned_of(settings: Any) -> None:
    settings.EMAIL_BACKEND = CONSOLE_MAIL
    settings.SITE_HOST = "wiki.example.org"
    assert [warning.id for warning in check_mail_leaves(None)] == ["wikisite.W001"]
    settings.SITE_HOST = "127.0.0.1"
    assert check_mail_leaves(None) == []


def test_deployed_site_with_a_local_address_is_warned_of(settings: Any) -> None:
    assert [warning.id for warning in check_address_is_public(None)] == ["wikisite.W002"]
    settings.SITE_HOST = "wiki.example.org"
    assert check_address_is_public(None) == []


@pytest.mark.django_db
def test_database_of_the_settings_keeps_what_it_acknowledges() -> None:
    assert durability_errors("default") == []


@pytest.mark.django_db(transaction=True)
def test_database_that_answers_before_the_disk_is_refused() -> None:
    weaker, stronger = {
        "sqlite": ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"),
        "postgresql": ("SET synchronous_commit=off", "SET synchronous_commit=on"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(weaker)
        try:
            assert [error.id for error in durability_errors("default")] == ["wikisite.E001"]
        finally:
            cursor.execute(stronger)


def test_deploy_check_is_clean_on_a_public_site(tmp_path: Path, run_manage: Any) -> None:
    done = run_manage(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SITE_URL="https://wiki.example.org",
        SECRET_KEY="k3y-" * 8 + "abcdefghijklmnopqrstuvwxyz",
        EMAIL_URL="smtp+tls://wiki:word@mail.example.org",
    )
    assert done.returncode == 0, done.stderr
