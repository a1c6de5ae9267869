"""Comments among the recent changes: those that everybody may read, and nobody else's name."""

import pytest

from comments.actions import approve, remove
from comments.models import State
from comments.tests.factories import make_comment, make_moderator, make_page
from pages.models import contributor_of
from pages.views.lists_of_changes import ROWS_A_SCREEN

pytestmark = pytest.mark.django_db
CHANGES = "/changes/?show=comments"


def test_a_comment_is_among_the_changes_while_it_is_approved(stranger):
    comment = make_comment(make_page(), "canarywords", name="canaryname", state=State.PENDING)
    assert "canary" not in stranger.get(CHANGES).content.decode()
    approve([comment.pk], by=make_moderator())
    html = stranger.get(CHANGES).content.decode()
    assert "canarywords" in html
    assert f'href="{comment.get_absolute_url()}"' in html
    remove([comment.pk], by=make_moderator(), seen=State.APPROVED)
    assert "canary" not in stranger.get(CHANGES).content.decode()


def test_comments_go_on_on_the_next_screen(stranger):
    page = make_page()
    for number in range(ROWS_A_SCREEN + 1):
        make_comment(page, f"Words number {number}.")
    first = stranger.get(CHANGES)
    second = stranger.get(f"{CHANGES}&before={first.context['older_cursor']}")
    assert "Words number 0." not in first.content.decode()
    assert [remark.excerpt for remark in second.context["remarks"]] == ["Words number 0."]


def test_who_has_only_comments_that_wait_has_no_page_and_is_no_name_to_filter_by(stranger, reader):
    comment = make_comment(make_page(), "Words.", by=reader.person, state=State.PENDING)
    address = contributor_of(reader.person).get_absolute_url()
    assert stranger.get(address).status_code == 404
    assert "Nobody has this name" in stranger.get("/changes/?by=reader").content.decode()
    approve([comment.pk], by=make_moderator())
    assert "Words." in stranger.get(f"{address}?show=comments").content.decode()
