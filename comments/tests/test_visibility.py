"""A comment that is not approved is nowhere but in its author's browser and the moderators' queue."""

import pytest
from django.urls import reverse

from comments.models import PageComment, State
from comments.tests.factories import form_of, make_comment, make_page

pytestmark = pytest.mark.django_db
HIDDEN = [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED]
OTHERS = ["stranger", "reader", "contributor", "banned"]
ADMIN_LIST = "/admin/comments/pagecomment/"


def canary(state, **fields):
    who = {} if "by" in fields else {"name": "Canaryname", "email": "canarymail@mail.example"}
    page = make_page()
    return make_comment(
        page, "canaryword and flamingo", state=state, url="https://canarysite.example", **who, **fields
    )


def doors(comment):
    """Every address at which a comment could show, by GET."""
    return [
        "/",
        "/wiki/title/",
        f"/wiki/title/?reply={comment.pk}",
        f"/wiki/title/?comments={comment.path}",
        "/wiki/title.md",
        "/wiki/title/history/",
        "/search/?q=flamingo",
        comment.get_absolute_url(),
        f"/comments/reply/{comment.pk}/",
        f"/comments/like/{comment.pk}/",
        f"/comments/dislike/{comment.pk}/",
        f"/comments/flag/{comment.pk}/",
        f"/comments/api/pages-page/{comment.page_id}/",
        ADMIN_LIST,
        f"{ADMIN_LIST}{comment.pk}/change/",
        "/admin/comments/verdict/",
    ]


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("persona", OTHERS)
def test_nobody_else_finds_a_comment_that_is_not_approved(state, persona, request):
    person = request.getfixturevalue(persona)
    comment = canary(state)

    for address in doors(comment):
        text = person.get(address, follow=True).content.decode()
        assert "canaryword" not in text, address
        assert "Canaryname" not in text, address
        assert "canarysite" not in text, address
    assert person.get(comment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("persona", OTHERS)
@pytest.mark.parametrize("state", [State.APPROVED, *HIDDEN])
def test_no_address_shows_the_email_of_an_author(state, persona, request):
    person = request.getfixturevalue(persona)
    comment = canary(state)
    PageComment.objects.update(ip_address="203.0.113.77")

    for address in doors(comment):
        text = person.get(address, follow=True).content.decode()
        assert "canarymail" not in text, address
        assert "203.0.113.77" not in text, address


def test_an_approved_comment_is_shown_with_its_authors_site(stranger):
    canary(State.APPROVED)

    html = stranger.get("/wiki/title/").content.decode()

    assert "canaryword" in html
    assert '<a href="https://canarysite.example" rel="nofollow ugc noopener"' in html


@pytest.mark.parametrize("state", HIDDEN)
def test_a_moderator_finds_every_comment_in_the_queue(state, moderator):
    comment = canary(state)

    assert b"canaryword" in moderator.get(f"{ADMIN_LIST}?state={state.value}").content
    assert moderator.get(comment.get_absolute_url())["Location"] == reverse(
        "admin:comments_pagecomment_change", args=[comment.pk]
    )


@pytest.mark.parametrize("state", HIDDEN[1:])
def test_an_author_sees_what_waits_and_not_what_was_turned_down(state, reader):
    comment = canary(state, by=reader.person)

    assert b"canaryword" not in reader.get("/wiki/title/").content
    assert reader.get(comment.get_absolute_url()).status_code == 404


def test_an_author_without_an_account_follows_the_permalink_of_a_waiting_comment(stranger):
    page = make_page()
    stranger.post("/comments/post/", form_of(page))
    comment = PageComment.objects.get()

    assert stranger.get(comment.get_absolute_url())["Location"] == f"/wiki/title/#c{comment.pk}"


def test_a_permalink_to_nothing_is_not_found(moderator):
    for number in ["0", "999", "9" * 30]:
        assert moderator.get(f"/comments/{number}/").status_code == 404


@pytest.mark.parametrize("persona", OTHERS)
def test_the_queue_is_closed_to_others(persona, request):
    person = request.getfixturevalue(persona)
    comment = canary(State.PENDING)

    for address in [ADMIN_LIST, f"{ADMIN_LIST}{comment.pk}/change/"]:
        decided = person.post(address, {"decide": f"approve:{comment.pk}:pending"})
        assert (decided.status_code, decided["Location"]) == (302, f"/admin/login/?next={address}")
    assert PageComment.objects.get().state == State.PENDING
