"""A page that is renamed or deleted, or a session that ends, while somebody writes: no text is lost."""

import pytest

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.models import Draft, Page
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db
BASE = "Intro.\n\nThe line.\n\nEnd.\n"
MINE = "Intro, mine.\n\nMy line.\n\nEnd.\n"
FIELDS = {"title": "Flask", "base_title": "Flask", "body": MINE, "summary": "", "base": "1"}
MERGE = {**FIELDS, "onto": "2", "own-0": "Our line."}
BOTH_FORMS = pytest.mark.parametrize(
    ("address", "fields"), [("/wiki/flask/edit/", FIELDS), ("/wiki/flask/merge/", MERGE)]
)


@pytest.fixture
def flask():
    return make_page("Flask", BASE)


@pytest.fixture
def writer(client):
    client.force_login(make_contributor("ada"))
    return client


def change(page, line, end="End."):
    text = BASE.replace("The line.", line).replace("End.", end)
    return edit(page, text, by=make_contributor(), base=1)


def test_an_edit_of_a_page_that_was_renamed_meanwhile_is_saved_on_it(flask, writer):
    rename(flask, "Flask 3", by=make_moderator())
    answer = writer.post("/wiki/flask/edit/", FIELDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask-3/")
    assert Page.objects.get(slug="flask-3").current.text == MINE


def test_a_merge_of_a_page_that_was_renamed_meanwhile_is_saved_on_it(flask, writer):
    change(flask, "Their line.")
    rename(flask, "Flask 3", by=make_moderator())
    answer = writer.post("/wiki/flask/merge/", MERGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask-3/")
    assert Page.objects.get(slug="flask-3").current.text == MINE.replace("My line.", "Our line.")


@BOTH_FORMS
def test_the_text_for_a_page_that_was_deleted_meanwhile_comes_back(flask, writer, address, fields):
    change(flask, "Their line.", "A secret end.")
    delete(flask, by=make_moderator(), reason="Not needed")
    answer = writer.post(address, fields)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "This page was deleted meanwhile" in html
    assert "Intro, mine." in html
    assert "Their line." not in html
    assert "secret" not in html
    assert flask.revisions.count() == 2


@BOTH_FORMS
def test_the_text_of_somebody_whose_session_ended_comes_back(flask, client, address, fields):
    change(flask, "Their line.")
    answer = client.post(address, fields)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "You are signed out" in html
    assert "Intro, mine." in html
    assert flask.revisions.count() == 2


def test_the_text_of_a_new_page_comes_back_where_the_session_ended(client):
    answer = client.post("/new/", {"title": "Jinja", "body": "Templates."})
    assert (answer.status_code, Page.objects.count()) == (403, 0)
    assert "Templates." in answer.content.decode()


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["", "edit/", "merge/", "revert/1/", "undo/1/", "roll-back/", "rename/", "delete/", "restore/"]
)
def test_only_reading_is_led_on_for_good(flask, writer, verb, path):
    rename(flask, "Flask 3", by=make_moderator())
    assert getattr(writer, verb)(f"/wiki/flask/{path}").status_code != 301


@pytest.mark.parametrize("path", ["revert/1/", "undo/1/", "roll-back/"])
def test_signing_in_after_a_button_leads_to_the_page(flask, client, path):
    answer = client.post(f"/wiki/flask/{path}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/wiki/flask/")


def test_signing_in_after_restoring_leads_to_the_deleted_page(flask, client):
    delete(flask, by=make_moderator(), reason="Not needed")
    answer = client.post("/wiki/flask/restore/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/wiki/flask/")


@pytest.mark.parametrize("verb", ["discard", "return"])
def test_signing_in_after_moving_a_draft_leads_to_the_drafts(flask, client, verb):
    draft = Draft.objects.create(person=make_contributor(), page=flask, base=1, title="Flask", body="Mine.")
    answer = client.post(f"/drafts/{draft.pk}/{verb}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/drafts/")
