"""Pages in the admin: to look at, and a page's text to edit through the same action as the wiki."""

import pytest
from django.contrib.auth.models import Permission

from pages.models import LogEntry, Page
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

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


def choose(client, action: str, *chosen: Page, **fields: str):
    form = {"action": action, "_selected_action": [page.pk for page in chosen], **fields}
    return client.post("/admin/pages/page/", form, follow=True).content.decode()


def test_a_moderator_deletes_and_restores_several_pages_with_one_reason(moderating):
    flask, jinja, home = make_page("Flask"), make_page("Jinja"), make_page("Home")
    html = choose(moderating, "delete_pages", flask, jinja, home, reason="Off topic")
    assert "“Home”: left as it was." in html
    assert [page.title for page in Page.objects.visible()] == ["Home"]
    assert set(LogEntry.objects.values_list("verb", "reason")) == {("delete", "Off topic")}
    choose(moderating, "restore_pages", flask, jinja)
    assert Page.objects.visible().count() == 3


def test_a_moderator_protects_pages_from_the_list(moderating):
    flask = make_page("Flask")
    for action, level in [("protect_for_moderators", 2), ("protect_for_trusted", 1), ("unprotect", 0)]:
        choose(moderating, action, flask, reason="Vandalism")
        assert Page.objects.get().protection == level
    assert "left as it was" in choose(moderating, "unprotect", flask, reason="Again")


@pytest.mark.parametrize("action", ["delete_pages", "protect_for_moderators"])
def test_an_action_without_a_reason_does_nothing_and_says_so(moderating, action):
    page = make_page("Flask")
    assert "Say why" in choose(moderating, action, page, reason="  ")
    assert not LogEntry.objects.exists()


def test_staff_without_the_rights_of_a_moderator_have_no_such_actions(client):
    helper = make_person("helper", "Contributors", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_page", "change_page"]))
    client.force_login(helper)
    page = make_page("Flask")
    assert "delete_pages" not in client.get("/admin/pages/page/").content.decode()
    choose(client, "delete_pages", page, reason="Mine")
    assert Page.objects.visible().exists()


def test_a_deleted_and_a_protected_page_can_be_looked_at_in_the_admin(moderating):
    page = make_page("Flask", "Words.\n")
    choose(moderating, "delete_pages", page, reason="Off topic")
    assert moderating.get(change(page)).status_code == 200
    assert moderating.get("/admin/pages/page/?deleted_at__isempty=0").status_code == 200
    moderating.post(change(page), {"body": "New.", "base": "1"})
    assert page.revisions.count() == 1
