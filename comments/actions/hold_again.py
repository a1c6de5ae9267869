"""Put a comment that readers saw back into the queue, without a moderator."""

from datetime import datetime

from comments.holding import Reason, calls_it_spam
from comments.models import Discussion, Kind, PageComment, State, Verdict
from comments.notify import note


def hold_again(comment: PageComment, reasons: list[Reason], *, because: str, now: datetime) -> None:
    """Hide an approved comment until a moderator has read it; `because` is the verdict's reason.

    The locks of its discussion and of the comment must be held, in that order.
    """
    after = State.SPAM if calls_it_spam(reasons) else State.PENDING
    comment.held_because = reasons
    comment.save(update_fields=["held_because"])
    PageComment.objects.filter(pk=comment.pk).set_state(after)
    Verdict.objects.create(
        comment=comment, decided_by=None, decided_at=now, before=comment.state, after=after, reason=because
    )
    comment.state, comment.is_public, comment.is_removed = after, False, after == State.SPAM
    Discussion.objects.filter(page=comment.page_id).recount()
    if after == State.PENDING:
        note(Kind.WAITING, [comment])
