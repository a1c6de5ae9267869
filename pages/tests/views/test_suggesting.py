"""Suggestions: a page, and what browsers and our script understand."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db
ADDRESS = "/search/suggest/"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_titles_are_listed_without_a_script(stranger: Client) -> None:
    make_page("Flask")
    make_page("Django")
    answer = stranger.get(ADDRESS, {"q": "fla"})
    assert '<a href="/wiki/flask/"><bdi>Flask</bdi></a>' in answer.text
    assert "Django" not in answer.text
    assert not answer.cookies


def test_the_script_and_browsers_get_titles_and_addresses(stranger: Client) -> None:
    make_page("Flask")
    assert stranger.get(ADDRESS, {"q": "flsak", "as": "json"}).json() == [
        "flsak",
        ["Flask"],
        [""],
        ["http://testserver/wiki/flask/"],
    ]


@pytest.mark.parametrize("text", ["", "  ", "\0", "<b>", "zzzz", "x" * 10_000, "' OR 1=1", "東"])
@pytest.mark.parametrize("form", ["", "json"])
def test_whatever_is_typed_is_answered(stranger: Client, text: str, form: str) -> None:
    answer = stranger.get(ADDRESS, {"q": text, "as": form})
    assert answer.status_code == (400 if "\0" in text else 200)
    assert "<b>" not in answer.text or form == "json"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_allowed(stranger: Client, method: str) -> None:
    assert getattr(stranger, method)(ADDRESS).status_code == 405


def test_the_number_of_queries_is_constant(stranger: Client) -> None:
    counts = []
    for _ in range(2):
        for _ in range(6):
            make_page()
        with CaptureQueriesContext(connection) as queries:
            stranger.get(ADDRESS, {"q": "page", "as": "json"})
        counts.append(len(queries))
    assert counts == [2, 2]


def test_browsers_learn_how_to_search_from_every_page(stranger: Client) -> None:
    make_page("Flask")
    assert 'rel="search" type="application/opensearchdescription+xml"' in stranger.get("/wiki/flask/").text
    answer = stranger.get("/search/description.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    description = ElementTree.fromstring(answer.content)  # noqa: S314 - it is ours
    templates = {url.get("type"): url.get("template") for url in description.iter(f"{OPENSEARCH}Url")}
    assert templates["text/html"] == "http://testserver/search/?q={searchTerms}"
    assert templates["application/x-suggestions+json"].endswith("/search/suggest/?as=json&q={searchTerms}")
    assert len(description.findtext(f"{OPENSEARCH}ShortName")) <= 16
