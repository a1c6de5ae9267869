"""Protecting in the browser's eyes: the screen, the lock, the explanation."""

import pytest

from pages.actions.protect import protect
from pages.models import Page, Protection
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderating(client):
    client.force_login(make_moderator("mo"))
    return client


def test_a_moderator_protects_a_page_from_its_foot(moderating):
    make_page("Flask")
    assert 'href="/wiki/flask/protect/"' in moderating.get("/wiki/flask/").content.decode()
    assert "Who may edit this page?" in moderating.get("/wiki/flask/protect/").content.decode()
    answer = moderating.post("/wiki/flask/protect/", {"level": "2", "reason": "Vandalism"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    assert Page.objects.get().protection == Protection.MODERATORS
    assert ">Protected<" in moderating.get("/wiki/flask/").content.decode()


def test_the_front_page_can_be_protected_too(moderating):
    make_page("Home")
    assert 'href="/wiki/home/protect/"' in moderating.get("/").content.decode()
    assert moderating.post("/wiki/home/protect/", {"level": "1", "reason": "Spam"}).status_code == 303


def test_readers_see_a_lock_on_a_protected_page_alone(client):
    make_page("Open")
    protect(make_page("Closed"), Protection.TRUSTED, by=make_moderator(), reason="Vandalism")
    assert ">Protected<" not in client.get("/wiki/open/").content.decode()
    assert ">Protected<" in client.get("/wiki/closed/").content.decode()


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (Protection.TRUSTED, "only trusted contributors and moderators edit it. Reason: Vandalism"),
        (Protection.MODERATORS, "only moderators edit it. Reason: Vandalism"),
    ],
)
def test_the_edit_page_explains_who_may_edit_and_why(client, level, words):
    protect(make_page("Flask", "Old.\n"), level, by=make_moderator(), reason="Vandalism")
    client.force_login(make_contributor())
    for answer in [
        client.get("/wiki/flask/edit/"),
        client.post("/wiki/flask/edit/", {"title": "Flask", "body": "New.", "base": "1"}),
        client.post("/wiki/flask/revert/1/"),
        client.post("/wiki/flask/rename/", {"title": "Other"}),
    ]:
        assert answer.status_code == 403
        assert words in answer.content.decode()
    assert Page.objects.get(title="Flask").current.text == "Old.\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Say why"),
        ({"level": "2"}, "Say why"),
        ({"level": "9", "reason": "x"}, "9 is not one of the available choices"),
        ({"level": "x", "reason": "x"}, "x is not one of the available choices"),
        ({"level": "0", "reason": "x"}, "has this protection already"),
    ],
)
def test_a_form_that_says_too_little_changes_nothing(moderating, fields, words):
    make_page("Flask")
    answer = moderating.post("/wiki/flask/protect/", fields)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Page.objects.get().protection == Protection.NONE


def test_others_see_no_button_and_are_refused(client):
    make_page("Flask")
    assert client.get("/wiki/flask/protect/").status_code == 302
    client.force_login(make_contributor())
    assert "/wiki/flask/protect/" not in client.get("/wiki/flask/").content.decode()
    answer = client.post("/wiki/flask/protect/", {"level": "2", "reason": "x"})
    assert answer.status_code == 403
    assert "Only moderators protect pages." in answer.content.decode()
