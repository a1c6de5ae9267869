"""PAGES_EDIT_CHECKS: what an edit added is scored by comments, and moderators see it."""

import pytest
from django.urls import reverse

from pages.actions.create import create
from pages.actions.edit import edit
from pages.models import LogEntry, Page

pytestmark = pytest.mark.django_db
SPAM = "Online casino with free spins, visit my site http://a.example http://b.example"


def page_with(text="Some text."):
    create("Title", text, by=None)
    return Page.objects.get(title="Title")


def test_a_spam_edit_is_saved_and_flagged_with_its_reasons(contributor):
    page = page_with()

    revision = edit(page, f"Some text.\n\n{SPAM}", by=contributor.person, base=1)

    entry = LogEntry.objects.get(verb="flagged edit")
    assert page.revisions.newest_first().first() == revision
    assert (entry.page, entry.details["revision"]) == (page, 2)
    assert "words of gambling" in entry.reason


def test_moderators_find_the_flagged_revision_in_the_log(contributor, moderator, client):
    page = page_with()
    edit(page, SPAM, by=contributor.person, base=1)
    client.force_login(moderator.person)

    screen = client.get(reverse("admin:pages_logentry_changelist"))

    assert f'href="{reverse("pages:revision", args=[page.slug, 2])}"' in screen.content.decode()


def test_only_what_is_new_is_scored(contributor):
    page = page_with(SPAM)

    edit(page, f"{SPAM}\n\nThe decorator registers a route.", by=contributor.person, base=1)

    assert not LogEntry.objects.filter(verb="flagged edit").exists()


def test_a_new_page_is_scored_and_a_moderators_is_not(contributor, moderator):
    create("One", SPAM, by=contributor.person)
    create("Two", SPAM, by=moderator.person)

    assert [entry.page_title for entry in LogEntry.objects.filter(verb="flagged edit")] == ["One"]


def test_a_check_that_fails_does_not_cost_the_edit(contributor, settings, caplog):
    settings.PAGES_EDIT_CHECKS = ["comments.nowhere.check"]
    page = page_with()

    edit(page, SPAM, by=contributor.person, base=1)

    assert page.revisions.count() == 2
    assert "comments.nowhere.check failed" in caplog.text
