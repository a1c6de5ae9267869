"""The spam score: strings and counts in, a number with named reasons out. No Django, no database."""

from comments.spam.bayes import TOTAL, Count, Known, counts_of, learned, with_total
from comments.spam.limits import HOLD_PERCENT
from comments.spam.notes import Notes, notes_on
from comments.spam.said import Said
from comments.spam.score import Reason, Score, judge

__all__ = [
    "HOLD_PERCENT",
    "TOTAL",
    "Count",
    "Known",
    "Notes",
    "Reason",
    "Said",
    "Score",
    "counts_of",
    "judge",
    "learned",
    "notes_on",
    "with_total",
]
