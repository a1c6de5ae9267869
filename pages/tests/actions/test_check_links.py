"""Broken outside links: found within bounds, listed for those who can mend them, gone with the text."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.actions.check_links import LinkChecker
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.models import BrokenLink, LinkCheck, Page
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.tests.plans import assert_no_scan
from pages.views.links import ROWS_A_SCREEN

pytestmark = pytest.mark.django_db
GONE, FINE = "https://gone.example/a?b=1&c=2", "https://fine.example/"
TEXT = f"---\nwebsite: https://gone.example/site\n---\n[One]({GONE}#part), [again]({GONE}) and <{FINE}>.\n"


class Others:
    """The other sites: all of gone.example leads nowhere."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, url: str) -> str:
        self.asked.append(url)
        return "404" if "gone.example" in url else ""


@pytest.fixture
def others() -> Others:
    return Others()


def check(others, *, limit=100, delay=0.0, keep=timedelta(days=30), now=None) -> list[bool]:
    checker = LinkChecker(limit, delay, keep, others)
    pages = Page.objects.visible().select_related("rendering").order_by("pk")
    return [checker.check(page, now=now) for page in pages]


def broken() -> dict[str, str]:
    return dict(BrokenLink.objects.values_list("url", "problem"))


def test_links_of_text_and_facts_are_asked_once_each_without_their_fragments(others):
    make_page("Flask", TEXT)
    make_page("Django", f"<{FINE}> and [[Flask]] and [here](/wiki/flask/)\n")

    check(others)

    assert sorted(others.asked) == [FINE, GONE, "https://gone.example/site"]
    assert broken() == {GONE: "404", "https://gone.example/site": "404"}


def test_a_stopped_run_goes_on_and_asks_nobody_twice(others):
    make_page("Flask", TEXT)
    make_page("Django", "<https://other.example/>\n")
    assert check(others, limit=2) == [False, False]
    assert (len(others.asked), broken()) == (2, {})

    assert check(others) == [True, True]

    assert len(others.asked) == len(set(others.asked)) == 4
    assert len(broken()) == 2


def test_an_outcome_holds_for_some_days_and_a_link_that_works_again_is_broken_no_more(others):
    make_page("Flask", TEXT)
    now = timezone.now()
    check(others, now=now)
    since = BrokenLink.objects.earliest("since").since
    check(others, now=now + timedelta(days=29))
    assert len(others.asked) == 3

    check(others, now=now + timedelta(days=31))
    assert (len(others.asked), BrokenLink.objects.earliest("since").since) == (6, since)

    check(lambda url: "", now=now + timedelta(days=62))
    assert broken() == {}


def test_one_host_is_not_asked_more_often_than_the_delay_allows(others):
    make_page("Flask", "<https://a.example/1> <https://a.example/2> <https://b.example/>\n")
    began = time.monotonic()

    check(others, delay=0.3)

    assert 0.3 <= time.monotonic() - began < 0.9


def test_a_broken_link_goes_when_its_page_no_longer_has_it(others):
    page = make_page("Flask", TEXT)
    check(others)

    edit(page, f"[One]({GONE})\n", by=make_contributor(), base=1)

    assert broken() == {GONE: "404"}


def test_no_address_is_kept_but_the_broken_ones_in_current_texts(others):
    """What a moderator takes out of a history must not live on in our notes."""
    page = make_page("Flask", TEXT)
    check(others)
    edit(page, "Nothing.\n", by=make_contributor(), base=1)

    assert broken() == {}
    notes = str(list(LinkCheck.objects.values()))
    assert "example" not in notes


def test_contributors_see_the_list_and_nobody_else(others, stranger, reader, contributor):
    make_page("Flask", TEXT)
    check(others)

    html = contributor.get("/broken-links/").content.decode()

    assert "Not found (404)" in html
    assert 'href="https://gone.example/a?b=1&amp;c=2" rel="nofollow ugc noopener"' in html
    assert stranger.get("/broken-links/")["Location"].startswith("/accounts/login/")
    assert reader.get("/broken-links/").status_code == 403


def test_a_deleted_page_is_not_listed(others, contributor):
    page = make_page("Flask", TEXT)
    check(others)

    delete(page, by=make_moderator(), reason="Gone")

    assert b"gone.example" not in contributor.get("/broken-links/").content


def test_the_list_goes_on_without_a_gap_in_a_fixed_number_of_queries(contributor):
    now, pages = timezone.now(), [make_page(f"Page {number}") for number in range(2)]
    urls = [f"https://gone.example/{number:03}" for number in range(ROWS_A_SCREEN - 10)]
    for page in pages:
        BrokenLink.objects.note(page, dict.fromkeys(urls, "404"), now=now)

    with CaptureQueriesContext(connection) as whole:
        first = contributor.get("/broken-links/")
    second = contributor.get("/broken-links/", {"after": first.context["next_cursor"]})

    rows = [(link.page_id, link.url) for answer in (first, second) for link in answer.context["broken"]]
    assert rows == [(page.pk, url) for page in pages for url in urls]
    BrokenLink.objects.all()[3:].model.objects.exclude(url=urls[0]).delete()
    with CaptureQueriesContext(connection) as few:
        contributor.get("/broken-links/")
    assert len(few) == len(whole)


def test_the_list_is_read_by_index():
    assert_no_scan(BrokenLink.objects.by_page()[:51], may_sort=True)
    assert_no_scan(BrokenLink.objects.by_page().after(1, "https://a.example/")[:51], may_sort=True)


def test_the_command_tells_what_it_did_and_asks_nobody_private():
    make_page("Flask", "<http://127.0.0.1:9/> <http://169.254.169.254/latest/>\n")
    out = StringIO()

    call_command("check_links", stdout=out, delay=0.0)

    assert "2 asked, 2 links are broken" in out.getvalue()
    assert set(broken().values()) == {"private"}


def test_the_command_stops_at_its_limit_and_says_where_to_go_on():
    page = make_page("Flask", "<http://127.0.0.1:9/> <http://127.0.0.1:9/b>\n")
    out = StringIO()

    call_command("check_links", stdout=out, limit=1, delay=0.0)

    assert f"--after {page.pk - 1}" in out.getvalue()
