"""Sitemaps, robots.txt and llms.txt: all that is visible and nothing else, with true times."""

import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages import sitemaps
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.tests.plans import assert_no_scan

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://wiki.example.org"


def entries(client, address):
    """(address, time) of each line of a sitemap or of the index."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    found = [(line.find("s:loc", NAMES).text, line.find("s:lastmod", NAMES).text) for line in root]
    return [(location, datetime.fromisoformat(time)) for location, time in found]


def test_every_visible_page_is_in_a_part_with_the_time_of_its_last_edit(stranger, monkeypatch):
    first_number = make_page("Gone").pk
    monkeypatch.setattr(sitemaps, "PAGES_A_PART", first_number + 1)  # so that pages fall into two parts
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        make_page("Home")
        flask, arabic = make_page("Flask"), make_page("فلاسك")
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        edit(flask, "More.\n", by=make_contributor(), base=1)
    delete(Page.objects.get(slug="gone"), by=make_moderator(), reason="Gone")

    index = entries(stranger, "/sitemap.xml")
    pages = [
        entry
        for part, _ in index
        for entry in entries(stranger, part.removeprefix("https://wiki.example.org"))
    ]

    edited, made = (datetime(2026, 11, day, 10, tzinfo=UTC) for day in (21, 20))
    assert pages == [
        ("https://wiki.example.org/", made),
        ("https://wiki.example.org/wiki/flask/", edited),
        (f"https://wiki.example.org{arabic.get_absolute_url()}", made),
    ]
    assert [time for _, time in index] == [made, edited]
    assert parsedate_to_datetime(stranger.get("/sitemap.xml")["Last-Modified"]) == edited


def test_a_part_without_pages_is_not_there(stranger):
    assert entries(stranger, "/sitemap.xml") == []
    assert stranger.get("/sitemap-1.xml").status_code == 404
    assert stranger.get("/sitemap-999999999.xml").status_code == 404
    assert stranger.get("/sitemap-0.xml").status_code == 404
    assert stranger.post("/sitemap.xml").status_code == 405


def test_a_sitemap_is_one_query_whatever_its_size(stranger):
    for number in range(12):
        make_page(f"Page {number}")

    for address in ("/sitemap.xml", "/sitemap-1.xml"):
        with CaptureQueriesContext(connection) as captured:
            stranger.get(address)
        assert len(captured) == 1


def test_a_part_is_read_by_the_numbers_of_its_pages():
    make_page("Flask")

    assert_no_scan(Page.objects.visible().in_part(0, 10_000))


def test_robots_may_read_pages_and_not_every_difference(stranger):
    text = stranger.get("/robots.txt").content.decode()
    robots = RobotFileParser()
    robots.parse(text.splitlines())

    for address in ("/", "/wiki/flask/", "/wiki/flask.md", "/compare/flask+django/", "/feeds/changes/"):
        assert robots.can_fetch("*", address)
    for address in ("/search/?q=x", "/accounts/login/", "/admin/", "/feeds/watchlist/x/"):
        assert not robots.can_fetch("*", address)
    assert "Disallow: /wiki/*/diff/" in text
    assert robots.site_maps() == ["https://wiki.example.org/sitemap.xml"]


def test_llms_txt_lists_the_guides_chapters_with_the_markdown_of_their_pages(stranger):
    make_page(
        "Home",
        "---\nsummary: A guide.\n---\n::: chapters\n"
        "### Systems\n\n- [[Flask]]\n- [[Gone]]\n\n### More\n\n- [[About]]\n:::\n",
    )
    make_page("Flask", "---\nsummary: 'A [micro](x)\n\n  framework.'\n---\n")
    make_page("About", "Who writes here.\n")
    delete(make_page("Gone"), by=make_moderator(), reason="Gone")

    text = stranger.get("/llms.txt").content.decode()

    assert text.startswith("# Flask Guide\n\n> A guide.\n\n")
    assert (
        "## Systems\n\n"
        "- [Flask](https://wiki.example.org/wiki/flask.md): A \\[micro\\]\\(x\\) framework.\n\n"
        "## More\n\n"
        "- [About](https://wiki.example.org/wiki/about.md): Who writes here.\n\n"
        "## Optional\n\n"
        "- [All pages](https://wiki.example.org/sitemap.xml)\n"
    ) in text
    assert "Gone" not in text


def test_llms_txt_is_there_before_any_page_is(stranger):
    assert stranger.get("/llms.txt").status_code == 200
