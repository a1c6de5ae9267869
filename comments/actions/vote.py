"""Say that a comment helped, and take it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments.models import Discussion, PageComment, Vote
from pages.models import contributor_of
from pages.permissions import is_banned


def vote(comment: PageComment, *, by: Any, is_helpful: bool = True) -> PageComment:
    """Count this account's vote for the comment, or no more; twice is once. Return the comment as it is now.

    Raises `PermissionDenied` for who may not vote, and `PageComment.DoesNotExist` where readers do not see
    the comment, whatever it is.
    """
    if not can_vote(by, comment):
        raise PermissionDenied("You cannot vote on this comment.")
    voter = contributor_of(by)
    with transaction.atomic():
        list(Discussion.objects.filter(page=comment.page_id).locked())
        seen = PageComment.objects.seen_by_readers().get(pk=comment.pk)
        votes = Vote.objects.filter(comment=seen, contributor=voter)
        if votes.exists() != is_helpful:
            _change(votes, Vote(comment=seen, contributor=voter), is_helpful)
        return PageComment.objects.select_related("page").get(pk=comment.pk)


def can_vote(person: Any, comment: PageComment) -> bool:
    """Accounts that are not banned, on what others wrote: one person one vote takes a person to know."""
    return bool(person.is_authenticated and not is_banned(person) and comment.user_id != person.pk)


def _change(votes: Any, one: Vote, is_helpful: bool) -> None:
    if is_helpful:
        one.save()
    else:
        votes.delete()
    PageComment.objects.filter(pk=one.comment_id).recount_votes()
