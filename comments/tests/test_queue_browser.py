"""The moderation queue in a real browser: by keyboard alone, against faults, beside another moderator."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from comments.actions import mark_spam
from comments.models import Decision, PageComment, State
from comments.tests.factories import make_comment, make_moderator, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/admin/comments/pagecomment/"


@pytest.fixture
def open_queue(moderator: Any, new_context: Any, live_server: Any) -> Any:
    """Return `open_queue(number) -> Page`: a moderator looks at that many waiting comments."""

    def open_with(number: int, **options: Any) -> Page:
        wiki_page = make_page("Flask")
        for n in range(number):
            make_comment(wiki_page, f"Words number {n}", state=State.PENDING, name=f"Person {n}")
        context = new_context(**options)
        cookie = moderator.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(QUEUE)
        if options.get("java_script_enabled", True):
            page.locator("[aria-current][data-item]").wait_for()
        return page

    return open_with


def chosen(page: Page) -> Any:
    return page.locator("[data-item][aria-current]:not([hidden])")


def texts(state: str) -> list[str]:
    found = PageComment.objects.filter(state=state).order_by("pk").values_list("comment", flat=True)
    return [text.removeprefix("Words number ") for text in found]


def test_twenty_decisions_and_three_undone_by_keyboard_alone(open_queue: Any) -> None:
    page = open_queue(22)
    for n, key in enumerate("aars" * 5):
        expect(chosen(page)).to_contain_text(f"Words number {n}")
        page.keyboard.press(key)
    expect(page.locator("[data-left]")).to_have_text("2")
    for n, left in ((19, "3"), (18, "4"), (17, "5")):
        page.keyboard.press("u")
        expect(page.locator("[data-left]")).to_have_text(left)
        expect(chosen(page)).to_contain_text(f"Words number {n}")
    assert texts(State.PENDING) == ["17", "18", "19", "20", "21"]
    assert texts(State.APPROVED) == [str(n) for n in range(17) if n % 4 < 2]
    assert texts(State.REJECTED) == ["2", "6", "10", "14"]
    assert texts(State.SPAM) == ["3", "7", "11", "15"]
    assert Decision.objects.filter(verb="undo").count() == 3
    page.reload()
    assert page.locator("[data-item]").count() == 5


def test_several_are_selected_decided_on_with_a_reason_and_undone_by_keyboard(open_queue: Any) -> None:
    page = open_queue(4)
    page.keyboard.type("xjjx")
    expect(page.locator("[data-selected]")).to_have_text("2 selected")
    page.keyboard.press("w")
    page.keyboard.type("a rather sour joke")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    expect(page.get_by_text("2 comments marked as spam.")).to_be_visible()
    decision = Decision.objects.get()
    assert (texts(State.SPAM), decision.reason) == (["0", "2"], "a rather sour joke")
    page.keyboard.press("u")
    expect(page.get_by_text("Undone: 2 comments are as they were.")).to_be_visible()
    assert texts(State.PENDING) == ["0", "1", "2", "3"]


def test_the_switch_turns_single_keys_off_and_is_remembered(open_queue: Any) -> None:
    page = open_queue(2)
    page.get_by_label("One key decides").press("Space")
    page.reload()
    expect(page.get_by_label("One key decides")).not_to_be_checked()
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_label("One key decides").press("Space")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("undo the last decision")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert texts(State.PENDING) == ["0", "1"]


def test_a_decision_that_is_not_acknowledged_is_not_shown_as_done(
    open_queue: Any, browser_faults: list[str]
) -> None:
    page = open_queue(2)

    def fail(route: Route) -> None:
        route.abort() if "decide=" in (route.request.post_data or "") else route.continue_()

    page.route("**" + QUEUE, fail)
    page.keyboard.press("a")
    expect(page.locator("[data-item]").first).to_contain_text("The server cannot be reached.")
    expect(chosen(page)).to_contain_text("Words number 1")
    page.unroute("**" + QUEUE)
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.get_by_text("1 comment approved.")).to_be_visible()
    assert texts(State.APPROVED) == ["0"]
    browser_faults.clear()  # the request that was cut off


def test_the_second_to_decide_sees_who_was_first(open_queue: Any) -> None:
    page = open_queue(2)
    mark_spam([PageComment.objects.order_by("pk")[0].pk], by=make_moderator("quick"))
    page.keyboard.press("a")
    expect(page.locator("[data-item]").first).to_contain_text(
        "quick decided on the comment by Person 0: spam"
    )
    assert texts(State.SPAM) == ["0"]


def test_a_comment_that_another_moderator_reads_is_marked(
    open_queue: Any, new_context: Any, signed_in: Any, live_server: Any
) -> None:
    page = open_queue(2)
    context = new_context()
    cookie = signed_in(make_moderator("sam")).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    other = context.new_page()
    expect(chosen(page)).to_contain_text("Words number 0")
    other.goto(QUEUE)
    expect(other.get_by_text("moderator is reading this")).to_be_visible(timeout=20_000)
    other.keyboard.press("j")
    expect(page.get_by_text("sam is reading this")).to_be_visible(timeout=20_000)


def test_a_moderator_edits_by_key_and_comes_back_to_the_comment(open_queue: Any) -> None:
    page = open_queue(3)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_label("Comment", exact=True).fill("Better **words**")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    expect(chosen(page).locator("strong")).to_have_text("words")


def test_without_a_script_each_button_decides_and_its_message_undoes(open_queue: Any) -> None:
    page = open_queue(2, java_script_enabled=False)
    page.get_by_role("button", name="Spam comment by Person 0").click()
    expect(page.locator(".messagelist")).to_contain_text("1 comment marked as spam.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("Undone: 1 comment is as it was.")
    assert texts(State.PENDING) == ["0", "1"]
