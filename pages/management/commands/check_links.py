"""Find outside links that lead nowhere."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pages.actions.check_links import DELAY_S, KEPT, LinkChecker
from pages.management.progress import progress
from pages.models import BrokenLink, LinkCheck, Page
from pages.outside import TIMEOUT_S, problem_with


class Command(BaseCommand):
    help = (
        "Ask other sites whether the links of all pages still lead somewhere; /broken-links/ lists what does "
        "not. A run that was stopped, or came to its limit, is taken up by the next one: it skips what was "
        "asked in the last days, and --after skips pages too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=1_000, help="addresses to ask at most (1000)")
        parser.add_argument("--days", type=int, default=KEPT.days, help="for how long an outcome holds (30)")
        parser.add_argument(
            "--delay", type=float, default=DELAY_S, help="seconds between two to one host (1)"
        )
        parser.add_argument("--timeout", type=float, default=TIMEOUT_S, help="seconds for an answer (10)")
        parser.add_argument("--after", type=int, default=0, metavar="NUMBER", help="skip pages up to this")

    def handle(self, *args: Any, **options: Any) -> None:
        keep = timedelta(days=options["days"])
        ask = partial(problem_with, timeout=options["timeout"])
        checker = LinkChecker(options["limit"], options["delay"], keep, ask)
        LinkCheck.objects.forget_before(timezone.now() - 2 * keep)
        pages = Page.objects.visible().filter(pk__gt=options["after"])
        for page in progress(_one_by_one(options["after"]), pages.count(), self.stdout):
            if not checker.check(page):
                self.stdout.write(f"The limit is reached. Go on later with --after {page.pk - 1}.")
                break
        broken = BrokenLink.objects.filter(page__deleted_at=None).count()
        self.stdout.write(self.style.SUCCESS(f"{checker.asked} asked, {broken} links are broken."))


def _one_by_one(after: int) -> Iterator[Page]:
    """One page a query, so that none is open while others are asked."""
    pages = Page.objects.visible().select_related("rendering").order_by("pk")
    while page := pages.filter(pk__gt=after).first():
        yield page
        after = page.pk
