"""The search page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.models import Page
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db

ADDRESS = "/search/"


def test_the_address_is_known_by_name() -> None:
    assert reverse("pages:search") == ADDRESS


@pytest.mark.parametrize("person", ["stranger", "reader", "contributor", "moderator", "banned"])
def test_everybody_may_search(person: str, request: pytest.FixtureRequest) -> None:
    make_page("Jinja", "Templates.\n")
    answer = request.getfixturevalue(person).get(ADDRESS, {"q": "templates"})
    assert answer.status_code == 200
    assert b"<mark>Templates</mark>" in answer.content
    assert b'href="/wiki/jinja/"' in answer.content


def test_searching_sets_no_cookie(stranger: Client) -> None:
    assert not stranger.get(ADDRESS, {"q": "templates"}).cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_allowed(stranger: Client, method: str) -> None:
    assert getattr(stranger, method)(ADDRESS).status_code == 405


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}])
def test_without_a_query_there_is_only_the_form(stranger: Client, query: dict[str, str]) -> None:
    make_page("Jinja")
    answer = stranger.get(ADDRESS, query)
    assert answer.status_code == 200
    assert (len(answer.context["hits"]), answer.context["message"]) == (0, "")
    assert "Nothing found" not in answer.text


def test_a_query_without_a_word_says_so(stranger: Client) -> None:
    answer = stranger.get(ADDRESS, {"q": "?!"})
    assert answer.status_code == 200
    assert "Type a word to search for." in answer.text


def test_similar_titles_are_offered_when_nothing_is_found(stranger: Client) -> None:
    make_page("Flask")
    answer = stranger.get(ADDRESS, {"q": "flsak"})
    assert [page.title for page in answer.context["similar"]] == ["Flask"]


def test_only_those_who_may_write_are_offered_to(stranger: Client, contributor: Client) -> None:
    offered = [
        client.get(ADDRESS, {"q": "unwritten page"}).context["new_title"]
        for client in (stranger, contributor)
    ]
    assert offered == ["", "unwritten page"]


@pytest.mark.parametrize("query", ["Flask", "license:MIT", "-flask", "by:anna", "new in:pages"])
def test_a_page_that_is_there_or_a_query_with_operators_is_no_page_to_write(
    contributor: Client, query: str
) -> None:
    make_page("Flask")
    assert contributor.get(ADDRESS, {"q": query}).context["new_title"] == ""


def test_a_query_is_corrected_word_by_word_where_nothing_has_it(stranger: Client) -> None:
    make_page("Flask", "It has sessions.\n")
    answer = stranger.get(ADDRESS, {"q": "flsak sessions"})
    assert answer.context["corrected"] == "flask sessions"
    assert '<a href="?q=flask%20sessions">' in answer.text


def test_what_was_not_understood_is_said_and_the_rest_is_found(stranger: Client) -> None:
    make_page("Flask")
    answer = stranger.get(ADDRESS, {"q": "flask before:soon"})
    assert "“soon” is no date" in answer.text
    assert [hit.title for hit in answer.context["hits"]] == ["Flask"]


def test_filters_say_how_much_they_leave_and_keep_the_rest_of_the_query(stranger: Client) -> None:
    for title in ("Flask", "Flask-Login"):
        make_page(title)
    Page.objects.filter(slug="flask").update(updated_at=timezone.now() - timedelta(days=8000))
    context = stranger.get(ADDRESS, {"q": "flask in:pages", "sort": "new"}).context
    places = [(place.address, place.count, place.is_chosen) for place in context["places"]]
    assert places == [
        ("?q=flask&sort=new", 2, False),
        ("?q=flask+in%3Apages&sort=new", 2, True),
        ("?q=flask+in%3Acomments&sort=new", 0, False),
    ]
    assert [time.count for time in context["times"]] == [None, 1, 1]
    week = context["times"][1].address
    assert [hit.title for hit in stranger.get(f"{ADDRESS}{week}").context["hits"]] == ["Flask-Login"]


def test_the_newest_come_first_where_that_was_chosen(stranger: Client) -> None:
    for number in range(25):
        page = make_page(f"Flask {number}")
        Page.objects.filter(pk=page.pk).update(updated_at=timezone.now() + timedelta(days=number % 5))
    first = stranger.get(ADDRESS, {"q": "flask", "sort": "new"})
    second = stranger.get(f"{ADDRESS}?q=flask&sort=new&after={first.context['next_cursor']}")
    times = [hit.updated_at for answer in (first, second) for hit in answer.context["hits"]]
    assert len(times) == 25
    assert times == sorted(times, reverse=True)
    assert "&amp;sort=new&amp;after=" in first.text


def test_a_snippet_names_its_section_and_leads_there(stranger: Client) -> None:
    make_page("Flask", "Text.\n\n## Sessions\n\nA needle.\n")
    assert '<a href="/wiki/flask/#h-sessions">' in stranger.get(ADDRESS, {"q": "needle"}).text


@pytest.mark.parametrize("text", ["x" * 501, " ".join(f"w{n}" for n in range(1000)), "a" * 10_000_000])
def test_a_query_that_is_too_much_is_refused_with_a_sentence(stranger: Client, text: str) -> None:
    answer = stranger.get(ADDRESS, {"q": text})
    assert answer.status_code == 400
    assert "to search for: " in answer.context["message"]
    assert answer.context["message"] in answer.text
    assert len(answer.content) < 50_000


@pytest.mark.parametrize(
    "query",
    [
        "q=%00&after=%00",
        "q=%ED%A0%80",
        "q=%FF%FE",
        "q=%22%20OR%20%22",
        "q=a%27%20%26%20%21b",
        "q=flask&after=-1",
        "q=flask&after=99999999999999999999",
        "q[]=flask",
        "q=a&q=b",
        "q=" + "%22" * 500,
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_whatever_is_sent_is_answered(stranger: Client, query: str) -> None:
    make_page("Flask", "A framework.\n")
    answer = stranger.get(f"{ADDRESS}?{query}")
    assert answer.status_code in (200, 400)  # 400: bytes that are no text are refused for every address
    assert "<script>alert" not in answer.text


def test_the_next_screen_continues_the_first(stranger: Client) -> None:
    for number in range(25):
        make_page(f"Page {number}", "Common word.\n")
    first = stranger.get(ADDRESS, {"q": "common"})
    second = stranger.get(ADDRESS, {"q": "common", "after": first.context["next_cursor"]})
    titles = [hit.title for answer in (first, second) for hit in answer.context["hits"]]
    assert len(set(titles)) == 25
    assert second.context["next_cursor"] is None


def test_the_number_of_queries_does_not_grow_with_the_hits(stranger: Client) -> None:
    counts: list[Any] = []
    for _ in range(2):
        for _ in range(6):
            make_page(body="Common word.\n")
        with CaptureQueriesContext(connection) as queries:
            stranger.get(ADDRESS, {"q": "common"})
        counts.append(len(queries))
    assert counts == [4, 4]
