"""What the edge knows of the addresses is true: the query keys that they read, and the tables."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve

from pages.tests.factories import make_contributor
from wikisite.edge import addresses, raising
from wikisite.edge.asking import ask
from wikisite.tests.browser.world import fill
from wikisite.tests.edge.kept import kept_addresses, key_of_address
from wikisite.tests.test_persona_matrix import patterns

TABLE = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')
VIRTUAL = {"sqlite_master"}


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """The test's transaction would end with the first answer, as the connection does behind a server."""
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    call_command("load_guide", verbosity=0)
    fill(make_contributor())
    yield
    request_finished.connect(close_old_connections)
    request_started.connect(close_old_connections)


def test_every_kept_address_exists_and_is_opened_by_these_tests():
    known = {entry.name for _, entry in patterns(get_resolver())}
    assert {name.partition(":")[2] for name in addresses.KEPT} <= known
    opened = {resolve(address.partition("?")[0]).view_name for address in kept_addresses()}
    assert opened == addresses.KEPT.keys()


def test_answers_read_no_table_whose_changes_raise_no_version(world: None):
    raising_tables = {apps.get_model(label)._meta.db_table for label in raising.RAISING}
    application = get_wsgi_application()
    for address in kept_addresses():
        with CaptureQueriesContext(connection) as queries:
            answer = ask(application, key_of_address(address))
        assert answer.status[:1] in "234", address
        if not answer.may_be_kept:
            continue
        read = {name for query in queries for name in TABLE.findall(query["sql"])}
        assert read <= raising_tables | VIRTUAL, address


def test_every_answer_is_known_by_what_it_read(world: None):
    """Else each commit would cost it a rendering."""
    application = get_wsgi_application()
    for address in kept_addresses():
        ask(application, key_of_address(address))  # the first one may store what it found out
        reads = ask(application, key_of_address(address)).reads
        assert reads.outcome(connection) is not None, address
        assert reads.outcome(connection) == reads.outcome(connection), address


def test_answers_read_no_query_key_that_the_edge_takes_away(world: None, monkeypatch: Any):
    read: set[str] = set()
    for name in ("get", "getlist", "__getitem__", "__contains__"):
        monkeypatch.setattr(QueryDict, name, noting(getattr(QueryDict, name), read))
    application = get_wsgi_application()
    for address in kept_addresses():
        read.clear()
        assert ask(application, key_of_address(address)).status[:1] in "234", address
        assert read <= addresses.known_keys(key_of_address(address).path_info), address


def noting(method: Any, read: set[str]) -> Any:
    def noted(self: QueryDict, key: str, *default: Any) -> Any:
        read.add(key)
        return method(self, key, *default)

    return noted
