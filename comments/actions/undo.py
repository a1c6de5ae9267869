"""Take a decision back, on one comment or on thousands, at any time."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from comments.actions.decide import carry_out
from comments.models import Decision, State, Verb


def undo(decision: Decision, *, by: Any, now: datetime | None = None) -> Decision:
    """Give each comment back the state that it had before, where it is still as the decision left it.

    What somebody has decided on since stays. The undoing is a decision itself, and can be undone as well;
    one that moved no comment is not stored. Raises `PermissionDenied`.
    """
    undoing = Decision(
        decided_at=now or timezone.now(),
        verb=Verb.UNDO,
        before=decision.after,
        after=State(decision.before),
        undoes=decision,
    )
    return carry_out(undoing, decision.verdicts.values_list("comment", flat=True), by=by)
