"""What is left of a suppressed revision in the browser's eyes: a sentence, and never an error."""

import pytest

from pages.actions.edit import edit
from pages.actions.save_draft import save_draft
from pages.actions.suppress import suppress
from pages.models import Page, Part
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """Three revisions; the second has canaries in its text, its summary and its author's name."""
    page = make_page("Flask", "One.\n", by=make_contributor("ada"))
    edit(page, "Textcanary.\n", by=make_contributor("namecanary"), base=1, summary="Summarycanary")
    edit(page, "Three.\n", by=make_contributor("eve"), base=2)
    return page


@pytest.fixture
def suppressed(page):
    suppress(page.revisions.get(number=2), list(Part), by=make_moderator("mo"), reason="Leaked")
    return page


@pytest.fixture
def moderating(client):
    client.force_login(make_moderator("maria"))
    return client


def test_a_moderator_removes_parts_from_the_revision_and_the_difference(moderating, page):
    for address in ["revision/2/", "diff/1/2/"]:
        assert "/wiki/flask/suppress/2/" in moderating.get(f"/wiki/flask/{address}").content.decode()
    assert "This cannot be undone" in moderating.get("/wiki/flask/suppress/2/").content.decode()
    fields = {"parts": ["text", "summary"], "reason": "Leaked"}
    answer = moderating.post("/wiki/flask/suppress/2/", fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/history/")
    html = moderating.get("/wiki/flask/history/").content.decode()
    assert "Text removed" in html
    assert "Summary removed" in html
    assert "namecanary" in html


ADDRESSES = [
    "",
    "history/",
    "revision/1/",
    "revision/2/",
    "revision/3/",
    "diff/1/2/",
    "diff/2/3/",
    "diff/1/3/",
    "diff/1/2/?view=inline",
    "edit/",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("person", [None, make_contributor, make_moderator])
def test_no_address_shows_what_was_removed_not_even_to_moderators(client, suppressed, address, person):
    if person:
        client.force_login(person("looking"))
    answer = client.get(f"/wiki/flask/{address}", follow=True)
    assert answer.status_code == 200
    assert "canary" not in answer.content.decode().lower()


@pytest.mark.parametrize("address", ["revision/2/", "diff/1/2/", "diff/2/3/"])
def test_where_the_text_would_be_a_sentence_says_that_it_was_removed(client, suppressed, address):
    html = client.get(f"/wiki/flask/{address}").content.decode()
    assert "A moderator removed the text of revision 2." in html
    assert "This is its source" not in html
    assert "/revert/2/" not in html


@pytest.mark.parametrize("address", ["revert/2/", "undo/2/", "undo/3/"])
def test_no_verb_brings_it_back_and_each_says_why(client, suppressed, address):
    client.force_login(make_contributor())
    answer = client.post(f"/wiki/flask/{address}", follow=True)
    assert answer.status_code == 200
    assert "A moderator removed the text of revision 2." in answer.content.decode()
    assert Page.objects.get().current.number == 3


def test_rolling_back_to_it_says_why_not(client, suppressed):
    client.force_login(make_person("t", "Contributors", "Trusted"))
    answer = client.post("/wiki/flask/roll-back/", {"base": "3"}, follow=True)
    assert "A moderator removed the text of revision 2." in answer.content.decode()


def test_an_edit_that_began_from_it_is_not_lost(client, suppressed):
    client.force_login(make_contributor())
    fields = {"title": "Flask", "body": "My own words.", "base": "2"}
    answer = client.post("/wiki/flask/edit/", fields)
    assert answer.status_code == 409
    assert "My own words." in answer.content.decode()
    merging = client.post("/wiki/flask/merge/", {**fields, "onto": "3", "choice-0": "mine"})
    assert merging.status_code < 500
    assert "My own words." in merging.content.decode()


def test_the_admin_shows_a_sentence_in_its_place(moderating, suppressed):
    revision = suppressed.revisions.get(number=2)
    answer = moderating.get(f"/admin/pages/revision/{revision.pk}/change/")
    assert "A moderator removed the text of revision 2." in answer.content.decode()


@pytest.mark.parametrize(
    ("number", "fields", "words"),
    [
        (2, {}, "Choose what shall be removed."),
        (2, {"parts": ["text"]}, "Say why"),
        (2, {"parts": ["hash"], "reason": "x"}, "hash is not one of the available choices"),
        (3, {"parts": ["text"], "reason": "x"}, "Go back to an older revision first"),
    ],
)
def test_a_form_that_cannot_be_done_removes_nothing(moderating, page, number, fields, words):
    answer = moderating.post(f"/wiki/flask/suppress/{number}/", fields)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert page.revisions.get(number=2).text == "Textcanary.\n"


def test_what_is_removed_already_is_said_to_be(moderating, suppressed):
    answer = moderating.post("/wiki/flask/suppress/2/", {"parts": ["text"], "reason": "Again"})
    assert "This is removed already." in answer.content.decode()
    assert moderating.get("/wiki/flask/suppress/9/").status_code == 404


def test_others_see_no_link_and_are_refused(client, page):
    assert client.get("/wiki/flask/suppress/2/").status_code == 302
    client.force_login(make_contributor())
    assert "/suppress/" not in client.get("/wiki/flask/revision/2/").content.decode()
    answer = client.post("/wiki/flask/suppress/2/", {"parts": ["text"], "reason": "x"})
    assert answer.status_code == 403
    assert "Only moderators remove parts of a revision." in answer.content.decode()
    assert page.revisions.get(number=2).text == "Textcanary.\n"


def test_the_moderator_is_told_of_drafts_that_held_the_words(client):
    page = make_page("Flask", "Fine.\n")
    edit(page, "Password: hunter2\n", by=make_contributor(), base=1)
    edit(page, "Fine again.\n", by=make_contributor(), base=2)
    save_draft(make_contributor(), page=page, base=2, title="Flask", body="Password: hunter2\nMine.\n")
    client.force_login(make_moderator())
    assert "Drafts of this page lose the lines" in client.get("/wiki/flask/suppress/2/").content.decode()
    fields = {"parts": ["text"], "reason": "Leaked"}
    answer = client.post("/wiki/flask/suppress/2/", fields)
    html = client.get(answer.headers["Location"]).content.decode()
    assert "1 draft had lines of it, which are removed too." in html
