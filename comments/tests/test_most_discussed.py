"""Most discussed on the front page: the pages in whose comments readers find the most."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import remove
from comments.models import PageComment, State
from comments.tests.factories import make_comment, make_many, make_moderator, make_page
from pages.actions.delete import delete

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home():
    return make_page("Home")


def listed(client):
    """(address, count) of each page in the list."""
    html = client.get("/").content.decode()
    part = html.partition('aria-labelledby="discussed-h"')[2].partition("</section>")[0]
    return re.findall(r'href="([^"]+)".*?(\d+ comments?)</span>', part, re.DOTALL)


def test_pages_stand_by_their_approved_comments(stranger):
    few, many, silent = make_page("Few"), make_page("Many"), make_page("Silent")
    make_comment(few)
    make_many(many, [None] * 3)
    for state in (State.PENDING, State.SPAM, State.REJECTED, State.REMOVED):
        make_comment(few, state=state)
        make_comment(silent, state=state)

    assert listed(stranger) == [("/wiki/many/#comments", "3 comments"), ("/wiki/few/#comments", "1 comment")]


def test_nothing_is_said_while_nothing_is_discussed(stranger, home):
    make_comment(home)

    assert "Most discussed" not in stranger.get("/").content.decode()


def test_a_removed_comment_and_a_deleted_page_leave_the_list(stranger, moderator):
    gone, emptied = make_page("Gone"), make_page("Emptied")
    make_comment(gone)
    comment = make_comment(emptied)
    delete(gone, by=moderator.person, reason="Gone")
    remove([comment.pk], by=make_moderator(), seen=State.APPROVED)

    assert listed(stranger) == []


def test_queries_are_the_same_for_one_page_and_for_many(stranger):
    def count():
        with CaptureQueriesContext(connection) as queries:
            listed(stranger)
        return len(queries)

    make_comment(make_page("First"))
    one = count()
    for number in range(9):
        make_many(make_page(f"Page {number}"), [None] * number)

    assert (count(), len(listed(stranger))) == (one, 6)
    assert PageComment.objects.count() == 37
