"""Deleting and restoring in the browser's eyes."""

import pytest

from pages.actions.delete import delete
from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderating(client):
    client.force_login(make_moderator("mo"))
    return client


@pytest.fixture
def deleted():
    page = make_page("Flask", "Secret canary.\n", revisions=3)
    delete(page, by=make_moderator("maria"), reason="Copied from a book")
    return page


def test_a_moderator_deletes_a_page_from_its_foot_and_may_restore_it_at_once(moderating):
    make_page("Flask", "Words.\n")
    assert 'href="/wiki/flask/delete/"' in moderating.get("/wiki/flask/").content.decode()
    assert "any moderator can restore it" in moderating.get("/wiki/flask/delete/").content.decode()
    answer = moderating.post("/wiki/flask/delete/", {"reason": "Off topic"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    gone = moderating.get("/wiki/flask/")
    assert gone.status_code == 404
    assert 'action="/wiki/flask/restore/"' in gone.content.decode()
    answer = moderating.post("/wiki/flask/restore/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    assert "Words." in moderating.get("/wiki/flask/").content.decode()


def test_a_deleted_page_says_when_by_whom_and_why_to_everybody(client, deleted):
    answer = client.get("/wiki/flask/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "The page “Flask” was deleted" in html
    assert "Copied from a book" in html
    assert "by maria" in html
    assert "<form method" not in html
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize(
    "address",
    ["", "edit/", "history/", "revision/1/", "revision/3/", "diff/1/2/", "diff/?old=1&new=3", "delete/"],
)
def test_no_door_to_a_deleted_page_opens_to_a_contributor(client, deleted, address):
    client.force_login(make_contributor())
    answer = client.get(f"/wiki/flask/{address}")
    assert answer.status_code == 404
    assert "canary" not in answer.content.decode()
    assert client.get("/wiki/flask.md").status_code == 404


@pytest.mark.parametrize("address", ["history/", "revision/1/", "revision/3/", "diff/1/3/"])
def test_a_moderator_reads_the_history_of_a_deleted_page(moderating, deleted, address):
    answer = moderating.get(f"/wiki/flask/{address}")
    assert answer.status_code == 200
    assert "This page is deleted" in answer.content.decode()


def test_a_link_to_a_deleted_page_is_red_until_it_is_restored(moderating, deleted):
    make_page("Other", "See [[Flask]].")
    assert 'class="missing"' in moderating.get("/wiki/other/").content.decode()
    moderating.post("/wiki/flask/restore/")
    assert 'class="missing"' not in moderating.get("/wiki/other/").content.decode()


@pytest.mark.parametrize("fields", [{}, {"reason": " "}, {"reason": "x" * 301}])
def test_a_form_without_a_usable_reason_deletes_nothing(moderating, fields):
    make_page("Flask")
    answer = moderating.post("/wiki/flask/delete/", fields)
    assert answer.status_code == 400
    assert 'class="err"' in answer.content.decode()
    assert Page.objects.visible().exists()


def test_others_see_no_button_and_are_refused(client):
    make_page("Flask")
    assert client.post("/wiki/flask/delete/", {"reason": "x"}).status_code == 302
    client.force_login(make_contributor())
    assert "/wiki/flask/delete/" not in client.get("/wiki/flask/").content.decode()
    answer = client.post("/wiki/flask/delete/", {"reason": "x"})
    assert answer.status_code == 403
    assert "Only moderators delete pages." in answer.content.decode()
    assert Page.objects.visible().exists()


def test_others_cannot_restore(client, deleted):
    assert client.post("/wiki/flask/restore/").status_code == 302
    client.force_login(make_contributor())
    assert client.post("/wiki/flask/restore/").status_code == 403
    assert client.get("/wiki/flask/restore/").status_code == 405
    assert not Page.objects.visible().exists()


def test_restoring_what_is_there_changes_nothing(moderating):
    make_page("Flask")
    assert moderating.post("/wiki/flask/restore/").status_code == 303
    assert moderating.post("/wiki/nothing/restore/").status_code == 404


def test_the_front_page_cannot_be_deleted(moderating):
    make_page("Home")
    answer = moderating.post("/wiki/home/delete/", {"reason": "x"})
    assert answer.status_code == 403
    assert "The front page cannot be deleted." in answer.content.decode()


def test_a_new_page_of_a_deleted_name_is_refused_and_the_text_is_kept(client, deleted):
    client.force_login(make_contributor())
    answer = client.post("/new/", {"title": "Flask", "body": "My own words."})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Ask a moderator to restore it" in html
    assert "My own words." in html
    assert "canary" not in html


def test_a_reason_or_a_title_with_markup_is_shown_as_text(client):
    page = make_page("<b onclick=x>Flask")
    delete(page, by=make_moderator(), reason="<script>alert(1)</script>")
    html = client.get(page.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;b onclick=x&gt;Flask" in html
    assert "<script>alert" not in html
