"""What a site must promise before the public meets it: mail, addresses and durable commits."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from pages.models.fact import fact_schema
from pages.text.fact_schema import SchemaFault
from wikisite.context import CONSOLE_MAIL

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
SQLITE_FULL = (2, 3)  # PRAGMA synchronous: FULL, EXTRA


@register(Tags.security, deploy=True)
def check_mail_leaves(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a public host that prints its mail: nobody could confirm an address there."""
    if settings.EMAIL_BACKEND != CONSOLE_MAIL or settings.SITE_HOST in LOCAL_HOSTS:
        return []
    return [
        Warning(
            "Mail is printed in the terminal, so nobody can confirm an address or reset a password.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587.",
            id="wikisite.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_address_is_public(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a SITE_URL that leads readers of mail and feeds to their own machine."""
    if settings.SITE_HOST not in LOCAL_HOSTS:
        return []
    return [
        Warning(
            f"Links in mail lead to {settings.SITE_URL}, which is each reader's own machine.",
            hint="Set SITE_URL to the public address, for example https://wiki.example.org.",
            id="wikisite.W002",
        )
    ]


@register(Tags.database)
def check_commits_are_durable(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database that answers before a commit is on the disk (docs/reference/settings.md)."""
    return [error for alias in databases or [] for error in durability_errors(alias)]


def durability_errors(alias: str) -> list[CheckMessage]:
    """Ask the open database how it commits; an empty list promises that acknowledged means kept."""
    connection = connections[alias]
    read = {"sqlite": _sqlite_state, "postgresql": _postgresql_state}[connection.vendor]
    with connection.cursor() as cursor:
        sentence = read(cursor)
    return [Error(sentence, id="wikisite.E001")] if sentence else []


def _sqlite_state(cursor: Any) -> str:
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    level = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if mode == "wal" and level in SQLITE_FULL:
        return ""
    return f"SQLite must run with journal_mode=wal and synchronous=FULL, not {mode} and {level}."


def _postgresql_state(cursor: Any) -> str:
    cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
    commit, fsync = cursor.fetchone()
    if commit in {"on", "remote_apply"} and fsync == "on":
        return ""
    return f"PostgreSQL must run with synchronous_commit=on and fsync=on, not {commit} and {fsync}."


@register()
def check_fact_schema(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a FACT_SCHEMA that no page could be rendered with."""
    try:
        fact_schema()
    except SchemaFault as fault:
        return [Error(f"FACT_SCHEMA: {fault}", id="wikisite.E003")]
    return []
