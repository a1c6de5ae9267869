"""Drafts: what was typed is kept to the byte, for its author alone, and is never in anybody's way."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pages.actions.create import create
from pages.actions.discard_draft import discard_draft, forget_drafts, return_draft
from pages.actions.edit import edit
from pages.actions.errors import BaseMissing, NothingChanged
from pages.actions.save_draft import MAX_DRAFTS, Continued, forget_saved, save_draft
from pages.models import Draft
from pages.tests.factories import make_contributor, make_page, make_person
from pages.text.limits import MAX_SOURCE_BYTES
from pages.text.refusals import Refusal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def flask():
    return make_page("Flask", "The line.\n", revisions=2)


@pytest.fixture
def ada():
    return make_contributor("ada")


def keep(person, page=None, body="Words", **changes):
    fields = {"base": page.current.number if page else 0, "title": "Flask" if page else "New"} | changes
    return save_draft(person, page=page, body=body, **fields)


def test_a_second_save_over_the_same_base_replaces_the_first(flask, ada):
    keep(ada, flask, "One")
    keep(ada, flask, "Two")
    assert [draft.body for draft in Draft.objects.all()] == ["Two"]


def test_drafts_over_two_bases_stand_side_by_side(flask, ada):
    keep(ada, flask, "Old", base=1)
    keep(ada, flask, "New", base=2)
    assert {draft.base: draft.body for draft in Draft.objects.all()} == {1: "Old", 2: "New"}


def test_a_new_page_has_one_draft_a_title(ada):
    keep(ada, None, "One", title="Werkzeug")
    keep(ada, None, "Two", title="Werkzeug")
    keep(ada, None, "Other", title="Jinja")
    drafts = {draft.title: draft.body for draft in Draft.objects.all()}
    assert drafts == {"Werkzeug": "Two", "Jinja": "Other"}


def test_a_draft_follows_the_title_that_is_being_typed(ada):
    first = keep(ada, None, "Text", title="Wer")
    keep(ada, None, "Text", title="Werkzeug", continues=Continued(first.pk, first.saved_at))
    assert [draft.title for draft in Draft.objects.all()] == ["Werkzeug"]


def test_a_draft_follows_its_text_to_a_newer_base(flask, ada):
    first = keep(ada, flask, "Mine", base=1)
    keep(ada, flask, "Merged", base=2, continues=Continued(first.pk, first.saved_at))
    assert {draft.base: draft.body for draft in Draft.objects.all()} == {2: "Merged"}


def test_a_tab_does_not_move_a_draft_that_another_tab_has_written_since(ada):
    first = keep(ada, None, "One page", title="", now=NOON)
    keep(ada, None, "Another page", title="", now=NOON + timedelta(seconds=1))
    keep(ada, None, "One page", title="Werkzeug", continues=Continued(first.pk, NOON))
    drafts = {draft.title: draft.body for draft in Draft.objects.all()}
    assert drafts == {"": "Another page", "Werkzeug": "One page"}


def test_a_draft_that_is_in_the_way_of_a_moving_one_can_return(ada):
    keep(ada, None, "In the way", title="Werkzeug")
    moving = keep(ada, None, "Text", title="Wer")
    keep(ada, None, "Text", title="Werkzeug", continues=Continued(moving.pk, moving.saved_at))
    assert [draft.body for draft in Draft.objects.discarded()] == ["In the way"]


def test_nobody_writes_into_the_draft_of_another_person(flask, ada):
    mine = keep(ada, flask, "Mine")
    keep(make_contributor(), flask, "Theirs", continues=Continued(mine.pk, mine.saved_at))
    mine.refresh_from_db()
    assert mine.body == "Mine"


def test_a_saved_edit_deletes_its_draft_and_no_other(flask, ada):
    keep(ada, flask, "Mine")
    keep(make_contributor(), flask, "Theirs")
    edit(flask, "Mine, at last.\n", by=ada, base=2)
    assert [draft.body for draft in Draft.objects.all()] == ["Theirs"]


def test_a_saved_edit_deletes_the_restored_draft_of_an_older_base(flask, ada):
    restored = keep(ada, flask, "Mine", base=1)
    edit(flask, "Merged.\n", by=ada, base=2, draft=restored.pk)
    assert not Draft.objects.exists()


def test_a_saved_edit_leaves_drafts_over_other_bases(flask, ada):
    keep(ada, flask, "Another thought", base=1)
    edit(flask, "Mine.\n", by=ada, base=2)
    assert [draft.body for draft in Draft.objects.live()] == ["Another thought"]


def test_an_edit_that_is_refused_leaves_the_draft(flask, ada):
    keep(ada, flask, "Mine")
    with pytest.raises(NothingChanged):
        edit(flask, flask.current.text, by=ada, base=2)
    assert Draft.objects.live().count() == 1


def test_a_new_page_takes_its_draft_with_it_by_title_or_number(ada):
    keep(ada, None, "One", title="Werkzeug")
    create("Werkzeug", "One.\n", by=ada)
    other = keep(ada, None, "Two", title="Jin")
    create("Jinja", "Two.\n", by=ada, draft=other.pk)
    assert not Draft.objects.exists()


def test_a_saved_page_deletes_no_draft_of_another_page(flask, ada):
    other = keep(ada, make_page("Django"), "Words")
    edit(flask, "Mine.\n", by=ada, base=2, draft=other.pk)
    assert Draft.objects.filter(pk=other.pk).exists()


def test_pages_made_by_the_software_ask_for_no_drafts(flask):
    forget_saved(flask, by=None, base=2)


@pytest.mark.parametrize("base", [0, 3, 2**31])
def test_a_base_that_does_not_exist_is_refused(flask, ada, base):
    with pytest.raises(BaseMissing):
        keep(ada, flask, base=base)


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "x" * (MAX_SOURCE_BYTES + 1)},
        {"body": "a\0b"},
        {"body": "\ud800"},
        {"title": "x" * 121},
        {"title": "a\0"},
        {"summary": "x" * 201},
        {"summary": "\udfff"},
    ],
)
def test_what_no_page_could_hold_is_refused(ada, fields):
    with pytest.raises(Refusal):
        keep(ada, None, **fields)
    assert not Draft.objects.exists()


def test_those_who_may_not_edit_keep_the_draft_they_have(flask, ada):
    keep(ada, flask, "Mine")
    ada.groups.add(Group.objects.get_or_create(name="Banned")[0])
    banned = type(ada).objects.get(pk=ada.pk)
    for person in (banned, make_person(), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            keep(person, flask, "More")
    assert [draft.body for draft in Draft.objects.of(banned)] == ["Mine"]


def test_a_discarded_draft_returns_as_it_was(flask, ada):
    draft = keep(ada, flask, "Mine")
    discard_draft(draft)
    assert not Draft.objects.live().exists()
    return_draft(draft)
    assert [draft.body for draft in Draft.objects.live()] == ["Mine"]


def test_what_is_typed_after_a_discard_does_not_touch_the_discarded_text(flask, ada):
    discard_draft(keep(ada, flask, "Discarded"))
    keep(ada, flask, "Fresh")
    assert [draft.body for draft in Draft.objects.discarded()] == ["Discarded"]


def test_a_returned_draft_changes_places_with_the_one_there(flask, ada):
    first = keep(ada, flask, "First")
    discard_draft(first)
    keep(ada, flask, "Second")
    return_draft(first)
    assert [draft.body for draft in Draft.objects.live()] == ["First"]
    assert [draft.body for draft in Draft.objects.discarded()] == ["Second"]


def test_discarded_drafts_are_forgotten_after_thirty_days_and_live_ones_never(flask, ada):
    discard_draft(keep(ada, flask, "Long gone", base=1), now=NOON)
    keep(ada, flask, "Alive", now=NOON)
    assert forget_drafts(now=NOON + timedelta(days=30)) == 0
    assert forget_drafts(now=NOON + timedelta(days=30, seconds=1)) == 1
    assert [draft.body for draft in Draft.objects.all()] == ["Alive"]


def test_the_command_says_how_many_it_forgot(flask, ada, capsys):
    discard_draft(keep(ada, flask), now=NOON - timedelta(days=3650))
    call_command("forget_drafts")
    assert "1 discarded drafts forgotten" in capsys.readouterr().out


def test_a_person_has_a_limited_number_of_drafts_and_discarded_ones_make_room(ada):
    Draft.objects.bulk_create(Draft(person=ada, title=str(number)) for number in range(MAX_DRAFTS - 1))
    discard_draft(keep(ada, None, title="Discarded"))
    keep(ada, None, title="In its place")
    with pytest.raises(Refusal, match="100 drafts"):
        keep(ada, None, title="One too many")
    keep(ada, None, "Still saved", title="0")
    assert Draft.objects.filter(title="In its place").exists()
    assert Draft.objects.count() == MAX_DRAFTS


class DraftBytes(TestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    def test_a_draft_comes_back_byte_for_byte(self, body):
        draft = keep(make_contributor(), None, body)
        draft.refresh_from_db()
        assert draft.body == body


@pytest.mark.django_db(transaction=True)
def test_tabs_that_save_at_the_same_moment_all_succeed(flask, ada):
    failures = []

    def save(number):
        try:
            keep(ada, flask, f"Text {number}")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    tabs = [threading.Thread(target=save, args=[number]) for number in range(8)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert failures == []
    assert Draft.objects.count() == 1
