"""Nothing of a deleted page is anywhere but with the moderators; restoring brings all of it back."""

from typing import Any

import pytest
from django.test import Client

from comments.models import PageComment, State
from comments.tests.factories import make_comment
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.actions.restore import restore
from pages.models import Page
from pages.tests.factories import make_contributor, make_moderator, make_page
from wikisite.tests.addresses import all_addresses
from wikisite.tests.test_canary import crawl, find

pytestmark = pytest.mark.django_db
OTHERS = ["stranger", "reader", "contributor", "banned"]
CANARIES = {"canaryold", "canarytext", "canaryfact", "canarysummary", "canarycomment", "canaryauthor"}
TEXT = "---\nkind: canaryfact\nsummary: canaryfact\n---\n## Canarytext\n\nCanarytext, see [[Home]].\n"


@pytest.fixture
def flask() -> Page:
    """A page with canaries in its text, facts, history and comments, linked from the front page."""
    make_page("Home", "See [[Flask]].\n", revisions=2)
    page = make_page("Flasque", "Canaryold.\n", by=make_contributor("canaryauthor"))
    rename(page, "Flask", by=make_contributor())
    page.refresh_from_db()
    edit(page, TEXT, by=make_contributor("canaryauthor2"), base=1, summary="Canarysummary")
    edit(page, f"{TEXT}More.\n", by=make_contributor("canaryauthor3"), base=2, summary="Canarysummary again")
    for state in [State.APPROVED, State.REJECTED]:
        make_comment(Page.objects.get(pk=page.pk), f"A canarycomment, {state}", state=state)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def deleted(flask: Page) -> Page:
    delete(flask, by=make_moderator("mo"), reason="Copied from a book")
    return Page.objects.get(pk=flask.pk)


def test_the_crawl_finds_each_canary_while_the_page_is_there(flask: Page, stranger: Client) -> None:
    seen = dict(crawl(stranger, flask))
    assert {found.partition(" ")[2] for found in find(seen, CANARIES)} == CANARIES


@pytest.mark.parametrize("persona", OTHERS)
def test_no_address_shows_a_word_of_a_deleted_page(deleted: Page, persona: str, request: Any) -> None:
    seen = dict(crawl(request.getfixturevalue(persona), deleted))
    assert find(seen, CANARIES) == []
    assert "Copied from a book" in seen["/wiki/flask/"]


QUERIES = [
    "/wiki/flask/edit/?section=h-canarytext",
    "/wiki/flask/?sort=newest",
    "/titles/?q=fla",
    "/search/?q=canarytext",
    "/compare/flask+home/",
    "/compare/flask@2+home/",
    "/compare/flask@2+home.csv",
    "/compare/flask+home.json",
    "/compare/flask@2+home.md",
    "/systems/?kind=canaryfact",
    "/choose/",
    "/facts/outdated/",
    "/feeds/comments/",
    "/feeds/comments/flask/",
]


@pytest.mark.parametrize("persona", OTHERS)
def test_no_query_brings_a_word_of_a_deleted_page_back(deleted: Page, persona: str, request: Any) -> None:
    client = request.getfixturevalue(persona)
    shown = {query: client.get(query).content.decode().lower() for query in QUERIES}
    typed = {query: text for query, text in shown.items() if "canary" not in query}
    assert find(typed, CANARIES) == []
    assert find(shown, CANARIES - {"canarytext", "canaryfact"}) == []
    assert '"title": "Flask"'.lower() not in shown["/titles/?q=fla"]


@pytest.mark.parametrize("persona", ["stranger", "contributor"])
def test_no_form_answers_with_a_word_of_a_deleted_page(deleted: Page, persona: str, request: Any) -> None:
    client = request.getfixturevalue(persona)
    samples = {"<wiki:slug>": "flask", "<n:number>": "2", "<n:old>": "1", "<n:new>": "3", "<int:pk>": "1"}
    fields = {
        "title": "Flask",
        "body": "Mine.",
        "base": "2",
        "onto": "3",
        "reason": "x",
        "object_pk": deleted.pk,
    }
    doors = [
        address for address in all_addresses(samples) if address.startswith(("/wiki/", "/comments/", "/dra"))
    ]
    answers = {at: client.post(at, {**fields, "content_type": "pages.page"}) for at in doors}
    assert [at for at, answer in answers.items() if answer.status_code >= 500] == []
    assert find({at: answer.content.decode() for at, answer in answers.items()}, CANARIES) == []
    assert Page.objects.get(pk=deleted.pk).is_deleted
    assert (deleted.revisions.count(), PageComment.objects.count()) == (3, 2)


@pytest.mark.parametrize("word", sorted(CANARIES - {"canaryauthor"}))
def test_search_finds_no_word_of_a_deleted_page(deleted: Page, stranger: Client, word: str) -> None:
    assert stranger.get("/search/", {"q": word}).context["hits"] == ()


def test_an_old_name_says_that_the_page_was_deleted_too(deleted: Page, stranger: Client) -> None:
    answer = stranger.get("/wiki/flasque/")
    assert answer.status_code == 404
    assert "The page “Flask” was deleted" in answer.content.decode()


def test_a_comment_of_a_deleted_page_leads_nowhere(
    deleted: Page, stranger: Client, moderator: Client
) -> None:
    comment = PageComment.objects.get(state=State.APPROVED)
    assert stranger.get(f"/comments/{comment.pk}/").status_code == 404
    assert moderator.get(f"/comments/{comment.pk}/").headers["Location"].startswith("/admin/")


def test_restoring_brings_page_comments_links_and_search_back(deleted: Page, stranger: Client) -> None:
    assert 'class="missing"' in stranger.get("/").content.decode()
    restore(deleted, by=make_moderator("maria"))
    seen = dict(crawl(stranger, deleted))
    assert {found.partition(" ")[2] for found in find(seen, CANARIES)} == CANARIES
    assert 'class="missing"' not in stranger.get("/").content.decode()
    comment = PageComment.objects.get(state=State.APPROVED)
    assert stranger.get(f"/comments/{comment.pk}/").headers["Location"] == f"/wiki/flask/#c{comment.pk}"
    assert len(stranger.get("/search/", {"q": "canarytext"}).context["hits"]) == 1
    assert stranger.get("/wiki/flasque/").headers["Location"] == "/wiki/flask/"
