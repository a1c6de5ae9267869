"""The search page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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
        client.get(ADDRESS, {"q": "unwritten"}).context["can_create"] for client in (stranger, contributor)
    ]
    assert offered == [False, True]


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
    assert counts == [2, 2]
