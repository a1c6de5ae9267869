"""Report a fact as outdated, and decide on such a report."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pages.models import FactReport, Page, PageRendering, ReportState, contributor_of
from pages.models.fact import fact_schema
from pages.models.fact_report import said_of
from pages.permissions import can_edit, is_banned
from pages.text.networks import household, readable_address
from pages.throttle import allow

MAX_REPORTS_A_DAY = 20
DAY_SECONDS = 24 * 60 * 60
MAX_WAITING_A_PAGE = 100  # more say nothing new, and storage is not free


class TooManyReports(Exception):
    """This person, or this address, reported as many facts as one may in a day."""


class ManyWait(Exception):
    """So many reports wait on this page that one more would tell its editors nothing."""


class NoSuchFact(Exception):
    """The page does not say anything of that key."""


class AlreadyDecided(Exception):
    """Somebody else was faster, or the fact was changed meanwhile."""


def report_fact(page: Page, key: str, *, by: Any, address: str = "", now: datetime | None = None) -> None:
    """Hold the word of `by`, or of a stranger at `address`, that `key` is outdated. Twice is once.

    Raises `PermissionDenied`, `NoSuchFact`, `TooManyReports` or `ManyWait`.
    """
    now = now or timezone.now()
    if is_banned(by) or page.is_deleted:
        raise PermissionDenied("You may not report facts.")
    values = page.rendering.front_matter
    if key not in values:
        raise NoSuchFact(key)
    mark = _mark(by, address)
    if FactReport.objects.pending().filter(page=page).count() >= MAX_WAITING_A_PAGE:
        raise ManyWait
    try:
        with transaction.atomic():
            if not allow("report a fact", mark, limit=MAX_REPORTS_A_DAY, seconds=DAY_SECONDS, now=now):
                raise TooManyReports
            said = said_of(values, key, fact_schema())
            FactReport.objects.create(page=page, key=key, said=said, mark=mark, created_at=now)
    except IntegrityError:
        return  # the same person reported it already, and nobody has decided yet


def decide_report(report: FactReport, *, is_outdated: bool, by: Any, now: datetime | None = None) -> None:
    """Say whether a reported fact is outdated. All that wait for the same fact get the same answer.

    Raises `PermissionDenied` or `AlreadyDecided`.
    """
    now = now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=report.page_id)
        if not can_edit(by, page):
            raise PermissionDenied("You may not edit this page.")
        waiting = FactReport.objects.filter(page=page, key=report.key, state=ReportState.PENDING)
        if not waiting.filter(pk=report.pk).exists():
            raise AlreadyDecided
        state = ReportState.ACCEPTED if is_outdated else ReportState.DISMISSED
        waiting.update(state=state, decided_by=contributor_of(by), decided_at=now)
        if is_outdated:
            PageRendering.objects.get(page=page).doubt(report.key, timezone.localdate(now))
            Page.objects.filter(pk=page.pk).raise_cache_version()


def _mark(by: Any, address: str) -> str:
    """Who reports: strangers by a keyed hash of their address, an IPv6 one by its network."""
    if by.is_authenticated:
        return f"account:{by.pk}"
    if not readable_address(address):
        return "address:unknown"
    mark = salted_hmac("pages.fact_report", household(address), algorithm="sha256").hexdigest()
    return f"address:{mark}"
