"""Every screen in every look: nothing that axe finds, no sideways scroll, no error, no foreign request."""

from collections.abc import Collection, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from wikisite.tests.browser import screens
from wikisite.tests.browser.screens import DESK, Screen
from wikisite.tests.browser.world import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, reset_sequences=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without `preload` axe does not insert the sheets again that our content security policy would refuse.
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
SCHEMES = ("light", "dark")
SCROLL_WIDTHS = (320, 390, 768, 1024, 1280)
HEIGHT = 900
# Faults of the markup of Django's own admin screens that no template or style of ours reaches, with why.
REVIEWED_IN_ADMIN = {
    "empty-table-header": "admin/edit_inline/tabular.html leaves the heads of its first column empty; "
    "nothing that a person needs is missing there.",
}
# Django's admin fades colors: half way through they are neither scheme's.
AT_REST = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"
WIDER_THAN_THE_PAGE = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return "";
    const wide = [...document.body.querySelectorAll("*")].filter(
        (each) => each.getBoundingClientRect().right > root.clientWidth + 1);
    return `${root.scrollWidth}: ` + wide.slice(0, 4).map((each) => each.outerHTML.slice(0, 60)).join(" ");
}"""


@pytest.fixture
def world(guide: None, contributor: Any) -> dict[str, Any]:
    return fill(contributor.person)


def test_screens_of_a_stranger_are_sound(world: Any, open_as: Any, browser_faults: list[str]) -> None:
    _assert_sound(open_as(), screens.STRANGER, browser_faults)


def test_screens_of_accounts_are_sound(
    guide: None, reader: Any, open_as: Any, browser_faults: list[str]
) -> None:
    _assert_sound(open_as(), screens.ACCOUNTS, browser_faults)


def test_screens_of_a_reader_are_sound(
    guide: None, reader: Any, open_as: Any, browser_faults: list[str]
) -> None:
    _assert_sound(open_as(reader), screens.READER, browser_faults)


def test_screens_of_a_contributor_are_sound(
    world: Any, contributor: Any, open_as: Any, browser_faults: list[str]
) -> None:
    _assert_sound(open_as(contributor), screens.CONTRIBUTOR, browser_faults)


def test_screens_of_a_moderator_are_sound(
    world: Any, moderator: Any, open_as: Any, browser_faults: list[str]
) -> None:
    _assert_sound(open_as(moderator), screens.MODERATOR, browser_faults)


def _assert_sound(page: Any, table: list[Screen], faults: list[str]) -> None:
    page.on("dialog", lambda dialog: dialog.accept())  # the editor asks before unsaved text is left
    found = [f"{screen.name}: {finding}" for screen in table for finding in _findings(page, screen, faults)]
    assert not found, "\n".join(found)


def _findings(page: Any, screen: Screen, faults: list[str]) -> Iterator[str]:
    reviewed = REVIEWED_IN_ADMIN if screen.name.startswith("admin") else ()
    page.set_viewport_size({"width": screen.widths[0], "height": HEIGHT})
    answer = page.goto(screen.address)
    if answer.status != screen.status:
        yield f"answers {answer.status} instead of {screen.status}"
    if answer.request.redirected_from:
        yield f"leads to {answer.url}"
    if screen.act:
        screen.act(page)
    page.wait_for_load_state("networkidle")
    if not page.locator(screen.shows).first.is_visible():
        yield f"does not show {screen.shows}"
    for width in screen.widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from _violations(page, width, reviewed)
    for width in SCROLL_WIDTHS if DESK in screen.widths else ():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if wide := page.evaluate(WIDER_THAN_THE_PAGE):
            yield f"scrolls sideways at {width}: {_short(wide, 200)}"
    yield from _unexpected(faults, screen)


def _violations(page: Any, width: int, reviewed: Collection[str]) -> Iterator[str]:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AT_REST)
        for violation in Axe().run(page, options=AXE_OPTIONS).response["violations"]:
            if violation["id"] not in reviewed:
                places = _short(" ".join(node["html"] for node in violation["nodes"][:5]), 300)
                yield f"{violation['id']} ({scheme}, {width}, {len(violation['nodes'])} times) {places}"


def _short(html: str, chars: int) -> str:
    return " ".join(html.split())[:chars]


def _unexpected(faults: list[str], screen: Screen) -> Iterator[str]:
    """What the browser complained of, without its line on each answer that was to be a refusal."""
    refusals = {f"status of {status} " for status in (screen.status, screen.act_status) if status >= 400}
    yield from (fault for fault in faults if not any(refusal in fault for refusal in refusals))
    faults.clear()
