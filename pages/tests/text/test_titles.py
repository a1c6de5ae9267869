"""Titles and slugs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.titles import MAX_SLUG_CHARS, SLUG_PATTERN, TitleRefused, clean_title, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Flask", "flask"),
        ("Node.js", "nodejs"),
        ("C++", "c"),
        ("What's new", "whats-new"),
        ("Flask 3.1", "flask-3-1"),
        ("Flask and its alternatives", "flask-and-its-alternatives"),
        ("snake_case  and   spaces", "snake-case-and-spaces"),
        ("İstanbul", "istanbul"),
        ("Straße", "straße"),
        ("Cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
        ("می\u200cخواهم", "میخواهم"),
        ("日本語", "日本語"),
        ("../../etc/passwd", "etc-passwd"),
        ("!!!", ""),
    ],
)
def test_slug_of_a_title_keeps_letters_and_digits_of_every_script(title, slug):
    assert slugify(title) == slug


@given(st.text())
def test_slug_of_a_slug_is_itself_and_fits_into_an_address(title):
    slug = slugify(title)

    assert slugify(slug) == slug
    assert len(slug) <= MAX_SLUG_CHARS
    assert not slug or re.fullmatch(SLUG_PATTERN, slug)


@pytest.mark.parametrize("title", ["", "   ", "x" * 121, "a\x00b", "a\u202eb", "!?", "\ud800x"])
def test_title_that_no_page_can_have_is_refused_with_a_sentence(title):
    with pytest.raises(TitleRefused, match=r"\.$"):
        clean_title(title)


def test_title_loses_extra_white_space_and_becomes_nfc():
    assert clean_title("  Cafe\u0301\n au   lait ") == "Café au lait"
