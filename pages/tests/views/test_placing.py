"""Where a page stands: its chapter, the pages before and after it, and the others of its chapter."""

import re

import pytest

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db

FRONT = """::: chapters
### Basics

- [[Flask]]
- [[Not written]]
- [[Jinja]]

### More

- [[Django]]
:::
"""


@pytest.fixture
def pages() -> dict[str, Page]:
    make_page("Home", FRONT)
    return {title: make_page(title) for title in ("Flask", "Jinja", "Django", "Elsewhere")}


def neighbors(client, slug: str) -> dict[str, str]:
    return dict(
        re.findall(r'rel="(prev|next)" href="([^"]+)"', client.get(f"/wiki/{slug}/").content.decode())
    )


def test_previous_and_next_follow_the_front_page_and_leave_out_what_is_not_written(client, pages):
    assert neighbors(client, "flask") == {"next": "/wiki/jinja/"}
    assert neighbors(client, "jinja") == {"prev": "/wiki/flask/", "next": "/wiki/django/"}
    assert neighbors(client, "django") == {"prev": "/wiki/jinja/"}


def test_editing_the_front_page_changes_the_order(client, pages):
    text = "::: chapters\n- [[Django]]\n- [[Flask]]\n:::\n"
    edit(Page.objects.get(slug="home"), text, by=make_contributor(), base=1)
    assert neighbors(client, "flask") == {"prev": "/wiki/django/"}
    assert neighbors(client, "jinja") == {}


def test_a_page_keeps_its_place_when_it_is_renamed(client, pages):
    rename(pages["Jinja"], "Templates", by=make_contributor())
    assert neighbors(client, "flask") == {"next": "/wiki/templates/"}
    assert neighbors(client, "templates") == {"prev": "/wiki/flask/", "next": "/wiki/django/"}


def test_a_deleted_page_is_passed_over(client, pages):
    delete(pages["Jinja"], by=make_moderator(), reason="Gone")
    assert neighbors(client, "flask") == {"next": "/wiki/django/"}


def test_a_page_that_is_not_listed_and_a_wiki_without_a_front_page_have_no_order(client, pages):
    assert neighbors(client, "elsewhere") == {}
    Page.objects.filter(slug="home").update(slug="another")
    assert neighbors(client, "flask") == {}


def test_breadcrumbs_lead_to_the_chapter_on_the_front_page(client, pages):
    html = client.get("/wiki/jinja/").content.decode()
    assert '<a href="/#h-basics"><bdi>Basics</bdi></a>' in html
    assert 'id="h-basics"' in client.get("/").content.decode()
    assert "/#h-" not in client.get("/wiki/elsewhere/").content.decode()


def test_related_pages_are_the_others_of_the_chapter(client, pages):
    html = client.get("/wiki/flask/").content.decode()
    related = html.partition('id="related-h"')[2].partition("</section>")[0]
    assert re.findall(r'href="([^"]+)"', related) == ["/wiki/jinja/"]
    assert 'id="related-h"' not in client.get("/wiki/django/").content.decode()


def test_an_older_revision_has_no_place_in_the_order(client, pages):
    edit(pages["Jinja"], "Two.\n", by=make_contributor(), base=1)
    assert 'rel="next"' not in client.get("/wiki/jinja/revision/1/").content.decode()


def test_a_long_contents_costs_a_stranger_no_more_than_6_queries(client, django_assert_max_num_queries):
    titles = [f"Page of {n}" for n in range(40)]
    make_page("Home", "::: chapters\n" + "".join(f"- [[{title}]]\n" for title in titles) + ":::\n")
    for title in titles[:20]:
        make_page(title, "[[Page of 1]]")
    client.get("/wiki/page-of-1/")
    with django_assert_max_num_queries(6):
        client.get("/wiki/page-of-1/")
