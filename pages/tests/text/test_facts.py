"""Facts: the infobox and the rows that are stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.fact_schema import load_schema
from pages.text.fact_values import Part
from pages.text.facts import flatten, infobox
from pages.text.front_matter import read

SCHEMA = load_schema()
FLASK = """---
kind: micro-framework
first_release: {date: 2010-04-16, version: "0.1"}
lts: {version: "5.2", until: 2028-04}
dependencies: [Werkzeug, Jinja2]
interface: [wsgi, asgi]
measured: {packages: 7, installed_bytes: 2204988}
website: https://flask.palletsprojects.com/
summary: A small framework.
pros: [{text: Quick}]
mascot_name: Pepper
---
"""


def _shown(source):
    return {row.label: row.value for row in infobox(read(source).values, SCHEMA)}


def test_infobox_shows_the_short_list_with_readable_values():
    assert _shown(FLASK) == {
        "Kind": "Micro-framework",
        "First release": "0.1, 16 April 2010",
        "Long-term support": "5.2, until April 2028",
        "Depends on": "Werkzeug, Jinja2",
        "Interface": "WSGI, ASGI",
        "Installed size": "2.2 MB",
        "Packages": "7",
        "Website": "flask.palletsprojects.com",
        "Mascot name": "Pepper",
    }


def test_support_whose_end_is_the_earliest_says_so():
    support = _shown('---\nlts: {version: "5", at_least: 2027-04-01}\n---\n')
    assert support == {"Long-term support": "5, at least until 1 April 2027"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2010", "2010"),
        ("2010-04", "April 2010"),
        ("2010-13-01", "2010-13-01"),
        ("soon", "soon"),
        ("[1, 2]", "1, 2"),
    ],
)
def test_date_keeps_its_precision(written, shown):
    assert _shown(f"---\nchecked: {written}\n---\n") == {"Checked": shown}


def test_dependencies_name_the_pages_they_may_link_to():
    rows = {row.key: row.parts for row in infobox(read(FLASK).values, SCHEMA)}

    assert rows["dependencies"] == (Part("Werkzeug", "werkzeug"), Part("Jinja2", "jinja2"))
    assert rows["website"][0].url == "https://flask.palletsprojects.com/"


def test_website_that_is_no_web_address_is_shown_as_text():
    rows = infobox({"website": "javascript:alert(1)"}, SCHEMA)

    assert rows[0].parts == (Part("javascript:alert(1)"),)


def test_stored_facts_are_dotted_and_as_written():
    stored = dict(flatten(read(FLASK).values))

    assert stored["first_release.date"] == "2010-04-16"
    assert stored["measured.installed_bytes"] == "2204988"
    assert stored["pros.1.text"] == "Quick"
    assert stored["dependencies"] == "Werkzeug, Jinja2"


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))
KEYS = st.one_of(
    st.sampled_from(["kind", "lts", "measured", "dependencies", "checked", "latest_release"]), st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)


@given(st.dictionaries(KEYS, VALUES))
def test_no_value_breaks_the_infobox(values):
    assert all(
        row.value and row.label == row.label.strip() for row in infobox(values, SCHEMA) if row.key.strip()
    )
    assert all(len(key) <= 200 for key, _ in flatten(values))
