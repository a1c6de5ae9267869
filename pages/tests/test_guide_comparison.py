"""The comparison of the six that people ask for first: every row is filled, every cell says something."""

from datetime import date

from pages.tests.guide_pages import TITLES, facts
from pages.text.comparison import Column, Comparison, table
from pages.text.fact_schema import load_schema

SIX = ["flask", "django", "tornado", "express", "nodejs", "react"]


def _six() -> Comparison:
    columns = [Column(slug, TITLES[slug], facts(slug)) for slug in SIX]
    return table(columns, load_schema(), today=date(2026, 11, 25))


def test_every_row_of_the_schema_is_there_and_no_cell_of_the_six_is_unknown() -> None:
    comparison = _six()
    holes = [
        (row.key, column.slug)
        for group in comparison.groups
        for row in group.rows
        for cell, column in zip(row.cells, comparison.columns, strict=True)
        if cell.state == "unknown"
    ]
    assert holes == []


def test_users_are_those_of_today_and_only_where_there_are_none_those_of_the_past() -> None:
    cells = {row.key: [cell.text for cell in row.cells] for group in _six().groups for row in group.rows}
    users = dict(zip(SIX, cells["users"], strict=True))
    assert users["nodejs"] == "Ghost"
    assert "past" not in users["flask"]
