"""Every number of the guide equals the data: the measurements, the verified facts, or a count on the page."""

import re
from typing import Any

import pytest

from pages.tests.guide_pages import (
    CONNECTIONS,
    MEASURED,
    MEASURED_SYSTEMS,
    RUNS,
    SLUGS,
    TITLES,
    VERIFIED,
    body,
    facts,
    source,
)

SYSTEM_NAMES = {slug: re.compile(rf"{re.escape(TITLES[slug])}\b") for slug in SLUGS if slug in VERIFIED}
# Pages that are about one system without being its page.
SUBJECTS = {"flask-pros-and-cons": "flask", "who-uses-flask": "flask"}
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
NUMBER = re.compile(rf"(?:(?:\d{{1,2}} )?(?:{MONTH}) \d{{4}})|\d+(?:[.,]\d+)*")
ISO_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
# Numbers that are no data: names, protocol constants, counts of what stands on the page itself.
OTHER_NUMBERS = {
    "flask": {
        "8": "see CLAIMS",
        "5000": "Flask's port",
        "38.7": "see CLAIMS",
        "19.3": "see CLAIMS",
        "303": "HTTP",
        "25": "quoted",
    },
    "django": {"8000": "gunicorn's port", "127.0.0.1": "this machine", "14": "see CLAIMS"},
    "flask-pros-and-cons": {
        "8": "see CLAIMS",
        "38.7": "see CLAIMS",
        "19.3": "see CLAIMS",
        "1": "the first rank",
    },
    "who-uses-flask": {"25": "quoted"},
    "tornado": {"5": "percent, see CLAIMS; seconds of the test", "10": "silent clients of the test"},
    "express": {"500": "HTTP", "4": "a major version", "5": "a major version"},
    "nodejs": {"12": "see CLAIMS", "16": "see CLAIMS", "404": "HTTP", "5": "seconds of the test"},
    "fastapi": {"4": "PyPI's classifier"},
    "choosing-a-web-framework": {"14": "see CLAIMS"},
    "how-we-measure": {
        "404": "HTTP",
        "3": "starts",
        "10": "steps of the clock",
        "1,048,576": "a MiB",
        "5": "seconds",
    },
    "about": {"4.0": "license", "1.0": "license"},
    "how-to-contribute": {"4.0": "license", "1.0": "license"},
    "privacy": {"30": "wikisite/tests/test_privacy_page.py"},
    "home": {"10": "steps of the clock"},
}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_equals_a_datum_of_a_system_that_its_line_names(slug: str) -> None:
    unknown = []
    for line, systems in _lines(slug):
        known = GENERAL.union(OTHER_NUMBERS.get(slug, {}), *(DATA[system] for system in systems))
        unknown += [(number, line) for number in NUMBER.findall(line) if number not in known]
    assert unknown == []


def _lines(slug: str) -> list[tuple[str, set[str]]]:
    """Each line of prose or table row, with the systems that it, its table or its page is about."""
    found, table = [], set()
    own = {slug} & VERIFIED.keys() | {SUBJECTS[slug]} if slug in SUBJECTS else {slug} & VERIFIED.keys()
    for line in body(slug).splitlines():
        text = re.sub(r"`[^`]*`|\(https?://[^)]*\)|\(/compare/[^)]*\)|\[\^\w+\]|^\d+\. |<[^>]*>", "", line)
        named = {system for system, name in SYSTEM_NAMES.items() if name.search(text)}
        table = (table | named) if line.startswith("|") else set()
        found.append((text, own | named | table))
    return found


def _written(value: Any, key: str = "") -> set[str]:
    """All spellings under which the guide may print a datum."""
    if isinstance(value, dict):
        names = {number for name in value for number in NUMBER.findall(str(name))}
        return names.union(*(_written(inner, str(name)) for name, inner in value.items()))
    if isinstance(value, list):
        return {str(len(value))}.union(*(_written(inner) for inner in value))
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float):
        return {f"{value:,}", *_scaled(value, key)} | ({str(value)} if value < 10_000 else set())
    text = str(value)
    dates = {_in_words(iso) for iso in ISO_DATE.findall(text)}
    months = {" ".join(words.split()[-2:]) for words in dates}
    return {*NUMBER.findall(ISO_DATE.sub(" ", text)), *dates, *months, *(words[-4:] for words in dates)}


def _in_words(iso: str) -> str:
    year, month, *day = iso.split("-")
    return " ".join([*(str(int(number)) for number in day), MONTH.split("|")[int(month) - 1], year])


def _scaled(value: float, key: str) -> set[str]:
    if key.endswith("bytes"):
        return {f"{value / 1e6:.1f}", f"{value / 1e3:.1f}"}
    return {f"{value / 1024:.1f}"} if key.endswith("kib") else set()


def _of_system(slug: str) -> set[str]:
    """All that is known of a system: its facts, what it weighs, and every run of it."""
    runs = {name: run for name, run in MEASURED["runs"].items() if re.split("[/-]", name)[0] == slug}
    connections = {name: held for name, held in MEASURED["connections"].items() if name.startswith(slug)}
    startproject = MEASURED["installed"].get(f"{slug}-startproject", {})
    popularity = [counts.get(slug) for counts in VERIFIED["popularity"].values() if isinstance(counts, dict)]
    lines = MEASURED["source_lines"].get(slug)
    return set().union(
        *map(
            _written, [VERIFIED[slug], MEASURED["installed"].get(slug, {}), startproject, runs, connections]
        ),
        *map(_written, [lines, *popularity, VERIFIED["advisories"].get(slug), _more(slug)]),
    )


def _more(slug: str) -> Any:
    return {
        "django": MEASURED["django_startproject"],
        "express": MEASURED["express_without_view_engine"],
        "flask": VERIFIED["companies"],
        "jinja": {"renders": MEASURED["jinja_renders_per_cpu_s"]},
        "nodejs": {"runtime_bytes": MEASURED["node_runtime_bytes"]},
    }.get(slug)


DATA = {slug: _of_system(slug) for slug in SYSTEM_NAMES}
GENERAL = set().union(
    *map(_written, [MEASURED["date"], MEASURED["machine"], MEASURED["tools"], MEASURED["caution"]]),
    *(_written(run["server"]) for run in MEASURED["runs"].values()),
    *(
        {f"{held['tried']:,}", f"{held['long_polls_tried']:,}", "20,000"}
        for held in MEASURED["connections"].values()
    ),
    _written(VERIFIED["features_compared"]),
    {"15,000", "November 2026", _in_words(str(VERIFIED["advisories"]["date"]))},
)


# --- Exact places: blocks, tables, charts


def test_chart_equals_the_measurements() -> None:
    bars = facts("home")["chart"]["bars"]
    shown = ("django", "express", "flask", "nodejs", "react", "tornado")
    expected = {slug: MEASURED["runs"][RUNS[slug]]["cold_start_cpu_ms"] for slug in shown}
    assert {bar["slug"]: bar["value"] for bar in bars} == expected


@pytest.mark.parametrize("slug", MEASURED_SYSTEMS)
def test_measured_block_equals_the_measurements(slug: str) -> None:
    run = MEASURED["runs"].get(RUNS.get(slug, ""), {})
    known = {**MEASURED["installed"][slug], **run, "date": MEASURED["date"]}
    if slug in CONNECTIONS:
        known["open_connections"] = MEASURED["connections"][CONNECTIONS[slug]]["open_connections"]
    measured = dict(facts(slug)["measured"])
    assert measured.pop("server")
    assert measured == {key: value for key, value in known.items() if key != "server"}


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


# --- What the text concludes from the numbers


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
        "Express costs more than half",
        lambda: all(0.4 < _ratio("express/node", "nodejs/own", key) < 0.5 for key in PER_SECOND),
    ),
    ("express", "about seven times what Flask does", lambda: 6.6 < _ratio("express/node", FLASK) < 7.5),
    ("express", "equally small in bytes", lambda: 0.9 < _bytes("express") / _bytes("flask") < 1.1),
    (
        "nodejs",
        "12 to 16 times",
        lambda: _ratio("nodejs/own", "tornado/own") > 11.5 and _ratio("nodejs/own", FLASK) < 16.5,
    ),
    ("react", "costs about a quarter", lambda: 0.7 < _ratio("react/node", "nodejs/own") < 0.8),
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
PER_SECOND = ("html_per_cpu_s", "json_per_cpu_s")
RANKS = VERIFIED["popularity"]["pypi_rank_of_15000"]


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
