"""Recent changes, a contributor's page and statistics: what is there, for whom, and where it goes on."""

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.protect import protect
from pages.actions.rename import rename
from pages.actions.suppress import suppress
from pages.actions.verify import problems
from pages.derived import count_days
from pages.models import Contributor, DayCount, LogEntry, Page, Part, Protection, Revision, contributor_of
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.tests.plans import assert_no_scan
from pages.views.lists_of_changes import ROWS_A_SCREEN

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    """What a reader reads, without tags and runs of blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def rows(answer: Any) -> list[str]:
    return re.findall(r'class="chg-row[^"]*" id="r(\d+)"', answer.content.decode())


def test_newest_edits_come_first_with_page_person_summary_and_size(stranger):
    make_page("Flask", "One.\n")
    page = make_page("Django", "Two.\n")
    edit(page, "Two, three.\n", by=make_contributor("ada"), base=1, summary="Counted on")

    answer = stranger.get("/changes/")

    assert text_of(answer).index("Counted on") < text_of(answer).index("No summary")
    assert 'href="/contributors/ada/"' in answer.content.decode()
    assert "+7" in text_of(answer)
    assert len(rows(answer)) == 3


def test_edits_of_one_page_on_one_day_are_a_group_and_days_have_headings(stranger):
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        page = make_page("Flask", "One.\n")
        make_page("Django", "Text.\n")
        edit(page, "Two.\n", by=make_contributor(), base=1)
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        edit(page, "Three.\n", by=make_contributor(), base=2)

    html = stranger.get("/changes/").content.decode()

    assert re.findall(r'<h2 id="day-\d+">([^<]+)', html) == ["21 November 2026", "20 November 2026"]
    assert html.count('<li class="chg-group">') == 1
    assert "2 edits" in html


def test_list_goes_on_without_a_gap_or_a_repetition(stranger):
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):  # all in one moment
        page, person = make_page("Flask", "0\n"), make_contributor()
        for number in range(1, ROWS_A_SCREEN + 10):
            edit(page, f"{number}\n", by=person, base=number)
    first = stranger.get("/changes/")
    older = re.search(r'href="(\?[^"]*before=[^"]+)">Older', first.content.decode())[1]
    second = stranger.get(f"/changes/{unescape(older)}")

    shown = rows(first) + rows(second)
    assert len(shown) == len(set(shown)) == ROWS_A_SCREEN + 10
    assert shown == sorted(shown, key=int, reverse=True)


CURSORS = ["", "x", "1", "1-", "-1", "9" * 30, "1-" + "9" * 18, "1-" + "9" * 19, "٣-٣", "1-1-1"]


@pytest.mark.parametrize("cursor", CURSORS)
def test_an_unreadable_cursor_shows_the_newest(stranger, cursor):
    make_page("Flask", "One.\n")
    assert stranger.get(f"/changes/?before={cursor}").status_code == 200


def test_filters_show_new_pages_one_person_and_hide_minor_and_own_edits(contributor):
    page = make_page("Flask", "One.\n", by=make_contributor("ada"))
    edit(page, "Two.\n", by=make_contributor("ben"), base=1, summary="Bens words", is_minor=True)
    edit(page, "Three.\n", by=contributor.person, base=2, summary="My words")

    def seen(query: str) -> list[bool]:
        text = text_of(contributor.get(f"/changes/{query}"))
        return ["Bens words" in text, "My words" in text, "New page" in text.split("Hide", 1)[1]]

    assert seen("") == [True, True, True]
    assert seen("?show=new") == [False, False, True]
    assert seen("?by=ben") == [True, False, False]
    assert seen("?minor=hide") == [False, True, True]
    assert seen("?own=hide") == [True, False, True]
    assert "Nobody has this name" in text_of(contributor.get("/changes/?by=nobody"))


def test_a_difference_opens_in_its_row(stranger):
    page = make_page("Flask", "A first line.\n")
    revision = edit(page, "A second line.\n", by=make_contributor(), base=1)

    html = stranger.get(f"/changes/?open={revision.pk}").content.decode()

    assert "<del>first</del>" in html
    assert "<ins>second</ins>" in html
    assert "<del>" not in stranger.get("/changes/").content.decode()


def test_what_a_moderator_took_out_and_deleted_pages_are_not_there(stranger):
    page, gone = make_page("Flask", "One.\n"), make_page("Canarypage", "Two.\n")
    edit(page, "Two.\n", by=make_contributor("canaryname"), base=1, summary="Canarysummary")
    moderator = make_moderator("mo")
    suppress(page.revisions.get(number=2), [Part.SUMMARY, Part.AUTHOR], by=moderator, reason="Private")
    revision = page.revisions.get(number=2)
    delete(gone, by=moderator, reason="Copied")

    for query in ("", "?by=canaryname", f"?open={revision.pk}"):
        text = text_of(stranger.get(f"/changes/{query}"))
        assert "Canarysummary" not in text
        assert "Canarypage" not in text
    assert "author removed" in text_of(stranger.get("/changes/"))
    assert Contributor.objects.get(name="canaryname").revision_count == 0


def test_log_shows_public_acts_and_no_note_of_the_machine(stranger):
    page, moderator = make_page("Flask", "One.\n"), make_moderator("mo")
    rename(page, "Flask framework", by=moderator, reason="Longer")
    protect(Page.objects.get(), Protection.MODERATORS, by=moderator, reason="Quarrel")
    make_page("Spam", "Buy http://a.example http://b.example http://c.example now!\n", by=make_contributor())

    text = text_of(stranger.get("/changes/?show=log"))

    assert "Renamed Flask" in text
    assert "Quarrel" in text
    assert "spam" not in text.lower()


def test_a_dot_marks_what_is_new_since_the_last_visit(reader):
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        page = make_page("Flask", "One.\n")
        assert "unread" not in reader.get("/changes/").content.decode()
    with time_machine.travel("2026-11-21T09:00:00Z", tick=False):
        edit(page, "Two.\n", by=make_contributor(), base=1)
    for minute in (0, 10):  # looking again is the same visit
        with time_machine.travel(f"2026-11-22T10:{minute:02}:00Z", tick=False):
            html = reader.get("/changes/").content.decode()
            assert html.count("chg-row unread") == 1
            assert "new since your last visit" in html


def test_queries_do_not_grow_with_the_list(stranger):
    counts = []
    for number in (2, 30):
        for n in range(number):
            make_page(f"Page {number} {n}", "Text.\n", by=make_contributor(f"p{number}{n}"))
        for address in ("/changes/", "/changes/?show=log", "/contributors/p20/"):
            with CaptureQueriesContext(connection) as queries:
                stranger.get(address)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


def test_a_contributors_page_counts_and_lists_what_one_person_did(stranger):
    ada = make_contributor("ada")
    page = make_page("Flask", "One.\n", by=ada)
    edit(page, "Two.\n", by=ada, base=1, summary="Adas words")
    edit(page, "Three.\n", by=make_contributor("ben"), base=2, summary="Bens words")

    answer = stranger.get("/contributors/ada/")

    assert "Adas words" in text_of(answer)
    assert "Bens words" not in text_of(answer)
    assert re.search(r"Edits 2 Pages started 1", text_of(answer))
    assert "Up to 2 edits a week." in answer.content.decode()
    assert stranger.get("/contributors/nobody/").status_code == 404


@pytest.mark.parametrize("name", ["Ada/Ben", "..", "محمد", "a" * 150, "ada@mail.example", "日本"])
def test_every_name_has_a_page(stranger, name):
    person = make_contributor(name)
    page = make_page("Flask", "One.\n", by=person)
    address = contributor_of(person).get_absolute_url()
    assert stranger.get(address).status_code == 200
    assert address in stranger.get("/changes/").content.decode()
    assert page.current.author == contributor_of(person)


def test_stored_number_of_edits_is_right_and_verified():
    ada = make_contributor("ada")
    edit(make_page("Flask", "One.\n", by=ada), "Two.\n", by=ada, base=1)
    assert Contributor.objects.get(name="ada").revision_count == 2
    assert list(problems(lambda checked: None)) == []
    Contributor.objects.update(revision_count=7)
    assert "ada: the stored number of edits is 7" in list(problems(lambda checked: None))


def test_statistics_are_counted_once_a_day_and_a_missed_day_is_made_up_for(stranger):
    assert "Nothing has been counted yet" in text_of(stranger.get("/statistics/"))
    page, person = make_page("Flask", "One.\n"), make_contributor("ada")
    with time_machine.travel("2026-10-05T10:00:00Z", tick=False):
        edit(page, "Two.\n", by=person, base=1)
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        edit(page, "Three.\n", by=person, base=2)
        edit(page, "Four.\n", by=person, base=3)
        count_days()
        count_days()
        text = text_of(stranger.get("/statistics/"))
    assert "October 2026 1" in text
    assert re.search(r"November 2026 \d", text)
    assert "Edits 4" in text
    assert DayCount.objects.get(day="2026-11-20").edits == 2


def test_every_list_is_read_by_an_index_in_its_order():
    person, now = contributor_of(make_contributor("ada")), timezone.now()
    revisions = Revision.objects.all()
    for chosen in (
        revisions,
        revisions.filter(number=1),
        revisions.filter(author=person),
        revisions.filter(is_minor=False),
        revisions.filter(author=person, is_minor=False),
        revisions.exclude(author__user=person.user),
    ):
        for shown in (chosen.recent(), chosen.recent().made_before(now, 5)):
            assert_no_scan(shown[:51])
    for entries in (LogEntry.objects.all(), LogEntry.objects.filter(actor=person)):
        assert_no_scan(entries.public()[:51])
        assert_no_scan(entries.public().made_before(now, 5)[:51])
