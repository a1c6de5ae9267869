"""Why an action was refused. Each is named for the situation and carries what the screen needs."""

from pages.models import Page, Revision


class EditConflict(Exception):
    """The page has moved on since `base`; nothing was saved."""

    def __init__(self, current: Revision) -> None:
        super().__init__(f"The page is at revision {current.number} now.")
        self.current = current


class NothingChanged(Exception):
    """The text equals the current revision's; no revision was made."""


class BaseMissing(Exception):
    """The save did not say which revision it started from, so it could overwrite somebody's words."""


class TitleTaken(Exception):
    """Another page has this title's address already."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"There is already a page called “{page.title}”.")
        self.page = page


def refuse_taken(slug: str) -> None:
    """Raise `TitleTaken` where a page has this slug."""
    if page := Page.objects.filter(slug=slug).first():
        raise TitleTaken(page)
