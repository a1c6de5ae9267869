"""One screen of edits, of the log or of comments: what recent changes and a person's page share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from pages.models import Contributor, LogEntry, Page, Revision, UnreadableText
from pages.models.log_entry import LogEntryQuerySet
from pages.models.revision import RevisionQuerySet
from pages.text import diff as differences
from pages.views.cursors import Moment

ROWS_A_SCREEN = 50
MAX_DIFFERENCE_ROWS = 200


@dataclass
class Group:
    """The revisions of one page on one day, newest first."""

    page: Page
    revisions: list[Revision]

    @property
    def newest(self) -> Revision:
        return self.revisions[0]

    @property
    def before(self) -> int:
        """The number of the revision before the oldest; 0 before the first of the page."""
        return self.revisions[-1].number - 1

    @property
    def numbers(self) -> list[int]:
        return [revision.pk for revision in self.revisions]

    @property
    def size_change(self) -> int:
        return sum(revision.size_change for revision in self.revisions)


@dataclass
class Day:
    """One day's groups, the page that changed last first."""

    date: date
    groups: list[Group]


def edits(request: HttpRequest, revisions: RevisionQuerySet, last: Moment | None) -> dict[str, Any]:
    """A screen of revisions by day and page, and the difference that the reader opened in it (`open`)."""
    wanted = revisions.recent()
    shown, cursor = _screen(list((wanted.made_before(*last) if last else wanted)[: ROWS_A_SCREEN + 1]))
    opened = next((each for each in shown if str(each.pk) == request.GET.get("open")), None)
    return {
        "days": _by_day(shown),
        "older_cursor": cursor,
        "opened": _opened(opened) if opened else None,
        "before": request.GET.get("before", "") if last else "",
    }


def log(entries: LogEntryQuerySet, last: Moment | None) -> dict[str, Any]:
    """A screen of acts that are not edits."""
    wanted = entries.public()
    shown, cursor = _screen(list((wanted.made_before(*last) if last else wanted)[: ROWS_A_SCREEN + 1]))
    return {"entries": shown, "older_cursor": cursor}


def comments(by: Contributor | None, last: Moment | None) -> dict[str, Any]:
    """A screen of what RECENT_COMMENTS finds: the wiki itself knows of no comments."""
    recent = import_string(settings.RECENT_COMMENTS)
    found = recent(by=by, before=last.number if last else None, limit=ROWS_A_SCREEN + 1)
    shown = found[:ROWS_A_SCREEN]
    more = len(found) > len(shown)
    return {"remarks": shown, "older_cursor": str(Moment(shown[-1].at, shown[-1].number)) if more else ""}


def is_known(person: Contributor) -> bool:
    """Whether anything of this person is public: a comment that waits makes a contributor of nobody."""
    if person.revision_count or LogEntry.objects.public().filter(actor=person).exists():
        return True
    return bool(import_string(settings.RECENT_COMMENTS)(by=person, before=None, limit=1))


def _screen(found: list[Any]) -> tuple[list[Any], str]:
    """The rows that fit, and where the next screen begins."""
    shown = found[:ROWS_A_SCREEN]
    more = len(found) > len(shown)
    return shown, str(Moment(shown[-1].created_at, shown[-1].pk)) if more else ""


def _by_day(revisions: Iterable[Revision]) -> list[Day]:
    days: list[Day] = []
    for revision in revisions:
        at = timezone.localdate(revision.created_at)
        if not days or days[-1].date != at:
            days.append(Day(at, []))
        groups = days[-1].groups
        group = next((known for known in groups if known.page.pk == revision.page_id), None)
        if group is None:
            groups.append(Group(revision.page, [revision]))
        else:
            group.revisions.append(revision)
    return days


def _opened(revision: Revision) -> dict[str, Any]:
    """What one revision changed, as far as a list has room for it."""
    try:
        rows = differences.rows(revision.parent.text if revision.parent else "", revision.text)
    except UnreadableText as reason:
        return {"number": revision.pk, "gone": str(reason)}
    shown = rows[:MAX_DIFFERENCE_ROWS]
    return {"number": revision.pk, "rows": shown, "is_cut": len(rows) > len(shown)}
