"""Protection: who may edit a page from now on, and why."""

import pytest
from django.core.exceptions import PermissionDenied

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.errors import NothingChanged, ReasonMissing
from pages.actions.protect import protect
from pages.models import LogEntry, Page, Protection
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person

pytestmark = pytest.mark.django_db


def may_edit(page: Page, person) -> bool:
    try:
        edit(page, f"By {person}.\n", by=person, base=page.revisions.count())
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Protection.TRUSTED, [False, True, True]),
        (Protection.MODERATORS, [False, False, True]),
    ],
)
def test_a_level_lets_only_its_people_edit(level, expected):
    page, mo = make_page("Flask"), make_moderator("mo")
    trusted = make_person("t", "Contributors", "Trusted")
    protect(page, level, by=mo, reason="Vandalism")
    assert [may_edit(page, person) for person in (make_contributor(), trusted, mo)] == expected


def test_protection_can_be_taken_away_again():
    page, mo = make_page("Flask"), make_moderator("mo")
    protect(page, Protection.MODERATORS, by=mo, reason="Vandalism")
    protect(page, Protection.NONE, by=mo, reason="Calm again")
    assert may_edit(page, make_contributor())


def test_the_log_says_who_protected_what_how_and_why():
    page, mo = make_page("Flask"), make_moderator("mo")
    protect(page, Protection.TRUSTED, by=mo, reason="Vandalism")
    entry = LogEntry.objects.get()
    assert (entry.actor.name, entry.verb, entry.page, entry.reason) == ("mo", "protect", page, "Vandalism")
    assert entry.details == {"slug": "flask", "from": 0, "to": 1}


def test_stored_copies_of_the_page_become_stale():
    page = make_page("Flask")
    version = page.cache_version
    protect(page, Protection.TRUSTED, by=make_moderator(), reason="Vandalism")
    assert Page.objects.get().cache_version > version


def test_nobody_but_moderators_protects():
    for person in [make_person(), make_contributor(), make_person("t", "Contributors", "Trusted")]:
        with pytest.raises(PermissionDenied):
            protect(make_page(), Protection.NONE, by=person, reason="Mine")


def test_an_unprotected_level_a_missing_reason_and_a_deleted_page_change_nothing():
    page, mo = make_page("Flask"), make_moderator()
    with pytest.raises(NothingChanged):
        protect(page, Protection.NONE, by=mo, reason="Again")
    with pytest.raises(ReasonMissing):
        protect(page, Protection.TRUSTED, by=mo, reason=" ")
    delete(page, by=mo, reason="Off topic")
    with pytest.raises(PermissionDenied):
        protect(page, Protection.TRUSTED, by=mo, reason="Vandalism")
    assert Page.objects.get().protection == Protection.NONE
