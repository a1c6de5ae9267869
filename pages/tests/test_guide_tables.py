"""Blocks, tables, examples and the chart of the guide equal the measurements, cell by cell."""

import re

import pytest

from pages.tests.guide_pages import (
    CONNECTIONS,
    MEASURED,
    MEASURED_SYSTEMS,
    RUNS,
    SECOND_CONNECTIONS,
    SECOND_RUN,
    SECOND_RUNS,
    SYSTEMS,
    TITLES,
    facts,
    source,
)
from pages.text.fact_values import date_words


def test_chart_equals_the_measurements() -> None:
    chart = source("home").split("::: chart bars")[1].split(":::")[0]
    bars = re.findall(r"^\| \*{0,2}\[\[([\w.]+)\]\]\*{0,2} \| (\d+) \|$", chart, flags=re.MULTILINE)
    shown = ("django", "express", "flask", "nodejs", "react", "tornado")
    expected = {TITLES[slug]: MEASURED["runs"][RUNS[slug]]["cold_start_cpu_ms"] for slug in shown}
    assert {name: int(value) for name, value in bars} == expected
    assert [int(value) for _, value in bars] == sorted(expected.values())


@pytest.mark.parametrize("slug", MEASURED_SYSTEMS)
def test_measured_block_equals_the_measurements(slug: str) -> None:
    run = MEASURED["runs"].get(RUNS.get(slug, ""), {})
    known = {**MEASURED["installed"][slug], **run, "date": MEASURED["date"]}
    if slug == "jinja":
        known["renders_per_cpu_s"] = MEASURED["jinja_renders_per_cpu_s"]
    if slug in CONNECTIONS:
        known["open_connections"] = MEASURED["connections"][CONNECTIONS[slug]]["open_connections"]
    if slug in SECOND_CONNECTIONS:
        known["open_connections"] = SECOND_RUN["waiting"][SECOND_CONNECTIONS[slug]]["open_connections"]
    measured = dict(facts(slug)["measured"])
    assert measured.pop("server")
    assert measured == {key: value for key, value in known.items() if key != "server"}


@pytest.mark.parametrize("slug", SECOND_RUNS)
def test_measured_block_of_the_second_run_holds_what_does_not_depend_on_the_load(slug: str) -> None:
    installed, run = SECOND_RUN["installed"][slug], SECOND_RUN["runs"][SECOND_RUNS[slug]]
    measured = dict(facts(slug)["measured"])
    assert measured.pop("server") == run["server"]
    assert measured == {
        "date": SECOND_RUN["date"],
        **{key: installed[key] for key in ("packages", "installed_bytes", "example_lines")},
        **{key: run[key] for key in ("rss_idle_kib", "rss_loaded_kib")},
        "open_connections": SECOND_RUN["waiting"][SECOND_CONNECTIONS[slug]]["open_connections"],
    }


SECOND_ROWS = {
    ("fastapi", "FastAPI, uvicorn"): "fastapi/uvicorn",
    ("fastapi", "[[Flask]], gunicorn with 4 threads"): "flask/gunicorn-gthread",
    ("fastapi", "Flask, granian"): "flask/granian",
    ("quart", "Quart, uvicorn"): "quart/uvicorn",
    ("quart", "Quart, Hypercorn"): "quart/hypercorn",
    ("quart", "[[Flask]], gunicorn with 4 threads"): "flask/gunicorn-gthread",
}


@pytest.mark.parametrize(("slug", "label"), SECOND_ROWS)
def test_row_of_the_second_run_equals_it(slug: str, label: str) -> None:
    run = SECOND_RUN["runs"][SECOND_ROWS[slug, label]]
    figures = f"{run['html_per_cpu_s']:,} | {run['json_per_cpu_s']:,} | {run['cold_start_cpu_ms']}"
    assert f"| {label} | {figures} |" in source(slug)


STEADY_ROWS = {
    "[[Flask]], gunicorn with 4 threads": "flask/gunicorn-gthread",
    "[[Django]], bare": "django/gunicorn-gthread",
    "[[Tornado]]": "tornado/own",
    "[[FastAPI]], uvicorn": "fastapi/uvicorn",
    "[[Quart]], uvicorn": "quart/uvicorn",
    "[[Express]]": "express/node",
    "[[Node.js]]": "nodejs/own",
    "[[React]]": "react/node",
}


@pytest.mark.parametrize("label", STEADY_ROWS)
def test_row_of_the_three_loads_equals_them(label: str) -> None:
    loads = SECOND_RUN["runs"][STEADY_ROWS[label]]["all"]["html_per_cpu_s"]
    assert f"| {label} | {' | '.join(f'{load:,}' for load in loads)} |" in source("how-we-measure")


def test_the_page_on_measuring_says_how_busy_the_machine_was() -> None:
    quiet = SECOND_RUN["quiet"]
    assert f"busy at {quiet['busy_moments']} of {quiet['moments']} moments" in source("how-we-measure")


@pytest.mark.parametrize("slug", SYSTEMS)
def test_row_of_the_timeline_has_the_dates_of_the_facts(slug: str) -> None:
    stated = facts(slug)
    dates = " | ".join(date_words(str(stated[key]["date"])) for key in ("first_release", "latest_release"))
    assert f"| [[{TITLES[slug]}]] | {dates} |" in source("choosing-a-web-framework")


RUN_ROWS = {
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
    "werkzeug": {"Werkzeug": "werkzeug/gunicorn-gthread", "Flask": "flask/gunicorn-gthread"},
    "tornado": {
        "Tornado": "tornado/own",
        "Flask, gunicorn gthread": "flask/gunicorn-gthread",
        "Flask, granian": "flask/granian",
    },
    "express": {
        "Express with EJS": "express/node",
        "Node.js alone": "nodejs/own",
        "Flask, gunicorn gthread": "flask/gunicorn-gthread",
    },
    "nodejs": {
        "Node.js": "nodejs/own",
        "Tornado": "tornado/own",
        "Flask, gunicorn gthread": "flask/gunicorn-gthread",
    },
    "react": {"React on Node.js": "react/node", "Node.js alone": "nodejs/own"},
}


@pytest.mark.parametrize(
    ("slug", "label", "run"), [(slug, *row) for slug, rows in RUN_ROWS.items() for row in rows.items()]
)
def test_row_of_a_run_equals_the_measurements(slug: str, label: str, run: str) -> None:
    figures = MEASURED["runs"][run]
    counts = [f"{figures[key]:,}" for key in ("cold_start_cpu_ms", "html_per_cpu_s", "json_per_cpu_s")]
    memory = [f"{figures[key] / 1024:.1f}" for key in ("rss_idle_kib", "rss_loaded_kib")]
    assert f"| {' | '.join([label, *counts, *memory])} |" in source(slug)


@pytest.mark.parametrize(
    ("label", "run"), [("Flask", 0), ("Django, bare", 1), ("Django, default middleware", 2)]
)
def test_row_of_the_verdict_on_speed_equals_the_measurements(label: str, run: int) -> None:
    names = ["flask/gunicorn-gthread", "django/gunicorn-gthread", "django-startproject/gunicorn-gthread"]
    figures = MEASURED["runs"][names[run]]
    row = f"| {label} | {figures['html_per_cpu_s']:,} | {figures['json_per_cpu_s']:,} |"
    assert row in source("flask-pros-and-cons")


@pytest.mark.parametrize(
    ("label", "slug"),
    [("Tornado", "tornado"), ("[[Node.js]]", "nodejs"), ("[[Flask]], gunicorn with 4 threads", "flask")],
)
def test_row_of_connections_equals_the_measurements(label: str, slug: str) -> None:
    held = MEASURED["connections"][CONNECTIONS[slug]]
    polls = f"{held['long_polls_answered']:,} in {held['long_polls_seconds']} s"
    row = f"| {label} | {held['open_connections']:,} | {held['rss_per_connection_bytes']:,} | {polls} |"
    assert row in source("tornado")


@pytest.mark.parametrize("slug", ["tornado", "werkzeug", "jinja", "django", "flask", "express"])
def test_row_of_packages_equals_the_measurements(slug: str) -> None:
    alone = MEASURED["express_without_view_engine"] if slug == "express" else MEASURED["installed"][slug]
    named = facts(slug)
    direct = len(named["dependencies"]) if "dependencies" in named else named["dependencies_count"]
    row = rf"\| \[\[{TITLES[slug]}\]\] \| [^|]+ \| {direct} \| {alone['packages']} \| "
    assert re.search(rf"{row}{alone['installed_bytes'] / 1e6:.1f} \|", source("micro-frameworks"))


@pytest.mark.parametrize("slug", MEASURED_SYSTEMS)
def test_example_has_as_many_lines_as_it_claims(slug: str) -> None:
    blocks = re.findall(r"^```\w+ title=\S+\n(.*?)^```$", source(slug), flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert len(lines) == MEASURED["installed"][slug]["example_lines"]
