"""One comment's way through its states, at every door of the conversation, as each persona."""

from typing import Any

import pytest

from comments.actions import approve, mark_spam, reject, remove, vote
from comments.models import PageComment, State
from comments.tests.factories import make_comment, make_moderator
from pages.actions.delete import delete
from pages.models import Page
from pages.tests.factories import make_page, make_person
from wikisite.tests.test_canary import crawl, find

pytestmark = pytest.mark.django_db
PERSONAS = ["stranger", "reader", "contributor", "banned"]
WORDS = {"canarywords", "canaryname", "canarysite", "canarymail"}
SEEN = WORDS - {"canarymail"}
FEEDS = ["/feeds/comments/", "/feeds/comments/flask/"]
ORDERS = [f"/wiki/flask/?sort={sort}" for sort in ("newest", "oldest", "helpful")]


@pytest.fixture
def waiting() -> PageComment:
    for title in ("Home", "Flask"):
        make_page(title, "Text\n")
    return make_comment(
        Page.objects.select_related("current").get(slug="flask"),
        "canarywords were said",
        name="canaryname",
        url="https://canarysite.example/",
        email="canarymail@hidden-mail.example",
        state=State.PENDING,
    )


def look(client: Any, comment: PageComment) -> dict[str, str]:
    """Headers and body of every door; the ones that take a POST are pressed."""
    doors = [*FEEDS, *ORDERS, f"/wiki/flask/?comments={comment.path}", "/", f"/comments/{comment.pk}/"]
    doors.append(f"/wiki/flask/?sort=helpful&comments=9-{comment.path}")
    answers = {door: client.get(door) for door in doors}
    for door in (f"/comments/{comment.pk}/helpful/", f"/comments/{comment.pk}/follow/"):
        answers[door] = client.post(door, {"on": "0"})
        answers[f"{door} json"] = client.post(door, {"on": "0"}, headers={"Accept": "application/json"})
    return {
        door: f"{sorted(answer.headers.items())} {answer.content.decode()}"
        for door, answer in answers.items()
    }


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_comment_is_at_every_door_while_it_is_approved_and_at_none_before_and_after(
    persona: str, waiting: PageComment, request: Any, moderator: Any
) -> None:
    client = request.getfixturevalue(persona)
    assert find(look(client, waiting), WORDS) == []

    approve([waiting.pk], by=make_moderator())
    shown = look(client, waiting)
    for door in [*FEEDS, *ORDERS]:
        assert find({door: shown[door]}, SEEN), door
    assert find(shown, WORDS - SEEN) == []
    assert "1 comment<" in shown["/"]

    for take_back in (remove, reject, mark_spam):
        take_back([waiting.pk], by=make_moderator(), seen=State.APPROVED)
        hidden = look(client, waiting)
        assert find(hidden, WORDS) == []
        assert "1 comment<" not in "".join(hidden.values())
        approve([waiting.pk], by=make_moderator(), seen=PageComment.objects.get().state)

    delete(waiting.page, by=moderator.person, reason="Gone")
    assert find(look(client, waiting), WORDS) == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_address_of_the_site_is_silent_before_the_approval_and_after_it_is_taken_back(
    persona: str, waiting: PageComment, request: Any, moderator: Any
) -> None:
    client, page = request.getfixturevalue(persona), waiting.page
    reject([make_comment(page, "Decided on", state=State.PENDING).pk], by=make_moderator())
    assert find(dict(crawl(client, page)), WORDS) == []

    approve([waiting.pk], by=make_moderator())
    assert {found.partition(" ")[2] for found in find(dict(crawl(client, page)), WORDS)} == SEEN

    remove([waiting.pk], by=make_moderator(), seen=State.APPROVED)
    assert find(dict(crawl(client, page)), WORDS) == []

    approve([waiting.pk], by=make_moderator(), seen=State.REMOVED)
    delete(page, by=moderator.person, reason="Gone")
    assert find(dict(crawl(client, page)), WORDS) == []


def test_votes_and_followers_of_a_hidden_comment_are_told_to_nobody(
    waiting: PageComment, stranger: Any, reader: Any
) -> None:
    approve([waiting.pk], by=make_moderator())
    for number in range(777, 780):
        vote(waiting, by=make_person(f"voter{number}"))
    other = make_comment(Page.objects.select_related("current").get(slug="flask"), "Another")
    remove([waiting.pk], by=make_moderator(), seen=State.APPROVED)

    for client in (stranger, reader):
        html = client.get("/wiki/flask/?sort=helpful").content.decode()
        assert 'class="num">3<' not in html
        assert f'id="c{other.pk}"' in html
    assert PageComment.objects.get(pk=waiting.pk).helpful_count == 0
