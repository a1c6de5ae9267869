"""Pages in the admin: to look at, and a page's text to edit through the same action as the wiki."""

import pytest

from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderating(client):
    client.force_login(make_moderator("mo"))
    return client


def change(page: Page) -> str:
    return f"/admin/pages/page/{page.pk}/change/"


def test_a_moderator_edits_a_page_in_the_admin_as_in_the_wiki(moderating):
    flask = make_page("Flask", "Old.\n")
    fields = {"body": "New.\r\n", "summary": "Better", "base": "1", "_continue": "1"}
    assert moderating.post(change(flask), fields).status_code == 302
    current = Page.objects.get(pk=flask.pk).current
    assert (current.number, current.text, current.summary, current.author.name) == (
        2,
        "New.\n",
        "Better",
        "mo",
    )


def test_a_stale_form_in_the_admin_keeps_the_text_and_saves_nothing(moderating):
    flask = make_page("Flask", "Old.\n", revisions=2)
    answer = moderating.post(change(flask), {"body": "Mine, typed slowly.", "base": "1"})
    assert "Somebody saved this page" in answer.content.decode()
    assert "Mine, typed slowly." in answer.content.decode()
    assert flask.revisions.count() == 2


@pytest.mark.parametrize("base", ["", "0", "99", "x", "-1", "9" * 30])
def test_a_form_in_the_admin_without_a_right_base_is_refused(moderating, base):
    flask = make_page("Flask", "Old.\n")
    assert moderating.post(change(flask), {"body": "Mine.", "base": base}).status_code == 200
    assert flask.revisions.count() == 1


def test_a_text_that_cannot_be_a_page_is_refused_beside_the_text(moderating):
    flask = make_page("Flask")
    answer = moderating.post(change(flask), {"body": "---\na: &x 1\nb: *x\n---\nMine.", "base": "1"})
    assert "Mine." in answer.content.decode()
    assert flask.revisions.count() == 1


def test_saving_an_unchanged_text_makes_no_revision(moderating):
    flask = make_page("Flask", "Old.\n")
    moderating.post(change(flask), {"body": "Old.\r\n", "base": "1"})
    assert flask.revisions.count() == 1


@pytest.mark.parametrize("model", ["page", "revision", "contributor", "redirect", "logentry"])
def test_a_list_costs_the_same_queries_for_3_rows_and_for_30(
    moderating, model, django_assert_max_num_queries
):
    for number in range(15):
        make_page(f"Page {number}", revisions=2, by=make_contributor())
    moderating.get(f"/admin/pages/{model}/")
    with django_assert_max_num_queries(8):
        assert moderating.get(f"/admin/pages/{model}/").status_code == 200


def test_a_revision_is_shown_with_its_text_and_cannot_be_changed(moderating):
    revision = make_page("Flask", "Some <b>words</b>.\n").current
    html = moderating.get(f"/admin/pages/revision/{revision.pk}/change/").content.decode()
    assert "Some &lt;b&gt;words&lt;/b&gt;." in html
    assert bytes(revision.hash).hex() in html
    assert (
        moderating.post(f"/admin/pages/revision/{revision.pk}/change/", {"summary": "x"}).status_code == 403
    )


def test_a_contributor_without_staff_rights_is_led_away(client):
    client.force_login(make_contributor())
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "for moderators and administrators" in answer.content.decode()
