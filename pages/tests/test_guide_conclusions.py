"""What the guide concludes from its numbers still follows from them."""

from typing import Any

import pytest

from pages.tests.guide_pages import MEASURED, RUNS, VERIFIED, facts, source

PER_SECOND = ("html_per_cpu_s", "json_per_cpu_s")
RANKS = VERIFIED["popularity"]["pypi_rank_of_15000"]


def _ratio(one: str, other: str, key: str = "html_per_cpu_s") -> float:
    return MEASURED["runs"][one][key] / MEASURED["runs"][other][key]


FLASK, DJANGO, FULL = (
    "flask/gunicorn-gthread",
    "django/gunicorn-gthread",
    "django-startproject/gunicorn-gthread",
)
CLAIMS = [
    ("django", "about a quarter less than Flask for pages", lambda: 0.7 < _ratio(FULL, FLASK) < 0.8),
    ("django", "a third less for JSON", lambda: 0.62 < _ratio(FULL, FLASK, "json_per_cpu_s") < 0.72),
    (
        "django",
        "costs about a fifth to a third of the throughput",
        lambda: 0.62 < _ratio(FULL, DJANGO, "json_per_cpu_s") < _ratio(FULL, DJANGO) < 0.84,
    ),
    (
        "django",
        "equal** within the spread of this run: one is ahead for pages, the other for JSON",
        lambda: 1 < _ratio(FLASK, DJANGO) < 1.1 and 0.9 < _ratio(FLASK, DJANGO, "json_per_cpu_s") < 1,
    ),
    (
        "flask",
        "The server mattered more than the framework",
        lambda: _ratio("flask/granian", "flask/gunicorn-sync") > _ratio(FLASK, DJANGO),
    ),
    (
        "flask-pros-and-cons",
        "about a quarter less for pages and a third less for JSON",
        lambda: 0.7 < _ratio(FULL, FLASK) < 0.8 and 0.62 < _ratio(FULL, FLASK, "json_per_cpu_s") < 0.72,
    ),
    (
        "werkzeug",
        "Werkzeug alone answers about a fifth more",
        lambda: all(1.15 < _ratio(RUNS["werkzeug"], FLASK, key) < 1.25 for key in PER_SECOND),
    ),
    ("tornado", "by about a third for pages", lambda: 1.28 < _ratio("tornado/own", FLASK) < 1.4),
    (
        "tornado",
        "Under granian, Flask comes within 5 percent of it",
        lambda: all(0.95 < _ratio("flask/granian", "tornado/own", key) < 1.05 for key in PER_SECOND),
    ),
    (
        "tornado",
        "It took the least memory of all servers measured",
        lambda: (
            min(MEASURED["runs"].values(), key=lambda run: run["rss_loaded_kib"])
            is MEASURED["runs"]["tornado/own"]
        ),
    ),
    (
        "express",
        "Express answers less than half",
        lambda: all(0.4 < _ratio("express/node", "nodejs/own", key) < 0.5 for key in PER_SECOND),
    ),
    ("express", "about seven times what Flask does", lambda: 6.6 < _ratio("express/node", FLASK) < 7.5),
    ("express", "equally small in bytes", lambda: 0.9 < _bytes("express") / _bytes("flask") < 1.1),
    (
        "nodejs",
        "12 to 16 times",
        lambda: _ratio("nodejs/own", "tornado/own") > 11.5 and _ratio("nodejs/own", FLASK) < 16.5,
    ),
    (
        "nodejs",
        "somewhat more than half of the speed",
        lambda: all(0.4 < _ratio("express/node", "nodejs/own", key) < 0.5 for key in PER_SECOND),
    ),
    ("react", "answers about a quarter fewer pages", lambda: 0.7 < _ratio("react/node", "nodejs/own") < 0.8),
    (
        "react",
        "for JSON, which React has no part in, the two are alike",
        lambda: 0.95 < _ratio("react/node", "nodejs/own", "json_per_cpu_s") < 1.05,
    ),
    (
        "jinja",
        "a few percent of the work",
        lambda: MEASURED["runs"][FLASK]["html_per_cpu_s"] / MEASURED["jinja_renders_per_cpu_s"] < 0.05,
    ),
    ("micro-frameworks", "about ten times their size", lambda: 9 < _bytes("django") / _bytes("flask") < 12),
    ("choosing-a-web-framework", "14 of the 15 features", lambda: _built_in("django") == 14),
    (
        "flask",
        "Of the 15 features this guide compares, 8 come from extensions",
        lambda: _extensions("flask") == 8,
    ),
    ("flask-pros-and-cons", "8 are extensions in Flask", lambda: _extensions("flask") == 8),
    ("flask", "In Django it is one, WebSockets", lambda: _extensions("django") == 1),
    ("flask", "38.7 thousand stacks with Django and 19.3 thousand", lambda: _stacks() == ("38.7", "19.3")),
    ("flask-pros-and-cons", "38.7 thousand stacks with Django", lambda: _stacks() == ("38.7", "19.3")),
    (
        "fastapi",
        "above [[Flask]] at 181, [[Tornado]] at 287 and [[Django]] at 528",
        lambda: (
            [RANKS[slug] for slug in ("flask", "tornado", "django")]
            == [181, 287, 528]
            == sorted(RANKS.values())[-3:]
        ),
    ),
]


@pytest.mark.parametrize(("slug", "words", "holds"), CLAIMS, ids=[words for _, words, _ in CLAIMS])
def test_conclusion_follows_from_the_numbers(slug: str, words: str, holds: Any) -> None:
    assert words in source(slug)
    assert holds()


def _bytes(slug: str) -> int:
    alone = MEASURED["express_without_view_engine"] if slug == "express" else MEASURED["installed"][slug]
    return int(alone["installed_bytes"])


def _built_in(slug: str) -> int:
    return sum(feature["is"] == "built-in" for feature in facts(slug)["features"].values())


def _extensions(slug: str) -> int:
    return sum(feature["is"] == "extension" for feature in facts(slug)["features"].values())


def _stacks() -> tuple[str, ...]:
    stacks = VERIFIED["popularity"]["stackshare_stacks"]
    return tuple(stacks[slug].partition(" ")[0] for slug in ("django", "flask"))
