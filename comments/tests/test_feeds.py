"""Feeds of comments: what readers see, in Atom that a reader program accepts."""

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import approve, mark_spam, remove
from comments.feeds import MAX_ENTRIES
from comments.models import PageComment, State
from comments.tests.factories import make_comment, make_many, make_moderator, make_page
from pages.actions.delete import delete
from pages.actions.rename import rename
from pages.actions.restore import restore

pytestmark = pytest.mark.django_db
SITE, PAGE = "/feeds/comments/", "/feeds/comments/title/"
HIDDEN = [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED]


def read(client, address=SITE):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def texts(client, address=SITE):
    return [entry.summary for entry in read(client, address).entries]


def test_a_feed_holds_the_newest_first_with_author_date_and_absolute_addresses(stranger, settings):
    settings.SITE_URL = "https://wiki.example.org"
    page = make_page()
    make_comment(page, "The first")
    newest = make_comment(page, "See **[docs](/wiki/title/)**", name="Mara", email="mara@mail.example")

    feed = read(stranger, PAGE)

    entry, older = feed.entries
    assert older.summary == "<p>The first</p>"
    assert entry.id == entry.link == f"https://wiki.example.org/comments/{newest.pk}/"
    assert (entry.title, entry.author) == ("Mara on Title", "Mara")
    assert 'href="https://wiki.example.org/wiki/title/"' in entry.summary
    assert entry.published.startswith(newest.submit_date.strftime("%Y-%m-%dT%H:%M:%S"))
    assert feed.feed.link == "https://wiki.example.org/wiki/title/"
    assert "mail.example" not in stranger.get(PAGE).content.decode()


def test_the_site_has_the_comments_of_all_pages_and_a_page_its_own(stranger):
    for title in ("Title", "Other"):
        make_comment(make_page(title), f"On {title}")

    assert texts(stranger) == ["<p>On Other</p>", "<p>On Title</p>"]
    assert texts(stranger, PAGE) == ["<p>On Title</p>"]


@pytest.mark.parametrize("address", [SITE, PAGE])
@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_approved_changes_not_one_byte(state, address, stranger):
    page = make_page()
    make_comment(page)
    before = stranger.get(address)
    make_comment(page, state=state)
    after = stranger.get(address)

    assert (after.content, after["ETag"], after["Last-Modified"]) == (
        before.content,
        before["ETag"],
        before["Last-Modified"],
    )


def test_a_comment_enters_when_it_is_approved_and_leaves_when_it_is_taken_back(stranger):
    comment = make_comment(make_page(), "Words", state=State.PENDING)
    approve([comment.pk], by=make_moderator())
    assert texts(stranger) == ["<p>Words</p>"]

    for take_back in (remove, mark_spam):
        take_back([comment.pk], by=make_moderator(), seen=State.APPROVED)
        assert texts(stranger) == []
        approve([comment.pk], by=make_moderator(), seen=PageComment.objects.get().state)


def test_a_deleted_page_takes_its_comments_along_and_brings_them_back(stranger, moderator):
    page = make_comment(make_page(), "Words").page
    delete(page, by=moderator.person, reason="Gone")
    assert texts(stranger) == []
    assert stranger.get(PAGE).status_code == 404

    restore(page, by=moderator.person)

    assert texts(stranger, PAGE) == ["<p>Words</p>"]


def test_a_copy_that_is_still_right_is_answered_304_and_one_that_is_not_is_sent_anew(stranger):
    comment = make_comment(make_page())
    first = stranger.get(SITE)
    headers = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
    again = stranger.get(SITE, headers=headers)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])

    remove([comment.pk], by=make_moderator(), seen=State.APPROVED)

    assert stranger.get(SITE, headers=headers).status_code == 200
    assert stranger.get(SITE, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200


def test_an_empty_feed_is_valid_and_stays_the_same(stranger):
    make_page()

    for address in (SITE, PAGE):
        assert read(stranger, address).entries == []
        assert stranger.get(address)["ETag"] == stranger.get(address)["ETag"]


def test_a_feed_holds_no_more_than_its_bound_in_one_query(stranger):
    make_many(make_page(), [None] * (MAX_ENTRIES + 5))

    with CaptureQueriesContext(connection) as queries:
        assert len(texts(stranger, SITE)) == MAX_ENTRIES
    assert len(queries) == 1


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "]]> & < \ufffe \uffff", "&#1; &#x1b; &#65534;", "\x0b"]
)
def test_hostile_words_leave_the_feed_well_formed(words, stranger):
    make_comment(make_page(), f"Say {words}", name="A & <b> \ufffe", email="a@mail.example")

    assert "<script" not in texts(stranger)[0]


def test_an_old_name_leads_to_the_feed_of_the_page(stranger, moderator):
    page = make_page()
    rename(page, "New name", by=moderator.person)

    answer = stranger.get(PAGE)

    assert (answer.status_code, answer["Location"]) == (301, "/feeds/comments/new-name/")
    assert stranger.get("/feeds/comments/unknown/").status_code == 404
    assert stranger.post(SITE).status_code == 405


def test_pages_tell_of_their_feed_and_the_front_page_of_the_sites(stranger):
    for title in ("Home", "Title"):
        make_page(title)

    assert f'type="application/atom+xml" title="Comments on Title" href="{PAGE}"' in page(
        stranger, "/wiki/title/"
    )
    assert f'type="application/atom+xml" title="All comments" href="{SITE}"' in page(stranger, "/")


def page(client, address):
    return client.get(address).content.decode()
