"""Who hears about what becomes of a comment."""

from collections.abc import Iterable

from comments.models import Decision, PageComment


def tell_decided(comments: Iterable[PageComment], decision: Decision) -> None:
    """Tell the authors who left an address; called inside the transaction of the decision.

    Nothing is sent yet: the outbox that these messages go into is built beside this.
    """
