"""The buttons beside a comment in Chromium, with and without JavaScript."""

import pytest

from comments.models import Follow, PageComment, Vote
from comments.tests.factories import make_comment, make_many, make_page
from comments.tests.test_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_signed_in(new_context, live_server):
    def open_as(client, **options):
        context = new_context(**options)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return open_as


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_vote_shows_at_once_and_is_taken_back_by_the_next_press(has_javascript, open_signed_in, reader):
    comment = make_comment(make_page())
    screen = open_signed_in(reader, java_script_enabled=has_javascript)
    screen.goto("/wiki/title/")

    screen.get_by_role("button", name="Helpful, 0", pressed=False).click()
    screen.get_by_role("button", name="Helpful, 1", pressed=True).wait_for()
    screen.locator("button[data-helpful]:not([aria-busy])").wait_for()
    assert PageComment.objects.get(pk=comment.pk).helpful_count == 1

    screen.get_by_role("button", name="Helpful, 1", pressed=True).click()
    screen.get_by_role("button", name="Helpful, 0", pressed=False).wait_for()
    screen.locator("button[data-helpful]:not([aria-busy])").wait_for()
    assert not Vote.objects.exists()


def test_a_vote_that_the_server_refuses_is_rolled_back_and_said(open_signed_in, reader, browser_faults):
    make_comment(make_page())
    screen = open_signed_in(reader)
    screen.goto("/wiki/title/")
    screen.route("**/helpful/", lambda route: route.fulfill(status=503))

    screen.get_by_role("button", name="Helpful, 0").click()

    screen.get_by_text("Your vote was not counted. Try again.").wait_for()
    screen.get_by_role("button", name="Helpful, 0", pressed=False).wait_for()
    assert ["503" in fault for fault in browser_faults] == [True]
    browser_faults.clear()


def test_discussion_and_thread_are_followed_by_keyboard(open_signed_in, reader):
    thread = make_comment(make_page())
    screen = open_signed_in(reader)
    screen.goto("/wiki/title/")

    for name in ("Follow this discussion", "Follow this thread"):
        screen.get_by_role("button", name=name).focus()
        screen.keyboard.press("Enter")
        screen.get_by_role("button", name=name, pressed=True).wait_for()

    assert {follow.thread for follow in Follow.objects.select_related("thread")} == {None, thread}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_deep_link_marks_its_comment_and_axe_finds_nothing(width, scheme, open_signed_in, reader):
    made = make_many(make_page(), [None, None, *range(1, 60)])
    deepest = made[-1]
    screen = open_signed_in(reader, color_scheme=scheme, viewport={"width": width, "height": 900})

    screen.goto(f"/comments/{deepest.pk}/")

    marked = screen.locator(".comment:target")
    assert marked.get_attribute("id") == f"c{deepest.pk}"
    assert marked.evaluate("each => each.getBoundingClientRect().top < innerHeight")
    assert faults(screen) == []
