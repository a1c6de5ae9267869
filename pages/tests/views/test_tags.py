"""Tags: on the page, in a list, with a page each; true after every verb, also when rebuilt."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.actions.restore import restore
from pages.models import Page, PageTag, Revision, Tag
from pages.models import revision as revisions
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.tests.plans import assert_no_scan
from pages.tests.views.test_links import all_screens, listed
from pages.tests.views.test_recent_changes import text_of
from pages.views.links import ROWS_A_SCREEN
from pages.views.tags import TAGS_A_SCREEN

pytestmark = pytest.mark.django_db


def tagged(title: str, *tags: str, body: str = "Text.") -> Page:
    return make_page(title, f"---\ntags: [{', '.join(tags)}]\n---\n{body}\n")


def counts() -> dict[str, int]:
    return dict(Tag.objects.values_list("slug", "page_count"))


def pages_of(client: Any, slug: str) -> list[str]:
    return all_pages(client, f"/tags/{slug}/")


def all_pages(client: Any, address: str) -> list[str]:
    answer = client.get(address)
    return [row.page.title for row in answer.context["rows"]] if answer.status_code == 200 else []


def test_a_page_names_its_tags_and_each_leads_to_the_pages_that_have_it(stranger):
    tagged("Quart", "Web framework", "async", body="An async one.")
    tagged("Flask", "web framework")

    page = stranger.get("/wiki/quart/").content.decode()
    tag = stranger.get("/tags/web-framework/")

    assert '<a href="/tags/web-framework/"><bdi>Web framework</bdi></a>' in page
    assert all_pages(stranger, "/tags/web-framework/") == ["Flask", "Quart"]
    assert "Tag Web framework 2 pages" in text_of(tag)
    assert "An async one." in text_of(tag)
    assert listed(stranger.get("/tags/")) == ["async", "Web framework"]


def test_another_spelling_leads_to_the_tag_and_a_tag_that_no_page_has_is_not_there(stranger):
    tagged("Quart", "Web framework")

    assert stranger.get("/tags/Web%20framework/")["Location"] == "/tags/web-framework/"
    assert stranger.get("/tags/nothing/").status_code == 404
    assert stranger.get("/tags/+++/").status_code == 404


def _edited(page: Page, person: Any) -> None:
    edit(page, "---\ntags: [two, three]\n---\n", by=person, base=1)


def _deleted(page: Page, person: Any) -> None:
    delete(page, by=person, reason="Gone")


def _restored(page: Page, person: Any) -> None:
    delete(page, by=person, reason="Gone")
    restore(page, by=person)


def _renamed(page: Page, person: Any) -> None:
    rename(page, "Zope", by=person)


@pytest.mark.parametrize(
    ("act", "counted", "of_two"),
    [
        (_edited, {"two": 2, "three": 1}, ["Django", "Flask"]),
        (_deleted, {"two": 1}, ["Flask"]),
        (_restored, {"one": 1, "two": 2}, ["Django", "Flask"]),
        (_renamed, {"one": 1, "two": 2}, ["Flask", "Zope"]),
    ],
)
def test_tags_are_true_after_every_verb_and_equal_rebuilt_ones(act, counted, of_two, stranger):
    page = tagged("Django", "one", "two")
    tagged("Flask", "two")

    act(page, make_moderator())

    assert (counts(), pages_of(stranger, "two")) == (counted, of_two)
    PageTag.objects.all().delete()
    Tag.objects.all().delete()
    call_command("rebuild_derived", stdout=StringIO())
    assert (counts(), pages_of(stranger, "two")) == (counted, of_two)
    Tag.objects.update(page_count=99)
    call_command("rebuild_derived", stdout=StringIO())
    assert counts() == counted


def test_lists_of_tags_go_on_without_a_gap_or_a_repetition(stranger):
    tags = [f"tag {number}" for number in range(TAGS_A_SCREEN + 5)]
    for start in range(0, len(tags), 25):
        tagged(f"Page {start}", *tags[start : start + 25])
    pages = [tagged(f"Other {number:03}", "shared").title for number in range(ROWS_A_SCREEN + 5)]

    assert sorted(all_screens(stranger, "/tags/")) == sorted([*tags, "shared"])
    first = stranger.get("/tags/shared/")
    second = stranger.get(f"/tags/shared/?after={first.context['next_cursor']}")
    assert [row.page.title for row in [*first.context["rows"], *second.context["rows"]]] == pages


def test_changes_are_filtered_by_tag_whether_few_pages_have_it_or_many(stranger, monkeypatch):
    page = tagged("Quart", "async")
    tagged("Flask", "micro")
    edit(page, "---\ntags: [async]\n---\nMore.\n", by=make_contributor(), base=1, summary="Said more")

    for most in (500, 0):
        monkeypatch.setattr(revisions, "MAX_PAGES_FETCHED", most)
        text = text_of(stranger.get("/changes/?tag=Async"))
        assert "Said more" in text
        assert "Flask" not in text.partition("Lists")[2].partition("Text is available")[0]
    assert "No page has this tag" in text_of(stranger.get("/changes/?tag=nothing"))
    assert 'value="async"' in stranger.get("/changes/?tag=async").content.decode()


@pytest.mark.parametrize("address", ["/tags/", "/tags/shared/", "/changes/?tag=shared"])
def test_a_list_needs_as_many_queries_for_many_rows_as_for_few(address, stranger):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert stranger.get(address).status_code == 200
        return len(captured)

    tagged("First", "shared", "tag 0")
    few = queries()
    for number in range(1, 12):
        tagged(f"Page {number}", "shared", f"tag {number}")

    assert queries() == few <= 6


def test_tags_are_read_by_index_in_order(monkeypatch):
    tagged("Flask", "shared")
    of_shared = PageTag.objects.filter(slug="shared")

    assert_no_scan(Tag.objects.by_name()[:101])
    assert_no_scan(PageTag.objects.of("shared")[:51])
    assert_no_scan(PageTag.objects.of("shared").filter(page_slug__gt="a")[:51])
    assert_no_scan(Revision.objects.of_pages(of_shared).recent()[:51], may_sort=True)
    monkeypatch.setattr(revisions, "MAX_PAGES_FETCHED", 0)
    assert_no_scan(Revision.objects.of_pages(of_shared).recent()[:51], may_sort=True)


@pytest.mark.parametrize("address", ["/tags/", "/tags/shared/"])
@pytest.mark.parametrize("query", ["?after=%00", "?after=" + "x" * 2000, "?after=<script>"])
def test_a_cursor_that_is_none_of_ours_does_no_harm(address, query, stranger):
    tagged("Flask", "shared")

    assert stranger.get(address + query).status_code in (200, 400)
    assert stranger.post(address).status_code == 405


def test_words_of_a_tag_run_no_script(stranger):
    page = make_page(
        "Flask", "---\ntags: ['<script>alert(1)</script>', '\"><img src=x onerror=alert(1)>']\n---\n"
    )
    slug = "script-alert-1-script"

    for address in (page.get_absolute_url(), "/tags/", f"/tags/{slug}/", f"/changes/?tag={slug}"):
        html = stranger.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
