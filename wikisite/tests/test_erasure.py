"""Erasure leaves nothing of a person but what was published, under no name; the export has all of it."""

import base64
import hashlib
import json
import subprocess
import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, models

from comments.actions.erase_person import erase_person
from comments.models import PageComment, State
from comments.tests.factories import make_comment, make_page
from pages.actions.edit import edit
from pages.actions.erase_person import NotErasable, mentions
from pages.actions.export_person import export_person
from pages.actions.find_person import NobodyFound, find_person
from pages.actions.personal_columns import address_columns, people_columns, stored_models
from pages.actions.save_draft import save_draft
from pages.models import Contributor, Draft, LogEntry, OutgoingMail, Page
from wikisite.tests.erasing import ADDRESS, NAME, OTHER

Manage = Callable[..., subprocess.CompletedProcess[str]]


def spellings(address: str) -> dict[str, bytes]:
    """The address, its hashes and its base64 at each of the three places in a longer text."""
    found = {"the address": address.lower().encode()}
    for name in ("md5", "sha1", "sha256"):
        found[name] = hashlib.new(name, address.lower().encode()).hexdigest().encode()
        found[f"{name}, bytes"] = hashlib.new(name, address.lower().encode()).digest()
    for shift in range(3):
        for spelled in (address, address.lower()):
            encoded = base64.b64encode(b"\0" * shift + spelled.encode()).rstrip(b"=")
            found[f"base64 of {spelled}, {shift}"] = encoded[-(-shift * 8 // 6) : -1]
    return found


# --- Every byte: a site of its own, so that no other test's connection holds a journal or a row


@pytest.fixture
def database(db: None, site_environment: dict[str, str]) -> Iterator[None]:
    """SQLite in the site's own folder, or a database of its own on the tests' PostgreSQL."""
    if connection.vendor == "sqlite":
        yield
        return
    name, known = f"erasure_{uuid.uuid4().hex}", settings.DATABASES["default"]
    server = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    server = {key: value for key, value in server.items() if value}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
        secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
        site_environment["DATABASE_URL"] = (
            f"postgresql://{known['USER']}{secret}@{known['HOST']}:{known['PORT'] or 5432}/{name}"
        )
        yield
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_no_byte_of_an_address_is_left_anywhere(
    database: None, site_environment: dict[str, str], run_manage: Manage
) -> None:
    logs = ran(run_manage("migrate", "-v0"))
    filled = run_manage("shell", "-v0", "-c", "from wikisite.tests.erasing import fill; fill()", DEBUG="1")
    ran(filled)
    before = json.loads(filled.stdout.splitlines()[-1])
    assert {"the address", "sha256"} <= set(left(site_environment))  # the search does find

    logs += ran(run_manage("erase_person", ADDRESS, "--yes"))

    assert left(site_environment, logs + filled.stderr) == []
    assert NAME not in everything(site_environment, "").decode(errors="replace")
    checked = ran(run_manage("verify"))
    assert "the history is whole" in checked
    count = "from comments.models import PageComment; print(PageComment.objects.exclude(html='').count())"
    assert ran(run_manage("shell", "-v0", "-c", count)).split() == [str(before["comments"])]
    assert OTHER.encode() in everything(site_environment, "")  # somebody else's longer address is whole


def ran(finished: subprocess.CompletedProcess[str]) -> str:
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.replace(ADDRESS, "") + finished.stderr


def left(environment: dict[str, str], logs: str = "") -> list[str]:
    content = everything(environment, logs)
    lowered = content.lower()
    return [
        name
        for name, trace in spellings(ADDRESS).items()
        if trace in (content if "base64" in name or "bytes" in name else lowered)
    ]


def everything(environment: dict[str, str], logs: str) -> bytes:
    """Each file of the site, its journals among them, and each row of PostgreSQL as a copy would hold it."""
    folder = Path(environment["DATA_DIR"])
    files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    return b"\n".join([*files, rows(environment.get("DATABASE_URL", "")), logs.encode()])


def rows(url: str) -> bytes:
    if not url:
        return b""
    with psycopg.connect(url) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return "\n".join(
            row[0] or "" for (name,) in names for row in database.execute(f'SELECT t::text FROM "{name}" t')
        ).encode()


# --- What stays and what goes


@pytest.fixture
def ada(make_person) -> User:
    return make_person("ada", "Contributors")


@pytest.mark.django_db
def test_threads_and_edits_stay_under_a_neutral_name_and_nothing_points_to_the_account(ada, administrator):
    page = make_page()
    edit(page, "Better.\n", by=ada, base=1)
    parent = make_comment(page, "Her words", by=ada)
    reply = make_comment(page, "An answer", reply_to=parent)
    save_draft(ada, page=page, base=2, title="Title", body="Half", summary="", continues=None)
    number = ada.contributor.pk

    erase_person(find_person("ada"), by=administrator.person)

    html = administrator.get("/wiki/title/").content.decode()
    assert "Her words" in html
    assert "An answer" in html
    assert f"Former contributor {number}" in html
    assert PageComment.objects.get(pk=reply.pk).reply_to_id == parent.pk
    assert Contributor.objects.get(pk=number).user is None
    assert Page.objects.get(pk=page.pk).current.author_id == number
    assert not User.objects.filter(username="ada").exists()
    assert not Draft.objects.exists()
    entry = LogEntry.objects.get(verb="erase")
    assert (entry.actor.name, entry.details) == ("administrator", {"contributor": number})
    out = StringIO()
    call_command("verify", stdout=out)
    assert "the history is whole" in out.getvalue()


@pytest.mark.django_db
def test_an_unconfirmed_claim_to_an_address_erases_no_comment_of_its_owner(make_person):
    thief = make_person("thief", is_confirmed=False)
    comment = make_comment(make_page(), name="Owner", email=thief.email)

    assert find_person("thief").addresses == frozenset()
    erase_person(find_person("thief"), by=None)

    comment.refresh_from_db()
    assert (comment.user_name, comment.user_email) == ("Owner", thief.email)


@pytest.mark.django_db
def test_a_strangers_comments_are_found_by_the_address_in_any_case_and_stay_one_authors():
    page = make_page()
    theirs = [make_comment(page, name="Mara", email="Mara@mail.example", state=s) for s in State]
    longer = make_comment(page, name="Tamara", email="tamara@mail.example")

    erase_person(find_person("mara@MAIL.example"), by=None)

    found = PageComment.objects.filter(pk__in=[comment.pk for comment in theirs])
    assert set(found.values_list("user_name", "user_email")) == {("Former commenter", "")}
    assert len(set(found.values_list("author_mark"))) == 1
    assert sorted(found.values_list("state", flat=True)) == sorted(State.values)
    longer.refresh_from_db()
    assert longer.user_email == "tamara@mail.example"


@pytest.mark.django_db
def test_published_texts_that_hold_the_address_are_named(ada):
    page = make_page()
    edit(page, f"Write to {ada.email}.\n", by=ada, base=1, summary=f"My address, {ada.email}")

    person = find_person("ada")
    erase_person(person, by=None)

    assert mentions(person) == ["“Title” revision 2, summary", "“Title”, text"]


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "moderator"])
def test_only_administrators_erase_and_export(ada, persona, request):
    person = request.getfixturevalue(persona).person
    with pytest.raises(PermissionDenied):
        erase_person(find_person("ada"), by=person)
    with pytest.raises(PermissionDenied):
        export_person(find_person("ada"), by=person)
    assert User.objects.filter(username="ada").exists()


@pytest.mark.django_db
def test_nobody_erases_the_software_or_the_own_account(administrator):
    make_page()
    with pytest.raises(NotErasable):
        erase_person(find_person("Wikisite"), by=administrator.person)
    with pytest.raises(NotErasable):
        erase_person(find_person("administrator"), by=administrator.person)
    with pytest.raises(NobodyFound):
        find_person("nobody")


@pytest.mark.django_db
def test_the_command_asks_and_does_nothing_for_another_answer(ada, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", "ada", stdout=StringIO())
    assert User.objects.filter(username="ada").exists()


# --- Export


@pytest.mark.django_db
def test_the_export_has_account_edits_drafts_comments_of_every_state_and_mail_and_no_key(ada):
    page = make_page()
    edit(page, "Better.\n", by=ada, base=1, summary="Why")
    save_draft(ada, page=page, base=2, title="Title", body="Half a thought", summary="", continues=None)
    for state in State:
        make_comment(page, f"Said, {state}", name="Ada", email=ada.email, state=state)
    make_comment(page, "Somebody else's")
    OutgoingMail.objects.create(
        key="a", person=ada, to=ada.email, subject="News", text="/password/reset/key/"
    )
    out = StringIO()

    call_command("export_person", ada.email, stdout=out)

    found = json.loads(out.getvalue())
    assert {row["comment"] for row in found["comments.PageComment"]} == {f"Said, {state}" for state in State}
    assert [row["body"] for row in found["pages.Draft"]] == ["Half a thought"]
    assert [row["summary"] for row in found["pages.Revision"]] == ["Why"]
    assert [row["username"] for row in found["auth.User"]] == ["ada"]
    assert [row["subject"] for row in found["pages.OutgoingMail"]] == ["News"]
    assert "/password/reset/key/" not in out.getvalue()
    assert ada.password not in out.getvalue()
    assert "Somebody else" not in out.getvalue()


# --- Columns: whoever adds one that holds a person adds it here, and to erase_person if the text does not fit

GOES = "goes with the account"
STAYS = "stays, points to a contributor without a name"
PERSONAL = {
    "account.EmailAddress.email": GOES,
    "account.EmailAddress.user": GOES,
    "admin.LogEntry.user": GOES,
    "auth.User.email": GOES,
    "comments.CommentRevision.edited_by": STAYS,
    "comments.Decision.decided_by": STAYS,
    "comments.Flag.flagged_by": STAYS,
    "comments.Follow.contributor": "deleted",
    "comments.Follow.email": "deleted",
    "comments.MailChoice.person": GOES,
    "comments.PageComment.author": STAYS,
    "comments.PageComment.ip_address": "emptied",
    "comments.PageComment.user": "emptied",
    "comments.PageComment.user_email": "emptied",
    "comments.Verdict.decided_by": STAYS,
    "comments.Vote.contributor": STAYS,
    "django_comments.Comment.ip_address": "emptied with the page's comment",
    "django_comments.Comment.user": "emptied with the page's comment",
    "django_comments.Comment.user_email": "emptied with the page's comment",
    "django_comments.CommentFlag.user": GOES,
    "django_comments_xtd.XtdComment.ip_address": "emptied with the page's comment",
    "django_comments_xtd.XtdComment.user": "emptied with the page's comment",
    "django_comments_xtd.XtdComment.user_email": "emptied with the page's comment",
    "pages.Attachment.uploaded_by": STAYS,
    "pages.AttachmentVersion.uploaded_by": STAYS,
    "pages.Ban.banned_by": STAYS,
    "pages.Ban.lifted_by": STAYS,
    "pages.Ban.person": GOES,
    "pages.Contributor.user": "emptied; name and slug become neutral",
    "pages.Draft.person": GOES,
    "pages.FactReport.decided_by": STAYS,
    "pages.LogEntry.actor": STAYS,
    "pages.OutgoingMail.person": GOES,
    "pages.OutgoingMail.to": "deleted",
    "pages.Revision.author": STAYS,
    "pages.Suppression.suppressed_by": STAYS,
    "pages.Visit.person": GOES,
    "pages.Watch.person": GOES,
    "pages.WatchFeed.person": GOES,
    "pages.WatchMail.person": GOES,
}


def test_every_column_that_holds_a_person_says_what_erasure_makes_of_it():
    found = set()
    for model in stored_models():
        addresses = [
            f.name for f in model._meta.concrete_fields if isinstance(f, models.GenericIPAddressField)
        ]
        for column in {*people_columns(model), *address_columns(model), *addresses}:
            found.add(f"{model._meta.label}.{column}")
    assert found == set(PERSONAL)
