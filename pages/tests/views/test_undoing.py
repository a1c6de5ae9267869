"""Undoing and rolling back in the browser's eyes."""

import pytest

from pages.actions.edit import edit
from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """Line two was changed in revision 2, and line four, by somebody else, in revision 3."""
    page = make_page("Flask", "One.\n\nTwo.\n\nThree.\n\nFour.\n", by=make_contributor("ada"))
    edit(page, "One.\n\nSpam.\n\nThree.\n\nFour.\n", by=make_contributor("vandal"), base=1)
    edit(page, "One.\n\nSpam.\n\nThree.\n\n4.\n", by=make_contributor("bob"), base=2)
    return page


def current() -> str:
    return Page.objects.get(slug="flask").current.text


def test_the_difference_of_one_edit_offers_to_undo_it(client, page):
    client.force_login(make_contributor())
    assert 'action="/wiki/flask/undo/2/"' in client.get("/wiki/flask/diff/1/2/").content.decode()
    assert "/undo/" not in client.get("/wiki/flask/diff/1/3/").content.decode()
    answer = client.post("/wiki/flask/undo/2/", {"summary": " Not\n true "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    assert current() == "One.\n\nTwo.\n\nThree.\n\n4.\n"
    assert "Undid revision 2 by vandal: Not true" in client.get("/wiki/flask/history/").content.decode()


def test_a_clash_is_shown_with_a_form_that_holds_all_the_rest_and_can_be_saved(client, page):
    edit(page, "One.\n\nTwo thousand.\n\nThree.\n\n4.\n", by=make_contributor(), base=3)
    client.force_login(make_contributor())
    answer = client.post("/wiki/flask/undo/2/")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Revision 2 cannot be undone by itself" in html
    assert "Two<ins> thousand</ins>" in html or "Two<del> thousand</del>" in html
    form = answer.context["form"]
    fields = {name: form[name].value() for name in ("title", "body", "base", "summary")}
    assert fields["body"] == "One.\n\nTwo thousand.\n\nThree.\n\n4.\n"
    assert 'action="/wiki/flask/edit/"' in html
    fields["body"] = fields["body"].replace("Two thousand", "Two")
    assert client.post("/wiki/flask/edit/", fields).status_code == 303
    assert current() == "One.\n\nTwo.\n\nThree.\n\n4.\n"


@pytest.mark.parametrize(("number", "words"), [(1, "there is nothing before it"), (4, "nothing of revision")])
def test_what_cannot_be_undone_is_answered_with_a_sentence(client, page, number, words):
    client.force_login(make_contributor())
    client.post("/wiki/flask/undo/3/")
    client.post("/wiki/flask/undo/4/")
    answer = client.post(f"/wiki/flask/undo/{number}/", follow=True)
    assert answer.status_code == 200
    assert words in answer.content.decode().lower()


def test_a_revision_that_is_not_there_is_not_found(client, page):
    client.force_login(make_moderator())
    assert client.post("/wiki/flask/undo/99/").status_code == 404
    for base in ["99", "", "x", "9" * 40]:
        assert client.post("/wiki/flask/roll-back/", {"base": base}).status_code == 404


def test_a_trusted_person_rolls_back_from_the_newest_difference(client, page):
    client.force_login(make_person("t", "Contributors", "Trusted"))
    assert 'action="/wiki/flask/roll-back/"' in client.get("/wiki/flask/diff/2/3/").content.decode()
    assert "/roll-back/" not in client.get("/wiki/flask/diff/1/2/").content.decode()
    answer = client.post("/wiki/flask/roll-back/", {"base": "3", "summary": "Nonsense"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    assert current() == "One.\n\nSpam.\n\nThree.\n\nFour.\n"


def test_rolling_back_what_moved_on_says_so_and_saves_nothing(client, page):
    client.force_login(make_moderator())
    answer = client.post("/wiki/flask/roll-back/", {"base": "2"}, follow=True)
    assert "Revision 3 was saved since you looked." in answer.content.decode()
    assert page.revisions.count() == 3


def test_strangers_and_contributors_see_and_get_no_more_than_they_may(client, page):
    html = client.get("/wiki/flask/diff/2/3/").content.decode()
    assert "/undo/" not in html
    assert "csrfmiddlewaretoken" not in html
    assert client.post("/wiki/flask/undo/2/").status_code == 302
    client.force_login(make_contributor())
    assert "/roll-back/" not in client.get("/wiki/flask/diff/2/3/").content.decode()
    answer = client.post("/wiki/flask/roll-back/", {"base": "3"})
    assert answer.status_code == 403
    assert "Only trusted contributors and moderators roll back." in answer.content.decode()
    assert client.get("/wiki/flask/undo/2/").status_code == 405
    assert page.revisions.count() == 3
