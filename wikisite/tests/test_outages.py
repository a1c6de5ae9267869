"""Database, disk or Redis away: 503 with the person's text, which is saved when it is sent again."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from types import ModuleType
from typing import Any

import psycopg
import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from pages.models import Page
from pages.tests.factories import make_contributor, make_page
from wikisite.tests.ports import free_port
from wikisite.urls import handler500, urlpatterns

HERE = {"origin": "http://testserver"}
TEXT = '\n  "Two"\n<b>lines</b> of mine\n'
FIELDS = {"title": "Flask", "base": "1", "summary": "Mine", "body": TEXT}
on_sqlite = pytest.mark.skipif(not site.IS_SQLITE, reason="of SQLite's file")
on_postgresql = pytest.mark.skipif(site.IS_SQLITE, reason="of PostgreSQL's transactions")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser() -> Client:
    make_page("Flask", "Old.\n")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_contributor("ada"))
    client.get("/wiki/flask/edit/")
    return client


@pytest.fixture
def impatient() -> Iterator[None]:
    """SQLite gives up after 50 ms instead of ten seconds."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    yield
    connection.close()


def save(browser: Client, headers: Any = HERE, **changes: Any) -> Any:
    token = browser.cookies["csrftoken"].value
    return browser.post(
        "/wiki/flask/edit/", {**FIELDS, "csrfmiddlewaretoken": token, **changes}, headers=headers
    )


def form_of(html: str) -> dict[str, str]:
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    return {name: unescape(value) for name, value in [*hidden, *texts]}


@on_sqlite
def test_a_save_that_finds_the_database_locked_comes_back_and_is_saved_when_it_is_sent_again(
    browser: Client, impatient: None
) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = save(browser)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
        assert Client().get("/wiki/flask/").status_code == 200  # reading goes on
        other.execute("ROLLBACK")

    again = browser.post("/wiki/flask/edit/", form_of(answer.content.decode()), headers=HERE)

    assert again.status_code == 303
    assert Page.objects.get().current.text == TEXT
    assert Page.objects.get().current.summary == "Mine"


@on_sqlite
def test_a_full_disk_gives_the_text_back(browser: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # nor is there a free page inside
        cursor.execute("PRAGMA max_page_count = 1")  # never below what is there: not one page more
        try:
            answer = save(browser, body=TEXT + "Long. " * 20_000)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answer.status_code == 503
    assert form_of(answer.content.decode())["body"] == TEXT + "Long. " * 20_000
    assert Page.objects.get().current.number == 1


@on_sqlite
def test_what_another_site_sent_can_be_copied_and_not_be_sent(browser: Client, impatient: None) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = save(browser, headers={})
        other.execute("ROLLBACK")
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "of mine" in html
    assert "<form" not in html


@pytest.mark.skipif(not site.REDIS_URL, reason="of Redis")
def test_redis_away_refuses_to_sign_in_and_shows_no_password(settings: Any) -> None:
    settings.CACHES = {**site.CACHES, "default": {**site.CACHES["default"], "LOCATION": _nobody()}}
    browser = Client(raise_request_exception=False)
    make_page("Flask", "Old.\n")
    assert browser.get("/wiki/flask/").status_code == 200
    answer = browser.post("/accounts/login/", {"login": "ada", "password": "canarypassword"}, headers=HERE)
    assert answer.status_code == 503
    assert "canarypassword" not in answer.content.decode()


def _nobody() -> str:
    return f"redis://127.0.0.1:{free_port()}/0"


def fault(request: Any) -> HttpResponse:
    raise RuntimeError("a fault of ours")


def missing_column(request: Any) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM pages_page")
    return HttpResponse("never")


tries: list[int] = []


def loses_once(request: Any) -> HttpResponse:
    """Writes a row that somebody else changed since the transaction began, the first time it is called."""
    tries.append(1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT title FROM pages_page")
        if len(tries) == 1:
            _change_by_somebody_else()
        cursor.execute("UPDATE pages_page SET title = title || ' again'")
    return HttpResponse("saved")


def _change_by_somebody_else() -> None:
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if name in parameters}) as other:
        other.execute("UPDATE pages_page SET title = 'Theirs'")


class Broken(ModuleType):
    """The site's addresses and three that fail."""

    handler500 = handler500
    urlpatterns = [
        path("fault/", fault),
        path("missing/", missing_column),
        path("loses/", loses_once),
        *urlpatterns,
    ]


@pytest.mark.parametrize("address", ["/fault/", "/missing/"])
def test_a_fault_of_ours_is_500_and_gives_the_text_back(address: str, settings: Any) -> None:
    settings.ROOT_URLCONF = Broken("broken")
    answer = Client(raise_request_exception=False).post(address, {"comment": "words of mine"}, headers=HERE)
    assert answer.status_code == 500
    assert "words of mine" in answer.content.decode()


@on_postgresql
def test_a_transaction_that_lost_a_race_is_tried_again(settings: Any) -> None:
    settings.ROOT_URLCONF = Broken("broken")
    make_page("Flask", "Old.\n")
    tries.clear()
    answer = Client().post("/loses/", {"a": "b"}, headers=HERE)
    assert (answer.content, len(tries)) == (b"saved", 2)
    assert Page.objects.get().title == "Theirs again"
