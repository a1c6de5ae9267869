"""The schema of facts is data: ours is whole, another site's replaces it, a faulty one says where."""

import pytest

from pages.text.fact_schema import SchemaFault, load_schema, parse_schema
from pages.text.facts import infobox


def test_our_schema_groups_every_row_of_the_comparison():
    schema = load_schema()
    rows = schema.shown_in("compare")
    assert {fact.group for fact in rows} == set(schema.groups)
    assert {fact.key for fact in rows} >= {"kind", "features.orm", "measured.packages", "security", "checked"}


def test_a_site_about_something_else_has_facts_of_its_own():
    schema = parse_schema("facts:\n  height: {label: Height, type: number, unit: m, in: [infobox]}\n")
    rows = infobox({"name": "Rigi", "height": 1798}, schema)
    assert [(row.label, row.value) for row in rows] == [("Height", "1,798 m"), ("Name", "Rigi")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("facts: [", "this is no YAML"),
        ("facts: 3", "mapping named “facts”"),
        ("facts: {kind: word}", "“kind” is described by a mapping"),
        ("facts: {kind: {type: words}}", "“kind” has the type “words”; there are any"),
        ("facts: {kind: {values: 3}}", "“values” is a mapping"),
    ],
)
def test_a_faulty_schema_says_what_is_wrong(text, words):
    with pytest.raises(SchemaFault, match=words):
        parse_schema(text)


def test_a_missing_schema_is_named(tmp_path):
    with pytest.raises(SchemaFault, match=r"absent\.yaml cannot be read"):
        load_schema(tmp_path / "absent.yaml")
