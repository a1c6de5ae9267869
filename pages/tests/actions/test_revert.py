"""Reverting: an older text comes back as a new revision."""

import pytest
from django.core.exceptions import PermissionDenied

from pages.actions.errors import NothingChanged
from pages.actions.revert import revert
from pages.models import Revision
from pages.tests.factories import make_contributor, make_page, make_person

pytestmark = pytest.mark.django_db


def test_reverting_makes_a_new_revision_with_the_old_text_and_keeps_those_between():
    page = make_page(body="First.\n", revisions=3)
    revision = revert(page, 1, by=make_contributor())
    assert (revision.number, revision.text, revision.reverted_to) == (4, "First.\n", 1)
    assert revision.summary == "Reverted to revision 1"
    assert page.revisions.count() == 4


def test_reverting_to_what_stands_there_changes_nothing():
    page = make_page(revisions=2)
    with pytest.raises(NothingChanged):
        revert(page, 2, by=make_contributor())


def test_a_reader_may_not_revert():
    with pytest.raises(PermissionDenied):
        revert(make_page(revisions=2), 1, by=make_person())


def test_a_revision_that_is_not_there_is_refused():
    with pytest.raises(Revision.DoesNotExist):
        revert(make_page(), 9, by=make_contributor())
