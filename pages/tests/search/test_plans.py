"""No search reads a whole table, on whichever database the tests run."""

import pytest

from pages import search
from pages.tests.factories import make_contributor, make_page
from pages.tests.plans import assert_asks_without_scan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "flask",
        "flask templates small",
        '"small framework"',
        "fra*",
        "license:mit",
        "license:mit flask -django",
        "flask by:anna",
        "flask -by:anna",
        "by:anna",
        "flask after:2020 before:2090",
        "after:2020",
        "nothing of the kind",
    ],
)
@pytest.mark.parametrize("by_time", [False, True])
def test_pages_are_found_by_index(text: str, by_time: bool) -> None:
    make_page(
        "Flask", "---\nlicense: MIT\n---\nA small framework with templates.\n", by=make_contributor("anna")
    )
    query = search.parse(text)
    assert_asks_without_scan(lambda: search.search(query, by_time=by_time))


@pytest.mark.parametrize("text", ["f", "fla", "flsak", "zzzz", "pros and cosn"])
def test_titles_are_suggested_by_index(text: str) -> None:
    make_page("Flask: pros and cons")
    assert_asks_without_scan(lambda: search.suggest(text))
