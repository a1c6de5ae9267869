"""Rights about one's own comments. A person is a Django user, signed in or not."""

from datetime import datetime, timedelta
from typing import Any

from comments.models import PageComment, Rules, State

CHANGEABLE = {State.PENDING, State.APPROVED}


def is_own(comment: PageComment, person: Any, held: tuple[int, ...]) -> bool:
    """Whether this person, or this browser, wrote the comment. A cookie opens no account's comment."""
    if person is not None and person.is_authenticated and comment.user_id == person.pk:
        return True
    return comment.user_id is None and comment.pk in held


def can_change(
    comment: PageComment, person: Any, held: tuple[int, ...], rules: Rules, *, now: datetime
) -> bool:
    """Whether its author may still change what the comment says."""
    until = comment.submit_date + timedelta(minutes=rules.edit_minutes)
    return comment.state in CHANGEABLE and now < until and is_own(comment, person, held)
