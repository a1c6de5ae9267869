"""What the guide's page on privacy says of cookies is what the site sets."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from comments.forms import PageCommentForm
from comments.moderation import HELD_COOKIE, HELD_COOKIE_DAYS
from pages.models import Page
from pages.tests.guide_pages import source
from pages.transfer.guide import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guide(db: None) -> None:
    list(load())


def named_cookies() -> set[str]:
    names = {HELD_COOKIE, "sessionid", "csrftoken", "messages"}
    assert names <= set(re.findall(r"`([^`]+)`", source("privacy")))
    return names


def test_reading_sets_no_cookie(stranger: Any) -> None:
    for address in ("/", "/wiki/flask/", "/search/?q=flask", "/wiki/flask/history/"):
        assert not stranger.get(address).cookies


def test_a_waiting_comment_sets_the_one_cookie_that_the_page_names_for_as_long_as_it_says(
    stranger: Any,
) -> None:
    page = Page.objects.get(slug="flask")
    typed = {"comment": "Right.", "name": "Mara", "email": "mara@mail.example", "url": "", "reply_to": ""}
    form = {**PageCommentForm(page).security, **typed}
    answer = stranger.post(reverse("comments:post"), form)
    assert set(answer.cookies) == {HELD_COOKIE} <= named_cookies()
    assert answer.cookies[HELD_COOKIE]["max-age"] == HELD_COOKIE_DAYS * 86_400
    assert f"ends after {HELD_COOKIE_DAYS} days" in source("privacy")


def test_whoever_signs_in_gets_cookies_that_the_page_names(client: Any, make_person: Any) -> None:
    make_person("mara")
    answer = client.post(reverse("account_login"), {"login": "mara", "password": "mara"})
    assert answer.status_code == 302
    client.get("/wiki/flask/edit/")
    assert {settings.SESSION_COOKIE_NAME} <= set(client.cookies) <= named_cookies()


def test_the_policy_that_the_page_speaks_of_allows_no_other_site() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values()
    assert {word for words in directives for word in words} == {"'none'", "'self'", "data:"}
    assert settings.SECURE_REFERRER_POLICY == "same-origin"


def test_times_after_which_addresses_are_forgotten_are_those_of_the_settings() -> None:
    words = source("privacy")
    assert f"IP address | moderators | {settings.KEEP_ADDRESSES_DAYS} days" in words
    assert f"forgotten here after {settings.KEEP_MAIL_DAYS} days" in words
