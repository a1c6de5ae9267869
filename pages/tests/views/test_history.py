"""History, differences and reverting in the browser's eyes."""

import pytest

from pages.models import Page
from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db


def test_the_history_names_authors_summaries_and_sizes(client):
    make_page("Flask", revisions=3)
    html = client.get("/wiki/flask/history/").content.decode()
    assert "Edit 3" in html
    assert "Edit 2" in html
    assert "+20" in html


def test_a_long_history_is_read_screen_by_screen(client):
    make_page("Flask", revisions=120)
    first = client.get("/wiki/flask/history/")
    assert [r.number for r in first.context["revisions"]] == list(range(120, 70, -1))
    second = client.get(f"/wiki/flask/history/?before={first.context['older_cursor']}")
    assert [r.number for r in second.context["revisions"]] == list(range(70, 20, -1))
    third = client.get(f"/wiki/flask/history/?before={second.context['older_cursor']}")
    assert [r.number for r in third.context["revisions"]] == list(range(20, 0, -1))
    assert third.context["older_cursor"] is None


def test_a_history_costs_the_same_queries_for_3_and_for_50_revisions(client, django_assert_num_queries):
    make_page("Short", revisions=3)
    make_page("Long", revisions=50)
    client.get("/wiki/short/history/")
    with django_assert_num_queries(3):
        client.get("/wiki/short/history/")
    with django_assert_num_queries(3):
        client.get("/wiki/long/history/")


@pytest.mark.parametrize(
    "query", ["?before=0", "?before=x", "?before=" + "9" * 40, "?before=-3", "?before=%00"]
)
def test_a_strange_cursor_is_not_an_error(client, query):
    make_page("Flask")
    assert client.get(f"/wiki/flask/history/{query}").status_code in {200, 400}


def test_the_difference_shows_both_sides_word_by_word(client):
    page = make_page("Flask", "The quick fox.\n")
    client.force_login(make_contributor())
    client.post("/wiki/flask/edit/", {"title": "Flask", "body": "The slow fox.\n", "base": "1"})
    html = client.get("/wiki/flask/diff/1/2/").content.decode()
    assert "<del>quick</del>" in html
    assert "<ins>slow</ins>" in html
    assert page.revisions.count() == 2


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("?old=1&new=3", "/wiki/flask/diff/1/3/"),
        ("?old=3&new=1", "/wiki/flask/diff/1/3/"),
        ("?old=2&new=2", "/wiki/flask/history/"),
        ("?old=x", "/wiki/flask/history/"),
    ],
)
def test_the_comparing_form_leads_to_the_difference(client, query, target):
    make_page("Flask", revisions=3)
    assert client.get(f"/wiki/flask/diff/{query}").headers["Location"] == target


def test_a_difference_with_a_revision_that_is_not_there_is_not_found(client):
    make_page("Flask")
    assert client.get("/wiki/flask/diff/1/9/").status_code == 404


def test_reverting_brings_the_text_back_and_can_be_seen_in_the_history(client):
    make_page("Flask", "First.\n", revisions=3)
    client.force_login(make_contributor())
    answer = client.post("/wiki/flask/revert/1/", {"summary": "Better before"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    current = Page.objects.get(slug="flask").current
    assert (current.number, current.text, current.summary) == (4, "First.\n", "Better before")
    assert "Better before" in client.get("/wiki/flask/history/").content.decode()


def test_a_stranger_cannot_revert(client):
    page = make_page("Flask", revisions=2)
    assert client.post("/wiki/flask/revert/1/").status_code == 302
    assert client.get("/wiki/flask/revert/1/").status_code == 405
    assert page.revisions.count() == 2
