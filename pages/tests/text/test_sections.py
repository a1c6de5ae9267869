"""Sections of a source: where they begin and end, and that cutting and splicing keep every byte."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.markdown import render_page
from pages.text.refusals import Refusal
from pages.text.sections import find_section, read_sections, section_starting, splice

PAGE = """---
kind: framework
---
The lead.

## Notes

One.

### Details

Two.

## Notes

Three.
"""
LINES = st.sampled_from(
    [
        "# Top",
        "## Notes",
        "## Notes ##",
        "### Part",
        "##",
        "Words",
        "=====",
        "-----",
        "",
        "  ",
        "```",
        "~~~",
        "> ## Quoted",
        "- ## Listed",
        "  ## Indented",
        "    ## Code",
        "<div>",
        "</div>",
        "<details>",
        "::: cards",
        ":::",
        "[^1]: ## Note",
        "[ref]: /wiki/flask/",
        "\ufeff",
        "a\u2028b\x0cc",
        "---",
        "kind: framework",
        "- [ ] task",
    ]
)
SOURCES = st.builds(
    lambda pairs, last, start: start + "".join(line + end for line, end in pairs) + last,
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=25),
    LINES,
    st.sampled_from(["", "\ufeff", "---\nkind: a\n---\n", "\ufeff---\r\nkind: a\r\n---\r\n"]),
)


def ids(source: str) -> list[str]:
    return [section.id for section in read_sections(source)]


def cut(source: str, section_id: str) -> str:
    section = find_section(source, section_id)
    assert section
    return section.cut(source)


def test_a_section_ends_before_the_next_heading_of_its_level_or_a_higher_one():
    assert cut(PAGE, "h-notes") == "## Notes\n\nOne.\n\n### Details\n\nTwo.\n\n"
    assert cut(PAGE, "h-details") == "### Details\n\nTwo.\n\n"
    assert cut(PAGE, "h-notes-2") == "## Notes\n\nThree.\n"
    assert find_section(PAGE, "h-other") is None


def test_a_text_that_begins_with_the_title_has_its_written_levels():
    assert cut("# A\n\n## B\n\n# C\n", "h-a") == "# A\n\n## B\n\n"


def test_levels_that_look_alike_in_the_page_stay_apart():
    assert cut("# A\n##### B\n###### C\n", "h-b") == "##### B\n###### C\n"


def test_underlined_headings_begin_sections_too():
    assert ids("One\nmore\n===\n\nText\n\nTwo\n---\n") == ["h-one-more", "h-two"]
    assert cut("One\nmore\n===\n\nTwo\n---\n", "h-one-more").startswith("One\nmore\n")


@pytest.mark.parametrize(
    "inside",
    [
        "```\n## No\n```",
        "    ## No",
        "> ## No",
        "- ## No",
        "1. a\n\n   ## No",
        "::: cards\n### No\n:::",
        "<div>\n## No\n</div>",
        "<details>\n<summary>More</summary>\n\n## No\n\n</details>",
        "Text[^1]\n\n[^1]: ## No",
        "Term\n: ## No",
    ],
)
def test_a_heading_inside_something_else_begins_no_section(inside):
    source = f"## Before\n\n{inside}\n\n## After\n"
    assert ids(source) == ["h-before", "h-after"]
    assert cut(source, "h-before") == f"## Before\n\n{inside}\n\n"


def test_ids_are_those_of_the_rendered_page():
    source = "> ## Notes\n\n## Notes\n\n## Notes\n\n## What’s *new*?\n\n## \U0001f9ea\n"
    html = render_page(source).html
    assert ids(source) == ["h-notes-2", "h-notes-3", "h-whats-new", "h-section"]
    assert all(f'id="{section_id}"' in html for section_id in ids(source))


def test_the_outline_says_which_headings_begin_a_section():
    outline = render_page("> ## Quoted\n\n## Own\n").outline
    assert [(heading.id, heading.begins_section) for heading in outline] == [
        ("h-quoted", False),
        ("h-own", True),
    ]


def test_what_follows_stays_apart_when_the_last_line_ends_are_lost():
    section = find_section(PAGE, "h-details")
    assert splice(PAGE, section, "### Details\n\nNew.") == PAGE.replace("Two.", "New.")


def test_line_ends_that_are_added_are_those_of_the_page():
    page = "## A\r\n\r\na\r\n\r\n## B\r\n"
    assert splice(page, find_section(page, "h-a"), "## A\r\n") == "## A\r\n\r\n## B\r\n"


def test_a_section_can_be_emptied():
    assert splice(PAGE, find_section(PAGE, "h-details"), "") == PAGE.replace("### Details\n\nTwo.\n\n", "")


def test_the_last_section_keeps_its_end_as_typed():
    assert splice("## A\n", find_section("## A\n", "h-a"), "## B") == "## B"


def test_a_section_is_found_by_its_place():
    assert section_starting(PAGE, PAGE.index("### Details")).id == "h-details"
    assert section_starting(PAGE, 1) is None


@given(SOURCES)
def test_a_section_that_did_not_change_changes_nothing(source):
    for section in _sections(source):
        assert splice(source, section, section.cut(source)) == source


@given(SOURCES)
def test_the_sections_in_order_cover_the_text(source):
    sections = _sections(source)
    starts = [section.start for section in sections]
    assert starts == sorted(set(starts))
    edges = [0, *starts, len(source)]
    assert "".join(source[a:b] for a, b in pairwise(edges)) == source
    for section in sections:
        assert section.start < section.end
        assert section.end in {len(source), *starts}
        inside = [other for other in sections if section.start < other.start < section.end]
        assert all(other.level > section.level and other.end <= section.end for other in inside)


@given(SOURCES)
def test_every_section_begins_with_the_line_of_its_heading(source):
    for section in _sections(source):
        assert section.start == 0 or source[section.start - 1] in "\r\n\ufeff"
        assert all(word in section.cut(source) for word in section.title.split())


@given(SOURCES, st.text(max_size=20))
def test_splicing_keeps_every_other_byte(source, text):
    for section in _sections(source):
        spliced = splice(source, section, text)
        assert spliced.startswith(source[: section.start] + text)
        assert spliced.endswith(source[section.end :])


def _sections(source):
    try:
        return read_sections(source)
    except Refusal:
        return ()
