"""The newest comments that everybody may read, for the wiki's recent changes: what RECENT_COMMENTS names."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.text import Truncator

from comments.models import PageComment
from pages.models import Contributor, Page

EXCERPT_CHARS = 200


class Remark(NamedTuple):
    """One comment as a list of changes shows it: `by` is the contributor, None for a stranger."""

    number: int
    at: datetime
    page: Page
    name: str
    by: Contributor | None
    excerpt: str
    address: str


def recent_comments(*, by: Contributor | None, before: int | None, limit: int) -> list[Remark]:
    """At most `limit` approved comments, newest first: by one person, and before the comment `before`."""
    found = PageComment.objects.seen_by_readers().select_related("page", "author").order_by("-pk")
    if by is not None:
        found = found.filter(author=by)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_remark(comment) for comment in found[:limit]]


def _remark(comment: Any) -> Remark:
    return Remark(
        number=comment.pk,
        at=comment.submit_date,
        page=comment.page,
        name=comment.user_name,
        by=comment.author,
        excerpt=Truncator(comment.comment).chars(EXCERPT_CHARS),
        address=comment.get_absolute_url(),
    )
