"""Every number of the guide equals the data: the measurements, the verified facts, or a count on the page."""

import re
from typing import Any

import pytest

from pages.evidence.measuring import WAIT_S
from pages.tests.guide_pages import MEASURED, SECOND_RUN, SLUGS, TITLES, VERIFIED, body

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
    "privacy": dict.fromkeys(("30", "90"), "wikisite/tests/test_privacy_page.py"),
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
    again = {
        part: {name: row for name, row in SECOND_RUN[part].items() if re.split("[/-]", name)[0] == slug}
        for part in ("runs", "waiting", "installed")
    }
    startproject = MEASURED["installed"].get(f"{slug}-startproject", {})
    popularity = [counts.get(slug) for counts in VERIFIED["popularity"].values() if isinstance(counts, dict)]
    lines = MEASURED["source_lines"].get(slug)
    return set().union(
        *map(
            _written, [VERIFIED[slug], MEASURED["installed"].get(slug, {}), startproject, runs, connections]
        ),
        *map(_written, [lines, *popularity, VERIFIED["advisories"].get(slug), _more(slug), again]),
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
    *map(_written, [SECOND_RUN["date"], SECOND_RUN["quiet"], SECOND_RUN["effort"], WAIT_S]),
    {"15,000", "November 2026", _in_words(str(VERIFIED["advisories"]["date"]))},
)
