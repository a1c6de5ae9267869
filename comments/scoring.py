"""Scores a comment before it is stored, and remembers its text once it is."""

from comments.models import ClueCount, PageComment
from comments.spam import Count, Notes, Said, Score, judge, notes_on
from comments.spam.shingles import sketch
from pages.models import Page


def scored(comment: PageComment, page: Page, *, is_hidden_field_filled: bool = False) -> PageComment:
    """Fill in a comment's `score` (0 to 100) and `score_reasons`, by one query. Stores nothing."""
    said = Said(comment.comment, page.lang, comment.user_url, is_hidden_field_filled)
    score = score_of(notes_on(said))
    comment.score = score.percent
    comment.score_reasons = [[reason.name, reason.weight] for reason in score.reasons]
    return comment


def score_of(notes: Notes) -> Score:
    """The score by what this site has learned."""
    return judge(notes, ClueCount.objects.known(notes.keys))


def notes_on_comment(comment: PageComment) -> Notes:
    """What is learned from a stored comment; its page must be loaded with it."""
    return notes_on(Said(comment.comment, comment.page.lang, comment.user_url))


def remember_text(comment: PageComment) -> None:
    """Count the text as said once more on this site, in the transaction that stores the comment."""
    ClueCount.objects.add(dict.fromkeys(sketch(comment.comment), Count(seen=1)))
