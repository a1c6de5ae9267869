"""ETags and times of what strangers read."""

from email.utils import parsedate_to_datetime

import pytest

from comments.models import State
from comments.tests.factories import make_comment
from pages import sitemaps
from pages.actions.edit import edit
from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/",
    "/wiki/flask/",
    "/wiki/flask.md",
    "/wiki/flask/revision/1/",
    "/wiki/flask/history/",
    "/wiki/flask/diff/1/2/",
    "/wiki/flask/backlinks/",
    "/compare/flask+home/",
    "/changes/",
    "/contributors/ada/",
    "/statistics/",
    "/wanted/",
    "/orphaned/",
    "/redirects/",
    "/tags/",
    "/tags/micro/",
    "/search/?q=flask",
    "/feeds/changes/",
    "/feeds/comments/",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/robots.txt",
    "/llms.txt",
]
DATED = ["/", "/wiki/flask/", "/wiki/flask.md", "/feeds/changes/", "/sitemap.xml", "/sitemap-1.xml"]


@pytest.fixture(autouse=True)
def flask(time_machine, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES_A_PART", 10**9)  # all pages in the first, however high their numbers
    time_machine.move_to("2026-11-20T10:00:00Z", tick=False)  # a comment form holds the second it was made in
    ada = make_contributor("ada")
    make_page("Home", "[[Flask]]\n", by=ada)
    page = make_page("Flask", "---\ntags: [micro]\n---\nText.\n", by=ada, revisions=2)
    return page


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_an_answer_gets_none_again(address, stranger):
    first = stranger.get(address)

    again = stranger.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert stranger.head(address)["ETag"] == first["ETag"]
    assert stranger.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("address", DATED)
def test_an_edit_changes_both_the_tag_and_the_time(address, flask, stranger, time_machine):
    first = stranger.get(address)
    time_machine.move_to("2026-11-21T10:00:00Z", tick=False)
    for page in (flask, make_page("Django")):
        edit(page, "Other words.\n", by=make_contributor(), base=page.revision_count)

    second = stranger.get(address, headers={"If-None-Match": first["ETag"]})

    assert parsedate_to_datetime(first["Last-Modified"]).day == 20
    assert (second.status_code, parsedate_to_datetime(second["Last-Modified"]).day) == (
        (200, 21) if address != "/" else (200, 20)
    )


def test_time_alone_hides_no_comment_that_was_approved_since(flask, stranger):
    first = stranger.get("/wiki/flask/")
    make_comment(flask, "A word", state=State.APPROVED)

    later = stranger.get("/wiki/flask/", headers={"If-Modified-Since": first["Last-Modified"]})

    assert later.status_code == 200
    assert b"A word" in later.content


def test_answers_for_one_person_and_refusals_have_no_tag(contributor, stranger):
    assert not contributor.get("/wiki/flask/").has_header("ETag")
    assert not stranger.get("/wiki/nothing/").has_header("ETag")
    assert not stranger.get("/accounts/login/").has_header("ETag")
