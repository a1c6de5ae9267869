"""What a preview knows of the database: which pages the facts name in vain."""

import pytest

from pages.rendering import preview
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db


def test_an_alternative_that_is_not_written_is_named_at_its_line():
    make_page("Django", "Text.\n")
    result, _ = preview("---\nkind: runtime\nalternatives:\n  - django\n  - tornado\n---\n")
    assert [(w.line, w.message) for w in result.warnings] == [(5, "There is no page “tornado”.")]


def test_an_alternative_that_does_not_name_the_page_in_return_is_warned_of_at_its_line():
    make_page("Django", "---\nalternatives: [Flask]\n---\n")
    make_page("Tornado", "---\nalternatives: [Express]\n---\n")
    result, _ = preview("---\nalternatives:\n  - django\n  - Tornado\n---\n", title="Flask")
    warned = [(w.line, w.message) for w in result.warnings]
    assert warned == [(4, "The page “tornado” does not name this one in return.")]


def test_alternatives_that_are_no_list_break_nothing():
    for written in ["3", "{a: b}", "[[x]]", "''"]:
        preview(f"---\nalternatives: {written}\n---\n")
