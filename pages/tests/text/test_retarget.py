"""Links follow a renamed page; nothing else of a text changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.markdown import render_page
from pages.text.retarget import retarget


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See [[Old name]].", "See [[New]]."),
        ("See [[old-name]] and [[OLD NAME]].", "See [[New]] and [[New]]."),
        ("[[Old name|the label]]", "[[New|the label]]"),
        ("[[Old name#Part]]", "[[New#Part]]"),
        ("[[Old name#Part|label]]", "[[New#Part|label]]"),
        ("[[Other]] and [[Old names]]", "[[Other]] and [[Old names]]"),
        ("| a | [[Old name]] |\n| - | - |\n", "| a | [[New]] |\n| - | - |\n"),
        ("`[[Old name]]` [[Old name]]", "`[[Old name]]` [[New]]"),
        ("```\n[[Old name]]\n```\n[[Old name]]\r\n", "```\n[[Old name]]\n```\n[[New]]\r\n"),
        ("    [[Old name]]\n", "    [[Old name]]\n"),
        (r"\[[Old name]]", r"\[[Old name]]"),
        ("---\nuses: '[[Old name]]'\n---\n[[Old name]]", "---\nuses: '[[Old name]]'\n---\n[[New]]"),
        ("[[Old name", "[[Old name"),
        ("", ""),
    ],
)
def test_links_to_the_old_name_lead_to_the_new_one(before, after):
    assert retarget(before, "old-name", "New") == after


@pytest.mark.parametrize(
    ("title", "link"), [("C#", "[[c|C#]]"), ("A|B", "[[a-b|A|B]]"), ("Lists [[", "[[lists]]")]
)
def test_a_title_that_no_link_can_hold_is_named_by_its_address(title, link):
    assert retarget("[[Old]]", "old", title) == link


def test_after_it_the_page_links_to_the_new_name_alone():
    text = retarget("## A\n\n- [[Old]]\n- [x](y) [[Old#B|c]]\n", "old", "New")
    assert render_page(text).links == ("new",)


@given(st.text(alphabet="[]|#`\\ \n\r\tab-:'", max_size=60))
def test_a_text_without_a_link_to_it_stays_byte_for_byte(text):
    assert retarget(text, "old", "New") == text
