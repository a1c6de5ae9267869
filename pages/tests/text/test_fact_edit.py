"""Facts changed in place: the value alone differs, comments and order stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.fact_edit import FactRefused, leaves, set_fact
from pages.text.front_matter import read

SOURCE = """---
# What it is
kind: micro-framework  # checked by hand
license: 'BSD-3-Clause'
latest_release: {date: 2026-02-18, version: "3.1.3"}
dependencies: [Werkzeug, Jinja2]
interface:
  - wsgi   # the old one
  - asgi
features:
  orm: {is: extension, note: Flask-SQLAlchemy}
  cli:
    is: built-in

users:
  - {name: Lyft, status: verified}
  - name: Uber
    status: past
summary: |
  Two
  lines.
# The end
---

Text.
"""


@pytest.mark.parametrize(
    ("key", "text", "old", "new"),
    [
        ("kind", "full-stack", "kind: micro-framework  #", "kind: full-stack  #"),
        ("kind", "a: b # c", "kind: micro-framework  #", 'kind: "a: b # c"  #'),
        ("license", "it's", "'BSD-3-Clause'", "'it''s'"),
        ("latest_release.version", "3.2", '"3.1.3"', '"3.2"'),
        ("latest_release.date", "2026-11", "date: 2026-02-18", "date: 2026-11"),
        ("features.orm.note", "a, b", "note: Flask-SQLAlchemy", 'note: "a, b"'),
        ("features.cli.is", "none", "is: built-in", "is: none"),
        ("dependencies", "Werkzeug, Click, Jinja2", "[Werkzeug, Jinja2]", "[Werkzeug, Click, Jinja2]"),
        ("dependencies", "Werkzeug", "[Werkzeug, Jinja2]", "[Werkzeug]"),
        ("interface", "wsgi, rsgi", "  - asgi\n", "  - rsgi\n"),
        ("interface", "wsgi, asgi, x", "  - asgi\n", "  - asgi\n  - x\n"),
        ("users.1.status", "past", "Lyft, status: verified", "Lyft, status: past"),
        ("users.2.name", "Lyft", "name: Uber", "name: Lyft"),
        ("license", "", "license: 'BSD-3-Clause'\n", ""),
        ("latest_release.date", "", "{date: 2026-02-18, version", "{version"),
        ("latest_release.version", "", ', version: "3.1.3"}', "}"),
        ("features.cli.is", "", "    is: built-in\n", ""),
        ("interface", "", "interface:\n  - wsgi   # the old one\n  - asgi\n", ""),
    ],
)
def test_one_change_changes_one_place(key, text, old, new):
    assert SOURCE.count(old) == 1
    assert set_fact(SOURCE, key, text) == SOURCE.replace(old, new)


@pytest.mark.parametrize(
    ("key", "text", "after", "line"),
    [
        ("governance", "Pallets", "# The end\n", None),
        ("features.forms.is", "none", "    is: built-in\n", "  forms: {is: none}\n"),
        ("features.orm.url", "x", "", None),
        ("measured.packages", "7", "", None),
    ],
)
def test_a_new_fact_joins_its_group(key, text, after, line):
    changed = set_fact(SOURCE, key, text)
    assert (key, text) in [(leaf.key, leaf.text) for leaf in leaves(changed)]
    assert not line or f"{after}{line}" in changed
    assert set(leaves(SOURCE)) < set(leaves(changed))
    assert _one_span(SOURCE, changed)


def test_the_first_fact_makes_the_block():
    assert set_fact("Text.\r\n", "kind", "x") == "---\r\nkind: x\r\n---\r\nText.\r\n"
    assert set_fact("Text.\n", "interface", "a, b", lists=["interface"]).startswith(
        "---\ninterface: [a, b]\n"
    )


@pytest.mark.parametrize(
    ("source", "key", "text"),
    [
        ("---\nkind: [\n---\n", "kind", "x"),
        ("---\nkind: x\n\nNo end.\n", "license", "x"),
        (SOURCE, "two words", "x"),
        (SOURCE, "kind.of", "x"),
        (SOURCE, "language", "a\nb"),
        (SOURCE, "language", "\x00"),
        (SOURCE, "1", "x"),
    ],
)
def test_what_cannot_be_written_is_refused(source, key, text):
    with pytest.raises(FactRefused):
        set_fact(source, key, text)


def test_a_value_of_several_lines_is_left_to_the_text():
    assert "summary" not in {leaf.key for leaf in leaves(SOURCE)}


ENDS = st.sampled_from(["\n", "\r\n"])
TEXTS = st.one_of(
    st.text(max_size=25),
    st.text(alphabet="ab:# {}[],'\"&*!|>%@-?\\~1.", max_size=12),
    st.sampled_from(["true", "null", "0x1", "1e3", "- a", "? b", "a: b", " #", "...", "---"]),
)


@given(ENDS)
def test_changing_nothing_keeps_every_byte(end):
    source = SOURCE.replace("\n", end)
    for leaf in leaves(source):
        assert set_fact(source, leaf.key, leaf.text) == source


@given(ENDS, st.sampled_from([leaf.key for leaf in leaves(SOURCE)]), TEXTS)
def test_changing_one_value_changes_its_span_alone(end, key, text):
    source = SOURCE.replace("\n", end)
    try:
        changed = set_fact(source, key, text)
    except FactRefused:
        return
    before = [(leaf.key, leaf.text) for leaf in leaves(source) if leaf.key != key]
    assert [(leaf.key, leaf.text) for leaf in leaves(changed) if leaf.key != key and leaf.text] == before
    assert {leaf.key: leaf.text for leaf in leaves(changed)}.get(key, "") == text.strip()
    assert read(changed).body == read(source).body
    assert _one_span(source, changed)


def _one_span(old, new):
    """Whether the comments, which no change may touch, are all there in their order."""
    marks = ["# What it is", "# checked by hand", "# The end"]
    places = [new.find(mark) for mark in marks if mark != "# checked by hand" or "kind:" in new]
    return -1 not in places and places == sorted(places)
