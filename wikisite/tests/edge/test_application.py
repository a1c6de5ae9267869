"""The edge gives away what it keeps, only to strangers, and never what is older than the last commit."""

import gzip
import re
import threading
import time
from ipaddress import ip_network
from typing import Any

import pytest
import time_machine
import zstandard
from django.db import connection
from django.test import Client

from comments.models import State
from comments.tests.factories import form_of, make_comment
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page
from wikisite.edge import application, raising
from wikisite.tests.edge.asking import Asker

FLASK = "/wiki/flask/"


@pytest.fixture
def ask(transactional_db: None) -> Asker:
    return Asker()


@pytest.fixture(params=["STAMP", "SELECT"])
def either(request: pytest.FixtureRequest, settings: Any, transactional_db: None) -> Asker:
    if request.param == "STAMP" and connection.vendor != "sqlite":
        pytest.skip("The WAL is SQLite's.")
    settings.EDGE_VALIDATION = request.param
    return Asker()


@pytest.fixture
def flask(transactional_db: None) -> Page:
    return make_page("Flask", "A micro-framework.\n")


def elsewhere(act: Any) -> None:
    """Do it on another connection, as another process would."""

    def run() -> None:
        act()
        connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join()


def test_second_reader_gets_the_same_page_without_django(ask: Asker, flask: Page):
    first = ask(FLASK)
    assert (first.status, "A micro-framework." in first.text) == (200, True)
    assert ask.costs(FLASK) == 0
    assert ask(FLASK) == first


def test_answer_is_what_django_says_with_its_safety_headers(ask: Asker, flask: Page):
    said, own = ask(FLASK), Client().get(FLASK)
    assert said.headers["Content-Security-Policy"] == own.headers["Content-Security-Policy"]
    assert said.headers["X-Content-Type-Options"] == "nosniff"
    assert said.headers["Content-Type"] == own.headers["Content-Type"]
    assert "Set-Cookie" not in said.headers


def test_edit_on_another_connection_is_read_at_once(either: Asker, flask: Page):
    person = make_contributor()
    for number in range(1, 4):
        either(FLASK)
        elsewhere(lambda number=number: edit(flask, f"Text {number}.\n", by=person, base=number))
        assert f"Text {number}." in either(FLASK).text


def test_comment_is_read_as_soon_as_it_is_approved_and_not_before(ask: Asker, flask: Page):
    ask(FLASK)
    held = make_comment(flask, "Words that wait", state=State.PENDING)
    assert "Words that wait" not in ask(FLASK).text
    type(held).objects.filter(pk=held.pk).set_state(State.APPROVED)
    assert "Words that wait" in ask(FLASK).text


def test_deleted_page_is_gone_at_once(ask: Asker, flask: Page):
    ask(FLASK)
    delete(flask, by=make_moderator(), reason="Nobody reads it")
    assert ask(FLASK).status == 404


def test_wanted_page_that_is_written_is_linked_at_once(ask: Asker):
    make_page("Jinja", "See [[Werkzeug]].\n")
    marked = re.compile('class="[^"]*missing[^"]*"')
    assert marked.search(ask("/wiki/jinja/").text)
    make_page("Werkzeug")
    assert not marked.search(ask("/wiki/jinja/").text)


def test_row_that_is_changed_behind_everybodys_back_is_read_at_once(either: Asker, flask: Page):
    either(FLASK)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pages_page SET title = 'Renamed by hand'")
    assert "Renamed by hand" in either(FLASK).text


def test_commit_that_changes_another_page_does_not_cost_a_rendering(either: Asker, flask: Page):
    other = make_page("Django")
    either(FLASK)
    either(FLASK)  # the first answer of a process also eithers what the database can do
    person = make_contributor()
    edit(other, "Changed.\n", by=person, base=1)
    either(FLASK)
    edit(other, "Changed again.\n", by=person, base=2)
    assert either.costs(FLASK) == 0


def test_commit_that_no_reader_sees_costs_nothing(either: Asker, flask: Page):
    either(FLASK)
    make_contributor()
    assert either.costs(FLASK) == 0


def test_unchanged_page_is_answered_304(ask: Asker, flask: Page):
    etag = ask(FLASK).headers["ETag"]
    again = ask(FLASK, HTTP_IF_NONE_MATCH=f'"other", W/{etag}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == etag
    assert {"Cache-Control", "Vary"} <= again.headers.keys()
    Page.objects.update(title="Other")
    assert ask(FLASK, HTTP_IF_NONE_MATCH=etag).status == 200


def test_head_is_the_answer_without_its_body(ask: Asker, flask: Page):
    whole, head = ask(FLASK), ask(FLASK, "HEAD")
    assert head == (200, whole.headers, b"")
    assert ask("/wiki/nothing/", "HEAD").body == b""


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
        ("gzip", "gzip", gzip.decompress),
        ("zstd;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("br", None, bytes),
        ("", None, bytes),
        ("identity;q=1, *;q=0", None, bytes),
    ],
)
def test_body_comes_in_an_encoding_that_is_accepted(
    ask: Asker, flask: Page, accepted: str, encoding: str | None, decode: Any
):
    plain, said = ask(FLASK), ask(FLASK, HTTP_ACCEPT_ENCODING=accepted)
    assert said.headers.get("Content-Encoding") == encoding
    assert decode(said.body) == plain.body
    assert int(said.headers["Content-Length"]) == len(said.body)
    assert (said.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)
    assert "Accept-Encoding" in said.headers["Vary"]


@pytest.mark.parametrize("cookie", ["sessionid=x", "held_comments=x", "messages=x", "a=b;sessionid=x"])
def test_browser_with_something_of_its_own_is_answered_by_django(ask: Asker, flask: Page, cookie: str):
    ask(FLASK)
    assert ask.costs(FLASK, HTTP_COOKIE=cookie) == 1
    assert ask(FLASK, HTTP_COOKIE=cookie).headers["Cache-Control"] == "private, no-cache"


def test_other_cookies_do_not_matter(ask: Asker, flask: Page):
    first = ask(FLASK, HTTP_COOKIE="theme=dark; csrftoken=x")
    assert ask.costs(FLASK, HTTP_COOKIE="_ga=1") == 0
    assert ask(FLASK) == first


def test_held_comment_is_seen_by_its_author_and_kept_for_nobody(ask: Asker, flask: Page):
    author = Client()
    author.post("/comments/post/", form_of(flask, comment="Only mine"))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in author.cookies.items())
    assert "Only mine" in ask(FLASK, HTTP_COOKIE=cookie).text
    assert "Only mine" not in ask(FLASK).text


def test_signed_in_people_are_never_kept(ask: Asker, flask: Page):
    client, person = Client(), make_contributor("secret-name")
    client.force_login(person)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert "secret-name" in ask(FLASK, HTTP_COOKIE=cookie).text
    assert "secret-name" not in ask(FLASK).text


def test_unknown_query_keys_are_one_answer_and_known_ones_their_own(ask: Asker, flask: Page):
    first = ask(FLASK)
    assert ask.costs(f"{FLASK}?utm_source=x&y=1") == 0
    assert ask(f"{FLASK}?z=<script>") == first
    assert ask.costs(f"{FLASK}?sort=newest") == 1
    assert ask.costs(f"{FLASK}?a=b&sort=newest") == 0


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "sort=%00", f"a={'x' * 3000}", "sort=\xff"])
def test_query_that_cannot_be_read_is_left_to_django(ask: Asker, flask: Page, query: str):
    ask(FLASK)
    assert ask.costs(f"{FLASK}?{query}") == 1


def test_hosts_of_ours_share_an_answer_and_others_get_none(ask: Asker, flask: Page):
    ask(FLASK)
    assert ask.costs(FLASK, HTTP_HOST="localhost:1234") == 0
    assert ask(FLASK, HTTP_HOST="evil.example").status == 400


@pytest.mark.parametrize("address", ["/search/?q=micro", "/accounts/login/", "/new/", "/wiki/nothing/"])
def test_other_addresses_are_not_kept(ask: Asker, flask: Page, address: str):
    ask(address)
    assert ask.costs(address) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_other_methods_are_left_to_django(ask: Asker, flask: Page, method: str):
    ask(FLASK)
    assert ask(FLASK, method).status in {403, 405}


def test_answer_is_made_anew_before_its_form_expires(
    ask: Asker, flask: Page, monkeypatch: Any, settings: Any
):
    assert application.MAX_AGE_SECONDS < settings.COMMENTS_TIMEOUT / 4
    ask(FLASK)
    now = application.monotonic()
    monkeypatch.setattr(application, "monotonic", lambda: now + application.MAX_AGE_SECONDS + 1)
    assert ask.costs(FLASK) == 1
    assert ask.costs(FLASK) == 0


def test_answer_does_not_say_today_after_midnight(ask: Asker, flask: Page):
    with time_machine.travel("2030-01-01 23:59:59.5+00:00"):
        make_comment(flask)
        assert "today, " in ask(FLASK).text
        assert ask.costs(FLASK) == 0
        time.sleep(0.6)
        assert "yesterday, " in ask(FLASK).text


def test_bytes_that_are_kept_are_bounded(settings: Any, flask: Page):
    settings.EDGE_MEMORY_MB = 1
    ask = Asker()
    ask(FLASK)
    ask(FLASK)
    for number in range(1, 200):
        ask(f"{FLASK}?reply={number}")
    assert 0 < ask.edge._store.bytes < 2**20
    assert ask.costs(FLASK) == 0  # what is asked for again is not pushed out by what is asked for once


def test_nothing_is_kept_while_a_trigger_is_missing(ask: Asker, flask: Page, caplog: Any):
    name, table = next(iter(raising._found(connection).items()))
    raising._drop(connection, {name: table})
    ask(FLASK)
    assert ask.costs(FLASK) == 1
    assert "Run manage.py migrate" in caplog.text
    raising.install("default")


def test_https_site_keeps_nothing_for_plain_http(ask: Asker, flask: Page, settings: Any):
    settings.IS_HTTPS, settings.SITE_URL = True, "https://127.0.0.1"
    settings.TRUSTED_PROXIES = [ip_network("198.51.100.7")]
    told = {"HTTP_X_FORWARDED_PROTO": "https"}
    ask(FLASK, **told)
    assert ask.costs(FLASK, **told) == 0
    assert ask.costs(FLASK) == 1
    assert ask.costs(FLASK, **told, REMOTE_ADDR="203.0.113.9") == 1


def test_readers_at_one_time_wait_for_one_rendering(ask: Asker, flask: Page):
    make_comment(flask)
    before = ask.django_was_asked
    said: list[bytes] = []

    def read() -> None:
        said.append(ask(FLASK).body)
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert ask.django_was_asked - before == 1
    assert len(set(said)) == 1
