"""The guide's pages agree with the measurements, the outline and the list of reviewed hosts."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pages.text.front_matter import read
from pages.text.markdown import render_page

GUIDE = Path(__file__).parent.parent / "guide"
MEASURED = json.loads((GUIDE / "measurements.json").read_text(encoding="utf-8"))
RUNS = {
    "django": "django/gunicorn-gthread",
    "express": "express/node",
    "flask": "flask/gunicorn-gthread",
    "nodejs": "nodejs/own",
    "react": "react/node",
    "tornado": "tornado/own",
}
CONNECTIONS = {"flask": "flask/gunicorn-gthread4-raised", "tornado": "tornado/own", "nodejs": "nodejs/own"}
TABLE_ROWS = {
    "flask": {
        "gunicorn sync": "flask/gunicorn-sync",
        "gunicorn gthread, 4 threads": "flask/gunicorn-gthread",
        "granian": "flask/granian",
    },
    "django": {
        "Django, bare": "django/gunicorn-gthread",
        "Django, default middleware": "django-startproject/gunicorn-gthread",
        "Flask": "flask/gunicorn-gthread",
    },
}
OUTLINES = {
    "home": ["Start here", "Chapters", "Kinds first", "How the figures were measured"],
    "flask": [
        "What is Flask?",
        "What it is built from",
        "A first application",
        "Who uses Flask",
        "Pros and cons",
        "Measured",
        "Flask alternatives",
        "Choose Flask if",
        "Release and security facts",
    ],
    "django": [
        "What is Django?",
        "What is built in",
        "Project layout",
        "Versions and LTS",
        "WSGI and ASGI",
        "Measured: bare and with default middleware",
        "Flask or Django?",
        "Users",
        "Facts",
    ],
}
REVIEWED_HOSTS = {
    "flask.palletsprojects.com",
    "github.com",
    "speakerdeck.com",
    "stackshare.io",
    "www.djangoproject.com",
    "www.uber.com",
}
# What the guide says about a page as a whole, or judges, has no single source to name.
UNSOURCED_KEYS = {
    "alternatives",
    "avoid_if",
    "checked",
    "choose_if",
    "cons",
    "pros",
    "sources",
    "summary",
    "type",
}

every_page = pytest.mark.parametrize("slug", OUTLINES)
every_system = pytest.mark.parametrize("slug", ["flask", "django"])


@every_page
def test_front_matter_reads_without_warnings(slug: str) -> None:
    assert read(_source(slug)).warnings == ()


@every_page
def test_summary_fits_the_lead(slug: str) -> None:
    assert 0 < len(_facts(slug)["summary"]) <= 160


@every_page
def test_every_fact_names_its_source(slug: str) -> None:
    facts = _facts(slug)
    assert set(facts) - UNSOURCED_KEYS == set(facts["sources"])


@every_page
def test_page_renders_and_keeps_its_outline(slug: str) -> None:
    outline = render_page(_source(slug)).outline
    assert [heading.text for heading in outline if heading.level == 2] == OUTLINES[slug]


@every_page
def test_page_leaves_no_markup_unread(slug: str) -> None:
    plain = render_page(_source(slug)).plain
    assert not re.search(r":::|\[\[|\[\^|\]\(|\*\*", plain)


@every_page
def test_external_links_are_https_and_reviewed(slug: str) -> None:
    links = [urlsplit(link) for link in re.findall(r"https?://[^\s)\"'>\]]+", _source(slug))]
    assert {link.scheme for link in links} <= {"https"}
    assert {link.hostname for link in links} <= REVIEWED_HOSTS


def test_chart_equals_the_measurements() -> None:
    bars = _facts("home")["chart"]["bars"]
    expected = {slug: MEASURED["runs"][run]["cold_start_cpu_ms"] for slug, run in RUNS.items()}
    assert {bar["slug"]: bar["value"] for bar in bars} == expected


@every_system
def test_measured_block_equals_the_measurements(slug: str) -> None:
    known = {**MEASURED["installed"][slug], **MEASURED["runs"][RUNS[slug]], "date": MEASURED["date"]}
    if slug in CONNECTIONS:
        known["open_connections"] = MEASURED["connections"][CONNECTIONS[slug]]["open_connections"]
    measured = dict(_facts(slug)["measured"])
    assert "gunicorn gthread, 1 worker, 4 threads" in measured.pop("server")
    assert measured == {key: value for key, value in known.items() if key != "server"}


@pytest.mark.parametrize(
    ("slug", "label", "run"), [(slug, *row) for slug, rows in TABLE_ROWS.items() for row in rows.items()]
)
def test_table_row_equals_the_measurements(slug: str, label: str, run: str) -> None:
    figures = MEASURED["runs"][run]
    counts = [f"{figures[key]:,}" for key in ("cold_start_cpu_ms", "html_per_cpu_s", "json_per_cpu_s")]
    memory = [f"{figures[key] / 1024:.1f}" for key in ("rss_idle_kib", "rss_loaded_kib")]
    assert f"| {' | '.join([label, *counts, *memory])} |" in _source(slug)


@every_system
def test_example_has_as_many_lines_as_it_claims(slug: str) -> None:
    blocks = re.findall(r"^```\w+ title=\S+\n(.*?)^```$", _source(slug), flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert len(lines) == MEASURED["installed"][slug]["example_lines"]


def test_a_user_of_flask_without_a_source_is_marked_so() -> None:
    users = _facts("flask")["users"]
    assert {user["name"] for user in users if "source" not in user} == {"Reddit", "Trivago"}
    assert all((user["status"] == "unsourced") == ("source" not in user) for user in users)


def _source(slug: str) -> str:
    return (GUIDE / f"{slug}.md").read_text(encoding="utf-8")


def _facts(slug: str) -> dict[str, Any]:
    return read(_source(slug)).values
