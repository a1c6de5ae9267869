"""Comparisons inside pages: always up to date, in the preview too, and harmless whatever is written."""

import pytest

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.models import Page
from pages.rendering import preview
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.text.markdown import render_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def overview():
    make_page("Flask", "---\nkind: runtime\nlicense: MIT\nmeasured: {packages: 7}\n---\n")
    make_page("Django", "---\nkind: runtime\nlicense: BSD-3-Clause\n---\n")
    return make_page("Overview", "Before.\n\n::: compare flask+django license measured\n:::\n\nAfter.\n")


def test_a_comparison_stands_in_the_page_with_the_rows_that_were_asked_for(client, overview):
    text = client.get("/wiki/overview/").content.decode()
    assert "BSD-3-Clause" in text
    assert "Packages" in text
    assert '<th scope="row">Kind' not in text
    assert 'href="/compare/flask+django/"' in text
    assert "css/compare.css" in text
    assert "css/compare.css" not in client.get("/wiki/flask/").content.decode()


def test_the_preview_shows_it_too(overview):
    assert "BSD-3-Clause" in preview(overview.current.text)[1]


def test_an_edit_of_a_compared_page_shows_at_once_and_makes_copies_stale(client, overview):
    before = Page.objects.get(pk=overview.pk).cache_version
    flask = Page.objects.get(slug="flask")
    edit(flask, "---\nkind: runtime\nlicense: ISC\n---\n", by=make_contributor(), base=1)
    assert "ISC" in client.get("/wiki/overview/").content.decode()
    assert Page.objects.get(pk=overview.pk).cache_version > before


def test_a_page_that_only_links_does_not_become_stale_by_an_edit(overview):
    linking = make_page("Linking", "[[Flask]]\n")
    flask = Page.objects.get(slug="flask")
    edit(flask, "---\nkind: runtime\nlicense: ISC\n---\n", by=make_contributor(), base=1)
    assert Page.objects.get(pk=linking.pk).cache_version == linking.cache_version


def test_a_deleted_page_leaves_the_comparison(client, overview):
    delete(Page.objects.get(slug="django"), by=make_moderator(), reason="Copied")
    text = client.get("/wiki/overview/").content.decode()
    assert "BSD-3-Clause" not in text
    assert "MIT" in text


def test_nothing_to_compare_says_so(client):
    make_page("Empty", "::: compare nobody\n:::\n")
    assert "There is nothing to compare here yet" in client.get("/wiki/empty/").content.decode()


@pytest.mark.parametrize(
    "written",
    ["::: compare\n:::", '::: compare "><script>\n:::', "::: compare a <b>\n:::", "::: comparex a\n:::"],
)
def test_what_is_no_comparison_stays_text_or_empty(written):
    html = render_page(written).html
    assert "<script" not in html
    assert "<b>" not in html or "data-compare" not in html


def test_facts_with_markup_stay_text(client, overview):
    flask = Page.objects.get(slug="flask")
    evil = "---\nlicense: '<img src=x onerror=alert(1)>'\n---\n"
    edit(flask, evil, by=make_contributor(), base=1)
    assert "<img src=x" not in client.get("/wiki/overview/").content.decode()


def test_a_persons_html_makes_no_place_for_a_comparison():
    assert "data-compare" not in render_page('<div data-compare="flask"></div>\n').html
