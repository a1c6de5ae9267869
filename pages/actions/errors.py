"""Why an action was refused. Each is named for the situation and carries what the screen needs."""

from pages.models import Page, Revision
from pages.text.merge import Merge


class EditConflict(Exception):
    """Two edits from `base` changed the same words; nothing was saved.

    `merge` holds what fits, and both sides of what does not: mine is the refused text, theirs is `current`.
    """

    def __init__(self, current: Revision, base: Revision, merge: Merge) -> None:
        super().__init__(f"Revision {current.number} changed the same words.")
        self.current = current
        self.base = base
        self.merge = merge


class NothingChanged(Exception):
    """The text equals the current revision's; no revision was made."""


class BaseMissing(Exception):
    """The save did not say which revision it started from, so it could overwrite somebody's words."""


class TitleTaken(Exception):
    """Another page has this title's address already."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"There is already a page called “{page.title}”.")
        self.page = page


class TitleDeleted(TitleTaken):
    """A deleted page has this title's address: it can come back, with its history."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        sentence = "A page of this name was deleted. Ask a moderator to restore it, or choose another title."
        self.args = (sentence,)


class NothingBefore(Exception):
    """There is no earlier revision that could be brought back."""


class PageMovedOn(Exception):
    """Somebody saved since the person looked, so the act would hit a revision that nobody meant."""

    def __init__(self, current: Revision) -> None:
        super().__init__(f"Revision {current.number} was saved since you looked. Look at it first.")
        self.current = current


class TextIsCurrent(Exception):
    """Readers see this text now: taking it out of storage would leave the page without one."""

    def __init__(self) -> None:
        super().__init__("Readers see this text now. Go back to an older revision first, then remove it.")


class ReasonMissing(Exception):
    """An act that the log must explain came without a reason."""

    def __init__(self) -> None:
        super().__init__("Say why: the log shows the reason to everybody.")


def refuse_taken(slug: str) -> None:
    """Raise `TitleTaken` where a page has this slug, `TitleDeleted` where a deleted one has it."""
    if page := Page.objects.filter(slug=slug).first():
        raise TitleDeleted(page) if page.is_deleted else TitleTaken(page)


def require_reason(reason: str) -> str:
    """The reason in one line. Raises `ReasonMissing`."""
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing
    return words
