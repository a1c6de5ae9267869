"""Decide on comments, one or many: approve, reject, mark as spam, remove, put back into the queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.learning import learn
from comments.models import Decision, Discussion, PageComment, State, Verb, Verdict
from comments.models.decision import VERBS
from comments.notify import tell_decided, tell_readers
from pages.models import contributor_of
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
    """Put comments back into the queue."""
    return decide(pks, State.PENDING, **decision)


def decide(pks: Iterable[int], after: State, **decision: Any) -> int:
    """Move comments to the state `after` and return how many were moved. Arguments: `make_decision`."""
    return make_decision(pks, after, **decision).comment_count


def make_decision(
    pks: Iterable[int],
    after: State,
    *,
    by: Any,
    seen: str = State.PENDING,
    reason: str = "",
    is_told: bool = False,
    read_at: datetime | None = None,
    now: datetime | None = None,
) -> Decision:
    """Move the comments that are still in the state `seen` to `after`; return the decision, as it is stored.

    A comment that somebody else has decided on meanwhile is left as it is, so that of two moderators at once
    one decides; a decision that moved none is not stored. With `is_told` authors who left an address are
    told. A comment whose text was changed after `read_at`, when the person read it, is left as well. Raises
    `PermissionDenied`.
    """
    decision = Decision(
        decided_at=now or timezone.now(),
        verb=VERBS[after],
        before=seen,
        after=after,
        reason=reason[:MAX_REASON_CHARS],
        is_told=is_told,
    )
    return carry_out(decision, pks, by=by, read_at=read_at)


def carry_out(
    decision: Decision, pks: Iterable[int], *, by: Any, read_at: datetime | None = None
) -> Decision:
    """Do what an unsaved decision says, as far as these comments are still in the state `decision.before`.

    Each comment leaves a `Verdict` and a line in the admin's log. The number of queries is the same for 1 and
    for 500 comments but for the rows that fit into an INSERT, and grows with each further 500.
    """
    if not is_moderator(by):
        raise PermissionDenied("Only moderators decide on comments.")
    decision.decided_by = contributor_of(by)
    if decision.before != decision.after:
        pks = sorted(set(pks))
        for start in range(0, len(pks), CHUNK_ROWS):
            _decide_chunk(pks[start : start + CHUNK_ROWS], decision, by, read_at)
    return decision


@transaction.atomic
def _decide_chunk(pks: list[int], decision: Decision, by: Any, read_at: datetime | None) -> None:
    discussions = _lock_discussions(pks)
    chosen = PageComment.objects.filter(pk__in=pks, state=decision.before).locked()
    if read_at:
        chosen = chosen.exclude(edited_at__gt=read_at)
    if decision.undoes_id:
        standing = Verdict.objects.filter(decision=decision.undoes_id).standing()
        chosen = chosen.filter(pk__in=standing.values("comment"))
    shown = chosen.select_related("page").only("page__lang", "user_name", "user_email", "comment")
    comments = list(shown)
    if comments:
        decided = PageComment.objects.filter(pk__in=[comment.pk for comment in comments])
        words = [(comment.pk, comment.comment, comment.page.lang) for comment in comments]
        decided.set_state(State(decision.after), words=words)
        _record(comments, decision, by)
        learn(comments)
        tell_readers(comments, decision.after)
        discussions.recount()
        if decision.is_told:
            tell_decided(comments, decision)


def _lock_discussions(pks: list[int]) -> Any:
    """Lock the discussions before their comments, in the order that `post` takes them."""
    pages = PageComment.objects.filter(pk__in=pks).order_by().values("page_id")
    locked = list(Discussion.objects.filter(page__in=pages).locked().values_list("pk", flat=True))
    return Discussion.objects.filter(pk__in=locked)


def _record(comments: list[PageComment], decision: Decision, by: Any) -> None:
    decision.comment_count += len(comments)
    decision.save()
    Verdict.objects.bulk_create(
        Verdict(
            decision=decision,
            comment=comment,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            before=decision.before,
            after=decision.after,
            reason=decision.reason,
        )
        for comment in comments
    )
    LogEntry.objects.log_actions(by.pk, comments, CHANGE, _sentence(decision))


def _sentence(decision: Decision) -> str:
    undone = "Undone: " if decision.verb == Verb.UNDO else ""
    states = f"{decision.get_before_display()} to {decision.get_after_display().lower()}."
    return f"{undone}{states} {decision.reason}".strip()
