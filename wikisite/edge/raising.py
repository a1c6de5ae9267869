"""The triggers that raise the site's version, on each table that an answer for anonymous readers is made of.

No code path can forget them: not an action, the admin, a migration of data or a hand at its prompt.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from wikisite.models import SiteVersion

# The rows of any other table may change, and no answer that the edge keeps would be another one.
RAISING = (
    "pages.Page",
    "pages.Revision",
    "pages.RevisionText",
    "pages.Suppression",
    "pages.PageRendering",
    "pages.PageBlame",
    "pages.PageLink",
    "pages.Redirect",
    "pages.WantedPage",
    "pages.OrphanedPage",
    "pages.Tag",
    "pages.PageTag",
    "pages.Fact",
    "pages.Attachment",
    "pages.AttachmentVersion",
    "pages.Contributor",
    "pages.LogEntry",
    "pages.DayCount",
    "comments.PageComment",
    "django_comments_xtd.XtdComment",
    "django_comments.Comment",
    "comments.Discussion",
    "comments.Rules",
)
# Why each of the others raises nothing. A test reads this table and all answers that are kept.
QUIET = {
    "pages.Allowance": "limits on writing",
    "pages.Ban": "bans of people; strangers who read are not asked for their network",
    "pages.Draft": "a person's own",
    "pages.FactReport": "a moderator's decision changes the page's rendering",
    "pages.OutgoingMail": "mail",
    "pages.SearchDocument": "found things are asked for each time",
    "pages.Visit": "a person's own",
    "pages.Watch": "a person's own",
    "pages.BrokenLink": "contributors alone see it",
    "pages.LinkCheck": "shown nowhere; its effect is in BrokenLink",
    "pages.WatchFeed": "a person's own",
    "pages.WatchMail": "a person's own",
    "comments.ClueCount": "what the spam score has learned",
    "comments.Lesson": "what the spam score has learned",
    "comments.CommentRevision": "former texts, for moderators",
    "comments.Vote": "counted in PageComment",
    "comments.Decision": "for moderators; its effect is in PageComment",
    "comments.Verdict": "for moderators; its effect is in PageComment",
    "comments.Flag": "for moderators; its effect is in PageComment",
    "comments.Follow": "a person's own",
    "comments.MailChoice": "a person's own",
    "comments.Notice": "mail",
    "comments.ReadyReason": "for moderators",
    "auth.Permission": "rights of people with accounts",
    "auth.Group": "rights of people with accounts",
    "auth.Group_permissions": "rights of people with accounts",
    "auth.User": "accounts; their public names stand in Contributor",
    "auth.User_groups": "rights of people with accounts",
    "auth.User_user_permissions": "rights of people with accounts",
    "admin.LogEntry": "for administrators",
    "contenttypes.ContentType": "a row is never another model's",
    "sessions.Session": "a person's own",
    "sites.Site": "SITE_URL and SITE_NAME stand in its place",
    "django_comments_xtd.BlackListedDomain": "not used",
    "django_comments.CommentFlag": "not used",
    "account.EmailAddress": "accounts",
    "account.EmailConfirmation": "accounts",
    "django_tasks_database.DBTaskResult": "tasks; their effect is in other tables",
    "wikisite.Maintenance": "holds up those who write; the editor is for nobody to keep",
    "wikisite.SiteVersion": "the version itself",
}

PREFIX = "raises_version_"
EVENTS = {"sqlite": ("INSERT", "UPDATE", "DELETE"), "postgresql": ("INSERT OR UPDATE OR DELETE OR TRUNCATE",)}
VERSIONS = "wikisite_siteversion"
# Steps are of random length: a database that is put back to an older state never counts up to today's.
FUNCTION = """
CREATE OR REPLACE FUNCTION wikisite_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step bigint := 1 + floor(random() * 1048576);
    own text := txid_current()::text;
BEGIN
    -- Once a transaction is enough: all that it wrote is seen at the same moment.
    IF current_setting('wikisite.raised_in', true) IS DISTINCT FROM own THEN
        UPDATE wikisite_siteversion SET version = version + step
            WHERE id = (SELECT id FROM wikisite_siteversion ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
        IF NOT FOUND THEN
            INSERT INTO wikisite_siteversion (version) VALUES (step);
        END IF;
        PERFORM set_config('wikisite.raised_in', own, true);
    END IF;
    RETURN NULL;
END $$
"""
CREATE = {
    "sqlite": "CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
    "UPDATE wikisite_siteversion SET version = version + 1 + abs(random() % 1048576); END",
    "postgresql": "CREATE TRIGGER {name} AFTER {event} ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION wikisite_raise_version()",
}
EXISTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)",
}

Triggers = dict[str, str]  # a trigger's name and its table


def install(using: str, **kwargs: Any) -> None:
    """Bring the triggers up to `RAISING`; doing it twice changes nothing. Called after every migration.

    A migration alone would not do: Django makes a SQLite table anew for most changes of it, and the triggers
    go with the old one.
    """
    connection = connections[using]
    if VERSIONS not in connection.introspection.table_names():
        return
    wanted, found = _wanted(connection), _found(connection)
    if wanted.keys() == found.keys() and _has_row(using):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(connection, {name: table for name, table in found.items() if name not in wanted})
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name in wanted.keys() - found.keys():
            cursor.execute(wanted[name])
        # What was written while triggers were missing counts as well, and SQLite's need a row to raise.
        SiteVersion.objects.using(using).all().delete()
        SiteVersion.objects.using(using).create(version=_random_start())


def uninstall(using: str) -> None:
    """Take all triggers away, before the table that they write to."""
    connection = connections[using]
    _drop(connection, _found(connection))


def is_installed(using: str) -> bool:
    """Whether every table of `RAISING` raises the version: else nothing may be kept."""
    connection = connections[using]
    return _wanted(connection).keys() == _found(connection).keys() and _has_row(using)


def _random_start() -> int:
    return secrets.randbits(40)


def _has_row(using: str) -> bool:
    return SiteVersion.objects.using(using).exists()


def _wanted(connection: BaseDatabaseWrapper) -> Triggers:
    """By name, the statement that makes each trigger. The name holds a hash of it."""
    there = set(connection.introspection.table_names())
    tables = [table for table in _tables(RAISING) if table in there]
    found = {}
    for table in tables:
        for event in EVENTS[connection.vendor]:
            pattern = CREATE[connection.vendor]
            digest = sha256(f"{pattern}{FUNCTION}{table}{event}".encode()).hexdigest()[:16]
            name = f"{PREFIX}{digest}"
            quoted = connection.ops.quote_name(table)
            found[name] = pattern.format(name=name, event=event, table=quoted)
    return found


def _found(connection: BaseDatabaseWrapper) -> Triggers:
    with connection.cursor() as cursor:
        cursor.execute(EXISTING[connection.vendor])
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def _drop(connection: BaseDatabaseWrapper, triggers: Triggers) -> None:
    with connection.cursor() as cursor:
        for name, table in triggers.items():
            of = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{of}")


def _tables(labels: Iterable[str]) -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in labels]
