"""Images in the editor of a real browser: chosen, dropped, pasted, described, inserted, shown."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages.models import Attachment
from pages.tests.factories import make_page
from pages.tests.uploads import INERT, SVG, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GIVE = """([box, event, encoded]) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], "given.png", {type: "image/png"}));
    const options = {bubbles: true, cancelable: true};
    const sent = event === "paste"
        ? new ClipboardEvent(event, {...options, clipboardData: given})
        : new DragEvent(event, {...options, dataTransfer: given});
    document.querySelector(box).dispatchEvent(sent);
}"""


@pytest.fixture
def editor(contributor: Any, open_as: Any) -> Page:
    make_page("Flask", "Words.\n")
    page = open_as(contributor)
    page.goto("/wiki/flask/edit/")
    page.locator("[data-files] > summary").click()
    return page


def describe(page: Page, words: str) -> None:
    page.locator("[data-uploads] input[maxlength]").fill(words)
    page.get_by_role("button", name="Upload and insert").click()


def test_chosen_image_is_described_uploaded_inserted_saved_and_shown(editor: Page) -> None:
    chosen = {"name": "cat.png", "mimeType": "image/png", "buffer": picture(size=(1000, 500))}
    editor.locator("[data-upload]").set_input_files(chosen)
    describe(editor, "A cat")
    expect(editor.locator("[data-upload-state]")).to_contain_text("uploaded and inserted")
    expect(editor.locator("textarea[name=body]")).to_have_value(
        f"{Attachment.objects.get().markdown}Words.\n"
    )
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save page").click()
    image = editor.locator("article img[alt='A cat']")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.parametrize(
    ("event", "box"), [("drop", "[data-upload-url]"), ("drop", "textarea"), ("paste", "textarea")]
)
def test_given_image_asks_for_its_description(editor: Page, event: str, box: str) -> None:
    editor.evaluate(
        GIVE, [box.replace("textarea", "textarea[name=body]"), event, base64.b64encode(picture()).decode()]
    )
    describe(editor, "Two colors")
    expect(editor.locator("[data-upload-state]")).to_contain_text("uploaded and inserted")
    expect(editor.locator("textarea[name=body]")).to_have_value(
        f"{Attachment.objects.get().markdown}Words.\n"
    )


def test_refusal_is_said_in_words_and_the_text_stays(editor: Page, browser_faults: list[str]) -> None:
    chosen = {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": SVG}
    editor.locator("[data-upload]").set_input_files(chosen)
    describe(editor, "A trap")
    expect(editor.locator("[data-upload-state].failed")).to_contain_text("SVG can run scripts")
    expect(editor.locator("textarea[name=body]")).to_have_value("Words.\n")
    assert not Attachment.objects.exists()
    browser_faults.clear()  # the answer 400


def test_enter_in_a_description_uploads_and_does_not_save_the_page(editor: Page) -> None:
    editor.evaluate(GIVE, ["[data-upload-url]", "drop", base64.b64encode(picture()).decode()])
    editor.locator("[data-uploads] input[maxlength]").fill("Two colors")
    editor.locator("[data-uploads] input[maxlength]").press("Enter")
    expect(editor.locator("[data-upload-state]")).to_contain_text("uploaded and inserted")
    assert editor.url.endswith("/edit/")


def test_files_page_works_without_javascript(contributor: Any, open_as: Any) -> None:
    make_page("Flask", "Words.\n")
    page = open_as(contributor, java_script_enabled=False)
    page.goto("/wiki/flask/files/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "cat.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_label("Description").first.fill("A cat")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_label("Markdown to copy")).to_have_value(Attachment.objects.get().markdown)


def test_no_script_runs_from_a_stored_file(contributor: Any, open_as: Any, browser_faults: list[str]) -> None:
    make_page("Flask", "Words.\n")
    page = open_as(contributor)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for number, (make, name, content_type) in enumerate(INERT.values()):
        sent = {"name": name, "mimeType": content_type, "buffer": make()}
        page.goto("/wiki/flask/files/")
        page.get_by_label("File", exact=True).set_input_files(sent)
        page.locator("#alt").fill("A trap")
        page.get_by_role("button", name="Upload").click()
        attachment = Attachment.objects.latest("pk")
        assert Attachment.objects.count() == number + 1
        if attachment.is_image:
            page.goto(attachment.current.url)
    assert [fault for fault in browser_faults if "404" not in fault] == []
    browser_faults.clear()  # a browser that shows an image by itself asks for /favicon.ico
