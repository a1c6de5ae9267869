"""The one-button forms: who may press them, where they lead, what they refuse."""

import re

import pytest
from django.db import connection

from comments.models import Follow, PageComment, State, Vote
from comments.tests.factories import form_of, make_comment, make_many, make_page
from pages.actions.delete import delete

pytestmark = pytest.mark.django_db
HIDDEN = [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED]
JSON = {"Accept": "application/json"}


def test_a_vote_by_form_is_counted_and_leads_back_to_the_same_screen(reader):
    comment = make_comment(make_page())
    press = f"/comments/{comment.pk}/helpful/"

    answer = reader.post(press, {"on": "1", "sort": "newest", "comments": comment.path})

    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/wiki/title/?sort=newest&comments={comment.path}#c{comment.pk}",
    )
    assert Vote.objects.count() == 1
    html = reader.get("/wiki/title/").content.decode()
    assert re.search(rf'formaction="{press}" name="on" value="0" aria-pressed="true"', html)


def test_a_program_is_told_the_count(reader):
    comment = make_comment(make_page())

    for on, count in (("1", 1), ("1", 1), ("0", 0)):
        answer = reader.post(f"/comments/{comment.pk}/helpful/", {"on": on}, headers=JSON)
        assert answer.json() == {"on": on == "1", "count": count}


@pytest.mark.parametrize("door", ["helpful", "follow"])
@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_comment_is_refused_like_a_missing_one(state, door, reader):
    comment = make_comment(make_page(), state=state)

    hidden = reader.post(f"/comments/{comment.pk}/{door}/", {"on": "1"})
    missing = reader.post(f"/comments/{comment.pk + 1_000}/{door}/", {"on": "1"})

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert shape(hidden) == shape(missing)
    assert not Vote.objects.exists()
    assert not Follow.objects.exists()


def shape(answer):
    return re.sub(rb'csrfmiddlewaretoken" value="\w+|next=[^"]+', b"", answer.content)


@pytest.mark.parametrize("number", ["0", "9" * 12, "9" * 30])
def test_an_impossible_number_is_missing(number, reader):
    assert reader.post(f"/comments/{number}/helpful/", {"on": "1"}).status_code == 404


def test_a_deleted_page_takes_no_votes_and_no_followers(reader, moderator):
    comment = make_comment(make_page())
    delete(comment.page, by=moderator.person, reason="Gone")

    for door in (f"{comment.pk}/helpful", f"{comment.pk}/follow", "follow/title"):
        assert reader.post(f"/comments/{door}/", {"on": "1"}).status_code == 404


def test_strangers_are_asked_to_sign_in_and_get_no_cookie(stranger):
    comment = make_comment(make_page())

    for door in (f"{comment.pk}/helpful", f"{comment.pk}/follow", "follow/title"):
        answer = stranger.post(f"/comments/{door}/", {"on": "1"})
        assert answer["Location"].startswith("/accounts/login/?next=/")
        assert not answer.cookies
    assert stranger.post(f"/comments/{comment.pk}/helpful/", {"on": "1"}, headers=JSON).status_code == 403
    assert not Vote.objects.exists()


def test_strangers_see_votes_and_no_buttons(stranger):
    comment = make_comment(make_page())
    PageComment.objects.filter(pk=comment.pk).update(helpful_count=3)

    html = stranger.get("/wiki/title/").content.decode()

    assert re.search(r'<span class="num">3</span><span class="sr"> found this helpful', html)
    assert "formaction" not in html
    assert "helpful.js" not in html


def test_nobody_gets_a_button_for_the_own_comment_and_the_banned_get_none(reader, banned):
    own = make_comment(make_page(), by=reader.person)

    assert f"/comments/{own.pk}/helpful/" not in reader.get("/wiki/title/").content.decode()
    assert reader.post(f"/comments/{own.pk}/helpful/", {"on": "1"}).status_code == 403
    assert "formaction" not in banned.get("/wiki/title/").content.decode()
    assert banned.post("/comments/follow/title/", {"on": "1"}).status_code == 403


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_a_post_presses(method, reader):
    comment = make_comment(make_page())

    for door in (f"{comment.pk}/helpful", f"{comment.pk}/follow", "follow/title"):
        assert getattr(reader, method)(f"/comments/{door}/").status_code == 405


def test_discussion_and_thread_are_followed_and_left_by_a_button(reader):
    thread = make_comment(make_page())
    doors = {"/comments/follow/title/": None, f"/comments/{thread.pk}/follow/": thread}

    for door, what in doors.items():
        assert reader.post(door, {"on": "1"}).status_code == 303
        assert Follow.objects.get().thread == what
        assert 'value="0" aria-pressed="true"' in reader.get("/wiki/title/").content.decode()
        assert reader.post(door, {"on": "0"}).status_code == 303
        assert not Follow.objects.exists()


def test_a_reply_starts_no_thread_to_follow(reader):
    page = make_page()
    reply = make_comment(page, reply_to=make_comment(page))

    assert reader.post(f"/comments/{reply.pk}/follow/", {"on": "1"}).status_code == 404


def test_the_box_of_the_form_follows_the_thread_of_the_comment(stranger, reader):
    page = make_page()
    parent = make_comment(page)

    stranger.post("/comments/post/", form_of(page, reply_to=parent.pk, followup="on", email="M@mail.example"))
    reader.post("/comments/post/", form_of(page, comment="Mine", followup="on"))

    asked, own = Follow.objects.order_by("pk")
    assert (asked.thread, asked.email, asked.confirmed_at) == (parent, "m@mail.example", None)
    assert (own.thread.comment, own.contributor.user) == ("Mine", reader.person)
    assert own.confirmed_at


def test_without_the_box_nobody_follows(stranger):
    page = make_page()
    assert "Notify me about further comments" in stranger.get("/wiki/title/").content.decode()

    stranger.post("/comments/post/", form_of(page))

    assert not Follow.objects.exists()


def snapshot():
    """Every row of every table of ours, the library's and the rest, as text."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = [repr(row) for row in cursor.fetchall()]
    return rows


# The full-text index, whose table SQLite makes several of, and the site's version, which a trigger raises.
KEPT_BY_THE_DATABASE = ("comments_search", "wikisite_siteversion")


@pytest.mark.parametrize(
    ("persona", "state"),
    [("stranger", State.PENDING), ("reader", State.PENDING), ("contributor", State.APPROVED)],
)
def test_a_reply_changes_no_other_comment_and_twelve_rows_at_most(persona, state, request):
    """Of more than a few words, by somebody who wants to hear more: all that a reply can ask for."""
    client, page = request.getfixturevalue(persona), make_page()
    made = make_many(page, [None, *range(59), *[0] * 200])
    if persona == "contributor":
        make_comment(page, by=client.person)
    client.get("/wiki/title/")
    before = snapshot()

    words = "Eleven lines are enough for a first application, and these are more words than seven."
    form = form_of(page, comment=words, reply_to=made[59].pk, followup="on")
    assert client.post("/comments/post/", form).status_code == 303

    after = snapshot()
    changed = {t: set(after[t]) ^ set(before[t]) for t in after if after[t] != before[t]}
    written = {t: [row for row in rows if row in after[t]] for t, rows in changed.items()}
    comment_tables = ("django_comments", "django_comments_xtd_xtdcomment", "comments_pagecomment")
    for table in comment_tables:
        assert set(before[table]) < set(after[table])  # one more, and the others as they were
        assert len(written[table]) == 1
    assert PageComment.objects.latest("pk").state == state
    assert len(written["comments_cluecount"]) == 3
    counted = [rows for table, rows in written.items() if not table.startswith(KEPT_BY_THE_DATABASE)]
    assert sum(map(len, counted)) <= 12
