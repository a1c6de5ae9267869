"""Who wrote each line, in the browser's eyes."""

import re

import pytest
from django_tasks_db.models import DBTaskResult

from pages import derived
from pages.actions.create import create
from pages.actions.edit import edit
from pages.actions.revert import revert
from pages.models import Contributor, Page, PageBlame, Part, Revision, Suppression
from pages.tests.factories import make_contributor, make_page
from pages.views import blaming

pytestmark = pytest.mark.django_db


def blamed(client, address="/wiki/flask/blame/"):
    """[(revision number, [lines])] as the screen shows them."""
    runs = client.get(address).context["runs"]
    return [(run.revision.number, [line for _, line in run.lines]) for run in runs]


def test_each_line_stands_beside_its_author_summary_and_difference(client):
    ada, bob = make_contributor("ada"), make_contributor("bob")
    page = create("Flask", "One.\nTwo.\nThree.\n", by=ada, summary="Begin")
    edit(page, "One.\nTwo and a half.\nThree.\n", by=bob, base=1, summary="Be exact")
    assert blamed(client) == [(1, ["One."]), (2, ["Two and a half."]), (1, ["Three."])]
    html = client.get("/wiki/flask/blame/").content.decode()
    assert re.search(r'href="/wiki/flask/diff/1/2/">Be exact.*bob.*Two and a half\.', html, re.DOTALL)
    assert re.search(r'href="/wiki/flask/revision/1/">Begin.*ada', html, re.DOTALL)


def test_the_history_leads_to_it(client):
    make_page("Flask")
    assert 'href="/wiki/flask/blame/"' in client.get("/wiki/flask/history/").content.decode()


def test_a_text_with_tags_is_shown_and_not_run(client):
    create("Flask", "<script>alert(1)</script>\n", by=None, summary="<img src=x onerror=alert(2)>")
    html = client.get("/wiki/flask/blame/").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_3_and_300_revisions_cost_the_same_queries(client, django_assert_num_queries):
    make_page("Short", revisions=3)
    make_page("Long", revisions=300)
    client.get("/wiki/short/blame/")
    with django_assert_num_queries(3):
        client.get("/wiki/short/blame/")
    with django_assert_num_queries(3):
        answer = client.get("/wiki/long/blame/")
    assert len(answer.context["runs"]) == 300


def test_a_long_page_is_read_screen_by_screen(client):
    create("Flask", "".join(f"Line {n}.\n" for n in range(1, 4502)), by=None)
    first = client.get("/wiki/flask/blame/")
    assert (first.context["last_line"], first.context["next_line"]) == (2000, 2001)
    last = client.get("/wiki/flask/blame/?line=4001")
    assert last.context["runs"][0].lines[0] == (4001, "Line 4001.")
    assert (last.context["last_line"], last.context["next_line"]) == (4501, None)


def test_a_screen_ends_where_too_many_revisions_meet(client, monkeypatch):
    monkeypatch.setattr(blaming, "REVISIONS_A_SCREEN", 5)
    make_page("Flask", revisions=12)
    assert [number for number, _ in blamed(client)] == [1, 2, 3, 4, 5]
    assert [number for number, _ in blamed(client, "/wiki/flask/blame/?line=6")] == [6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    "query", ["?line=0", "?line=x", "?line=" + "9" * 40, "?line=-3", "?line=99", "?line=٣"]
)
def test_a_strange_line_is_not_an_error(client, query):
    make_page("Flask")
    assert client.get(f"/wiki/flask/blame/{query}").status_code == 200


def test_an_empty_page_has_no_lines(client):
    page = create("Flask", "Words.\n", by=None)
    edit(page, "", by=make_contributor(), base=1)
    assert "The page has no lines." in client.get("/wiki/flask/blame/").content.decode()


def test_a_revert_gives_the_lines_back_to_those_who_wrote_them(client):
    page = make_page("Flask", "First.\n", revisions=4)
    vandal, helper = make_contributor(), make_contributor()
    edit(page, "Gone.\n", by=vandal, base=4)
    revert(page, 4, by=helper)
    assert [number for number, _ in blamed(client)] == [1, 2, 3, 4]
    edit(page, page.revisions.get(number=4).text + "More.\n", by=helper, base=6)
    assert [number for number, _ in blamed(client)] == [1, 2, 3, 4, 7]


def test_lines_typed_again_belong_to_who_typed_them(client):
    page = make_page("Flask", "First.\nSecond.\n")
    someone = make_contributor()
    edit(page, "First.\n", by=someone, base=1)
    edit(page, "First.\nSecond.\n", by=someone, base=2)
    assert blamed(client) == [(1, ["First."]), (3, ["Second."])]


def test_a_page_from_before_blame_was_kept_is_worked_out_when_it_is_looked_at(client):
    make_page("Flask", revisions=5)
    PageBlame.objects.all().delete()
    assert [number for number, _ in blamed(client)] == [1, 2, 3, 4, 5]
    assert PageBlame.objects.get().revision.number == 5


def test_too_long_a_history_is_left_to_one_task_and_the_screen_says_so(client, monkeypatch):
    monkeypatch.setattr(derived, "MAX_DIFFERENCES_A_REQUEST", 3)
    page = make_page("Flask", revisions=5)
    PageBlame.objects.all().delete()
    for _ in range(3):
        assert "being worked out" in client.get("/wiki/flask/blame/").content.decode()
    tasks = DBTaskResult.objects.filter(task_path="pages.derived.blame_lines")
    assert [task.args_kwargs["args"] for task in tasks] == [[page.pk]]
    derived.blame_lines.call(page.pk)
    assert [number for number, _ in blamed(client)] == [1, 2, 3, 4, 5]


def test_runs_that_do_not_fit_the_text_are_worked_out_anew(client):
    make_page("Flask", revisions=3)
    PageBlame.objects.update(runs=[[1, 99]])
    assert [number for number, _ in blamed(client)] == [1, 2, 3]


def test_suppressed_authors_and_summaries_are_not_named(client):
    author = Contributor.objects.create(name="Secret Name", slug="secret-name")
    page = make_page("Flask", revisions=2)
    first = page.revisions.get(number=1)
    Revision.objects.filter(pk=first.pk).update(author=author)
    assert "Secret Name" in client.get("/wiki/flask/blame/").content.decode()
    Revision.objects.filter(pk=first.pk).update(author=None)
    for part in (Part.AUTHOR, Part.SUMMARY):
        Suppression.objects.create(revision=first, part=part, reason="An order.")
    html = client.get("/wiki/flask/blame/").content.decode()
    assert "author removed" in html
    assert "Summary removed" in html
    assert "Secret Name" not in html


def test_a_deleted_page_shows_nothing(client):
    make_page("Flask", "Hidden words.\n")
    Page.objects.update(deleted_at="2026-01-01T00:00Z")
    answer = client.get("/wiki/flask/blame/")
    assert answer.status_code == 404
    assert "Hidden words" not in answer.content.decode()


def test_a_page_that_is_not_there_is_not_found_and_a_post_is_refused(client):
    assert client.get("/wiki/flask/blame/").status_code == 404
    make_page("Flask")
    assert client.post("/wiki/flask/blame/").status_code == 405
