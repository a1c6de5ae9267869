"""The conflict screen: hunk by hunk, nothing thrown away, without JavaScript."""

import pytest

from pages.actions.edit import edit
from pages.models import Page, Protection
from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db
BASE = "Intro.\n\nThe line.\n\nEnd.\n"
MINE = "Intro, mine.\n\nMy line.\n\nEnd.\n"
THEIRS = "Intro.\n\nTheir line.\n\nEnd.\n"


@pytest.fixture
def writer(client):
    client.force_login(make_contributor("ada"))
    return client


@pytest.fixture
def flask():
    flask = make_page("Flask", BASE)
    edit(flask, THEIRS, by=make_contributor("bob"), base=1)
    return flask


def fields(**changes) -> dict[str, str]:
    return {"title": "Flask", "body": MINE, "summary": "Mine", "base": "1", "onto": "2"} | changes


def current() -> str:
    return Page.objects.get(slug="flask").current.text


def test_a_clash_shows_both_sides_and_keeps_the_whole_text(flask, writer):
    answer = writer.post("/wiki/flask/edit/", fields())
    html = answer.content.decode()
    assert answer.status_code == 409
    for words in ["bob saved revision 2", "My line", "Their", "Intro, mine.", 'name="choice-0"', "The line."]:
        assert words in html.replace("<ins>", "").replace("</ins>", "")
    assert current() == THEIRS


@pytest.mark.parametrize(
    ("decision", "line"),
    [
        ({"choice-0": "mine"}, "My line.\n"),
        ({"choice-0": "theirs"}, "Their line.\n"),
        ({"choice-0": "both"}, "Their line.\nMy line.\n"),
        ({"choice-0": "mine", "own-0": "Our line.\r\n"}, "Our line.\n"),
        ({"own-0": "Our line."}, "Our line.\n"),
    ],
)
def test_what_was_decided_is_saved_with_all_that_fits(flask, writer, decision, line):
    answer = writer.post("/wiki/flask/merge/", fields(**decision))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    assert current() == f"Intro, mine.\n\n{line}\nEnd.\n"


@pytest.mark.parametrize("decision", [{}, {"choice-0": "else"}, {"choice-1": "mine"}, {"own-0": "  \r\n"}])
def test_an_undecided_clash_is_asked_again_and_nothing_is_saved(flask, writer, decision):
    answer = writer.post("/wiki/flask/merge/", fields(**decision))
    assert answer.status_code == 409
    assert "Choose a text for each change" in answer.content.decode()
    assert current() == THEIRS


def test_the_merged_page_is_previewed_before_it_is_saved(flask, writer):
    answer = writer.post("/wiki/flask/merge/", fields(**{"own-0": "Our **line**.", "preview": "1"}))
    assert "Our <strong>line</strong>." in answer.content.decode()
    assert current() == THEIRS


def back_in_the_editor(answer) -> tuple[str, str]:
    """The text and the base of the edit form."""
    html = answer.content.decode()
    assert 'action="/wiki/flask/edit/"' in html
    form = answer.context["form"]
    assert form["body"].value() in html
    return form["body"].value().replace("\r\n", "\n"), str(form["base"].value())


def test_the_way_back_to_the_editor_keeps_the_text_and_its_base(flask, writer):
    answer = writer.post("/wiki/flask/merge/", fields(editor="1"))
    assert (answer.status_code, back_in_the_editor(answer)) == (200, (MINE, "1"))


@pytest.mark.parametrize(
    ("decision", "line"),
    [({"choice-0": "both"}, "Their line.\nMy line."), ({"choice-0": "theirs", "own-0": "Ours."}, "Ours.")],
)
def test_what_was_decided_for_every_clash_goes_back_to_the_editor(flask, writer, decision, line):
    answer = writer.post("/wiki/flask/merge/", fields(editor="1", **decision))
    assert back_in_the_editor(answer) == (f"Intro, mine.\n\n{line}\n\nEnd.\n", "2")
    assert current() == THEIRS


def test_texts_typed_before_everything_was_decided_are_shown_above_the_editor(writer):
    flask = make_page("Flask", "One.\n\nTwo.\n\nThree.\n")
    edit(flask, "1.\n\nTwo.\n\n3.\n", by=make_contributor("bob"), base=1)
    mine = "I.\n\nTwo.\n\nIII.\n"
    answer = writer.post("/wiki/flask/merge/", fields(body=mine, editor="1", **{"own-1": "Our <third>."}))
    assert back_in_the_editor(answer) == (mine, "1")
    assert "Our &lt;third&gt;." in answer.content.decode()


def test_who_lost_the_right_to_edit_gets_the_decided_text_back(flask, writer):
    Page.objects.update(protection=Protection.MODERATORS)
    answer = writer.post("/wiki/flask/merge/", fields(**{"own-0": "Our line."}))
    assert answer.status_code == 403
    assert back_in_the_editor(answer) == ("Intro, mine.\n\nOur line.\n\nEnd.\n", "2")
    assert "only moderators edit it" in answer.content.decode()
    assert current() == THEIRS


def test_what_was_saved_while_somebody_decided_is_merged_too(flask, writer):
    edit(flask, THEIRS.replace("End.", "The end."), by=make_contributor("eve"), base=2)
    answer = writer.post("/wiki/flask/merge/", fields(**{"choice-0": "mine"}), follow=True)
    assert current() == "Intro, mine.\n\nMy line.\n\nThe end.\n"
    assert "eve" in answer.content.decode()


def test_another_clash_while_somebody_decided_is_asked_about(flask, writer):
    edit(flask, THEIRS.replace("Their line", "Her line"), by=make_contributor("eve"), base=2)
    answer = writer.post("/wiki/flask/merge/", fields(**{"choice-0": "mine"}))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="onto" value="3"' in html
    assert "My line." in html


@pytest.mark.parametrize("change", [{"base": "9"}, {"onto": "9"}, {"onto": ""}, {"onto": "x"}, {"title": ""}])
def test_a_broken_form_comes_back_as_the_editor_with_the_text(flask, writer, change):
    answer = writer.post("/wiki/flask/merge/", fields(**{"own-0": "Our line."} | change))
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "to correct" in html
    assert "Our line." in html
    assert back_in_the_editor(answer)[0] == MINE
    assert current() == THEIRS


def test_a_clean_merge_says_with_whom(flask, writer):
    answer = writer.post("/wiki/flask/edit/", fields(body=BASE.replace("End.", "The end.")), follow=True)
    assert current() == THEIRS.replace("End.", "The end.")
    assert "together with the changes that bob made" in answer.content.decode()


def test_deciding_needs_the_right_to_edit(flask, client):
    assert client.post("/wiki/flask/merge/", fields()).status_code == 403
    assert client.get("/wiki/flask/merge/").status_code == 405
