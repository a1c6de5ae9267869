"""Suppression: the bytes are gone, the history stays whole and says so."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from pages.actions.discard_draft import discard_draft
from pages.actions.edit import edit
from pages.actions.errors import NothingChanged, ReasonMissing, TextIsCurrent
from pages.actions.save_draft import save_draft
from pages.actions.suppress import suppress
from pages.actions.verify import notices, problems
from pages.models import (
    Draft,
    LogEntry,
    Page,
    Part,
    Revision,
    RevisionText,
    Suppression,
    TextSuppressed,
)
from pages.models.revision_text import Encoding, pack
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db
SECRET = "hunter2-correct-horse-battery"


@pytest.fixture
def mo():
    return make_moderator("mo")


@pytest.fixture
def leak(mo) -> Revision:
    """Revision 2 of three, with a password in its text and in its summary."""
    page = make_page("Flask", "Fine.\n", by=make_contributor("ada"))
    edit(page, f"Password: {SECRET}\n", by=make_contributor("bob"), base=1, summary=f"Uses {SECRET}")
    edit(page, "Fine again.\n", by=make_contributor("eve"), base=2)
    return page.revisions.get(number=2)


def anew(revision: Revision) -> Revision:
    return Revision.objects.get(pk=revision.pk)


def found() -> list[str]:
    return list(problems(lambda checked: None))


def test_a_suppressed_text_is_gone_and_everything_else_stays(leak, mo):
    suppress(leak, [Part.TEXT], by=mo, reason="A leaked password")
    assert not RevisionText.objects.filter(revision=leak).exists()
    with pytest.raises(TextSuppressed, match="removed the text of revision 2"):
        assert anew(leak).text
    assert (anew(leak).summary, anew(leak).author.name) == (f"Uses {SECRET}", "bob")
    assert [leak.page.revisions.get(number=n).text for n in (1, 3)] == ["Fine.\n", "Fine again.\n"]


def test_a_suppressed_summary_is_gone(leak, mo):
    suppress(leak, [Part.SUMMARY], by=mo, reason="A leaked password")
    assert (anew(leak).summary, anew(leak).text) == ("", f"Password: {SECRET}\n")


def test_a_suppressed_author_is_gone_and_counted_no_more(leak, mo):
    suppress(leak, [Part.AUTHOR], by=mo, reason="Court order")
    assert anew(leak).author is None
    assert Page.objects.get().contributor_count == 2


@pytest.mark.parametrize("parts", [[Part.TEXT], [Part.SUMMARY], [Part.AUTHOR], list(Part)])
def test_the_history_is_whole_still_and_verify_names_what_was_suppressed(leak, mo, parts):
    suppress(leak, parts, by=mo, reason="A leaked password")
    assert found() == []
    assert len(list(notices())) == len(parts)
    out = StringIO()
    call_command("verify", stdout=out)
    assert "“Flask” revision 2: " in out.getvalue()
    assert "suppressed on" in out.getvalue()
    assert "3 revisions verified" in out.getvalue()


def test_verify_finds_a_text_or_a_summary_that_came_back(leak, mo):
    stored = RevisionText.objects.get(revision=leak)
    suppress(leak, list(Part), by=mo, reason="A leaked password")
    stored.save(force_insert=True)
    QuerySet(Revision).filter(pk=leak.pk).update(summary=leak.summary)
    text = "\n".join(found())
    assert "the suppressed text is still there" in text
    assert "the suppressed summary is still there" in text


def test_verify_still_finds_a_text_that_is_lost_without_a_suppression(leak, mo):
    suppress(leak, [Part.SUMMARY], by=mo, reason="A leaked password")
    RevisionText.objects.filter(revision=leak).delete()
    assert any("the text is not there" in problem for problem in found())


def test_the_text_that_readers_see_is_not_removed(leak, mo):
    current = leak.page.revisions.get(number=3)
    with pytest.raises(TextIsCurrent, match="Go back to an older revision first"):
        suppress(current, list(Part), by=mo, reason="A leaked password")
    assert not Suppression.objects.exists()
    suppress(current, [Part.SUMMARY, Part.AUTHOR], by=mo, reason="Court order")
    assert anew(current).author is None


def test_a_text_that_needs_the_removed_one_stands_by_itself_before(leak, mo):
    keyframe = RevisionText.objects.get(revision=leak)
    content = pack(b"Fine again.\n", against=keyframe.raw())
    following = RevisionText.objects.filter(revision__number=3)
    following.update(encoding=Encoding.STAR, keyframe=keyframe, content=content)
    suppress(leak, [Part.TEXT], by=mo, reason="A leaked password")
    assert leak.page.revisions.get(number=3).text == "Fine again.\n"
    assert found() == []


def test_the_log_says_who_removed_which_parts_and_why_and_nothing_of_them(leak, mo):
    suppress(leak, list(Part), by=mo, reason="A leaked password")
    entry = LogEntry.objects.get()
    assert (entry.actor.name, entry.verb, entry.reason) == ("mo", "suppress", "A leaked password")
    assert entry.details == {"slug": "flask", "revision": 2, "parts": ["text", "summary", "author"]}


def test_what_is_removed_is_not_removed_again_but_more_can_be(leak, mo):
    suppress(leak, [Part.TEXT], by=mo, reason="A leaked password")
    with pytest.raises(NothingChanged):
        suppress(leak, [Part.TEXT], by=mo, reason="Again")
    suppress(leak, [Part.TEXT, Part.SUMMARY], by=mo, reason="And there")
    assert set(Suppression.objects.values_list("part", "reason")) == {
        ("text", "A leaked password"),
        ("summary", "And there"),
    }


def test_nobody_but_moderators_suppresses_and_none_without_a_reason(leak, mo):
    for person in [make_person(), make_contributor(), make_person("t", "Contributors", "Trusted")]:
        with pytest.raises(PermissionDenied):
            suppress(leak, list(Part), by=person, reason="Mine")
    with pytest.raises(ReasonMissing):
        suppress(leak, list(Part), by=mo, reason=" ")
    assert anew(leak).text == f"Password: {SECRET}\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's files")
def test_the_bytes_are_in_no_file_of_the_database_any_more():
    mo, page = make_moderator("mo"), make_page("Flask", "Fine.\n")
    edit(page, f"Password: {SECRET}\n", by=mo, base=1, summary=f"Uses {SECRET}")
    edit(page, "Fine again.\n", by=mo, base=2)
    leak = page.revisions.get(number=2)
    packed = bytes(RevisionText.objects.get(revision=leak).content)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert packed in _files()
    assert SECRET.encode() in _files()
    suppress(leak, list(Part), by=mo, reason="A leaked password")
    assert packed not in _files()
    assert SECRET.encode() not in _files()


def _files() -> bytes:
    name = str(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in map(Path, [name, f"{name}-wal"]) if path.exists())


# --- Drafts


def keep(page: Page, body: str, *, name: str, base: int = 2, section: str = "") -> Draft:
    person = make_contributor(name)
    return save_draft(person, page=page, base=base, title=page.title, body=body, section=section)


def test_drafts_lose_the_lines_that_a_removed_text_brought_and_keep_their_authors_words(leak, mo):
    whole = keep(leak.page, f"Mine.\r\n Password: {SECRET}\r\nAlso mine.", name="ann")
    part = keep(leak.page, f"## Mine\nPassword: {SECRET}\n", name="bea", section="h-mine")
    discarded = keep(leak.page, f"Password: {SECRET}", name="cem")
    discard_draft(discarded)
    other = keep(leak.page, "Nothing of it.\n", name="dov")
    assert suppress(leak, ["text"], by=mo, reason="Leaked") == 3
    bodies = [Draft.objects.get(pk=draft.pk).body for draft in (whole, part, discarded, other)]
    assert bodies == ["Mine.\r\nAlso mine.", "## Mine\n", "", "Nothing of it.\n"]


def test_lines_that_others_brought_stay_in_drafts(mo):
    page = make_page("Flask", "Old line.\n")
    edit(page, f"Old line.\nPassword: {SECRET}\nNew line.\n", by=mo, base=1)
    edit(page, "New line.\n", by=mo, base=2)
    draft = keep(page, f"Old line.\nPassword: {SECRET}\nNew line.\nMine.\n", name="ann")
    suppress(page.revisions.get(number=2), ["text"], by=mo, reason="Leaked")
    assert Draft.objects.get(pk=draft.pk).body == "Old line.\nNew line.\nMine.\n"


def test_the_bytes_of_a_redacted_draft_leave_the_database(leak, mo):
    keep(leak.page, f"Password: {SECRET}\n", name="ann")
    suppress(leak, ["text", "summary"], by=mo, reason="Leaked")
    assert not Draft.objects.filter(body__contains=SECRET).exists()


def test_a_removed_summary_or_author_leaves_drafts_alone(leak, mo):
    draft = keep(leak.page, f"Password: {SECRET}\n", name="ann")
    assert suppress(leak, ["summary", "author"], by=mo, reason="Leaked") == 0
    assert SECRET in Draft.objects.get(pk=draft.pk).body
