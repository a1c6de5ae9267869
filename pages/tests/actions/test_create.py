"""Creating pages."""

import pytest
from django.core.exceptions import PermissionDenied

from pages.actions.create import create
from pages.actions.errors import TitleTaken
from pages.models import Page, Redirect
from pages.tests.factories import make_contributor, make_page, make_person
from pages.text.refusals import Refusal

pytestmark = pytest.mark.django_db


def test_a_new_page_has_one_revision_by_its_author():
    page = create("Node.js", "A runtime.\n", by=make_contributor("ada"), summary="Start")
    assert (page.slug, page.current.number, page.current.author.name) == ("nodejs", 1, "ada")
    assert page.current.parent is None


def test_a_title_whose_address_is_taken_is_refused_with_the_page():
    page = make_page("Node.js")
    with pytest.raises(TitleTaken, match=r"Node\.js") as taken:
        create("nodeJS", "Again.", by=make_contributor())
    assert taken.value.page == page


def test_only_a_confirmed_address_may_create():
    with pytest.raises(PermissionDenied):
        create("Flask", "Text.", by=make_person())
    assert not Page.objects.exists()


@pytest.mark.parametrize("title", ["", "   ", "x" * 200, "a\x00b", "...", "\ud800"])
def test_an_unusable_title_is_refused_with_a_sentence(title):
    with pytest.raises(Refusal, match=r"\.$"):
        create(title, "Text.", by=make_contributor())


def test_writing_a_wanted_page_makes_copies_of_pages_that_link_to_it_stale():
    wanting = make_page("Wanting", "[[Wanted]]")
    create("Wanted", "Here.", by=make_contributor())
    assert Page.objects.get(pk=wanting.pk).cache_version > wanting.cache_version


def test_a_new_page_takes_the_name_that_a_redirect_held():
    page = make_page("Old name")
    Redirect.objects.create(slug="new-name", page=page)
    assert create("New name", "Text.", by=make_contributor()).slug == "new-name"
    assert not Redirect.objects.filter(slug="new-name").exists()
