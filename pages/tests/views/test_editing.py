"""The edit page: what was typed is saved, or comes back."""

import threading

import pytest
from django.db import connection
from django.test import Client

from pages.actions.rename import rename
from pages.models import Page, Protection
from pages.tests.factories import make_contributor, make_page, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/wiki/flask/edit/"


@pytest.fixture
def flask():
    return make_page("Flask", "The line.\n")


@pytest.fixture
def writer(client):
    client.force_login(make_contributor("ada"))
    return client


def fields(**changes) -> dict[str, str]:
    return {"title": "Flask", "body": "New text.\r\n", "summary": "", "base": "1"} | changes


def test_a_saved_edit_leads_back_to_the_page_that_shows_it(flask, writer):
    answer = writer.post(ADDRESS, fields(summary="Better words"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/")
    html = writer.get("/wiki/flask/").content.decode()
    assert "New text." in html
    assert "ada" in html


def test_the_form_holds_the_whole_source_and_its_revision(flask, writer):
    html = writer.get(ADDRESS).content.decode()
    assert "The line." in html
    assert 'name="base" value="1"' in html


def test_line_ends_of_a_browser_do_not_change_the_lines_that_nobody_touched(writer):
    make_page("Flask", "a\nb\nc")
    writer.post(ADDRESS, fields(body="a\r\nb\r\nx\r\nc"))
    assert Page.objects.get(slug="flask").current.text == "a\nb\nx\nc"


def test_a_form_without_a_base_comes_back_with_the_text_and_the_difference(flask, writer):
    writer.post(ADDRESS, fields(body="Theirs.\n"))
    answer = writer.post(ADDRESS, fields(body="Mine, written slowly.\n", base=""))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine, written slowly." in html
    assert "Theirs." in html
    assert 'name="base" value="2"' in html
    assert Page.objects.get(slug="flask").current.text == "Theirs.\n"


@pytest.mark.parametrize("base", ["", "0", "7", "-1", "1abc", "9" * 30, "one"])
def test_a_form_without_a_right_base_is_refused_and_keeps_the_text(flask, writer, base):
    answer = writer.post(ADDRESS, fields(base=base, body="Mine.\n"))
    assert answer.status_code in {400, 409}
    assert "Mine." in answer.content.decode()
    assert flask.revisions.count() == 1


def test_a_preview_shows_the_page_and_saves_nothing(flask, writer):
    html = writer.post(ADDRESS, fields(body="Some **bold** words", preview="1")).content.decode()
    assert "<strong>bold</strong>" in html
    assert flask.revisions.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Give the page a title"),
        ({"summary": "x" * 201}, "200"),
        ({"body": "---\na: &x [1]\nb: *x\n---\n"}, "Mine"),
        ({"title": "Django"}, "already a page called"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(flask, writer, change, words):
    make_page("Django")
    form = fields(**change)
    form["body"] += "Mine stays."
    answer = writer.post(ADDRESS, form)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Mine stays." in html
    assert words in html
    assert flask.revisions.count() == 1


def test_a_stranger_is_asked_to_sign_in_and_comes_back(flask, client):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=/wiki/flask/edit/",
    )


def test_who_has_not_confirmed_is_told_so(flask, client):
    client.force_login(make_person())
    answer = client.get(ADDRESS)
    assert answer.status_code == 403
    assert "Confirm your e-mail address" in answer.content.decode()


def test_a_form_opened_before_a_rename_does_not_take_the_rename_back(flask, writer):
    rename(flask, "FLASK", by=make_contributor())
    writer.post(ADDRESS, fields(base_title="Flask", title="Flask"))
    page = Page.objects.get(slug="flask")
    assert (page.title, page.current.text) == ("FLASK", "New text.\n")


def test_a_title_typed_into_the_form_renames_even_to_a_former_title(flask, writer):
    rename(flask, "FLASK", by=make_contributor())
    writer.post(ADDRESS, fields(base_title="FLASK", title="Flask"))
    assert Page.objects.get(slug="flask").title == "Flask"


def test_a_protected_page_says_so(flask, writer):
    Page.objects.update(protection=Protection.MODERATORS)
    assert writer.get(ADDRESS).status_code == 403
    assert writer.post(ADDRESS, fields()).status_code == 403
    assert flask.revisions.count() == 1


def test_a_new_page_is_written_from_its_title(writer):
    assert 'value="Jinja"' in writer.get("/new/?title=Jinja").content.decode()
    answer = writer.post("/new/", {"title": "Jinja", "body": "Templates.\r\n"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/jinja/")
    assert Page.objects.get(slug="jinja").current.text == "Templates.\n"


def test_the_live_preview_uses_the_same_pipeline_as_the_page(flask, writer):
    body = "## Head\n\n[[Nowhere]] <script>alert(1)</script> **b**"
    shown = writer.post("/preview/", {"body": body}).json()["html"]
    writer.post(ADDRESS, fields(body=body))
    assert shown in Client().get("/wiki/flask/").content.decode()
    assert "<script>alert" not in shown


def test_the_live_preview_is_for_those_who_may_write(flask, client):
    assert client.post("/preview/", {"body": "x"}).status_code == 403
    client.force_login(make_person())
    assert client.post("/preview/", {"body": "x"}).status_code == 403


def test_a_session_needs_the_token(flask):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(make_contributor())
    assert guarded.post(ADDRESS, fields()).status_code == 403
    assert flask.revisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_50_who_save_one_line_at_once_get_one_revision_and_49_forms_with_their_text():
    make_page("Flask", "The line.\n")
    people, answers, start = [make_contributor() for _ in range(50)], [], threading.Barrier(50)

    def save(person):
        client = Client()
        client.force_login(person)
        start.wait()
        words = f"The line by {person.username}.\n"
        answer = client.post(ADDRESS, fields(body=words))
        answers.append((answer.status_code, words.strip() in answer.content.decode()))
        connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(303, False)] + [(409, True)] * 49
    assert list(
        Page.objects.get(slug="flask").revisions.order_by("number").values_list("number", flat=True)
    ) == [1, 2]
