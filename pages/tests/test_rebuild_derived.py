"""`manage.py rebuild_derived` brings back everything that follows from revisions."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pages import search
from pages.actions.create import create
from pages.models import Fact, Page, PageBlame, PageLink, PageRendering, RevisionText, SearchDocument
from pages.search.backends import adapter
from pages.search.backends.sought import PAGES
from pages.tests.factories import make_page

SOURCE = "---\nlang: de\nlicense: BSD\n---\n\n## Needle\n\nSee [[Django]].\n"
pytestmark = pytest.mark.django_db


def rebuilt(**options):
    out = StringIO()
    call_command("rebuild_derived", stdout=out, stderr=out, **options)
    return out.getvalue()


def everything():
    return {
        "html": list(PageRendering.objects.order_by("pk").values_list("page", "html", "excerpt", "outline")),
        "links": sorted(PageLink.objects.values_list("source", "target_slug")),
        "facts": sorted(Fact.objects.values_list("page", "position", "key", "value")),
        "search": sorted(SearchDocument.objects.values_list("page", "title", "body")),
        "blame": sorted((blame.page_id, blame.runs) for blame in PageBlame.objects.all()),
        "index": adapter().contents(PAGES),
        "found": [hit.page.slug for hit in search.search(search.parse("needle")).hits],
        "lang": sorted(Page.objects.values_list("slug", "lang")),
    }


def test_everything_comes_back_and_a_second_run_changes_nothing():
    page = create("Flask", SOURCE, by=None)
    make_page("Django", revisions=3)
    before = everything()
    PageRendering.objects.update(html="gone", excerpt="")
    PageLink.objects.all().delete()
    Fact.objects.all().delete()
    PageBlame.objects.update(runs=[[1, 7]])
    Page.objects.update(lang="")
    search.forget(page)
    assert everything() != before
    assert "2 rebuilt" in rebuilt()
    assert everything() == before
    rebuilt()
    assert everything() == before


def test_a_stopped_run_is_taken_up_after_the_last_page():
    first, second = make_page("First"), make_page("Second")
    PageRendering.objects.update(html="gone")
    assert "1 rebuilt" in rebuilt(after=first.pk)
    assert PageRendering.objects.get(page=first).html == "gone"
    assert PageRendering.objects.get(page=second).html != "gone"


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_rebuilt():
    damaged, whole = make_page("Damaged"), make_page("Whole")
    RevisionText.objects.filter(revision__page=damaged).update(content=b"\x00")
    PageRendering.objects.update(html="gone")
    with pytest.raises(CommandError, match="1 rebuilt, 1 left"):
        rebuilt()
    assert PageRendering.objects.get(page=whole).html != "gone"


def test_a_deleted_page_is_not_found_afterwards_and_can_be_restored():
    page = create("Flask", SOURCE, by=None)
    Page.objects.filter(pk=page.pk).update(deleted_at=timezone.now())
    search.forget(page)
    rebuilt()
    assert everything()["found"] == []
    assert PageRendering.objects.get(page=page).html


def test_it_shows_how_far_it_is_and_from_which_page_to_go_on():
    pages = [make_page(f"Page {number}") for number in range(3)]
    assert f"3 of 3, page {pages[-1].pk}" in rebuilt()


def test_stored_copies_of_a_rebuilt_page_are_stale():
    page = make_page()
    rebuilt()
    assert Page.objects.get(pk=page.pk).cache_version > page.cache_version
