"""What comments supplies to pages through PAGES_EDIT_CHECKS: the spam score of an edit."""

from typing import Any

from comments.models import Rules
from comments.scoring import score_of
from comments.spam import Said, notes_on
from pages.models import Page


def score_edit(page: Page, added: str, *, by: Any) -> str:
    """Why what an edit added looks like spam, as a sentence; empty where it does not."""
    score = score_of(notes_on(Said(added, page.lang)))
    if score.percent < Rules.objects.current().spam_hold_percent:
        return ""
    against = [f"{reason.name} {reason.weight:.2f}" for reason in score.reasons if reason.weight > 0.5]
    return f"Spam score {score.percent} %, because: {', '.join(against) or 'all together'}."
