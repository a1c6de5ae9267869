"""Doubtful facts: the right line, the nearest known word, silence for keys of an author's own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.fact_schema import EMPTY, load_schema
from pages.text.fact_warnings import check_facts
from pages.text.front_matter import FrontMatterRefused, read

SCHEMA = load_schema()
TODAY = date(2026, 11, 25)


def warnings_of(source):
    found = read(source).warnings + check_facts(source, SCHEMA, today=TODAY)
    return [(warning.line, warning.message) for warning in found]


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("---\nkind: runtime\nlicence: MIT\n---\n", 3, "Did you mean “license”?"),
        ("---\nkind: micro\n---\n", 2, "Did you mean “micro-framework”?"),
        ("---\nmeasured:\n  date: 2026-11-22\n  packages: seven\n---\n", 4, "in digits alone, not “seven”"),
        ("---\nmeasured: {packages: -1, date: 2026-11-22}\n---\n", 2, "from 0 up"),
        ("---\nmeasured: {packages: 3}\n---\n", 2, "“measured” has no “date”"),
        ("---\nmeasured: 7\n---\n", 2, "indented below it"),
        ("---\nchecked: 2026-11-26\n---\n", 2, "Checked is in the future: 2026-11-26"),
        ("---\nchecked: 2026-02-30\n---\n", 2, "a date such as"),
        ("---\nchecked: 2026-11\n---\n", 2, "a whole date"),
        ("---\nlatest_release: {version: 1, date: 2027}\n---\n", 2, "in the future: 2027"),
        ("---\nlatest_release: 3.1\n---\n", 2, "has a version and a date"),
        ("---\nlts: {version: 1, till: 2028-04}\n---\n", 2, "“till” is no known value"),
        ("---\nfeatures:\n  orm: {is: buildin}\n---\n", 3, "Did you mean “built-in”?"),
        ("---\nfeatures: {orn: none}\n---\n", 2, "Did you mean “orm”?"),
        ("---\nkind: [runtime]\n---\n", 2, "one word, not a list"),
        ("---\nwebsite: flask\n---\n", 2, "an address such as https://example.org/"),
        ("---\nusers:\n  - {name: A, status: verified}\n---\n", 3, "“A” has no source"),
        ("---\nusers:\n  - {name: A, status: verifed, source: x}\n---\n", 3, "Did you mean “verified”?"),
        (f"---\nsummary: {'x' * 161}\n---\n", 2, "161 characters; 160 fit"),
        ("---\nas_of: {licens: 2026-01-01}\n---\n", 2, "Did you mean “license”?"),
        ("---\r\nlanguage: Python\r\nlicense: MITT\r\n---\r\n", 3, "Did you mean “MIT”?"),
        ("---\n🚀: fast\n---\n", 2, "no letter"),
        ("---\nkind: runtime\n\tlanguage: C\n---\n", 3, "Indent with spaces"),
        ("---\nkind: runtime\nkind: runtime\n---\n", 3, "given twice"),
        ("---\nkind: runtime\n\nNo end.\n", 1, "no line “---” ends them"),
    ],
)
def test_a_doubtful_fact_is_named_at_its_line(source, line, words):
    assert [found for found in warnings_of(source) if found[0] == line and words in found[1]]
    assert len(warnings_of(source)) == 1


def test_what_cannot_be_kept_is_refused_with_its_line_or_limit():
    with pytest.raises(FrontMatterRefused, match=r"Line 3: .* alias"):
        read("---\nkind: runtime\na: &a [x]\nb: [*a, *a]\n---\n")
    with pytest.raises(FrontMatterRefused, match="larger than 16 KB"):
        read(f"---\nkind: {'x' * 20_000}\n---\n")


def test_keys_of_a_sites_own_are_welcome():
    assert warnings_of("---\nmascot: Pepper\nheight: 12\nnested: {deep: [1, {a: b}]}\n---\n") == []
    assert check_facts("---\nlicence: MIT\n---\n", EMPTY, today=TODAY) == ()


def test_what_does_not_apply_is_a_value_everywhere():
    assert warnings_of("---\ninterface: n/a\nlts: n/a\nfeatures: {orm: n/a}\n---\n") == []


YAMLISH = st.text(alphabet="kindlcesfatur_orm: {}[]-,'\"#\n\r\t0129🚀é&*|>", max_size=120)


@given(YAMLISH)
def test_no_front_matter_breaks_the_check(block):
    source = f"---\nkind: {block}\n---\n"
    try:
        read(source)
    except FrontMatterRefused:
        return
    assert all(warning.line >= 1 for warning in check_facts(source, SCHEMA, today=TODAY))
