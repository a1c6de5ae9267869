"""Which pages are found, in which order, and what is shown of them; on whichever database the tests run."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages import search
from pages.actions.edit import edit
from pages.models import Page, SearchDocument
from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db


def found(text: str, **options: Any) -> list[str]:
    return [hit.title for hit in search.search(search.parse(text), **options).hits]


def suggested(text: str, **options: Any) -> list[str]:
    return [page.title for page in search.suggest(text, **options)]


def test_a_page_is_found_by_a_word_of_its_text() -> None:
    page = make_page("Jinja", "The *template* engine that Flask uses.\n")
    make_page("Werkzeug", "The WSGI library.\n")
    [hit] = search.search(search.parse("TEMPLATE")).hits
    assert (hit.page, hit.title, hit.url) == (page, "Jinja", "/wiki/jinja/")
    assert hit.updated_at == page.updated_at
    assert hit.snippet_html == "The <mark>template</mark> engine that Flask uses."


def test_all_words_must_be_on_the_page_title_or_text() -> None:
    make_page("Flask", "Uses templates.\n")
    make_page("Django", "Uses templates too.\n")
    assert found("flask templates") == ["Flask"]


def test_title_hits_come_first_and_short_titles_before_long_ones() -> None:
    make_page("Testing a Flask app", "How to.\n")
    make_page("Flask", "A framework.\n")
    make_page("Quart", "Flask, Flask, Flask and Flask again, with async.\n")
    make_page("Flask-Login", "Sessions.\n")
    assert found("flask") == ["Flask", "Flask-Login", "Testing a Flask app", "Quart"]


def test_a_page_that_says_it_often_comes_before_one_that_mentions_it() -> None:
    make_page("Often", "Caching here, caching there, caching everywhere.\n")
    make_page(
        "Once",
        "Caching is mentioned among many other things that this page is about.\n" + "Filler words.\n" * 40,
    )
    assert found("caching") == ["Often", "Once"]


def test_a_phrase_is_found_in_its_order_only() -> None:
    make_page("Right", "The application factory.\n")
    make_page("Wrong", "The factory of an application.\n")
    assert found('"application factory"') == ["Right"]
    assert found("application factory") == ["Right", "Wrong"] or set(found("application factory")) == {
        "Right",
        "Wrong",
    }


def test_a_phrase_does_not_reach_from_the_title_into_the_text() -> None:
    make_page("One", "Two.\n")
    assert found('"one two"') == []
    assert found("one two") == ["One"]


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("Un café à Łódź.", "CAFE lodz"),
        ("Cafe\u0301", "café"),
        ("我在東京都廳工作。", "東京都"),
        ("我在東京都廳工作。", "廳"),
        ("日本語のテンプレート", "テンプレート"),
        ("한국어로 쓴 글", "한국어"),
        ("เอกสารภาษาไทย", "ภาษา"),
        ("مُحَمَّد", "محمد"),
        ("Written in C++ by many.", "c++"),
        ("Needs Node.js 22.", "node.js"),
        ("Straße", "strasse"),
    ],
)
def test_words_of_any_language_are_found(body: str, query: str) -> None:
    make_page("Found", body + "\n")
    make_page("Not found", "Written in C, without a node.\n")
    assert found(query) == ["Found"]


def test_chinese_is_found_in_its_order_only() -> None:
    make_page("京 都", "京都市")
    assert found("都京") == []


def test_beginnings_are_found_when_asked_for() -> None:
    make_page("Jinja", "Templates.\n")
    assert found("templ*") == ["Jinja"]


def test_beginnings_are_found_when_nothing_has_the_word_itself() -> None:
    make_page("Jinja", "Templates.\n")
    hits = search.search(search.parse("templ"))
    assert [hit.title for hit in hits.hits] == ["Jinja"]
    assert hits.is_widened
    assert hits.hits[0].snippet_html == "<mark>Templates</mark>."
    assert found('"templ"') == []


def test_beginnings_are_not_mixed_with_the_word_itself() -> None:
    make_page("Exact", "One template.\n")
    make_page("Longer", "Temperature.\n")
    hits = search.search(search.parse("temp"))
    assert (hits.is_widened, {hit.title for hit in hits.hits}) == (True, {"Exact", "Longer"})
    hits = search.search(search.parse("template"))
    assert (hits.is_widened, [hit.title for hit in hits.hits]) == (False, ["Exact"])


@pytest.mark.parametrize(
    ("lang", "body", "query"),
    [
        ("", "It renders templates.", "template rendering"),
        ("en-GB", "Many studies.", "study"),
        ("de", "Die alten Häuser am Fluss.", "haus"),
        ("fr", "Les applications rapides", "application rapide"),
        ("es", "Las canciones nuevas", "cancion nueva"),
        ("ru", "Установка приложений", "приложение"),
        ("pt-BR", "Todas as aplicações", "aplicação"),
    ],
)
def test_other_forms_of_a_word_are_found_by_the_rules_of_the_pages_language(
    lang: str, body: str, query: str
) -> None:
    make_page("Found", f"---\nlang: {lang or 'en'}\n---\n\n{body}\n")
    hits = search.search(search.parse(query))
    assert ([hit.title for hit in hits.hits], hits.is_widened) == (["Found"], False)
    assert "<mark>" in hits.hits[0].snippet_html


def test_the_stem_of_one_language_finds_no_page_of_another() -> None:
    make_page("English", "Take notes.\n")
    make_page("German", "---\nlang: de\n---\n\nGroße Not.\n")
    assert found("noted") == ["English"]
    assert found("not") == ["German"]


def test_a_quoted_word_is_found_as_it_is_only() -> None:
    make_page("One", "A template.\n")
    make_page("Many", "Some templates.\n")
    assert found('"templates"') == ["Many"]
    assert set(found("templates")) == {"One", "Many"}


def test_a_title_hit_comes_before_a_heading_and_a_heading_before_text_that_says_it_often() -> None:
    make_page("Often", "Caching. " * 50 + "\n")
    make_page("Section", "Text.\n\n## About caching\n\nMore text.\n")
    make_page("How caching works in detail", "Text.\n")
    assert found("caching") == ["How caching works in detail", "Section", "Often"]


def test_words_may_stand_in_title_and_heading_together() -> None:
    make_page("Text", "Flask has a factory, and Flask likes factory functions.\n")
    make_page("Flask", "Text.\n\n## Factory\n\nMore.\n")
    assert found("flask factory") == ["Flask", "Text"]


FRAMEWORKS = {
    "Flask": (
        "---\nlicense: BSD-3-Clause\nlanguage: Python\nusers:\n  - name: Netflix\n    since: 2017\n---\n"
        "Small.\n"
    ),
    "Express": "---\nlicense: MIT\nlanguage: JavaScript\n---\nSmall too.\n",
    "Django": "---\nlicense: BSD-3-Clause\nlanguage: Python\n---\nLarge, unlike Flask.\n",
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("license:BSD", {"Flask", "Django"}),
        ("license:bsd-3-clause", {"Flask", "Django"}),
        ('license:"BSD-3-Clause" flask', {"Flask", "Django"}),
        ("LICENSE:mit", {"Express"}),
        ("license:m*", {"Express"}),
        ("license:*", {"Flask", "Django", "Express"}),
        ("-license:mit language:*", {"Flask", "Django"}),
        ("small -license:mit", {"Flask"}),
        ("users:netflix", {"Flask"}),
        ("users.name:netflix", {"Flask"}),
        ("license:python", set()),
        ("language:python -flask", set()),
        ("language:python -small", {"Django"}),
        ("flask -small", {"Django"}),
        ('language:python "unlike flask"', {"Django"}),
        ('language:python -"unlike flask"', {"Flask"}),
    ],
)
def test_facts_and_what_must_not_be_there_decide_in_any_mixture(query: str, expected: set[str]) -> None:
    for title, source in FRAMEWORKS.items():
        make_page(title, source)
    assert set(found(query)) == expected


def test_a_title_hit_with_a_fact_is_a_title_hit() -> None:
    make_page("Said often", f"{FRAMEWORKS['Express']}\nExpress, express and express.\n")
    make_page("Express", FRAMEWORKS["Express"])
    assert found("express license:mit") == ["Express", "Said often"]


def test_pages_are_found_by_who_wrote_them() -> None:
    anna, bob = make_contributor("anna"), make_contributor("bob")
    flask = make_page("Flask", "Small.\n", by=anna)
    edit(flask, "Small and good.\n", by=bob, base=1)
    make_page("Django", "Small it is not.\n", by=bob)
    assert found("by:anna") == ["Flask"]
    assert set(found("by:bob")) == {"Flask", "Django"}
    assert found("small by:bob -by:anna") == ["Django"]
    assert found("small by:anna by:bob") == ["Flask"]
    assert found('small by:"nobody of the name"') == []


def test_pages_are_found_by_when_they_changed() -> None:
    for year in (2024, 2025, 2026):
        page = make_page(f"Page of {year}", "Small.\n")
        Page.objects.filter(pk=page.pk).update(updated_at=datetime(year, 6, 15, 12, tzinfo=UTC))
    assert found("small after:2024 before:2026") == ["Page of 2025"]
    assert found("after:2025-06-14") == ["Page of 2026", "Page of 2025"]
    assert found("small after:2025-06-15") == ["Page of 2026"]
    assert found("before:2025-06") == ["Page of 2024"]
    assert found("small", by_time=True) == ["Page of 2026", "Page of 2025", "Page of 2024"]


def test_all_that_is_found_is_counted_and_what_is_newer_than_a_moment() -> None:
    for year in (2024, 2025, 2026):
        page = make_page(f"Page of {year}", "Small.\n")
        Page.objects.filter(pk=page.pk).update(updated_at=datetime(year, 6, 15, 12, tzinfo=UTC))
    since = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)]
    for query in ("small", "after:2020"):
        hits = search.search(search.parse(query), limit=1, since=since)
        assert (hits.total, hits.newer, hits.has_uncounted) == (3, (1, 2), False)


def test_a_snippet_leads_to_the_heading_above_it() -> None:
    make_page(
        "Flask", "Begin.\n\n## Install\n\nWith pip.\n\n## Use\n\nRoutes and needles.\n\n## End\n\nBye.\n"
    )
    [hit] = search.search(search.parse("needle")).hits
    assert (hit.section, hit.section_url) == ("Use", "/wiki/flask/#h-use")
    [hit] = search.search(search.parse("begin")).hits
    assert (hit.section, hit.section_url) == ("", "")


def test_an_edited_page_is_found_by_its_new_words_only(contributor: Any) -> None:
    page = make_page("Page", "Old words.\n")
    edit(page, "New text.\n", by=contributor.person, base=1)
    assert found("old") == []
    assert found("new") == ["Page"]


def test_a_new_title_is_found_instead_of_the_old_one() -> None:
    page = make_page("Before", "Text.\n")
    page.title = "After"
    page.save()
    SearchDocument.objects.filter(page=page).update(title="After")
    search.index(page)
    assert (found("before"), found("after")) == ([], ["After"])
    assert (suggested("before"), suggested("after")) == ([], ["After"])


def test_indexing_again_changes_nothing() -> None:
    page = make_page("Jinja", "Templates.\n")
    search.index(page)
    search.index(page)
    assert found("templates") == ["Jinja"]


def test_a_deleted_page_is_neither_found_nor_suggested() -> None:
    page = make_page("Secret", "Secret words.\n")
    Page.objects.filter(pk=page.pk).update(deleted_at=timezone.now())
    assert (found("secret"), suggested("secret"), suggested("sceret")) == ([], [], [])


def test_a_deleted_page_does_not_come_back_when_it_is_indexed() -> None:
    page = make_page("Secret", "Secret words.\n")
    page.deleted_at = timezone.now()
    search.index(page)
    assert (found("secret"), suggested("secret")) == ([], [])


def test_a_forgotten_page_is_not_found_until_it_is_indexed_again() -> None:
    page = make_page("Jinja", "Templates.\n")
    search.forget(page)
    search.forget(page)
    assert (found("templates"), suggested("jinja")) == ([], [])
    search.index(page)
    assert (found("templates"), suggested("jinja")) == (["Jinja"], ["Jinja"])


def test_a_page_removed_from_the_database_leaves_the_index() -> None:
    page = make_page("Gone", "Templates.\n")
    number = page.pk
    SearchDocument.objects.filter(page=page).delete()
    assert found("templates") == []
    SearchDocument.objects.create(page_id=number, title="Gone", body="Other words.")
    assert found("templates") == []


def test_a_snippet_is_escaped() -> None:
    make_page("Danger", '`<script>alert(1)</script>` & `<b>bold</b>` "quotes"\n')
    [hit] = search.search(search.parse("alert script")).hits
    assert "<script>" not in hit.snippet_html
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(1)" in hit.snippet_html


def test_a_long_list_is_cut_into_screens_without_gap_or_repetition() -> None:
    for number in range(7):
        make_page(f"Page {number}", "Common word.\n")
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        hits = search.search(search.parse("common"), limit=3, after=cursor)
        seen += [hit.title for hit in hits.hits]
        cursor = hits.next_cursor
    assert cursor is None
    assert sorted(seen) == [f"Page {number}" for number in range(7)]


def test_the_next_screen_of_beginnings_has_beginnings() -> None:
    for number in range(3):
        make_page(f"Page {number}", "Templates.\n")
    first = search.search(search.parse("templ"), limit=2)
    second = search.search(search.parse("templ"), limit=2, after=first.next_cursor)
    assert len(first.hits) + len(second.hits) == 3


@pytest.mark.parametrize("cursor", ["", "0", "-1", "x", "9" * 99, "1; DROP TABLE", "\0", "٣"])
def test_a_made_up_cursor_is_no_error(cursor: str) -> None:
    make_page("Jinja", "Templates.\n")
    assert found("templates", after=cursor) in ([], ["Jinja"])


def test_nothing_is_found_without_a_word() -> None:
    make_page("Jinja", "Templates.\n")
    assert search.search(search.parse(' "" * ')) == search.Hits()


HOSTILE = [
    "' OR 1=1 --",
    'title : "x" OR body',
    "NEAR(flask jinja, 5)",
    "flask AND NOT",
    "^flask + * - ()",
    "{title body} : flask",
    "a & b | !c <-> d:*A",
    "'a':B & \\'",
    "\\ \\' '' \"\"\"",
    "%s %(x)s {} $1",
    "\0flask\0",
    "\ud800\udfff",
    "e" + "\u0301" * 400,
    "((((((((((" * 40,
    '"' * 499,
    "東" * 500,
    " ".join(f"w{number}" for number in range(40)),
    "\u202eflask\u2066",
    "ﷺ ½ ㍿ ﬁ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_queries_are_only_words(text: str) -> None:
    make_page("Jinja", "Templates for Flask.\n")
    query = search.parse(text)
    assert len(search.search(query).hits) <= 1
    assert len(search.search(query.widened()).hits) <= 1
    assert len(search.suggest(text)) <= 1


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 3000, "a b " * 20_000, " ".join(map(str, range(100_000)))])
def test_hostile_pages_are_indexed(text: str) -> None:
    page = make_page("Page", "Text.\n")
    body = text.replace("\0", "").encode(errors="replace").decode()
    SearchDocument.objects.filter(page=page).update(body=f"findme {body}")
    search.index(page)
    assert found("findme") == ["Page"]


def test_a_search_costs_the_same_number_of_queries_whatever_it_finds() -> None:
    counts = []
    for _ in range(3):
        for _ in range(5):
            make_page(body="Common word.\n")
        with CaptureQueriesContext(connection) as queries:
            assert len(search.search(search.parse("common")).hits) == len(counts) * 5 + 5
        counts.append(len(queries))
    assert counts == [2, 2, 2]


def test_the_beginning_of_a_title_is_suggested_before_a_word_inside_it() -> None:
    for title in ("Testing Flask", "Flask-Login", "Flask", "Django"):
        make_page(title)
    assert suggested("fla") == ["Flask", "Flask-Login", "Testing Flask"]


@pytest.mark.parametrize("text", ["flsak", "flasck", "flaks", "Flassk", "fläsk", "lfask"])
def test_a_title_is_suggested_for_a_typing_error(text: str) -> None:
    for title in ("Flask", "Django", "FastAPI", "Bottle"):
        make_page(title)
    assert suggested(text) == ["Flask"]


def test_a_misspelled_word_of_a_longer_title_is_enough() -> None:
    make_page("Django compared with others")
    assert suggested("djagno") == ["Django compared with others"]


@pytest.mark.parametrize("text", ["", "***", "zzzzzz", "x" * 10_000, "a " * 5000])
def test_nothing_is_suggested_for_what_is_like_no_title(text: str) -> None:
    make_page("Flask")
    assert suggested(text) == []


def test_no_more_is_suggested_than_asked_for() -> None:
    for number in range(5):
        make_page(f"Flask {number}")
    assert len(suggested("flask", limit=3)) == 3
