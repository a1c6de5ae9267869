"""Comparing pages: addresses, columns that are not there, pins, formats, and a constant number of queries."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.protect import protect
from pages.actions.rename import rename
from pages.actions.revert import revert
from pages.actions.suppress import suppress
from pages.models import Page, Part, Protection
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.transfer.guide import load

pytestmark = pytest.mark.django_db
KIND, LANGUAGE = "micro-framework", "Python"


def facts(**values):
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\n{lines}---\nText.\n"


def cells_of(client, address, key):
    rows = client.get(address).context["comparison"].rows
    return [cell.text for row in rows if row.key == key for cell in row.cells]


@pytest.fixture
def pages():
    return [
        make_page("Flask", facts(kind=KIND, language=LANGUAGE)),
        make_page("Django", facts(kind="full-stack", language=LANGUAGE)),
    ]


def test_pages_stand_side_by_side_in_the_order_of_the_address(client, pages):
    assert cells_of(client, "/compare/django+flask/", "kind") == ["Full-stack framework", "Micro-framework"]
    assert "These are different kinds of things" in client.get("/compare/django+flask/").content.decode()


def test_an_edit_shows_at_once_a_pin_keeps_the_old_and_a_revert_brings_it_back(client, pages):
    person, flask = make_contributor(), pages[0]
    edit(flask, facts(kind=KIND, language="Perl"), by=person, base=1)
    assert cells_of(client, "/compare/flask+django/", "language") == ["Perl", "Python"]
    assert cells_of(client, "/compare/flask@1+flask@2/", "language") == ["Python", "Perl"]
    revert(flask, 1, by=person)
    assert cells_of(client, "/compare/flask+django/", "language") == ["Python", "Python"]
    assert cells_of(client, "/compare/flask@2+django/", "language") == ["Perl", "Python"]


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/compare/Flask+flask/", "/compare/flask/"),
        ("/compare/Flask/?differences=1&x=y", "/compare/flask/?differences=1"),
        ("/compare/flask+/", "/compare/flask/"),
        ("/compare/flask@01/", None),
    ],
)
def test_an_address_leads_to_its_canonical_form(client, pages, asked, canonical):
    answer = client.get(asked)
    assert answer.headers.get("Location") == canonical
    assert answer.status_code == (301 if canonical else 404)


def test_an_old_name_leads_to_the_new_one(client, pages):
    rename(pages[0], "Flask Framework", by=make_contributor())
    assert client.get("/compare/flask+django/")["Location"] == "/compare/flask-framework+django/"


def test_a_deleted_page_is_not_there_and_its_revisions_neither(client, pages):
    delete(pages[0], by=make_moderator(), reason="Copied")
    for names in ["flask+django", "flask@1+django"]:
        answer = client.get(f"/compare/{names}/")
        assert [column.slug for column in answer.context["comparison"].columns] == ["django"]
        assert "There is no page called “flask”" in answer.content.decode()
        assert "Micro-framework" not in answer.content.decode()
    assert client.get("/compare/flask.csv").status_code == 404


def test_a_protected_page_is_compared_like_any_other(client, pages):
    protect(pages[0], Protection.MODERATORS, by=make_moderator(), reason="Spam")
    assert cells_of(client, "/compare/flask+django/", "language") == ["Python", "Python"]


def test_a_revision_that_nobody_can_read_is_named(client, pages):
    edit(pages[0], facts(kind=KIND, language="Secret"), by=make_contributor(), base=1)
    edit(Page.objects.get(pk=pages[0].pk), facts(kind=KIND), by=make_contributor(), base=2)
    suppress(pages[0].revisions.get(number=2), [Part.TEXT], by=make_moderator(), reason="A password")
    text = client.get("/compare/flask@2+flask@99+django/").content.decode()
    assert "Flask, revision 2" in text
    assert "Flask, revision 99" in text
    assert "Secret" not in text


def test_nothing_found_is_404_and_too_many_is_a_sentence(client, pages):
    assert client.get("/compare/nobody/").status_code == 404
    many = "+".join(f"p{n}" for n in range(9))
    for address in (f"/compare/{many}/", f"/compare/{many}.csv"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert "at most 8 columns" in answer.content.decode()


def test_the_form_leads_to_the_address_of_what_was_chosen(client, pages):
    answer = client.get("/compare/", {"c": ["flask", "django"], "add": "Tornado", "differences": "1"})
    assert answer["Location"] == "/compare/flask+django+tornado/?differences=1"
    assert "Flask" in client.get("/compare/").content.decode()


def test_only_differences_without_javascript(client, pages):
    text = client.get("/compare/flask+django/?differences=1").content.decode()
    assert 'class="compare diff"' in text
    assert text.count('<tr class="same"') == 1  # the language


def test_formats_have_the_same_cells(client, pages):
    assert client.get("/compare/flask+django.csv").content.decode().splitlines()[0] == "key,fact,Flask,Django"
    assert "| Language | Python | Python |" in client.get("/compare/flask+django.md").content.decode()
    document = json.loads(client.get("/compare/flask+django@1.json").content)
    assert [column["revision"] for column in document["columns"]] == [None, 1]


def test_search_engines_get_data_that_no_text_can_leave(client):
    make_page("Evil", "---\nsummary: '</script><script>alert(1)</script>'\nkind: runtime\n---\n")
    text = client.get("/compare/evil/").content.decode()
    assert '<script type="application/ld+json">' in text
    assert "<script>alert" not in text


def test_queries_do_not_grow_with_columns_or_pins(client):
    for number in range(8):
        make_page(f"P{number}", facts(kind="runtime", dependencies=f"[D{number}]"), revisions=2)
    few = count(client, "/compare/p0@1+p1/")
    assert count(client, "/compare/p0@1+p1@1+p2@2+p3@1+p4+p5+p6+p7/") == few <= 5


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_each_alternative_offers_a_comparison(client, pages):
    make_page("Tornado", facts(kind="async-framework", alternatives="[flask, django, absent]"))
    text = client.get("/wiki/tornado/").content.decode()
    assert 'href="/compare/tornado+flask/"' in text
    assert 'href="/compare/tornado+flask+django/"' in text


NOT_MEASURED_YET = {"HTML pages by the clock", "JSON answers by the clock", "Templates rendered"}
GUIDES_SYSTEMS = ["flask", "django", "tornado", "express", "nodejs", "react"]


def test_every_row_of_the_guides_systems_is_told_and_every_figure_has_a_source(client):
    """Reads whatever the guide says: a row that no page fills is a gap in the guide."""
    list(load())
    comparison = client.get(f"/compare/{'+'.join(GUIDES_SYSTEMS)}/").context["comparison"]
    assert set(comparison.unknown) <= NOT_MEASURED_YET
    figures = [cell for row in comparison.rows for cell in row.cells if cell.number is not None]
    assert len(figures) >= 8 * len(comparison.columns)
    assert all(cell.source and cell.as_of for cell in figures)


def test_every_source_link_of_the_guide_leads_somewhere(client):
    list(load())
    text = client.get("/compare/flask+django/").content.decode()
    beside = client.get("/wiki/flask/").content.decode()
    anchors = set(re.findall(r'class="source" href="/wiki/flask/#([^"]+)"', text))
    assert anchors
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in beside] == []
