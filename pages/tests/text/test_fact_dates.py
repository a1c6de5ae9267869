"""Dates of facts are as precise as they are written; a fact is stale when its review period is over."""

from datetime import date

import pytest

from pages.text.fact_dates import ages, is_date, review_by, stale_keys
from pages.text.fact_schema import load_schema
from pages.text.front_matter import read

SCHEMA = load_schema()
FACTS = read(
    "---\nkind: runtime\nlicense: MIT\nfirst_release: {date: 2009}\nmeasured: {packages: 3, date: 2026-01-15}"
    "\nchecked: 2026-06\nas_of: {license: 2020}\n---\n"
).values


@pytest.mark.parametrize(
    ("written", "is_one"),
    [("2026", True), ("2026-11", True), ("2026-11-22", True), ("2026-02-30", False), ("2026-13", False),
     ("0000", False), ("soon", False), ("２０２６", False), ("2026-1-1", False)],
)  # fmt: skip
def test_a_date_is_a_year_a_month_or_a_day(written, is_one):
    assert is_date(written) is is_one


def test_each_fact_is_dated_by_the_nearest_date():
    assert {key: age.as_of for key, age in ages(FACTS, SCHEMA).items()} == {
        "kind": "2026-06",
        "license": "2020",
        "measured": "2026-01-15",
    }


def test_a_fact_turns_stale_when_its_period_is_over_and_not_before():
    assert stale_keys(FACTS, SCHEMA, today=date(2026, 12, 27)) == {"license"}
    assert stale_keys(FACTS, SCHEMA, today=date(2026, 12, 28)) == {"license", "kind"}
    assert stale_keys(FACTS, SCHEMA, today=date(2027, 1, 16)) == {"license", "kind", "measured"}


def test_the_first_day_to_review_is_the_oldest_facts():
    assert review_by(FACTS, SCHEMA) == date(2021, 6, 29)
    assert review_by({"kind": "runtime"}, SCHEMA) is None
    assert review_by({"kind": "runtime", "checked": "9999-12-31"}, SCHEMA) == date.max
