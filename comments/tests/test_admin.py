"""The moderation queue in the admin: what it shows, decides, refuses, and what it costs."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import mark_spam
from comments.models import PageComment, State, Verdict
from comments.tests.factories import make_comment, make_moderator, make_page

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/pagecomment/"
UNREADABLE_DECISIONS = [
    "",
    "x",
    "approve",
    "approve:{pk}",
    "approve::pending",
    "burn:{pk}:pending",
    "approve:{pk}:x",
    "remove:{pk}:pending",
    "approve:{pk}abc:pending",
    "approve:" + "9" * 40 + ":pending",
]


def waiting(page, text="", **fields):
    return make_comment(page, text, state=State.PENDING, **fields)


def state_of(comment):
    return PageComment.objects.get(pk=comment.pk).state


def test_the_queue_shows_what_waits_oldest_first_and_nothing_else(moderator):
    page = make_page()
    waiting(page, "first words")
    waiting(page, "second words")
    make_comment(page, "approved words")

    html = moderator.get(QUEUE).content.decode()

    assert html.index("first words") < html.index("second words")
    assert "approved words" not in html


def test_a_row_shows_the_parent_and_what_became_of_the_authors_earlier_comments(moderator):
    page = make_page()
    mara = {"name": "Mara", "email": "mara@mail.example"}
    parent = make_comment(page, "the parent's words", **mara)
    make_comment(page, "sold", state=State.SPAM, name="M", email="MARA@mail.example")
    waiting(page, "an answer", reply_to=parent, **mara)

    html = moderator.get(QUEUE).content.decode()

    assert "the parent&#x27;s words" in html
    assert "mara@mail.example" in html
    assert "Before: 1 approved, 1 spam" in " ".join(html.split())
    assert "First comment" not in html


def test_the_filter_counts_each_state_and_shows_the_one_chosen(moderator):
    page = make_page()
    waiting(page)
    make_comment(page, "sold here", state=State.SPAM)

    html = moderator.get(f"{QUEUE}?state=spam").content.decode()

    assert "Waiting (1)" in html
    assert "Spam (1)" in html
    assert "All (2)" in html
    assert "sold here" in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?state=nothing", 200),
        ("?state=", 200),
        ("?p=99", 200),
        ("?o=x", 200),
        ("?e=1", 200),
        ("?q=%00", 400),
    ],
)
def test_an_odd_query_is_no_error_and_an_unreadable_one_is_refused(moderator, query, status):
    waiting(make_page())

    assert moderator.get(QUEUE + query).status_code == status


def test_the_queue_is_searched_by_text_author_and_page(moderator):
    waiting(make_page("Searchable title"), "needle", name="Ines", email="ines@mail.example")

    for word in ["needle", "Ines", "ines@mail", "Searchable"]:
        assert b"needle" in moderator.get(f"{QUEUE}?q={word}").content
    assert b"needle" not in moderator.get(f"{QUEUE}?q=haystack").content


@pytest.mark.parametrize(
    ("verb", "after"), [("approve", State.APPROVED), ("reject", State.REJECTED), ("spam", State.SPAM)]
)
def test_one_button_decides_on_one_comment(moderator, verb, after):
    comment, other = waiting(make_page()), waiting(make_page("Other"))
    html = moderator.get(QUEUE).content.decode()
    assert f'name="decide" value="{verb}:{comment.pk}:pending"' in html

    answer = moderator.post(QUEUE, {"decide": f"{verb}:{comment.pk}:pending", "reason": " Why not "})

    assert (answer.status_code, answer["Location"]) == (303, QUEUE)
    assert (state_of(comment), state_of(other)) == (after, State.PENDING)
    assert Verdict.objects.get(comment=comment).reason == "Why not"
    assert LogEntry.objects.get().user == moderator.person


def test_a_decision_on_a_comment_that_somebody_else_decided_on_says_so(moderator):
    comment = waiting(make_page())
    mark_spam([comment.pk], by=make_moderator("quick"))

    answer = moderator.post(QUEUE, {"decide": f"approve:{comment.pk}:pending"}, follow=True)

    assert state_of(comment) == State.SPAM
    text = answer.content.decode()
    assert "decided on by somebody else already" in text
    assert f"quick decided on the comment by {comment.user_name}: spam (today" in text


@pytest.mark.parametrize("word", UNREADABLE_DECISIONS)
def test_an_unreadable_decision_changes_nothing(moderator, word):
    comment = waiting(make_page())

    answer = moderator.post(QUEUE, {"decide": word.format(pk=comment.pk)}, follow=True)

    assert answer.status_code == 200
    assert state_of(comment) == State.PENDING


def test_many_are_decided_on_at_once_with_a_reason(moderator):
    page = make_page()
    chosen = [waiting(page) for _ in range(3)]
    spared = waiting(page)

    answer = moderator.post(
        QUEUE,
        {"action": "spam", "_selected_action": [c.pk for c in chosen], "reason": "A flood", "index": "0"},
        follow=True,
    )

    assert "3 comments marked as spam." in answer.content.decode()
    assert {state_of(c) for c in chosen} == {State.SPAM}
    assert state_of(spared) == State.PENDING
    assert set(Verdict.objects.values_list("reason", flat=True)) == {"A flood"}


def test_of_many_those_decided_on_meanwhile_are_left_and_counted(moderator):
    page = make_page()
    taken, left = waiting(page), waiting(page)
    mark_spam([taken.pk], by=make_moderator("quick"))

    answer = moderator.post(
        QUEUE, {"action": "approve", "_selected_action": [taken.pk, left.pk], "index": "0"}, follow=True
    )

    text = answer.content.decode()
    assert "1 comment approved." in text
    assert "1 had been decided on by somebody else already" in text
    assert (state_of(taken), state_of(left)) == (State.SPAM, State.APPROVED)


def test_a_decision_can_be_undone(moderator):
    comment = waiting(make_page())
    moderator.post(QUEUE, {"decide": f"spam:{comment.pk}:pending"})

    moderator.post(f"{QUEUE}?state=spam", {"decide": f"hold:{comment.pk}:spam"})

    assert state_of(comment) == State.PENDING
    assert [v.after for v in Verdict.objects.order_by("pk")] == [State.SPAM, State.PENDING]


def test_one_comment_is_read_and_decided_on_but_never_edited(moderator):
    comment = waiting(make_page(), "words to weigh")
    address = f"{QUEUE}{comment.pk}/change/"

    html = moderator.get(address).content.decode()
    assert "words to weigh" in html
    assert not re.search(r'name="(comment|user_name|state|_save)"', html)
    moderator.post(address, {"comment": "forged", "_save": "1"})
    moderator.post(address, {"decide": f"approve:{comment.pk}:pending"})

    comment.refresh_from_db()
    assert (comment.comment, comment.state) == ("words to weigh", State.APPROVED)
    assert "Approved" in moderator.get(address).content.decode()


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_nobody_adds_or_deletes_a_comment_in_the_admin(administrator, path):
    comment = waiting(make_page())

    assert administrator.get(QUEUE + path.format(pk=comment.pk)).status_code == 403


def test_verdicts_are_read_and_never_changed(administrator):
    comment = waiting(make_page())
    mark_spam([comment.pk], by=make_moderator(), reason="A reason to read")
    verdict = Verdict.objects.get()

    assert b"A reason to read" in administrator.get("/admin/comments/verdict/").content
    assert administrator.post(f"/admin/comments/verdict/{verdict.pk}/change/", {}).status_code == 403
    assert administrator.get(f"/admin/comments/verdict/{verdict.pk}/delete/").status_code == 403


def test_the_admins_front_page_counts_what_waits(moderator):
    page = make_page()
    waiting(page)
    waiting(page)

    assert b"2 comments wait for a decision" in moderator.get("/admin/").content


def test_the_queue_takes_the_same_queries_for_2_and_for_100_rows(moderator):
    page = make_page()
    parent = make_comment(page)
    for _ in range(2):
        waiting(page, reply_to=parent)
    moderator.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        moderator.get(QUEUE)
    for _ in range(98):
        waiting(page, reply_to=parent)

    with CaptureQueriesContext(connection) as many:
        html = moderator.get(QUEUE).content.decode()

    assert html.count('name="_selected_action"') == 100
    assert len(few) == len(many) <= 16


def test_the_queue_keeps_to_the_content_security_policy(moderator):
    comment = waiting(make_page())

    for address in [QUEUE, f"{QUEUE}{comment.pk}/change/", "/admin/"]:
        html = moderator.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=\"|\son(click|submit|load)=|<script>", html), address
