"""CommonMark 0.31.2 and GFM: every example, and the reviewed list of those that we answer differently."""

import json
import re
from pathlib import Path

import pytest

from pages.text.markdown import render_comment, render_page
from pages.text.parser import commonmark_html
from pages.text.sanitize import clean

FOLDER = Path(__file__).parent.parent / "data" / "markdown_conformance"
FILES = ("commonmark_0.31.2", "gfm_0.29", "gfm_extensions", "gfm_regression", "cmark_regression")

BARE_LINK = "deliberate: the GFM autolink extension is on, and links bare addresses"
TAG_FILTER = "deliberate: our own allow-list of tags comes after the standard"
FOOTNOTES = "deliberate: footnotes belong to pages, not to the standard setting"
NEWER = "CommonMark 0.31.2 replaces the rule for comments that GFM 0.29 still has"
LIBRARY = "limit of gfm_autolink (mdit-py-plugins 0.7.0)"
DIFFERENCES = {
    ("commonmark_0.31.2", 608): BARE_LINK,
    ("commonmark_0.31.2", 611): BARE_LINK,
    ("commonmark_0.31.2", 612): BARE_LINK,
    ("gfm_0.29", 616): BARE_LINK,
    ("gfm_0.29", 619): BARE_LINK,
    ("gfm_0.29", 620): BARE_LINK,
    ("gfm_0.29", 628): "deliberate: ftp is not among the schemes that people may link to",
    ("gfm_0.29", 631): LIBRARY + ": an underscore in the name of a bare mail address starts it again",
    ("gfm_0.29", 645): NEWER,
    ("gfm_0.29", 646): NEWER,
    ("gfm_0.29", 653): TAG_FILTER,
    ("gfm_extensions", 19): LIBRARY + ": no bare link after a quotation mark; host names in punycode",
    ("gfm_extensions", 20): "the example only asks not to crash, and gives no answer to compare",
    ("gfm_extensions", 22): TAG_FILTER,
    ("gfm_extensions", 23): FOOTNOTES,
    ("gfm_regression", 13): FOOTNOTES,
    ("cmark_regression", 20): "markdown-it writes language-language-r for a fence that says language-r",
    ("cmark_regression", 23): "markdown-it replaces the noncharacters U+FFFE and U+FFFF",
}


def _load() -> list:
    return [
        pytest.param(file, example, id=f"{file}-{example['example']}")
        for file in FILES
        for example in json.loads((FOLDER / f"{file}.json").read_text())
    ]


EXAMPLES = _load()


def _comparable(html: str) -> str:
    """Drop what the specification's own runner ignores, and the classes of task lists."""
    html = html.replace(" />", ">").replace("<blockquote></blockquote>", "<blockquote>\n</blockquote>")
    html = re.sub(r' class="(?:contains-task-list|task-list-item(?:-checkbox)?)"', "", html)
    return re.sub(
        r"<input [^>]*>", lambda tag: " ".join(sorted(re.findall(r"[\w-]+=\"[^\"]*\"", tag[0]))), html
    )


@pytest.mark.parametrize(("file", "example"), EXAMPLES)
def test_example_is_answered_as_the_standard_says_or_as_the_list_of_differences_says(file, example):
    is_equal = _comparable(commonmark_html(example["markdown"])) == _comparable(example["html"])

    assert is_equal == ((file, example["example"]) not in DIFFERENCES)


@pytest.mark.parametrize("file", FILES)
def test_every_example_renders_as_page_and_as_comment(file):
    for example in json.loads((FOLDER / f"{file}.json").read_text()):
        page = render_page(example["markdown"])

        assert clean(page.html) == page.html, example
        assert page.html.strip() or not _comparable(example["html"]).strip() or "<!" in example["html"], (
            example
        )
        assert isinstance(render_comment(example["markdown"]), str)
