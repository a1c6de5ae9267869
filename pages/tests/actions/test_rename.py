"""Renaming: the old name leads to the page, and never to a redirect."""

import pytest
from django.core.exceptions import PermissionDenied

from pages.actions.errors import TitleTaken
from pages.actions.rename import rename
from pages.models import LogEntry, Page, Redirect
from pages.tests.factories import make_contributor, make_page, make_person

pytestmark = pytest.mark.django_db


def test_old_names_lead_to_the_page_after_two_renames(client):
    page, person = make_page("First"), make_contributor()
    rename(page, "Second", by=person)
    page.refresh_from_db()
    rename(page, "Third", by=person)
    assert set(Redirect.objects.values_list("slug", "page")) == {("first", page.pk), ("second", page.pk)}
    assert client.get("/wiki/first/").headers["Location"] == "/wiki/third/"


def test_renaming_back_leaves_no_redirect_on_the_name_in_use(client):
    page, person = make_page("First"), make_contributor()
    rename(page, "Second", by=person)
    page.refresh_from_db()
    rename(page, "First", by=person)
    assert list(Redirect.objects.values_list("slug", flat=True)) == ["second"]


def test_a_rename_onto_another_page_is_refused():
    make_page("Taken")
    with pytest.raises(TitleTaken):
        rename(make_page("Mine"), "Taken", by=make_contributor())


def test_the_log_says_who_renamed_what():
    page = make_page("First")
    rename(page, "Second", by=make_contributor("ada"), reason="The usual name")
    entry = LogEntry.objects.get()
    assert (entry.actor.name, entry.verb, entry.details["from"], entry.details["to"]) == (
        "ada",
        "rename",
        "First",
        "Second",
    )


def test_the_front_page_keeps_its_address_and_a_reader_may_not_rename():
    for page, person in [(make_page("Start"), make_person()), (make_page("Home"), make_contributor())]:
        with pytest.raises(PermissionDenied):
            rename(page, "Elsewhere", by=person)
    assert Page.objects.filter(slug="home").exists()
