"""The index keeps up with the program that reads it."""

import pytest

from pages import search
from pages.models import SearchDocument
from pages.search.indexing import FORMAT
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    return [hit.title for hit in search.search(search.parse(text)).hits]


def test_pages_that_an_older_program_indexed_are_indexed_again_a_few_at_a_time() -> None:
    for number in range(3):
        search.forget(make_page(f"Page {number}", "Needle.\n"))
    SearchDocument.objects.update(indexed_as=FORMAT - 1)
    assert (search.index_stale(2), titles("needle")) == (2, ["Page 2", "Page 1"])
    assert (search.index_stale(2), len(titles("needle"))) == (1, 3)
    assert search.index_stale(2) == 0


def test_a_deleted_page_stays_out_of_the_index() -> None:
    page = make_page("Gone", "Needle.\n")
    page.deleted_at = page.created_at
    page.save()
    search.forget(page)
    SearchDocument.objects.update(indexed_as=0)
    assert (search.index_stale(9), titles("needle")) == (0, [])
