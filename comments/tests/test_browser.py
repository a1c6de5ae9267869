"""The way of a comment in Chromium: written by a stranger, approved by a moderator, read by everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from comments.models import PageComment, State
from comments.tests.factories import make_comment, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [1280, 390]


def faults(screen):
    # Without preloading: for that axe writes a <style>, which our CSP refuses.
    found = Axe().run(screen, options={"preload": False}).response["violations"]
    return [(fault["id"], node["html"][:200]) for fault in found for node in fault["nodes"]]


def fill(screen, text):
    screen.get_by_label("Comment", exact=True).fill(text)
    screen.get_by_label("Name", exact=True).fill("Mara")
    screen.get_by_label("Email", exact=True).fill("mara@mail.example")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_strangers_reply_is_previewed_posted_held_approved_and_read(
    has_javascript, new_context, live_server, moderator
):
    parent = make_comment(make_page(), name="Ines", email="ines@mail.example")
    screen = new_context(java_script_enabled=has_javascript).new_page()
    screen.goto("/wiki/title/")

    screen.get_by_role("link", name="Reply to Ines").click()
    screen.get_by_text("Replying to Ines").wait_for()
    fill(screen, "A **bold** answer")
    screen.get_by_role("button", name="Preview").click()
    screen.locator(".say strong", has_text="bold").wait_for()
    if has_javascript:
        screen.get_by_role("button", name="Write").click()
    screen.get_by_role("button", name="Post comment").click()
    screen.get_by_text("Awaiting moderation").wait_for()
    held = PageComment.objects.get(state=State.PENDING)
    assert held.reply_to == parent

    queue = new_context(java_script_enabled=has_javascript)
    session = moderator.cookies["sessionid"].value
    queue.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    desk = queue.new_page()
    desk.goto("/admin/comments/pagecomment/")
    desk.get_by_role("button", name="Approve comment by Mara").click()
    desk.get_by_text("1 comment approved.").wait_for()

    screen.goto("/wiki/title/")
    screen.get_by_role("heading", name="2 comments").wait_for()
    assert not screen.get_by_text("Awaiting moderation").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_discussion_form_and_queue(
    width, scheme, new_context, browser_faults, live_server, moderator
):
    page = make_page()
    parent = make_comment(page, "See https://site.example\n\n- one", url="https://mara.example")
    make_comment(page, reply_to=parent)
    waiting = make_comment(page, reply_to=parent, state=State.PENDING)
    browser = new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    screen = browser.new_page()

    screen.goto("/wiki/title/")
    assert faults(screen) == []
    fill(screen, "Words")
    screen.locator("form.reply").evaluate("form => { form.noValidate = true }")
    screen.get_by_label("Name", exact=True).fill("")
    screen.get_by_role("button", name="Post comment").click()
    screen.get_by_role("alert").wait_for()
    assert ["422" in fault for fault in browser_faults] == [True]
    browser_faults.clear()
    assert faults(screen) == []

    session = moderator.cookies["sessionid"].value
    browser.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for address in ["", f"{waiting.pk}/change/"]:
        screen.goto(f"/admin/comments/pagecomment/{address}")
        assert faults(screen) == []
