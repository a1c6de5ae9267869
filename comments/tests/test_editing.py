"""Changing what a comment says: the former text stays, and nothing is lost between two people."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied

from comments.actions import EditedMeanwhile, edit
from comments.models import CommentRevision, PageComment, State
from comments.tests.factories import make_comment, make_moderator, make_page
from pages.text.refusals import Refusal

pytestmark = pytest.mark.django_db


def test_a_changed_comment_is_rendered_anew_and_keeps_what_it_said():
    comment = make_comment(make_page(), "Call +49 30 1234")
    person = make_moderator()

    edit(comment, "Call **somebody**", by=person)
    edit(comment, "Call nobody", by=person)

    comment.refresh_from_db()
    assert (comment.comment, comment.html) == ("Call nobody", "<p>Call nobody</p>\n")
    former = list(comment.former_texts.values_list("number", "text", "edited_by"))
    assert former == [
        (1, "Call +49 30 1234", person.contributor.pk),
        (2, "Call **somebody**", person.contributor.pk),
    ]
    assert LogEntry.objects.filter(user=person, object_id=comment.pk).count() == 2


@pytest.mark.parametrize("state", State)
def test_a_change_leaves_the_state_and_the_place_as_they_are(state):
    comment = make_comment(make_page(), state=state)

    edited = edit(comment, "Other words", by=make_moderator())

    assert (edited.state, edited.path, edited.is_public) == (state, comment.path, comment.is_public)


def test_the_same_text_again_is_no_change():
    comment = make_comment(make_page(), "Words")

    edit(comment, "Words", by=make_moderator())

    assert not CommentRevision.objects.exists()


def test_the_second_of_two_who_opened_one_text_is_told_and_changes_nothing():
    comment = make_comment(make_page(), "Words")
    edit(comment, "Quick words", by=make_moderator("quick"), base=0)

    with pytest.raises(EditedMeanwhile):
        edit(comment, "Slow words", by=make_moderator("slow"), base=0)

    assert PageComment.objects.get().comment == "Quick words"


def test_a_text_that_cannot_be_shown_is_refused():
    comment = make_comment(make_page(), "Words")

    with pytest.raises(Refusal):
        edit(comment, "> " * 20_000, by=make_moderator())

    assert PageComment.objects.get().comment == "Words"


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_nobody_but_a_moderator_changes_what_others_wrote(persona, request):
    comment = make_comment(make_page(), "Words")

    with pytest.raises(PermissionDenied):
        edit(comment, "Forged", by=request.getfixturevalue(persona).person)

    assert PageComment.objects.get().comment == "Words"
