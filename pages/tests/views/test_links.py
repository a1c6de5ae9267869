"""Lists of links: true after every verb, whole across screens, read by index."""

import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.create import create
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.actions.restore import restore
from pages.models import OrphanedPage, Page, PageLink, Redirect, WantedPage
from pages.tests.factories import make_moderator, make_page
from pages.tests.plans import assert_no_scan
from pages.views.links import ROWS_A_SCREEN

pytestmark = pytest.mark.django_db
LISTS = ["/wiki/flask/backlinks/", "/wanted/", "/orphaned/", "/redirects/"]


def wanted() -> dict[str, int]:
    return dict(WantedPage.objects.values_list("slug", "link_count"))


def orphaned() -> set[str]:
    return set(OrphanedPage.objects.values_list("page__slug", flat=True))


def listed(answer: Any) -> list[str]:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    items = "".join(re.findall(r'<ul class="list">.*?</ul>', main, re.S))
    return [unescape(name) for name in re.findall(r'<li class="line">.*?<bdi>(.*?)</bdi>', items, re.S)]


def all_screens(client: Any, address: str) -> list[str]:
    """What a reader sees who follows “More” to the end."""
    found, query = [], ""
    while True:
        answer = client.get(f"{address}{query}")
        found += listed(answer)
        more = re.search(r'href="(\?after=[^"]+)">More', answer.content.decode())
        if more is None:
            return found
        query = unescape(more[1])


def test_backlinks_name_each_page_that_links_here_by_its_name_or_an_old_one(stranger):
    page = make_page("Flask", "See [[Flask]] itself.\n")
    make_page("Quart", "Like [[Flask]].\n")
    rename(page, "Flask framework", by=make_moderator())
    make_page("Jinja", "For [[Flask framework]].\n")

    answer = stranger.get("/wiki/flask-framework/backlinks/")

    assert listed(answer) == ["Quart", "Jinja"]
    assert "by the old name flask" in answer.content.decode()
    assert stranger.get("/wiki/flask/backlinks/")["Location"] == "/wiki/flask-framework/backlinks/"
    assert (
        'href="/wiki/flask-framework/backlinks/"' in stranger.get("/wiki/flask-framework/").content.decode()
    )


def test_backlinks_of_a_page_that_is_not_written_tell_who_wants_it(stranger):
    make_page("Quart", "Like [[Flask]].\n")

    answer = stranger.get("/wiki/flask/backlinks/")

    assert (answer.status_code, listed(answer)) == (200, ["Quart"])
    assert b"not written yet" in answer.content
    assert stranger.get("/wiki/nobody-wants-it/backlinks/").status_code == 404


def test_wanted_pages_come_the_most_wanted_first_and_go_when_they_are_written(stranger):
    make_page("One", "[[Beta]] [[Alpha]] [[Gamma]]\n")
    make_page("Two", "[[Gamma]]\n")
    assert listed(stranger.get("/wanted/")) == ["Gamma", "Alpha", "Beta"]

    make_page("Gamma")

    assert listed(stranger.get("/wanted/")) == ["Alpha", "Beta"]


def test_orphaned_pages_are_those_that_no_other_page_links_to(stranger):
    make_page("Home", "[[One]]\n")
    make_page("One", "[[Two]]\n")
    make_page("Two", "[[Three]]\n")
    make_page("Island", "[[Island]]\n")

    assert listed(stranger.get("/orphaned/")) == ["Island"]


def test_redirects_name_the_old_name_and_the_page(stranger):
    page = make_page("Flask")
    rename(page, "Flask framework", by=make_moderator())
    assert listed(stranger.get("/redirects/")) == ["flask"]

    delete(page, by=make_moderator(), reason="Gone")

    assert listed(stranger.get("/redirects/")) == []


Verb = Callable[[Page, Page, Any], Any]


def _edited(target: Page, source: Page, person: Any) -> None:
    edit(source, "[[Elsewhere]]\n", by=person, base=1)


def _recreated(target: Page, source: Page, person: Any) -> None:
    rename(target, "New name", by=person)
    create("Target", "Another page of the old name.\n", by=person)


VERBS: dict[str, tuple[Verb, dict[str, int], set[str]]] = {
    "nothing": (lambda *_: None, {"missing": 1}, {"source"}),
    "the link is edited away": (_edited, {"elsewhere": 1}, {"source", "target"}),
    "the target is deleted": (
        lambda target, source, person: delete(target, by=person, reason="Gone"),
        {"missing": 1, "target": 1},
        {"source"},
    ),
    "the source is deleted": (
        lambda target, source, person: delete(source, by=person, reason="Gone"),
        {},
        {"target"},
    ),
    "the target is renamed": (
        lambda target, source, person: rename(target, "New name", by=person),
        {"missing": 1},
        {"source"},
    ),
    "the old name is taken": (_recreated, {"missing": 1}, {"source", "new-name"}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_lists_are_true_after_every_verb_and_equal_rebuilt_ones(verb):
    target, source = make_page("Target"), make_page("Source", "[[Target]] [[Missing]]\n")
    act, wanted_after, orphaned_after = VERBS[verb]

    act(target, source, make_moderator())

    assert (wanted(), orphaned()) == (wanted_after, orphaned_after)
    WantedPage.objects.all().delete()
    WantedPage.objects.create(slug="left-behind", link_count=1)
    OrphanedPage.objects.all().delete()
    call_command("rebuild_derived", stdout=StringIO())
    assert (wanted(), orphaned()) == (wanted_after, orphaned_after)


def test_a_restored_page_links_and_is_linked_again():
    target, source = make_page("Target"), make_page("Source", "[[Target]] [[Missing]]\n")
    moderator = make_moderator()
    for page in (target, source):
        delete(page, by=moderator, reason="Gone")
    assert (wanted(), orphaned()) == ({}, set())

    for page in (target, source):
        restore(page, by=moderator)

    assert (wanted(), orphaned()) == ({"missing": 1}, {"source"})


def test_lists_go_on_without_a_gap_or_a_repetition(stranger):
    names = [f"Page {number}" for number in range(ROWS_A_SCREEN + 5)]
    flask = make_page("Flask", " ".join(f"[[Wanted {number}]]" for number in range(ROWS_A_SCREEN + 5)))
    pages = [make_page(name, "[[Flask]]\n") for name in names]
    Redirect.objects.bulk_create(Redirect(slug=f"old-{page.slug}", page=flask) for page in pages)

    assert all_screens(stranger, "/wiki/flask/backlinks/") == names
    assert len(set(all_screens(stranger, "/wanted/"))) == ROWS_A_SCREEN + 5
    assert all_screens(stranger, "/orphaned/") == names[::-1]
    assert len(set(all_screens(stranger, "/redirects/"))) == ROWS_A_SCREEN + 5


def test_a_list_needs_as_many_queries_for_many_rows_as_for_few(stranger):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert stranger.get(address).status_code == 200
        return len(captured)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            page = make_page(f"Page {number}", f"[[Flask]] [[Wanted {number}]]\n")
            Redirect.objects.create(slug=f"old-{number}", page=page)

    make_page("Flask", "[[Flask]]\n")
    grow(0, 2)
    few = [queries(address) for address in LISTS]
    grow(2, 12)

    assert [queries(address) for address in LISTS] == few
    assert max(few) <= 3


def test_lists_are_read_by_index_in_order():
    page = make_page("Flask", "[[Missing]]\n")

    assert_no_scan(PageLink.objects.to({"flask"}).exclude(source=page)[:51])
    assert_no_scan(PageLink.objects.to({"flask"}).after(1, "flask")[:51], may_sort=True)
    assert_no_scan(PageLink.objects.to({"flask", "old"})[:51], may_sort=True)
    assert_no_scan(page.backlinks()[:9])
    assert_no_scan(WantedPage.objects.most_wanted()[:51])
    assert_no_scan(WantedPage.objects.most_wanted().after(3, "flask")[:51])
    assert_no_scan(OrphanedPage.objects.newest_first()[:51])
    assert_no_scan(Redirect.objects.by_name()[:51])


CURSORS = ["x", ".", "1", "1.", "9" * 40, "9" * 18 + ".x", "1.%00", "%00", "٣.a", "-1.a"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("cursor", CURSORS)
def test_a_cursor_that_is_none_of_ours_does_no_harm(address, cursor, stranger):
    make_page("Flask", "[[Missing]]\n")

    assert stranger.get(f"{address}?after={cursor}").status_code in (200, 400)
    assert stranger.post(address).status_code == 405
