"""The watchlist through its doors: watched by the tab, unread by others' edits alone, quiet after a visit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.actions.ban import ban_person
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.actions.suppress import suppress
from pages.actions.watch import watch
from pages.models import Part, Watch
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db
BODY = "First.\n"
HOSTILE = [
    "1-1",
    "x",
    "-",
    "9" * 16 + "-1",
    "4503599627370497-1",
    "1-99999999999",
    "²-1",
    "\0",
    "1-1-1",
    "--1",
]


@pytest.fixture
def flask():
    return make_page("Flask", BODY)


@pytest.fixture
def ada():
    return make_contributor("ada")


@pytest.fixture
def other():
    return make_contributor("other")


@pytest.fixture
def reader(client, ada):
    client.force_login(ada)
    return client


def change(page, by, line="More."):
    page.refresh_from_db()
    return edit(page, f"{page.current.text}{line}\n", by=by, base=page.revision_count, summary="Said more")


def unread(client) -> bool:
    return b"chg-row unread" in client.get("/watchlist/").content


def test_the_tab_watches_and_stops_watching(flask, reader):
    assert 'value="1" aria-pressed="false"' in reader.get("/wiki/flask/").text
    answer = reader.post("/wiki/flask/watch/", {"on": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/flask/")
    reader.post("/wiki/flask/watch/", {"on": "1"})
    assert Watch.objects.count() == 1
    assert 'value="0" aria-pressed="true"' in reader.get("/wiki/flask/").text
    reader.post("/wiki/flask/watch/", {"on": "0"})
    assert not Watch.objects.exists()


def test_a_stranger_is_asked_to_sign_in_and_has_no_tab(flask, client):
    assert "aria-pressed" not in client.get("/wiki/flask/").text.split("<main")[1].split("</nav>")[0]
    assert "/accounts/login/" in client.post("/wiki/flask/watch/", {"on": "1"})["Location"]
    for address in ("/watchlist/", "/watchlist/edit/"):
        assert "/accounts/login/" in client.get(address)["Location"]
    assert "/accounts/login/" in client.post("/watchlist/read/")["Location"]


def test_who_is_banned_may_stop_watching_only(flask, reader, ada):
    watch(flask, by=ada)
    ban_person(ada, by=make_moderator(), reason="Spam")
    assert reader.post("/wiki/flask/watch/", {"on": "1"}).status_code == 403
    assert reader.get("/watchlist/").status_code == 200
    reader.post("/wiki/flask/watch/", {"on": "0"})
    assert not Watch.objects.exists()


def test_others_edits_are_news_until_the_page_is_visited(flask, reader, ada, other):
    watch(flask, by=ada)
    change(flask, other)
    change(flask, other)
    screen = reader.get("/watchlist/").text
    assert "1 changed since" in screen
    assert "Said more" in screen
    assert "/wiki/flask/diff/1/3/" in screen
    assert "Watchlist, 1 unread" in screen
    reader.get("/wiki/flask/")
    assert not unread(reader)
    assert "unread" not in reader.get("/wiki/flask/").text.split("<main")[0]


@pytest.mark.parametrize("address", ["history/", "diff/1/2/", "blame/"])
def test_other_screens_of_the_page_are_a_visit_too(flask, reader, ada, other, address):
    watch(flask, by=ada)
    change(flask, other)
    assert reader.get(f"/wiki/flask/{address}").status_code == 200
    assert not unread(reader)


def test_ones_own_edits_are_no_news(flask, reader, ada):
    watch(flask, by=ada)
    change(flask, ada)
    assert not unread(reader)


def test_ones_own_edit_does_not_hide_anothers_before_it(flask, reader, ada, other):
    watch(flask, by=ada)
    change(flask, other)
    change(flask, ada)
    assert unread(reader)


def test_a_visit_of_one_person_is_none_of_another(flask, reader, ada, other, signed_in):
    watch(flask, by=ada)
    watch(flask, by=other)
    change(flask, make_contributor())
    reader.get("/wiki/flask/")
    assert unread(signed_in(other))
    assert not unread(reader)


def test_a_read_page_is_read_again_without_a_write(flask, reader, ada):
    watch(flask, by=ada)
    with CaptureQueriesContext(connection) as queries:
        reader.get("/wiki/flask/")
    asked = [query["sql"] for query in queries if "pages_watch" in query["sql"]]
    assert len(asked) == 1
    assert asked[0].startswith("SELECT")


def test_a_save_writes_as_much_for_many_watchers_as_for_none(flask, other):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            change(flask, other)
        return len(queries)

    statements()
    before = statements()
    for _ in range(20):
        watch(flask, by=make_contributor())
    assert statements() == before


def test_all_are_marked_as_read_at_once(reader, ada, other):
    for page in (make_page(), make_page()):
        watch(page, by=ada)
        watch(page, by=other)
        change(page, make_contributor())
    assert reader.post("/watchlist/read/").status_code == 303
    assert not unread(reader)
    assert Watch.objects.of(other).unread().count() == 2


def test_a_deleted_page_is_neither_listed_nor_counted(flask, reader, ada, other):
    watch(flask, by=ada)
    change(flask, other)
    delete(flask, by=make_moderator(), reason="Double")
    screen = reader.get("/watchlist/").text
    assert "not watching any pages" in screen
    assert "unread" not in screen


def test_a_renamed_page_stays_watched_under_its_new_name(flask, reader, ada):
    watch(flask, by=ada)
    rename(flask, "Bottle", by=ada)
    assert 'href="/wiki/bottle/"' in reader.get("/watchlist/").text


def test_several_pages_are_taken_off_and_nobody_elses(reader, ada, other):
    pages = [make_page() for _ in range(3)]
    for page in pages:
        watch(page, by=ada)
        watch(page, by=other)
    sent = {"page": [pages[0].pk, pages[1].pk, "x", "-1", "9" * 400, str(2**63)]}
    assert reader.post("/watchlist/edit/", sent).status_code == 303
    assert list(Watch.objects.of(ada).values_list("page", flat=True)) == [pages[2].pk]
    assert Watch.objects.of(other).count() == 3


def test_a_long_list_is_read_screen_by_screen_each_page_once(reader, ada, monkeypatch):
    monkeypatch.setattr("pages.views.watching.PAGES_A_SCREEN", 2)
    pages = [make_page(f"Entry {number}") for number in range(5)]
    for page in pages:
        watch(page, by=ada)
    for start, cursor in (("/watchlist/", "older_cursor"), ("/watchlist/edit/", "next_cursor")):
        seen, address = [], start
        while address:
            answer = reader.get(address)
            seen += [found.page_id for found in answer.context["watches"]]
            following = answer.context[cursor]
            query = "before" if start == "/watchlist/" else "after"
            address = f"{start}?{query}={following}" if following else ""
        assert sorted(seen) == sorted(page.pk for page in pages)


@pytest.mark.parametrize("cursor", HOSTILE)
def test_a_cursor_that_is_none_of_ours_is_no_error(flask, reader, ada, cursor):
    watch(flask, by=ada)
    for address, name in (("/watchlist/", "before"), ("/watchlist/edit/", "after")):
        assert reader.get(address, {name: cursor}).status_code in {200, 400}


def test_a_suppressed_author_is_not_named(flask, reader, ada, other):
    watch(flask, by=ada)
    revision = change(flask, other)
    assert ">other<" in reader.get("/watchlist/").text
    suppress(revision, [Part.AUTHOR], by=make_moderator(), reason="Law")
    assert ">other<" not in reader.get("/watchlist/").text


def test_ten_pages_cost_as_many_queries_as_one(reader, ada, other, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            page = make_page()
            watch(page, by=ada)
            change(page, other)

    fill(1)
    reader.get("/watchlist/")
    with django_assert_num_queries(8):
        reader.get("/watchlist/")
    fill(9)
    with django_assert_num_queries(8):
        reader.get("/watchlist/")
