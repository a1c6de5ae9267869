"""Comments are found by their words once readers see them, and never before or after."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.actions.decide import approve, remove
from comments.actions.edit import edit
from comments.actions.switch import switch
from comments.models import Mode, PageComment, State
from comments.models.index import COMMENTS
from comments.search import find, index_again
from comments.tests.factories import make_comment, make_moderator, make_page
from pages.actions.delete import delete
from pages.search import parse
from pages.search.backends import adapter
from pages.tests.factories import make_contributor
from pages.tests.plans import assert_asks_without_scan

pytestmark = pytest.mark.django_db


def found(text: str, **options: Any) -> list[str]:
    remarks = find(parse(text), limit=50, **options).remarks
    return ["".join(remark.snippet_html.replace("<mark>", "").replace("</mark>", "")) for remark in remarks]


def test_an_approved_comment_is_found_by_its_words_and_leads_to_itself() -> None:
    comment = make_comment(make_page("Flask"), "It renders **templates** well", name="Mara")
    [remark] = find(parse("template"), limit=5).remarks
    assert (remark.title, remark.url, remark.name) == ("Flask", comment.get_absolute_url(), "Mara")
    assert remark.snippet_html == "It renders **<mark>templates</mark>** well"
    assert find(parse('"renders templates"'), limit=5).total == 1


@pytest.mark.parametrize("state", [state for state in State if state != State.APPROVED])
def test_a_comment_in_any_other_state_is_neither_found_nor_counted(state: str) -> None:
    page = make_page()
    make_comment(page, "A needle", state=state)
    make_comment(page, "Hay")
    for query in ("needle", "needl", "need*", "before:2999"):
        remarks = find(parse(query), limit=5)
        assert remarks.total == len(remarks.remarks) == (1 if query == "before:2999" else 0)


def test_a_decision_puts_words_into_the_index_and_takes_them_out_at_once() -> None:
    moderator = make_moderator()
    page = make_page()
    waiting = [make_comment(page, f"Needle {n}", state=State.PENDING).pk for n in range(2)]
    approve(waiting, by=moderator)
    assert len(found("needle")) == 2
    remove(waiting[:1], by=moderator, seen=State.APPROVED)
    assert found("needle") == ["Needle 1"]


def test_what_an_edit_took_out_is_not_found_any_more() -> None:
    comment = make_comment(make_page(), "Old words")
    edit(comment, "New words", by=make_moderator())
    assert (found("old"), found("new")) == ([], ["New words"])


def test_comments_of_deleted_pages_and_closed_discussions_are_not_found() -> None:
    moderator, gone, closed = make_moderator(), make_page("Gone"), make_page("Closed")
    for page in (gone, closed):
        make_comment(page, "A needle")
    delete(gone, by=moderator, reason="Spam")
    switch(closed, Mode.CLOSED, by=moderator)
    assert (found("needle"), find(parse("needle"), limit=5).total) == ([], 0)


def test_a_comment_that_is_gone_leaves_the_index() -> None:
    comment = make_comment(make_page(), "A needle")
    PageComment.objects.filter(pk=comment.pk).delete()
    assert found("needle") == []


def test_who_said_it_and_when_decide_too(contributor: Any) -> None:
    page = make_page()
    make_comment(page, "A needle by an account", by=contributor.person)
    early = make_comment(page, "A needle by Mara", name="Mara")
    PageComment.objects.filter(pk=early.pk).update(submit_date=timezone.now() - timedelta(days=800))
    assert found("needle by:contributor") == ["A needle by an account"]
    assert found("needle by:mara") == ["A needle by Mara"]
    assert found("needle -by:mara") == ["A needle by an account"]
    assert found("by:contributor") == ["A needle by an account"]
    assert found(f"needle after:{timezone.now().year - 1}") == ["A needle by an account"]
    assert found("needle", by_time=True) == ["A needle by an account", "A needle by Mara"]
    assert found("needle license:mit") == []


def test_the_search_page_shows_some_comments_below_pages_and_all_of_them_alone(stranger: Client) -> None:
    page = make_page("Needle")
    for number in range(25):
        make_comment(page, f"A needle, number {number}")
    together = stranger.get("/search/", {"q": "needle"})
    assert [hit.title for hit in together.context["hits"]] == ["Needle"]
    assert len(together.context["remarks"]) == 3
    assert [place.count for place in together.context["places"]] == [26, 1, 25]
    alone = stranger.get("/search/", {"q": "needle in:comments"})
    assert (len(alone.context["hits"]), len(alone.context["remarks"])) == (0, 20)
    rest = stranger.get("/search/", {"q": "needle in:comments", "after": alone.context["next_cursor"]})
    assert len(rest.context["remarks"]) == 5
    pages = stranger.get("/search/", {"q": "needle in:pages"})
    assert (len(pages.context["hits"]), len(pages.context["remarks"])) == (1, 0)


def test_the_number_of_queries_is_constant() -> None:
    counts = []
    for number in range(3):
        page = make_page(f"Page {number}")
        for _ in range(4):
            make_comment(page, "A needle")
        with CaptureQueriesContext(connection) as queries:
            found("needle")
        counts.append(len(queries))
    assert counts == [2, 2, 2]


def test_the_index_can_be_made_again() -> None:
    page = make_page()
    numbers = [make_comment(page, f"Needle {n}").pk for n in range(3)]
    make_comment(page, "Needle that waits", state=State.PENDING)
    adapter().take(COMMENTS, numbers)
    assert found("needle") == []
    assert index_again() == 3
    assert len(found("needle")) == 3


@pytest.mark.parametrize(
    "text", ["needle", "needle by:mara", "needle -by:mara", "by:anna", "after:2020", "needle after:2020"]
)
def test_comments_are_found_by_index(text: str) -> None:
    make_contributor("anna")
    make_comment(make_page(), "A needle", name="Mara")
    assert_asks_without_scan(lambda: find(parse(text), limit=5))
