"""Decide on comments, one or many: approve, reject, mark as spam, remove, put back into the queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.models import Discussion, PageComment, State, Verdict
from comments.notify import tell_readers
from pages.models import Page, contributor_of
from pages.permissions import is_moderator

CHUNK_ROWS = 500  # one transaction; SQLite takes 999 parameters a statement
MAX_REASON_CHARS = 500


def approve(pks: Iterable[int], **decision: Any) -> int:
    """Show comments to readers. Replies below keep their own states. Arguments and result: `decide`."""
    return decide(pks, State.APPROVED, **decision)


def reject(pks: Iterable[int], **decision: Any) -> int:
    """Keep comments from readers, without calling them spam."""
    return decide(pks, State.REJECTED, **decision)


def mark_spam(pks: Iterable[int], **decision: Any) -> int:
    """Keep comments from readers, as spam."""
    return decide(pks, State.SPAM, **decision)


def remove(pks: Iterable[int], **decision: Any) -> int:
    """Take comments that readers have seen away from them; their replies stay."""
    return decide(pks, State.REMOVED, **decision)


def hold(pks: Iterable[int], **decision: Any) -> int:
    """Put comments back into the queue: how any decision is undone."""
    return decide(pks, State.PENDING, **decision)


def decide(
    pks: Iterable[int],
    after: State,
    *,
    by: Any,
    seen: str = State.PENDING,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Move the comments that are still in the state `seen` to `after`; return how many there were.

    A comment that somebody else has decided on meanwhile is left as it is, so that of two moderators at once
    one decides. Each decision leaves a `Verdict` and a line in the admin's log. The number of queries is the
    same for 1 and for 500 comments but for the rows that fit into an INSERT. Raises `PermissionDenied`.
    """
    if not is_moderator(by):
        raise PermissionDenied("Only moderators decide on comments.")
    pks, now = sorted(set(pks)), now or timezone.now()
    if seen == after:
        return 0
    verdict = Verdict(
        decided_by=contributor_of(by),
        decided_at=now,
        before=seen,
        after=after,
        reason=reason[:MAX_REASON_CHARS],
    )
    chunks = (pks[start : start + CHUNK_ROWS] for start in range(0, len(pks), CHUNK_ROWS))
    return sum(_decide_chunk(chunk, verdict, by) for chunk in chunks)


@transaction.atomic
def _decide_chunk(pks: list[int], verdict: Verdict, by: Any) -> int:
    discussions = _lock_discussions(pks)
    chosen = PageComment.objects.filter(pk__in=pks, state=verdict.before).locked()
    comments = list(chosen.only("page_id", "user_name", "comment"))
    if comments:
        PageComment.objects.filter(pk__in=[comment.pk for comment in comments]).set_state(
            State(verdict.after)
        )
        _record(comments, verdict, by)
        tell_readers(comments, verdict.after)
        discussions.recount()
        Page.objects.filter(pk__in={comment.page_id for comment in comments}).raise_cache_version()
    return len(comments)


def _lock_discussions(pks: list[int]) -> Any:
    """Lock the discussions before their comments, in the order that `post` takes them."""
    pages = PageComment.objects.filter(pk__in=pks).order_by().values("page_id")
    locked = list(Discussion.objects.filter(page__in=pages).locked().values_list("pk", flat=True))
    return Discussion.objects.filter(pk__in=locked)


def _record(comments: list[PageComment], verdict: Verdict, by: Any) -> None:
    Verdict.objects.bulk_create(
        Verdict(
            comment=comment,
            decided_by=verdict.decided_by,
            decided_at=verdict.decided_at,
            before=verdict.before,
            after=verdict.after,
            reason=verdict.reason,
        )
        for comment in comments
    )
    sentence = (
        f"{State(verdict.before).label} to {State(verdict.after).label.lower()}. {verdict.reason}".strip()
    )
    LogEntry.objects.log_actions(by.pk, comments, CHANGE, sentence)
