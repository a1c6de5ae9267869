"""The rename screen, and links that follow."""

import pytest

from pages.actions import rewrite_links as rewriting
from pages.actions.protect import protect
from pages.models import LogEntry, Page, Protection
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(client):
    client.force_login(make_contributor("ada"))
    return client


def text_of(title: str) -> str:
    return Page.objects.get(title=title).current.text


def test_a_contributor_renames_a_page_and_the_old_address_leads_to_it(writing):
    make_page("Old")
    assert 'href="/wiki/old/rename/"' in writing.get("/wiki/old/").content.decode()
    assert 'value="Old"' in writing.get("/wiki/old/rename/").content.decode()
    answer = writing.post("/wiki/old/rename/", {"title": "New", "reason": "The usual name"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/new/")
    assert writing.get("/wiki/old/").headers["Location"] == "/wiki/new/"
    assert LogEntry.objects.get().reason == "The usual name"


def test_links_in_other_pages_stay_as_they_are_and_work_unless_asked_for(writing):
    make_page("Old"), make_page("Other", "See [[Old]].\n")
    writing.post("/wiki/old/rename/", {"title": "New"})
    assert text_of("Other") == "See [[Old]].\n"
    assert 'class="missing"' not in writing.get("/wiki/other/").content.decode()


def test_asked_for_each_page_that_links_to_it_is_edited(writing):
    make_page("Old", "[[Old]] itself.\n"), make_page("A", "See [[old|it]].\n"), make_page("B", "`[[Old]]`\n")
    writing.post("/wiki/old/rename/", {"title": "New", "rewrite": "on"})
    assert (text_of("A"), text_of("B"), text_of("New")) == (
        "See [[New|it]].\n",
        "`[[Old]]`\n",
        "[[New]] itself.\n",
    )
    edit = Page.objects.get(title="A").current
    assert (edit.number, edit.author.name, edit.summary, edit.is_minor) == (
        2,
        "ada",
        "Links lead to “New”",
        True,
    )
    assert [page.title for page in Page.objects.get(title="New").backlinks()] == ["A"]


def test_pages_that_the_person_may_not_edit_are_left_alone_and_counted(writing):
    make_page("Old"), make_page("A", "[[Old]]\n")
    protect(make_page("B", "[[Old]]\n"), Protection.MODERATORS, by=make_moderator(), reason="Vandalism")
    answer = writing.post("/wiki/old/rename/", {"title": "New", "rewrite": "on"}, follow=True)
    assert (text_of("A"), text_of("B")) == ("[[New]]\n", "[[Old]]\n")
    assert "1 page links to the new name now. 1 more page uses an old name" in answer.content.decode()


def test_a_run_is_bounded_and_can_be_continued_under_the_same_title(writing, monkeypatch):
    monkeypatch.setattr(rewriting, "MAX_PAGES_AT_ONCE", 2)
    make_page("Old")
    for name in "ABC":
        make_page(name, "[[Old]]\n")
    answer = writing.post("/wiki/old/rename/", {"title": "New", "rewrite": "on"}, follow=True)
    assert "2 pages link to the new name now. 1 more page" in answer.content.decode()
    answer = writing.post("/wiki/new/rename/", {"title": "New", "rewrite": "on"}, follow=True)
    assert {text_of(name) for name in "ABC"} == {"[[New]]\n"}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Taken", "already a page called “Taken”"),
        ("Old", "has this title already"),
        ("", "Give the page a title."),
        ("x" * 121, "at most 120"),
        ("???", 'class="err"'),
    ],
)
def test_a_title_that_cannot_be_is_refused_and_stays_in_the_form(writing, title, words):
    make_page("Old"), make_page("Taken")
    answer = writing.post("/wiki/old/rename/", {"title": title, "reason": "Because of this"})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert words in html
    assert "Because of this" in html
    assert Page.objects.filter(slug="old").exists()


def test_the_front_page_keeps_its_name_and_strangers_are_led_to_sign_in(client):
    make_page("Home"), make_page("Old")
    assert client.get("/wiki/old/rename/").status_code == 302
    assert "/rename/" not in client.get("/wiki/old/").content.decode()
    client.force_login(make_contributor())
    answer = client.post("/wiki/home/rename/", {"title": "Start"})
    assert answer.status_code == 403
    assert "The front page keeps its name." in answer.content.decode()
