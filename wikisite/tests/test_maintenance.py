"""While writing is paused, pages are read, and nothing that somebody typed is lost."""

from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from pages.models import Page
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db


def say(*words: str) -> str:
    out = StringIO()
    call_command("maintenance", *words, stdout=out)
    return out.getvalue()


def test_writing_is_paused_with_the_text_given_back_while_pages_are_read(
    contributor: Any, stranger: Any
) -> None:
    make_page("Flask", "Old.\n")
    assert "Writing is paused" in say("on", "--reason", "We move <house>.")
    fields = {"title": "Flask", "body": "New words", "base": "1", "summary": "", "draft": "", "seen": ""}

    edited = contributor.post("/wiki/flask/edit/", fields)
    html = unescape(edited.content.decode())
    assert (edited.status_code, edited["Retry-After"], edited["Cache-Control"]) == (503, "30", "no-store")
    assert "New words" in html
    assert "We move <house>." in html
    assert b"We move &lt;house&gt;." in contributor.get("/wiki/flask/edit/").content
    assert stranger.post("/comments/post/", {"comment": "Words"}).status_code == 503
    assert [client.get("/wiki/flask/").status_code for client in (stranger, contributor)] == [200, 200]
    assert Page.objects.get().current.number == 1

    assert say("off") == "Writing goes on.\n"
    assert contributor.post("/wiki/flask/edit/", fields).status_code == 303


def test_the_command_says_what_holds(db: None) -> None:
    assert say() == "Writing goes on.\n"
    say("on", "--reason", "First")
    assert say("on", "--reason", "Second").endswith("Second\n")
    assert say().endswith("Second\n")
