"""A form that was opened before its person signed in: sent again with a new token, if it is one of ours."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from pages.models import Page
from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}
FIELDS = {"title": "Flask", "base": "1", "summary": "Mine", "csrfmiddlewaretoken": "x" * 64}
BODY = '\n  "Two"\r\n<b>lines</b>\n'


@pytest.fixture
def browser(db: None) -> Client:
    """A signed-in browser whose forms are held to their token."""
    make_page("Flask", "Old.\n")
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_contributor("ada"))
    client.get("/wiki/flask/edit/")
    return client


def send(browser: Client, address: str = "/wiki/flask/edit/", **changes: Any) -> Any:
    headers = changes.pop("headers", HERE)
    return browser.post(address, FIELDS | {"body": BODY} | changes, headers=headers)


def fields_of(html: str) -> dict[str, str]:
    form = html[html.index('class="form"') :]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(value) for name, value in {**found, **dict(texts)}.items()}


def test_a_form_with_an_old_token_is_saved_when_it_is_sent_again(browser):
    answer = send(browser)
    assert answer.status_code == 403
    assert "You signed in as ada after this form was opened" in answer.content.decode()
    assert Page.objects.get().current.number == 1
    fields = fields_of(answer.content.decode())
    assert {**fields, "csrfmiddlewaretoken": ""} == {**FIELDS, "body": BODY, "csrfmiddlewaretoken": ""}
    assert browser.post("/wiki/flask/edit/", fields, headers=HERE).status_code == 303
    assert Page.objects.get().current.text == BODY.replace("\r\n", "\n")


def test_the_form_leads_to_where_it_was_sent(browser):
    html = send(browser, "/wiki/flask/edit/?a=%22%3E").content.decode()
    assert 'action="/wiki/flask/edit/?a=%22%3E"' in html


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"referer": "http://testserver/"},
    ],
)
def test_another_sites_form_gets_its_text_back_but_no_token(browser, headers):
    answer = send(browser, headers=headers)
    assert answer.status_code == 403
    assert "Copy your text" in answer.content.decode()
    assert "Send it again" not in answer.content.decode()


def test_a_form_without_a_text_is_refused_as_ever(browser):
    answer = browser.post("/accounts/login/", {"login": "ada", "password": "secret words"}, headers=HERE)
    assert answer.status_code == 403
    assert "Send it again" not in answer.content.decode()
    assert "secret words" not in answer.content.decode()
