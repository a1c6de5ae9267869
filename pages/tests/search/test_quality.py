"""Real text in six languages: the page that must be first is first; typing errors are forgiven."""

import json
from pathlib import Path
from typing import Any

import pytest

from pages import search
from pages.actions.create import create
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db

DECLARATION = Path(__file__).parent.parent / "data" / "declaration"
LEAST_RIGHT = 57
QUERIES = [line.split("\t") for line in (DECLARATION / "queries.tsv").read_text().splitlines()]
# What the guide's pages are called, and what fingers make of it.
TITLES = (
    "Flask",
    "Django",
    "Tornado",
    "Express",
    "Node.js",
    "React",
    "Werkzeug",
    "Jinja",
    "FastAPI",
    "Quart",
    "Micro-frameworks",
    "Choosing a web framework",
    "Who uses Flask",
    "How to contribute",
    "Flask: pros and cons",
)
ERRORS = [
    ("flsak", "Flask"),
    ("flaks", "Flask"),
    ("falsk", "Flask"),
    ("flassk", "Flask"),
    ("fladk", "Flask"),
    ("djnago", "Django"),
    ("dajngo", "Django"),
    ("jango", "Django"),
    ("tornaod", "Tornado"),
    ("tonrado", "Tornado"),
    ("exress", "Express"),
    ("expresss", "Express"),
    ("nodejss", "Node.js"),
    ("raect", "React"),
    ("reakt", "React"),
    ("werkzueg", "Werkzeug"),
    ("wekzeug", "Werkzeug"),
    ("jinnja", "Jinja"),
    ("fastpai", "FastAPI"),
    ("qurat", "Quart"),
    ("chosing", "Choosing a web framework"),
    ("micro framwork", "Micro-frameworks"),
    ("contirbute", "How to contribute"),
]


def make_declaration() -> None:
    numbers: dict[str, int] = {}
    for line in (DECLARATION / "articles.jsonl").read_text().splitlines():
        article: dict[str, Any] = json.loads(line)
        lang = article["lang"]
        number = numbers[lang] = numbers.get(lang, -1) + 1
        source = f"---\nlang: {lang}\n---\n\n{article['text']}\n"
        create(article["title"], source, by=None, slug=f"{lang}-{number}")


def test_the_page_that_must_be_first_is_first_in_six_languages() -> None:
    make_declaration()
    wrong = {}
    for typed, lang, number in QUERIES:
        found = [hit.page.slug for hit in search.search(search.parse(typed), limit=3).hits]
        if found[:1] != [f"{lang}-{number}"]:
            wrong[typed] = found
    assert len(QUERIES) == 60
    assert len(QUERIES) - len(wrong) >= LEAST_RIGHT, wrong


@pytest.mark.parametrize(("typed", "title"), ERRORS)
def test_a_typing_error_suggests_the_title_that_was_meant(typed: str, title: str) -> None:
    for name in TITLES:
        make_page(name)
    assert search.suggest(typed)[0].title == title
