"""Reading pages: who gets what, in how many queries, and with which headers."""

import pytest

from pages.actions.edit import edit
from pages.models import Redirect
from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db


def test_a_page_shows_its_title_text_facts_and_revision(client):
    make_page(
        "Flask",
        "---\nkind: micro-framework\nsummary: A small one.\n---\n## Overview\n\nWords here.\n",
        revisions=2,
    )
    html = client.get("/wiki/flask/").content.decode()
    for words in [
        "<h1>Flask</h1>",
        "A small one.",
        "Words here.",
        "micro-framework",
        "revision 2",
        'id="h-overview"',
    ]:
        assert words.lower() in html.lower()


def test_the_markdown_twin_is_the_source_byte_for_byte(client):
    make_page("Flask", "---\r\nkind: x\r\n---\r\n\r\nA  \r\nb")
    answer = client.get("/wiki/flask.md")
    assert answer.content == b"---\r\nkind: x\r\n---\r\n\r\nA  \r\nb"
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"


def test_a_wikilink_is_red_until_its_page_is_written(client):
    make_page("Flask", "See [[Jinja]].")
    assert 'class="missing"' in client.get("/wiki/flask/").content.decode()
    make_page("Jinja")
    html = client.get("/wiki/flask/").content.decode()
    assert 'class="missing"' not in html
    assert 'href="/wiki/jinja/"' in html


def test_a_wikilink_to_an_old_name_is_not_red(client):
    page = make_page("New name")
    Redirect.objects.create(slug="old-name", page=page)
    make_page("Flask", "See [[Old name]].")
    assert 'class="missing"' not in client.get("/wiki/flask/").content.decode()


def test_backlinks_name_the_pages_that_link_here(client):
    make_page("Jinja")
    make_page("Flask", "See [[Jinja]].")
    assert 'href="/wiki/flask/"' in client.get("/wiki/jinja/").content.decode()


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/wiki/Node.js/", "/wiki/nodejs/"),
        ("/wiki/NODEJS/", "/wiki/nodejs/"),
        ("/wiki/Node.js", "/wiki/nodejs/"),
        ("/wiki/old-name/", "/wiki/nodejs/"),
        ("/wiki/home/", "/"),
    ],
)
def test_other_spellings_and_old_names_lead_to_the_page(client, address, target):
    Redirect.objects.create(slug="old-name", page=make_page("Node.js"))
    make_page("Home")
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, target)


def test_a_page_that_is_not_written_says_who_wants_it_and_what_is_alike(client):
    make_page("Flask login", "See [[Flask logim]].")
    answer = client.get("/wiki/flask-logim/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Flask logim" in html
    assert "/wiki/flask-login/" in html


@pytest.mark.parametrize(
    "address",
    ["/wiki/..%2f..%2fetc/", "/wiki/%E2%80%AE/", "/wiki/a/b/c/", "/wiki/" + "x" * 3000, "/wiki/.md"],
)
def test_a_strange_address_is_not_found_and_never_an_error(client, address):
    assert client.get(address).status_code == 404


def test_an_older_revision_is_shown_as_such_and_kept_from_search_engines(client):
    make_page("Flask", "First words.\n", revisions=3)
    html = client.get("/wiki/flask/revision/1/").content.decode()
    assert "Line of revision 2" not in html
    assert "noindex" in html


@pytest.mark.parametrize("number", ["0", "01", "99", "999999999", "99999999999", "-1", "1abc", "1.0"])
def test_a_revision_that_is_not_there_is_not_found(client, number):
    make_page("Flask")
    assert client.get(f"/wiki/flask/revision/{number}/").status_code == 404


def test_a_right_to_left_page_says_so(client):
    make_page("فلاسك", "---\nlang: ar\n---\nنص\n")
    html = client.get("/wiki/فلاسك/").content.decode()
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html


def test_reading_costs_a_stranger_at_most_6_queries_whatever_there_is(client, django_assert_max_num_queries):
    page = make_page("Flask", "".join(f"[[Page of {n}]] " for n in range(40)), revisions=12)
    for n in range(15):
        make_page(f"Page of {n}", "[[Flask]]")
    client.get(page.get_absolute_url())
    with django_assert_max_num_queries(6):
        client.get(page.get_absolute_url())


def test_the_front_page_costs_a_stranger_at_most_6_queries(client, django_assert_max_num_queries):
    make_page("Home", "[[A]] [[B]]", revisions=3)
    for n in range(10):
        make_page(f"Page of {n}", "[[Home]]", revisions=2)
    client.get("/")
    with django_assert_max_num_queries(6):
        client.get("/")


@pytest.mark.parametrize(
    "address",
    ["/", "/wiki/flask/", "/wiki/flask.md", "/wiki/flask/history/", "/wiki/nothing/", "/search/?q=flask"],
)
def test_a_stranger_gets_no_cookie(client, address):
    make_page("Home")
    make_page("Flask")
    assert not client.get(address).cookies


def test_the_chart_that_the_front_page_begins_with_stands_beside_its_title(client):
    chart = "::: chart bars\n| a | b |\n|-|-|\n| [[Flask]] | 2 |\n:::\n"
    make_page("Home", f"{chart}\n## Next\n\n{chart}")
    html = client.get("/").content.decode()
    hero, text = html.split('<article class="prose wide"')
    assert hero.count('<figure class="chart">') == text.count('<figure class="chart">') == 1
    assert hero.count('<svg class="bar"') == text.count('<svg class="bar"') == 1
    assert "wiki/flask/" in hero


def test_a_chart_is_drawn_on_a_page_and_in_an_old_revision(client):
    text = "::: chart bars\n| a | b |\n|-|-|\n| x | 2 |\n:::\n"
    page = make_page("Flask", text)
    edit(page, "Other", by=make_contributor(), base=1)
    edit(page, text, by=make_contributor("Other person"), base=2)
    for address in ("/wiki/flask/", "/wiki/flask/revision/1/"):
        assert '<svg class="bar"' in client.get(address).content.decode()


def test_a_fact_links_to_a_page_only_once_that_is_written(client):
    make_page("Flask", "---\ndependencies: [Werkzeug]\n---\nText")
    assert "/wiki/werkzeug/" not in client.get("/wiki/flask/").content.decode()
    make_page("Werkzeug")
    assert 'href="/wiki/werkzeug/"' in client.get("/wiki/flask/").content.decode()
    assert 'href="/wiki/flask/"' in client.get("/wiki/werkzeug/").content.decode()
