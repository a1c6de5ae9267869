"""The world of the tests is what it says: six people, and a browser that notices faults."""

from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client

PEOPLE = {
    "stranger": (False, False, []),
    "reader": (True, False, []),
    "contributor": (True, False, ["Contributors"]),
    "moderator": (True, True, ["Contributors", "Moderators"]),
    "administrator": (True, True, []),
    "banned": (True, False, ["Banned", "Contributors"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_person_is_who_the_name_says(name: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(name).person
    groups = sorted(person.groups.values_list("name", flat=True))
    assert (person.is_authenticated, getattr(person, "is_staff", False), groups) == PEOPLE[name]


@pytest.mark.django_db
def test_reader_alone_has_an_unconfirmed_address(reader: Client, contributor: Client) -> None:
    assert not EmailAddress.objects.get(user=reader.person).verified
    assert EmailAddress.objects.get(user=contributor.person).verified


def test_tests_write_into_a_folder_of_their_own() -> None:
    assert "wikisite-tests-" in str(settings.DATA_DIR)
    assert "wikisite-tests-" in str(settings.DATABASES["default"]["NAME"]) or not settings.IS_SQLITE
    assert "pytest" in str(settings.MEDIA_ROOT)


@pytest.mark.django_db
@pytest.mark.parametrize("turn", ["first", "second"])
def test_cache_is_empty_at_the_start_of_each_test(turn: str) -> None:
    assert cache.get("left-behind") is None
    cache.set("left-behind", turn)


def test_static_file_of_ours_is_found_in_the_sources() -> None:
    assert Path(str(finders.find("icon.svg"))).is_file()


@pytest.mark.browser
def test_browser_notices_console_errors_exceptions_and_other_hosts(
    page: Any, browser_faults: list[str], live_server: Any
) -> None:
    assert page.goto("/health/live").url.startswith(live_server.url)
    page.evaluate("console.error('an error line')")
    page.evaluate("setTimeout(() => { throw new Error('an exception') })")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    page.wait_for_timeout(300)
    seen = "\n".join(browser_faults)
    browser_faults.clear()
    assert "an error line" in seen
    assert "an exception" in seen
    assert "https://elsewhere.example/" in seen
