"""The loop that the wiki is for, as each persona makes it in a real browser, with JavaScript and without."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from comments.tests.mailing import deliver

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Without the star that marks a required field.
FOCUSED_NAME = """() => (document.activeElement.labels?.[0] ?? document.activeElement)
    .innerText.replace("*", "").trim()"""
WORDS = "Is **eleven** lines still true?"


def test_a_stranger_reads_searches_and_replies(guide: None, open_as: Any) -> None:
    page = open_as(permissions=["clipboard-read", "clipboard-write"])
    _read_three_pages(page)
    _choose_a_theme(page)
    _use_the_contents(page)
    _copy_code(page)
    _search_by_key(page)
    assert page.context.cookies() == []
    page.goto("/wiki/flask/")
    _fill_comment(page)
    page.get_by_role("button", name="Preview", exact=True).first.click()
    expect(page.locator("#reply .preview strong")).to_have_text("eleven")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment.held")).to_contain_text("Awaiting moderation")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["held_comments"]
    _sees_no_comment(open_as())


def test_a_contributor_signs_up_edits_compares_and_reverts(
    guide: None, open_as: Any, browser_faults: list[str]
) -> None:
    page = open_as()
    _sign_up(page, "ada")
    _confirm_address(page)
    _edit_with_live_preview(page)
    _write_a_wanted_page(page)
    _compare_in_both_layouts(page)
    _go_back_to_the_first_revision(page)
    assert [fault for fault in browser_faults if "404" not in fault] == []
    browser_faults.clear()  # the page that was wanted answers 404 before it is written


def test_a_moderator_approves_what_a_stranger_wrote(guide: None, moderator: Any, open_as: Any) -> None:
    stranger = open_as()
    stranger.goto("/wiki/flask/")
    _fill_comment(stranger)
    stranger.get_by_role("button", name="Post comment").click()
    expect(stranger.locator(".comment.held")).to_be_visible()
    page = open_as()
    page.goto("/admin/")
    _approve_the_waiting_comment(page)
    reader = open_as()
    reader.goto("/wiki/flask/")
    expect(reader.locator(".comment")).to_contain_text("Is eleven lines still true?")
    expect(reader.get_by_role("heading", name="1 comment")).to_be_visible()
    assert reader.context.cookies() == []


def test_the_whole_loop_works_without_javascript(
    guide: None, contributor: Any, moderator: Any, open_as: Any
) -> None:
    editor = open_as(java_script_enabled=False)
    editor.goto("/wiki/flask/edit/")
    _sign_in(editor, "contributor")
    _edit_with_preview_button(editor)
    _compare_by_links(editor)
    stranger = open_as(java_script_enabled=False)
    stranger.goto("/wiki/flask/")
    assert stranger.context.cookies() == []
    _comment_with_preview_button(stranger)
    moderating = open_as(java_script_enabled=False)
    moderating.goto("/admin/")
    _approve_the_waiting_comment(moderating)
    reader = open_as(java_script_enabled=False)
    reader.goto("/wiki/flask/")
    expect(reader.locator(".prose")).to_contain_text("Corrected without a script.")
    expect(reader.locator(".comment strong")).to_have_text("eleven")


def test_a_page_is_read_and_answered_by_keyboard_alone(guide: None, open_as: Any) -> None:
    page = open_as(viewport={"width": 1280, "height": 900})
    page.goto("/wiki/flask/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    stops = _tab_stops(page, until="Post comment")
    wanted = [
        "History",
        "What is Flask?",
        "Copy",
        "Comment",
        "Name",
        "Email",
        "Website",
        "Post comment",
    ]
    assert [stop for stop in dict.fromkeys(stops) if stop in wanted] == wanted
    assert len(stops) < 200


def test_the_contents_of_a_phone_open_and_close_by_keyboard(guide: None, open_as: Any) -> None:
    page = open_as(viewport={"width": 390, "height": 844})
    page.goto("/wiki/flask/")
    button, contents = page.locator(".tocbtn"), page.locator("#toc")
    assert "Contents" in _tab_stops(page, until="Contents")
    page.keyboard.press("Enter")
    expect(contents).to_be_visible()
    page.keyboard.press("Tab")
    expect(contents.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(contents).to_be_hidden()
    assert urlsplit(page.url).fragment == "h-what-is-flask"


# --- A reader's steps


def _read_three_pages(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Flask and its alternatives")
    page.locator("main .chapters").get_by_role("link", name="Django", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Django")
    page.locator(".prose").get_by_role("link", name="Flask", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Flask")
    expect(page.locator(".facts")).to_contain_text("BSD-3-Clause")
    assert page.context.cookies() == []


def _choose_a_theme(page: Page) -> None:
    button = page.get_by_role("button", name="Color theme")
    for theme in ("light", "dark"):
        button.click()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    button.click()


def _use_the_contents(page: Page) -> None:
    link = page.locator("#toc").get_by_role("link", name="Pros and cons")
    link.click()
    expect(page.locator("#h-pros-and-cons")).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "true")


def _copy_code(page: Page) -> None:
    figure = page.locator("figure.code").first
    figure.get_by_role("button", name="Copy").click()
    expect(page.locator(".toast")).to_have_text("Code copied")
    assert page.evaluate("navigator.clipboard.readText()") == figure.locator("pre").text_content()


def _search_by_key(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("framework")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_contain_text("framework", ignore_case=True)


def _fill_comment(page: Page) -> None:
    for label, words in {"Comment": WORDS, "Name": "Mara Voss", "Email": "mara@mail.example"}.items():
        page.locator("#reply").get_by_role("textbox", name=label, exact=True).fill(words)


def _comment_with_preview_button(page: Page) -> None:
    _fill_comment(page)
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.locator("section .say strong")).to_have_text("eleven")
    expect(page.locator("#reply textarea")).to_have_value(WORDS)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment.held")).to_contain_text("Awaiting moderation")


def _sees_no_comment(page: Page) -> None:
    page.goto("/wiki/flask/")
    expect(page.get_by_role("heading", name="No comments yet")).to_be_visible()
    expect(page.locator(".comment")).to_have_count(0)


def _tab_stops(page: Page, *, until: str, most: int = 200) -> list[str]:
    """Names of what Tab reaches from here on, in order, up to the control named `until`."""
    stops: list[str] = []
    while len(stops) < most and until not in stops:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED_NAME))
    return stops


# --- A contributor's steps


def _sign_up(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("User name").fill(name)
    page.get_by_label("E-mail").fill(f"{name}@people.example")
    page.get_by_label("Password").fill("three unrelated words")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("button", name=f"Your account, {name}")).to_be_visible()


def _confirm_address(page: Page) -> None:
    """Editing waits for the link in the message, then for signing in again as the person would next day."""
    page.get_by_role("button", name="Your account, ada").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    (message,) = deliver()
    assert message.to == ["ada@people.example"]
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", message.body)
    assert link, message.body
    page.goto(urlsplit(link[0]).path)
    page.get_by_role("button", name="Confirm").click()
    page.goto("/wiki/flask/")
    page.get_by_role("navigation", name="Page").get_by_role("link", name="Edit").click()
    _sign_in(page, "ada", "three unrelated words")
    expect(page.get_by_role("heading", name="Edit “Flask”")).to_be_visible()


def _sign_in(page: Page, name: str, password: str = "") -> None:
    page.get_by_label("User name or e-mail").fill(name)
    page.get_by_label("Password").fill(password or name)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def _edit_with_live_preview(page: Page) -> None:
    text = page.get_by_label("Page text, in Markdown")
    source = text.input_value()
    text.fill(f"{source.replace('## What is Flask?', '## What is **Flask** really?')}\nSee [[Bottle]] too.\n")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="What is Flask really?")).to_be_visible()
    expect(preview.locator("a.missing", has_text="Bottle")).to_have_count(1)
    page.get_by_label("What did you change?").fill("Ask more precisely")
    page.get_by_role("button", name="Save page").click()
    expect(page.get_by_role("status").filter(has_text="Saved as revision 2.")).to_be_visible()
    expect(page.locator(".prose").get_by_role("heading", name="What is Flask really?")).to_be_visible()


def _compare_in_both_layouts(page: Page) -> None:
    page.get_by_role("navigation", name="Page").get_by_role("link", name="History").click()
    expect(page.locator(".revs > li")).to_have_count(2)
    page.get_by_role("button", name="Compare selected").click()
    expect(page.locator(".diff[data-view=side] ins").first).to_be_visible()
    expect(page.locator(".diff .new.chg").first).to_contain_text("really?")
    page.get_by_role("link", name="Inline").click()
    expect(page.locator(".diff[data-view=inline]")).to_be_visible()
    assert page.url.endswith("/diff/1/2/?view=inline")


def _go_back_to_the_first_revision(page: Page) -> None:
    page.get_by_text("Go back to revision 1").click()
    page.get_by_label("Why?").locator("visible=true").fill("The question was fine")
    page.get_by_role("button", name="Go back", exact=True).click()
    expect(page.locator(".prose").get_by_role("heading", name="What is Flask?")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="This is revision 3")).to_be_visible()


def _write_a_wanted_page(page: Page) -> None:
    page.locator(".prose a.missing", has_text="Bottle").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("There is no page called “Bottle” yet")
    page.get_by_role("link", name="Create this page").click()
    expect(page.get_by_label("Page title")).to_have_value("Bottle")
    page.get_by_label("Page text, in Markdown").fill("Another one like [[Flask]].\n")
    page.get_by_role("button", name="Save page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bottle")
    page.locator(".prose").get_by_role("link", name="Flask").click()
    expect(page.locator(".prose a[href='/wiki/bottle/']").first).not_to_have_class("missing")


def _edit_with_preview_button(page: Page) -> None:
    text = page.get_by_label("Page text, in Markdown")
    text.fill(f"{text.input_value()}\nCorrected without a script.\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-server-preview]")).to_contain_text("Corrected without a script.")
    page.get_by_role("button", name="Save page").click()
    expect(page.get_by_role("status").filter(has_text="Saved as revision 2.")).to_be_visible()


def _compare_by_links(page: Page) -> None:
    page.get_by_role("navigation", name="Page").get_by_role("link", name="History").click()
    page.get_by_role("button", name="Compare selected").click()
    expect(page.locator(".diff[data-view=side]")).to_contain_text("Corrected without a script.")
    page.get_by_role("link", name="Inline").click()
    expect(page.locator(".diff[data-view=inline]")).to_contain_text("Corrected without a script.")


# --- A moderator's steps


def _approve_the_waiting_comment(page: Page) -> None:
    """From the admin's own door through our sign-in to the queue."""
    _sign_in(page, "moderator")
    page.get_by_role("link", name="1 comment waits for a decision").click()
    expect(page.locator(".said")).to_contain_text("Is eleven lines still true?")
    page.get_by_role("button", name="Approve comment by Mara Voss").click()
    expect(page.get_by_role("main").get_by_text("1 comment approved.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.get_by_role("heading", name="All caught up")).to_be_visible()
