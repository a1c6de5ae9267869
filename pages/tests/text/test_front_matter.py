"""Front matter: what is read, what is warned of, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.front_matter import FrontMatterRefused, read
from pages.text.refusals import Refusal


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Python", "Python"),
        ("2010-04-16", "2010-04-16"),
        ("no", "no"),
        ("on", "on"),
        ("012", "012"),
        ("12", 12),
        ("1.5", 1.5),
        ("3.10", "3.10"),
        ("1:30", "1:30"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("[a, b]", ["a", "b"]),
        ("{date: 2010-04, version: 0.1}", {"date": "2010-04", "version": 0.1}),
        ("0x10", "0x10"),
        ("9" * 400, "9" * 400),
    ],
)
def test_value_is_read_as_its_author_means_it(written, value):
    assert read(f"---\nkey: {written}\n---\n").values == {"key": value}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_body_begins_after_the_closing_line(newline):
    matter = read(newline.join(["---", "kind: runtime", "---", "Text"]))

    assert (matter.values, matter.body, matter.first_line) == ({"kind": "runtime"}, "Text", 4)


@pytest.mark.parametrize("source", ["Text", "---\nText\n---\n", "---\nkind: x\n", "---\n---\n", "a: b", ""])
def test_text_without_front_matter_is_all_body(source):
    matter = read(source)

    assert (matter.values, matter.body, matter.raw) == ({}, source, "")


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("a: 1\nb: 2\na: 3", 4),
        ("a: b\nc: [1, 2", 4),
        ("a: !!python/object/apply:os.system [id]", 2),
        ("a: b\n? [x]\n: c", 3),
        ("a: b\nc: " + "[" * 5000, 3),
    ],
)
def test_fault_is_a_warning_that_names_its_line(block, line):
    matter = read(f"---\n{block}\n---\nText")

    assert [warning.line for warning in matter.warnings] == [line]
    assert matter.body == "Text"


@pytest.mark.parametrize("block", ["a: &x 1", "a: *x", "a: \x00", "a: " + "x" * 17_000, "a: " + "é" * 8_200])
def test_front_matter_that_may_explode_is_refused(block):
    with pytest.raises(FrontMatterRefused):
        read(f"---\n{block}\n---\nText")


@given(
    st.one_of(
        st.text(), st.text("-:abc \n\r\t[]{}&*!\"'#|>?%@`.", max_size=80).map("---\na: {}\n---\n".format)
    )
)
def test_any_text_is_read_or_refused_and_comes_back_whole(source):
    try:
        matter = read(source)
    except Refusal:
        return

    assert matter.raw + matter.body == source
    assert all(1 <= warning.line <= matter.first_line for warning in matter.warnings)


@pytest.mark.parametrize("escape", ["\\0", "\\x00", "\\ud800", "\\uDC00"])
def test_escape_of_a_character_that_cannot_be_stored_is_replaced_with_a_warning(escape: str) -> None:
    matter = read(f'---\nkind: a\n"b{escape}": "c{escape}"\n---\n')
    assert matter.values == {"kind": "a", "b\ufffd": "c\ufffd"}
    assert [warning.line for warning in matter.warnings] == [3, 3]
