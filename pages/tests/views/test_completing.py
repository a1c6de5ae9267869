"""The titles that the editor offers behind `[[`."""

import pytest

from pages.actions.delete import delete
from pages.tests.factories import make_moderator, make_page
from pages.text.markdown import render_page
from pages.text.titles import slugify
from pages.text.wikilinks import wikilink_to

pytestmark = pytest.mark.django_db


def offered(client, typed: str) -> list[str]:
    return [page["title"] for page in client.get("/titles/", {"q": typed}).json()["pages"]]


def test_titles_that_begin_so_are_offered_to_everybody(stranger):
    for title in ("Flask", "Flask-RESTful", "Django"):
        make_page(title)
    assert offered(stranger, "fla") == ["Flask", "Flask-RESTful"]
    assert not stranger.cookies


@pytest.mark.parametrize("typed", ["", "  ", "[[", "\ud7ff", "x" * 5000, '"*:'])
def test_what_names_no_page_gives_an_empty_list(stranger, typed):
    make_page("Flask")
    assert offered(stranger, typed) == []


def test_a_deleted_page_is_not_offered(stranger):
    delete(make_page("Flask"), by=make_moderator(), reason="Off topic")
    assert offered(stranger, "fla") == []


def test_only_reading_is_allowed(stranger):
    assert stranger.post("/titles/").status_code == 405


def test_few_titles_are_offered_in_as_many_queries_as_one(stranger, django_assert_max_num_queries):
    for number in range(12):
        make_page(f"Flask {number}")
    with django_assert_max_num_queries(3):
        assert len(offered(stranger, "fla")) == 8


@pytest.mark.parametrize("title", ["Flask", "C#", "A [b] | c", "What’s new", "[x"])
def test_a_link_leads_to_its_page_and_shows_its_title(title):
    rendered = render_page(wikilink_to(title, slugify(title)))
    assert rendered.links == (slugify(title),)
    assert rendered.plain.split() == title.replace("[", " ").replace("]", " ").split()


def test_a_page_with_a_slug_of_its_own_is_linked_by_that():
    assert wikilink_to("The guide", "home") == "[[home|The guide]]"
