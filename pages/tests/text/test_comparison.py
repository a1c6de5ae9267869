"""Comparison tables: what is known, what is not, what does not apply, and what is the same."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pages.text.comparison import Column, table
from pages.text.comparison_formats import to_csv, to_json, to_markdown
from pages.text.fact_schema import EMPTY, load_schema
from pages.text.front_matter import read

SCHEMA = load_schema()
TODAY = date(2026, 11, 25)
FLASK = """---
kind: micro-framework
language: Python
license: BSD-3-Clause
dependencies: [Werkzeug, Jinja2]
features: {orm: {is: extension, note: Flask-SQLAlchemy}, cli: {is: built-in}}
measured: {date: 2026-11-22, packages: 7, installed_bytes: 2204988}
users:
  - {name: Lyft, status: verified, source: "https://github.com/lyft/confidant"}
  - {name: Reddit, status: unsourced}
checked: 2026-04-01
sources: {kind: docs/design.rst, measured: "see https://example.org/figures."}
---
"""
REACT = """---
kind: ui-library
language: JavaScript
license: MIT
dependencies: []
lts: n/a
measured: {date: 2026-11-22, packages: 3, installed_bytes: 0}
checked: 2026-11-22
mascot: none known
---
"""


def column(source, slug="flask", number=None):
    return Column(slug, slug.title(), read(source).values, number)


def rows_of(*sources, schema=SCHEMA, **options):
    columns = [column(source, f"page-{number}") for number, source in enumerate(sources)]
    return {row.key: row for row in table(columns, schema, today=TODAY, **options).rows}


def test_not_known_is_told_from_does_not_apply():
    rows = rows_of(FLASK, REACT)
    assert [cell.state for cell in rows["features.orm"].cells] == ["known", "inapplicable"]
    assert [cell.state for cell in rows["users"].cells] == ["known", "unknown"]
    assert "lts" not in rows  # n/a of one and unknown of the other is nothing to read


def test_figures_have_bars_from_zero_a_source_and_a_date():
    row = rows_of(FLASK, REACT)["measured.installed_bytes"]
    assert [(cell.text, cell.number) for cell in row.cells] == [("2.2 MB", 2204988), ("0 bytes", 0)]
    assert row.top == 2204988
    assert row.cells[0].source_url == "https://example.org/figures"
    assert row.cells[0].as_of == "2026-11-22"


def test_values_are_written_for_people():
    cells = {key: row.cells[0] for key, row in rows_of(FLASK, REACT).items()}
    assert cells["dependencies"].text == "2: Werkzeug, Jinja2"
    assert cells["features.orm"].text == "Extension"
    assert cells["features.orm"].note == "Flask-SQLAlchemy"
    assert (cells["features.orm"].mark, cells["features.cli"].mark) == ("lacks", "has")
    assert cells["users"].text == "Lyft"
    assert rows_of(FLASK, REACT)["dependencies"].cells[1].text == "0"


def test_a_fact_past_its_review_is_stale_and_the_oldest_date_is_told():
    found = table([column(FLASK), column(REACT, "react")], SCHEMA, today=TODAY)
    rows = {row.key: row for row in found.rows}
    assert [cell.is_stale for cell in rows["license"].cells] == [True, False]
    assert not rows["measured.packages"].cells[0].is_stale
    assert (found.oldest, found.is_stale) == ("2026-04-01", True)


def test_rows_that_say_the_same_are_known_whatever_their_notes():
    one = "---\nfeatures: {orm: {is: none, note: a}}\nlanguage: C\n---\n"
    two = "---\nfeatures: {orm: {is: none, note: b}}\nlanguage: D\n---\n"
    rows = rows_of(one, two)
    assert (rows["features.orm"].is_same, rows["language"].is_same) == (True, False)


def test_different_kinds_are_told_and_the_shared_rows_can_be_had_alone():
    columns = [column(FLASK), column(REACT, "react")]
    assert table(columns, SCHEMA, today=TODAY).kinds == ("Micro-framework", "UI library")
    rows = rows_of(FLASK, REACT, is_shared=True)
    assert "license" in rows
    assert "features.orm" not in rows


def test_keys_that_no_schema_knows_are_compared_too():
    rows = rows_of("---\nheight: 1798\n---\n", "---\nheight: 2501\nlake: yes\n---\n", schema=EMPTY)
    assert [[cell.text for cell in row.cells] for row in rows.values()] == [["1798", "2501"], ["", "yes"]]
    assert [row.label for row in rows.values()] == ["Height", "Lake"]


def test_a_spreadsheet_runs_nothing():
    source = "---\nlanguage: '=HYPERLINK(1)'\nlicense: '@x'\ngovernance: '-1+2'\nmine: \"\\t=1\"\n---\n"
    written = to_csv(table([column(source, "+evil")], SCHEMA, today=TODAY))
    cells = [cell for line in written.splitlines() for cell in line.split(",")]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.strip('"').lstrip()[:1] in "=+-@" and cell.strip('" ')]


def test_markdown_cells_cannot_leave_their_table():
    source = "---\nlanguage: 'a|b <script>'\nlicense: '[x](javascript:1)'\n---\n"
    written = to_markdown(table([column(source)], SCHEMA, today=TODAY))
    assert "| Language | a\\|b \\<script\\> |" in written
    assert "\\[x\\](javascript:1)" in written


def test_json_tells_state_source_and_pinned_revision():
    document = to_json(table([column(FLASK, number=4)], SCHEMA, today=TODAY), "https://wiki.example")
    assert document["columns"][0]["revision"] == 4
    kind = next(row for row in document["rows"] if row["key"] == "kind")
    assert kind["cells"][0]["source"] == "docs/design.rst"


WORDS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.sampled_from(["n/a", []]))
KEYS = st.sampled_from([*SCHEMA.tops, "mine", "orm", "is", "note", "date", "packages"])
VALUES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=6), min_size=1, max_size=3))
def test_any_values_can_be_compared_and_written(found):
    columns = [Column(f"p-{n}", "P", values) for n, values in enumerate(found)]
    compared = table(columns, SCHEMA, today=TODAY)
    assert all(len(row.cells) == len(columns) for row in compared.rows)
    assert to_csv(compared)
    assert to_markdown(compared).count("\n") == len(compared.rows) + 2
    assert to_json(compared, "")
