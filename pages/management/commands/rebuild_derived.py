"""Build all that follows from revisions again."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.derived import rebuild
from pages.models import Page, RevisionText, UnreadableText, WantedPage
from pages.text.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Build HTML, links, facts, search index and blame of every page again, each page in a transaction of "
        "its own. A run that was stopped is taken up with --after and the last number that it printed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="NUMBER", help="skip pages up to this")

    def handle(self, *args: Any, **options: Any) -> None:
        rebuilt, failed = 0, 0
        for page in _pages(options["after"]):
            try:
                rebuild(page)
            except (Refusal, UnreadableText, RevisionText.DoesNotExist) as error:
                self.stderr.write(self.style.ERROR(f"{page.pk} {page.title}: {error}"))
                failed += 1
            else:
                self.stdout.write(f"{page.pk} {page.title}")
                rebuilt += 1
        WantedPage.objects.unlinked().delete()
        if failed:
            raise CommandError(f"{rebuilt} rebuilt, {failed} left as they were.")
        self.stdout.write(self.style.SUCCESS(f"{rebuilt} rebuilt."))


def _pages(after: int) -> Iterator[Page]:
    """One page a query, so that none is open while a page is rebuilt."""
    while page := Page.objects.filter(pk__gt=after).order_by("pk").first():
        yield page
        after = page.pk
