"""Build all that follows from revisions again."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.derived import rebuild
from pages.management.progress import progress
from pages.models import Page, RevisionText, UnreadableText, WantedPage
from pages.search.sources import index_remarks_again
from pages.text.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Build HTML, links, facts, search index and blame of every page again, each page in a transaction of "
        "its own, and the index beside pages. A run that was stopped is taken up with --after and the last "
        "page's number that it printed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="NUMBER", help="skip pages up to this")

    def handle(self, *args: Any, **options: Any) -> None:
        rebuilt, failed = 0, 0
        total = Page.objects.filter(pk__gt=options["after"]).count()
        pages = _pages(options["after"])
        for page in progress(pages, total, self.stdout, name=lambda page: f", page {page.pk}"):
            try:
                rebuild(page)
            except (Refusal, UnreadableText, RevisionText.DoesNotExist) as error:
                self.stderr.write(self.style.ERROR(f"{page.pk} {page.title}: {error}"))
                failed += 1
            else:
                rebuilt += 1
        WantedPage.objects.unlinked().delete()
        index_remarks_again()
        if failed:
            raise CommandError(f"{rebuilt} rebuilt, {failed} left as they were.")
        self.stdout.write(self.style.SUCCESS(f"{rebuilt} rebuilt."))


def _pages(after: int) -> Iterator[Page]:
    """One page a query, so that none is open while a page is rebuilt."""
    while page := Page.objects.filter(pk__gt=after).order_by("pk").first():
        yield page
        after = page.pk
