"""One section edited in Chromium, with and without JavaScript, and page titles completed by keyboard."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from pages.models import Draft
from pages.models import Page as WikiPage
from pages.tests.factories import make_contributor, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "Lead.\r\n\r\n## First\nOne.\n\n### Part\r\nTwo.\r\n\r\n## Second\nThree.\n\n## Last\nEnd"
PART = "/wiki/flask/edit/?section=h-part"


@pytest.fixture
def flask(transactional_db: None) -> WikiPage:
    return make_page("Flask", BODY)


@pytest.fixture
def mara(signed_in: Any, transactional_db: None) -> Any:
    return signed_in(make_contributor("mara"))


def text() -> str:
    return WikiPage.objects.get(slug="flask").current.text


def edit_section(page: Page, name: str) -> None:
    page.goto("/wiki/flask/")
    page.get_by_role("link", name=f"Edit the section “{name}”").click()
    expect(page.locator("h1")).to_have_text(f"Edit “{name}” of “Flask”")


def save(page: Page, old: str, new: str) -> None:
    body = page.locator("#id_body")
    body.fill(body.input_value().replace(old, new))
    page.get_by_role("button", name="Save page").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_section_is_edited_alone_and_every_other_byte_stays(
    flask: WikiPage, contributor: Any, open_as: Any, has_script: bool
) -> None:
    page = open_as(contributor, java_script_enabled=has_script)
    edit_section(page, "Part")
    expect(page.locator("#id_body")).to_have_value("### Part\nTwo.\n\n")
    save(page, "Two.", "Two and a half.")
    expect(page.locator("#main").get_by_text("Saved as revision 2.")).to_be_attached()
    assert page.url.endswith("/wiki/flask/#h-part")
    assert text() == BODY.replace("Two.\r\n", "Two and a half.\n")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_two_sections_at_once_are_merged_and_one_section_twice_is_decided(
    flask: WikiPage,
    contributor: Any,
    mara: Any,
    open_as: Any,
    has_script: bool,
    browser_faults: list[str],
) -> None:
    mine, theirs, late = (
        open_as(person, java_script_enabled=has_script) for person in (contributor, mara, mara)
    )
    edit_section(mine, "Part")
    edit_section(theirs, "Second")
    edit_section(late, "Part")
    save(theirs, "Three.", "Three by Mara.")
    save(mine, "Two.", "Two by me.")
    expect(
        mine.locator("#main").get_by_text("together with the changes that mara made meanwhile")
    ).to_be_attached()
    save(late, "Two.", "Two by Mara.")
    expect(late.get_by_role("heading", name="Someone else saved first")).to_be_visible()
    late.get_by_label("Yours").check()
    late.get_by_role("button", name="Save merged page").click()
    expect(late.locator("#main").get_by_text("Saved as revision 4.")).to_be_attached()
    assert late.url.endswith("#h-part")
    assert text() == BODY.replace("Two.\r\n", "Two by Mara.\n").replace("Three.", "Three by Mara.")
    browser_faults.clear()  # Chromium reports the 409 of the conflict screen


def test_a_sections_draft_returns_in_its_section_alone(
    flask: WikiPage, contributor: Any, open_as: Any
) -> None:
    page = open_as(contributor)
    page.goto(PART)
    page.locator("#id_body").fill("### Part\nMy words.\n")
    page.get_by_text("Draft saved at").wait_for()
    assert [(draft.section, draft.body) for draft in Draft.objects.all()] == [
        ("h-part", "### Part\nMy words.\n")
    ]
    page.goto("/wiki/flask/edit/")
    expect(page.locator("[data-restored]")).to_have_count(0)
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    page.get_by_role("link", name="section “part”").click()
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("### Part\nMy words.\n")


def test_what_this_browser_kept_of_a_section_is_offered_in_that_section(
    flask: WikiPage, contributor: Any, open_as: Any, signed_in: Any, browser_faults: list[str]
) -> None:
    page = open_as(contributor)
    page.goto(PART)
    Session.objects.all().delete()
    page.locator("#id_body").fill("### Part\nKept here.\n")
    page.get_by_text("your text is kept in this browser").wait_for()
    session = signed_in(contributor.person).cookies["sessionid"].value
    page.goto("/wiki/flask/")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    page.goto("/wiki/flask/edit/")
    expect(page.locator("#id_body")).to_have_js_property("value", BODY.replace("\r\n", "\n"))
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    page.goto(PART)
    page.get_by_role("button", name="Put it into the form").click()
    expect(page.locator("#id_body")).to_have_value("### Part\nKept here.\n")
    browser_faults.clear()  # Chromium reports each request that failed


def test_a_title_is_completed_by_keyboard_alone(flask: WikiPage, contributor: Any, open_as: Any) -> None:
    make_page("Flask-RESTful")
    page = open_as(contributor)
    page.goto("/wiki/flask/edit/")
    body, options = page.locator("#id_body"), page.get_by_role("option")
    body.focus()
    body.press("Control+End")
    page.keyboard.type(" See [[fla")
    expect(options).to_have_text(["Flask", "Flask-RESTful"])
    expect(body).to_have_attribute("aria-activedescendant", "completion-0")
    page.keyboard.press("ArrowDown")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(body).to_have_js_property("value", BODY.replace("\r\n", "\n") + " See [[Flask-RESTful]]")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type(" or [[fla")
    expect(options).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("s")
    expect(options).to_have_count(2)
    page.keyboard.press("Tab")
    expect(body).to_have_js_property(
        "value", BODY.replace("\r\n", "\n") + " See [[Flask-RESTful]] or [[Flask]]"
    )
    expect(body).to_be_focused()


def test_a_title_is_chosen_with_the_mouse_and_takes_up_the_brackets_behind(
    flask: WikiPage, contributor: Any, open_as: Any
) -> None:
    page = open_as(contributor)
    page.goto("/wiki/flask/edit/")
    body = page.locator("#id_body")
    body.fill("")
    body.press("Control+k")
    page.keyboard.type("fla")
    page.get_by_role("option", name="Flask").click()
    expect(body).to_have_value("[[Flask]]")
    expect(body).to_be_focused()
