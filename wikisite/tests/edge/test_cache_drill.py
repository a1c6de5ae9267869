"""What a shared cache keeps depends on its key alone (PROMISES.md 20), at every kind of address."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from pages.tests.factories import make_contributor
from wikisite.caching import PUBLIC
from wikisite.edge.addresses import KEPT
from wikisite.tests.addresses import all_addresses
from wikisite.tests.browser.screens import STRANGER
from wikisite.tests.browser.world import fill
from wikisite.tests.edge.asking import Asker, Said
from wikisite.tests.edge.bodies import said_of
from wikisite.tests.edge.kept import kept_addresses

CANARY = "canary.example"
# What a request may say beside its address. Each value would be seen in an answer that repeats it.
SAYINGS = {
    "HTTP_X_FORWARDED_HOST": CANARY,
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_FOR": "203.0.113.66",
    "HTTP_X_FORWARDED_PORT": "6666",
    "HTTP_X_FORWARDED_PREFIX": f"/{CANARY}",
    "HTTP_FORWARDED": f"host={CANARY};proto=https",
    "HTTP_X_HOST": CANARY,
    "HTTP_X_ORIGINAL_URL": f"/{CANARY}",
    "HTTP_X_REWRITE_URL": f"/{CANARY}",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_COOKIE": f"theme=dark; csrftoken={'x' * 32}; other={CANARY}",
    "HTTP_ACCEPT": "application/json",
    "HTTP_ACCEPT_LANGUAGE": "ar",
    "HTTP_USER_AGENT": CANARY,
    "HTTP_REFERER": f"https://{CANARY}/",
    "HTTP_ORIGIN": f"https://{CANARY}",
    "HTTP_AUTHORIZATION": f"Basic {CANARY}",
    "HTTP_RANGE": "bytes=0-9",
    "HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT",
    "REMOTE_ADDR": "203.0.113.67",
}
UNKNOWN_KEYS = f"utm_source={CANARY}&%3Cscript%3E=1&callback={CANARY}&next=//{CANARY}"
pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


@pytest.fixture
def world(transactional_db: None) -> None:
    call_command("load_guide", verbosity=0)
    fill(make_contributor())


@pytest.fixture
def session(world: None) -> str:
    client = Client()
    client.force_login(make_contributor("somebody-with-a-bar"))
    return f"sessionid={client.cookies['sessionid'].value}"


def test_no_answer_that_is_kept_depends_on_what_is_not_in_its_key(session: str) -> None:
    asked_first, asked_last = Asker(), Asker()
    for address in kept_addresses():
        clean = same(asked_first(address))
        assert clean[0] == 200, address
        for name, words in sayings(address, session):
            poisoned = asked_last(*words[:1], **words[1])  # the first one to ask, where nothing is kept yet
            assert name == "session" or CANARY not in poisoned.text, (address, name)
        assert same(asked_last(address)) == clean, address
        for name, (with_query, headers) in sayings(address, session):
            if name != "session":
                assert same(asked_first(with_query, **headers)) == clean, (address, name)


def test_unknown_keys_and_headers_make_no_further_entries(session: str) -> None:
    ask = Asker()
    for address in kept_addresses():
        ask(address)
        for name, (with_query, headers) in sayings(address, session):
            assert ask.costs(with_query, **headers) == (1 if name == "session" else 0), (address, name)


def test_foreign_hosts_are_refused_whatever_is_kept(world: None) -> None:
    ask = Asker()
    for address in kept_addresses():
        ask(address)
        for host in (CANARY, f"127.0.0.1.{CANARY}", f"127.0.0.1:8000@{CANARY}", "", f"localhost/{CANARY}"):
            said = ask(address, HTTP_HOST=host)
            assert (said.status, CANARY in said.text) == (400, False) or host == "", (address, host)


def test_every_variant_names_what_it_depends_on(world: None) -> None:
    ask = Asker()
    for address in kept_addresses():
        tags = set()
        for accepted in ("", "gzip", "zstd"):
            said = ask(address, HTTP_ACCEPT_ENCODING=accepted)
            assert said.headers["Vary"] == "Accept-Encoding, Cookie", address
            assert said.headers["Cache-Control"] == PUBLIC, address
            assert "Set-Cookie" not in said.headers, address
            tags.add(said.headers["ETag"])
        assert len(tags) == 3, address


def test_nothing_else_may_be_kept_by_a_shared_cache(world: None) -> None:
    """Every address that there is, and every screen of strangers."""
    ask, samples = Asker(), {"<wiki:slug>": "flask", "<n:number>": "1", "<n:old>": "1", "<n:new>": "2"}
    screens = {screen.address.partition("#")[0] for screen in STRANGER}
    for address in sorted({*all_addresses({**samples, "<int:pk>": "1"}), *screens}):
        said = ask(address)
        if said.headers["Cache-Control"] == PUBLIC:
            assert resolve(address.partition("?")[0]).view_name in KEPT, address
            continue
        assert {"private", "no-store"} & set(said.headers["Cache-Control"].split(", ")), address


def test_answer_to_somebody_with_a_session_is_private_at_every_address(session: str) -> None:
    ask = Asker()
    for address in kept_addresses():
        ask(address)
        said = ask(address, HTTP_COOKIE=session)
        assert said.headers["Cache-Control"] == "private, no-cache", address
        if said.headers["Content-Type"].startswith("text/html"):
            assert "somebody-with-a-bar" in said.text, address


def sayings(address: str, session: str) -> Iterator[tuple[str, tuple[str, dict[str, str]]]]:
    for name, value in SAYINGS.items():
        yield name, (address, {name: value})
    yield "query", (f"{address}{'&' if '?' in address else '?'}{UNKNOWN_KEYS}", {})
    yield "session", (address, {"HTTP_COOKIE": session})


def same(said: Said) -> tuple[int, dict[str, str], str]:
    """An answer without the second in which its form was signed, and without the tag of its bytes."""
    headers = {name: value for name, value in said.headers.items() if name != "ETag"}
    return said.status, headers, said_of(said.status, "", said.body)
