"""Feeds of changes: what readers see, in Atom that a reader program accepts."""

import re
from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.actions.suppress import suppress
from pages.actions.watch import watch
from pages.atom import MAX_ENTRIES
from pages.models import Page, Part, WatchFeed
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db
SITE = "/feeds/changes/"
PUBLIC = [SITE, "/feeds/pages/flask/", "/feeds/contributors/ada/", "/feeds/tags/micro/"]
BODY = "---\ntags: [micro]\n---\nText.\n"


@pytest.fixture
def ada() -> Any:
    return make_contributor("ada")


@pytest.fixture
def flask(ada: Any) -> Page:
    page = make_page("Flask", BODY, by=ada)
    edit(page, f"{BODY}More.\n", by=ada, base=1, summary="Say <more> & more")
    return page


@pytest.fixture
def secret(flask: Page) -> str:
    """The feed of Ben, who watches Flask."""
    ben = make_contributor("ben")
    watch(flask, by=ben)
    client = Client()
    client.force_login(ben)
    assert client.post("/watchlist/feed/", {"on": "1"})["Location"] == "/watchlist/"
    return re.search(r"/feeds/watchlist/[\w-]{43}/", client.get("/watchlist/").content.decode())[0]


def read(client: Any, address: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def titles(client: Any, address: str) -> list[str]:
    return [entry.title for entry in read(client, address).entries]


@pytest.mark.parametrize("address", [*PUBLIC, "secret"])
def test_every_feed_has_the_elements_that_atom_requires(address, flask, secret, stranger, settings):
    settings.SITE_URL = "https://wiki.example.org"
    address = secret if address == "secret" else address

    feed = read(stranger, address)

    own = f"https://wiki.example.org{address}"
    assert feed.feed.id == own
    assert {"rel": "self", "href": own}.items() <= feed.feed.links[-1].items() | feed.feed.links[0].items()
    assert feed.feed.title.endswith("Flask Guide")
    assert feed.feed.author == "Flask Guide"
    assert feed.feed.updated == feed.entries[0].updated
    assert len(feed.entries) == len({entry.id for entry in feed.entries}) == 2
    for entry in feed.entries:
        assert entry.id.startswith("tag:wiki.example.org,")
        assert entry.link.startswith("https://wiki.example.org/wiki/flask/")
        assert entry.updated_parsed
        assert entry.author == "ada"
        assert entry.title
        assert entry.summary


def test_entries_tell_what_changed_and_where_to_see_it(flask, stranger, settings):
    settings.SITE_URL = "https://wiki.example.org"

    newest, first = read(stranger, SITE).entries

    assert (newest.title, first.title) == ("Flask, revision 2", "Flask, revision 1")
    assert "Say &lt;more&gt; &amp; more" in newest.summary
    assert "+6 bytes" in newest.summary
    assert 'href="https://wiki.example.org/wiki/flask/"' in newest.summary
    assert newest.link == "https://wiki.example.org/wiki/flask/diff/1/2/"
    assert first.link == "https://wiki.example.org/wiki/flask/revision/1/"
    assert titles(stranger, "/feeds/pages/flask/") == ["Revision 2", "Revision 1"]


def test_each_feed_has_its_own_changes_alone(flask, stranger):
    make_page("Django", "Text.\n", by=make_contributor("eve"))

    assert titles(stranger, SITE)[0] == "Django, revision 1"
    for address in PUBLIC[1:]:
        assert len(titles(stranger, address)) == 2
    for unknown in ("pages/nobody", "contributors/nobody", "tags/nobody", f"watchlist/{'x' * 43}"):
        assert stranger.get(f"/feeds/{unknown}/").status_code == 404


@pytest.mark.parametrize("address", [*PUBLIC, "secret"])
def test_what_a_moderator_took_out_is_in_no_feed(address, flask, secret, stranger):
    page, moderator = Page.objects.get(pk=flask.pk), make_moderator()
    edit(page, f"{BODY}Canarytext.\n", by=make_contributor("eve"), base=2, summary="Canarysummary")
    suppress(page.revisions.get(number=3), [Part.SUMMARY, Part.AUTHOR], by=moderator, reason="Private")

    content = stranger.get(secret if address == "secret" else address).content.decode()

    assert "Canary" not in content
    assert "eve" not in content


@pytest.mark.parametrize("address", [*PUBLIC, "secret"])
def test_a_deleted_page_is_in_no_feed(address, flask, secret, stranger):
    delete(flask, by=make_moderator(), reason="Gone")

    answer = stranger.get(secret if address == "secret" else address)

    assert answer.status_code == 404 or b"<entry" not in answer.content
    assert b"Flask," not in answer.content


def test_an_entry_keeps_its_id_when_its_page_is_renamed(flask, stranger):
    before = [entry.id for entry in read(stranger, "/feeds/pages/flask/").entries]

    rename(flask, "Flask framework", by=make_moderator())

    assert stranger.get("/feeds/pages/flask/")["Location"] == "/feeds/pages/flask-framework/"
    assert [entry.id for entry in read(stranger, "/feeds/pages/flask-framework/").entries] == before


@pytest.mark.parametrize("address", [*PUBLIC, "secret"])
def test_a_copy_that_is_still_right_is_answered_304_and_one_that_is_not_is_sent_anew(
    address, flask, secret, ada, stranger
):
    address = secret if address == "secret" else address
    first = stranger.get(address)
    headers = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
    assert stranger.get(address, headers=headers).status_code == 304

    flask.refresh_from_db()
    edit(flask, BODY, by=ada, base=2)

    assert stranger.get(address, headers=headers).status_code == 200


@pytest.mark.parametrize("address", [*PUBLIC, "secret"])
def test_a_feed_holds_no_more_than_its_bound_in_few_queries(address, secret, ada, stranger):
    address = secret if address == "secret" else address
    page = Page.objects.get(slug="flask")
    few = _queries(stranger, address)
    for number in range(2, MAX_ENTRIES + 3):
        edit(page, f"{BODY}{number}\n", by=ada, base=number)

    assert _queries(stranger, address) == few <= 5
    assert len(read(stranger, address).entries) == MAX_ENTRIES


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "]]> & < \ufffe \uffff", "&#1; &#x1b;"])
def test_hostile_words_leave_the_feed_well_formed(words, ada, stranger):
    page = make_page("Flask", BODY, by=ada)
    edit(page, "Text.\n", by=ada, base=1, summary=words)

    assert "<script" not in read(stranger, SITE).entries[0].summary


def test_pages_tell_of_their_feeds(flask, stranger):
    make_page("Home")

    for address, feed in {
        "/": SITE,
        "/changes/": SITE,
        "/wiki/flask/": "/feeds/pages/flask/",
        "/wiki/flask/history/": "/feeds/pages/flask/",
        "/contributors/ada/": "/feeds/contributors/ada/",
        "/tags/micro/": "/feeds/tags/micro/",
    }.items():
        html = stranger.get(address).content.decode()
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml" [^>]*href="{feed}">', html), (
            address
        )


# --- The watchlist's


def test_the_watchlists_feed_has_what_others_changed_on_watched_pages(flask, secret, stranger):
    ben = WatchFeed.objects.get().person
    make_page("Django", by=make_contributor())
    flask.refresh_from_db()
    edit(flask, "By Ben himself.\n", by=ben, base=2)
    edit(flask, "By nobody known.\n", by=make_contributor("eve"), base=3)
    suppress(flask.revisions.get(number=4), [Part.AUTHOR], by=make_moderator(), reason="Private")

    assert titles(stranger, secret) == [f"Flask, revision {number}" for number in (4, 2, 1)]


def test_a_new_address_ends_the_one_before_and_the_feed_can_be_taken_away(flask, secret, stranger):
    person = WatchFeed.objects.get().person
    client = Client()
    client.force_login(person)
    client.post("/watchlist/feed/", {"on": "1"})
    assert stranger.get(secret).status_code == 404
    newer = WatchFeed.objects.get().get_absolute_url()
    assert stranger.get(newer).status_code == 200

    client.post("/watchlist/feed/", {"on": "0"})

    assert stranger.get(newer).status_code == 404
    assert "There is none yet" in client.get("/watchlist/").content.decode()


def test_the_secret_address_is_kept_by_no_cache_or_index_and_ends_with_the_account(secret, stranger):
    answer = stranger.get(secret)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"

    person = WatchFeed.objects.get().person
    person.is_active = False
    person.save()

    assert stranger.get(secret).status_code == 404


def test_a_stranger_has_no_watchlist_to_make_a_feed_of(stranger):
    assert stranger.post("/watchlist/feed/", {"on": "1"})["Location"].startswith("/accounts/login/")
    assert stranger.get("/watchlist/feed/").status_code == 405
