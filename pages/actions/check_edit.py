"""Show an edit to the checks that other parts of the site supply, and write down what they say."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from pages.models import LogEntry, Page, Revision
from pages.permissions import is_trusted

FLAGGED = "flagged edit"
logger = logging.getLogger(__name__)


def check_edit(page: Page, revision: Revision, *, before: str, text: str, by: Any, now: datetime) -> None:
    """Write a log line for moderators about each check of PAGES_EDIT_CHECKS that finds something.

    The edit stays: a wrong suspicion may cost nobody's words. The software itself, trusted contributors and
    moderators are not checked. A check is called as `check(page, added, by=person)` with the lines that are
    new, and answers a sentence or nothing. Where one fails, the edit is saved all the same.
    """
    if by is None or is_trusted(by):
        return
    added = _added(before, text)
    for path in settings.PAGES_EDIT_CHECKS if added else []:
        if sentence := _asked(path, page, added, by):
            LogEntry.objects.record(
                FLAGGED, page, by=None, reason=sentence, now=now, revision=revision.number
            )


def _added(before: str, text: str) -> str:
    known = set(before.splitlines())
    return "\n".join(line for line in text.splitlines() if line not in known).strip()


def _asked(path: str, page: Page, added: str, by: Any) -> str:
    try:
        with transaction.atomic():  # so that a failed query does not undo the edit
            return str(import_string(path)(page, added, by=by) or "")
    except Exception:
        logger.exception("The check %s failed on an edit of page %s", path, page.pk)
        return ""
