"""Keeping the index true: what a page says goes in, what is deleted goes out."""

from django.db import transaction

from pages.models import Page, SearchDocument
from pages.search.backends import adapter
from pages.search.entry import make_entry

FORMAT = 1  # raised whenever words, stems or spellings change: every page is then indexed again


def index(page: Page) -> None:
    """Put the page's search document into the index. Call inside the transaction that stored what it says."""
    if page.is_deleted:
        forget(page)
        return
    document = SearchDocument.objects.filter(page=page)
    title, body, outline = document.values_list("title", "body", "page__rendering__outline").get()
    entry = make_entry(
        title,
        body,
        headings=[text for _, _, text, *_ in outline or ()],
        facts=page.facts.values_list("key", "value").order_by("position"),
        lang=page.lang,
    )
    adapter().index(page.pk, entry)
    document.exclude(indexed_as=FORMAT).update(indexed_as=FORMAT)


def forget(page: Page) -> None:
    """Take the page out of the index."""
    adapter().forget(page.pk)


def index_stale(limit: int) -> int:
    """Index at most `limit` pages that an older program indexed, each in a transaction; return how many."""
    numbers = list(SearchDocument.objects.stale(FORMAT).values_list("page", flat=True)[:limit])
    for number in numbers:
        with transaction.atomic():
            index(Page.objects.locked().get(pk=number))
    return len(numbers)
