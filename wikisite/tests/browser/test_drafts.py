"""Typing in Chromium while the network, the session, the server and the tab go away: no word is lost."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from pages.actions.edit import edit
from pages.actions.save_draft import save_draft
from pages.models import Draft
from pages.models import Page as WikiPage
from pages.tests.factories import make_page
from wikisite.tests.conftest import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "First line.\n\nSecond line.\n\nThird line.\n"
EDIT = "/wiki/flask/edit/"
SAVED = re.compile(r"^Draft saved at \d\d:\d\d$")
SLOW = 15_000  # several retries
COPIED_MS = 600
PREPARE_SITE = """
from django.contrib.auth.models import Group, User
from pages.actions.create import create
ada = User.objects.create_user("ada", "ada@people.example", "ada")
ada.groups.add(Group.objects.get(name="Contributors"))
create("Tunnel", "Text.\\n", by=ada)
"""


@pytest.fixture
def flask(transactional_db: None) -> WikiPage:
    return make_page("Flask", BODY)


@pytest.fixture
def editor(flask: WikiPage, contributor: Any, open_as: Any) -> Page:
    page = open_as(contributor)
    page.goto(EDIT)
    return page


def write(page: Page, words: str) -> None:
    text = page.locator("#id_body")
    text.focus()
    text.press("Control+End")
    page.keyboard.type(words)


def state(page: Page) -> Any:
    return expect(page.locator("[data-draft]"))


def kept_texts(page: Page) -> list[str]:
    """What this browser holds."""
    return page.evaluate(
        "() => Object.entries(localStorage).filter(([key]) => key.startsWith('draft:'))"
        ".map(([, json]) => JSON.parse(json).body)"
    )


def test_typed_words_are_called_saved_when_the_server_has_them(editor: Page) -> None:
    write(editor, "Typed.")
    state(editor).to_have_text("Not saved yet")
    state(editor).to_have_text(SAVED)
    assert Draft.objects.get().body == f"{BODY}Typed."
    assert kept_texts(editor) == [f"{BODY}Typed."]


def test_words_typed_without_a_network_are_saved_when_it_is_back(
    editor: Page, browser_faults: list[str]
) -> None:
    editor.context.set_offline(True)
    write(editor, "Typed in a tunnel.")
    state(editor).to_have_text("Offline: your text is kept in this browser")
    assert not Draft.objects.exists()
    editor.context.set_offline(False)
    state(editor).to_have_text(SAVED, timeout=SLOW)
    assert Draft.objects.get().body.endswith("Typed in a tunnel.")
    browser_faults.clear()  # Chromium reports each request that failed


def test_a_server_that_is_busy_is_asked_again(editor: Page, browser_faults: list[str]) -> None:
    editor.route("**/draft/", lambda route: route.fulfill(status=503, body="busy"))
    write(editor, "Typed.")
    words = "The server did not answer (503): your text is kept in this browser; trying again"
    state(editor).to_have_text(words)
    editor.unroute("**/draft/")
    state(editor).to_have_text(SAVED, timeout=SLOW)
    browser_faults.clear()


@pytest.mark.parametrize(
    "lie", [{"sha256": "0" * 64}, {"number": "99"}, {"bytes": 1}], ids=["hash", "number", "length"]
)
def test_an_answer_about_another_text_is_not_believed(editor: Page, lie: dict[str, Any]) -> None:
    """A false “saved” cost somebody 23 hours of notes: BookStack #2150."""

    def answer(route: Any) -> None:
        true = route.fetch()
        route.fulfill(response=true, json=true.json() | lie)

    editor.route("**/draft/", answer)
    write(editor, "Typed.")
    state(editor).to_contain_text("The server received another text")


def test_a_text_that_no_page_can_hold_is_refused_with_the_reason(
    editor: Page, browser_faults: list[str]
) -> None:
    editor.locator("#id_body").fill("x" * 270_000)
    state(editor).to_contain_text("bytes; at most")
    state(editor).to_contain_text("your text is kept in this browser")
    editor.locator("#id_body").fill("Short again.")
    state(editor).to_have_text(SAVED)
    browser_faults.clear()


def test_words_typed_after_a_sign_out_are_saved_after_the_next_sign_in(
    editor: Page, browser_faults: list[str]
) -> None:
    Session.objects.all().delete()
    write(editor, "Typed while signed out.")
    words = "You were signed out: your text is kept in this browser. Sign in in another tab, then it is saved"
    state(editor).to_have_text(words)
    tab = editor.context.new_page()
    _sign_in(tab, "contributor")
    editor.bring_to_front()
    state(editor).to_have_text(SAVED, timeout=SLOW)
    assert Draft.objects.get().body.endswith("Typed while signed out.")
    editor.get_by_role("button", name="Save page").click()  # with the token of the new session
    expect(editor.locator(".prose")).to_contain_text("Typed while signed out.")
    assert not Draft.objects.exists()
    browser_faults.clear()


def test_a_session_that_ended_before_saving_costs_no_word(editor: Page, browser_faults: list[str]) -> None:
    write(editor, "Typed in time.")
    Session.objects.all().delete()
    editor.get_by_role("button", name="Save page").click()
    expect(editor.locator("textarea").first).to_have_value(re.compile("Typed in time."))
    editor.goto(f"/accounts/login/?next={EDIT}")
    _sign_in(editor, "contributor", address="")
    expect(editor).to_have_url(re.compile(r"/wiki/flask/edit/$"))
    editor.get_by_role("button", name="Put it into the form").click()
    expect(editor.locator("#id_body")).to_have_value(f"{BODY}Typed in time.")
    browser_faults.clear()


def test_a_session_that_ends_while_somebody_writes_without_a_script_costs_no_word(
    flask: WikiPage, make_person: Any, open_as: Any, browser_faults: list[str]
) -> None:
    make_person("ada", "Contributors")
    page = open_as(java_script_enabled=False)
    _sign_in(page, "ada")
    page.goto(EDIT)
    page.locator("#id_body").fill("Typed for an hour.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save page").click()
    expect(page.locator("#id_body")).to_have_value("Typed for an hour.")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in (opens a new tab)").click()
    _sign_in(opened.value, "ada", address="")
    page.get_by_role("button", name="Save page").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".prose")).to_have_text("Typed for an hour.")
    browser_faults.clear()  # Chromium reports the two refusals


def test_text_of_one_person_is_not_saved_for_another(
    editor: Page, moderator: Any, live_server: Any, browser_faults: list[str]
) -> None:
    session = moderator.cookies["sessionid"].value
    editor.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    write(editor, "Not the moderator's.")
    state(editor).to_contain_text("kept in this browser")
    assert not Draft.objects.exists()
    browser_faults.clear()


def test_a_closed_tab_leaves_its_text_to_the_next_one(editor: Page) -> None:
    write(editor, "Typed at the last moment.")
    editor.close(run_before_unload=True)
    page = editor.context.new_page()
    page.goto(EDIT)
    if not page.locator("[data-restored]").count():  # it arrived after this page was asked for
        page.get_by_role("button", name="Put it into the form").click()
    expect(page.locator("#id_body")).to_have_value(f"{BODY}Typed at the last moment.")


def test_a_restored_draft_says_so_and_can_be_discarded(editor: Page) -> None:
    write(editor, "Typed.")
    state(editor).to_have_text(SAVED)
    editor.close()
    page = editor.context.new_page()
    page.goto(EDIT)
    bar = page.locator("[data-restored]")
    expect(bar).to_contain_text("We restored the draft that you left today")
    bar.get_by_text("See what differs from revision 1").click()
    expect(bar.locator(".new.chg")).to_contain_text("Typed.")
    bar.get_by_role("button", name="Discard the draft").click()
    expect(page.locator("#id_body")).to_have_value(BODY)
    expect(page.locator("[data-restored]")).to_have_count(0)
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    page.goto("/drafts/")
    page.get_by_role("button", name="Return").click()
    expect(page.locator("#id_body")).to_have_value(f"{BODY}Typed.")


def test_a_draft_is_merged_with_a_revision_of_somebody_else(
    editor: Page, flask: WikiPage, moderator: Any
) -> None:
    write(editor, "Mine.")
    state(editor).to_have_text(SAVED)
    edit(flask, BODY.replace("First", "Their first"), by=moderator.person, base=1)
    editor.reload()
    expect(editor.locator("[data-restored]")).to_contain_text("moderator changed the page since")
    expect(editor.locator("#id_body")).to_have_value(f"{BODY}Mine.".replace("First", "Their first"))
    expect(editor.locator("[data-draft-offer]")).to_be_hidden()
    editor.get_by_role("button", name="Save page").click()
    expect(editor.locator(".prose")).to_contain_text("Mine.")
    assert not Draft.objects.exists()


def test_two_tabs_overwrite_nothing_silently(editor: Page) -> None:
    other = editor.context.new_page()
    other.goto(EDIT)
    write(editor, "Of the first tab.")
    state(editor).to_have_text(SAVED)
    write(other, "Of the second tab.")
    state(other).to_have_text(SAVED)
    third = editor.context.new_page()
    third.goto(EDIT)
    expect(third.locator("#id_body")).to_have_value(f"{BODY}Of the second tab.")
    offer = third.locator("[data-draft-offer]")
    expect(offer).to_contain_text("This browser has another text")
    offer.get_by_role("button", name="Put it into the form").click()
    expect(third.locator("#id_body")).to_have_value(f"{BODY}Of the first tab.")
    offer.get_by_role("button", name="Put it into the form").click()
    expect(third.locator("#id_body")).to_have_value(f"{BODY}Of the second tab.")
    offer.get_by_role("button", name="Forget it").click()
    expect(offer).to_be_hidden()


def test_a_saved_page_leaves_nothing_to_restore(editor: Page) -> None:
    write(editor, "Typed.")
    editor.get_by_role("button", name="Save page").click()
    expect(editor.locator(".prose")).to_contain_text("Typed.")
    editor.goto(EDIT)
    expect(editor.locator("[data-restored]")).to_have_count(0)
    expect(editor.locator("[data-draft-offer]")).to_be_hidden()
    assert kept_texts(editor) == []
    assert not Draft.objects.exists()


def test_a_new_page_keeps_its_draft_while_its_title_grows(contributor: Any, open_as: Any) -> None:
    page = open_as(contributor)
    page.goto("/new/")
    write(page, "About it.")
    state(page).to_have_text(SAVED)
    page.get_by_label("Page title").fill("Werkzeug")
    state(page).to_have_text("Not saved yet")
    state(page).to_have_text(SAVED)
    assert [(draft.title, draft.body) for draft in Draft.objects.all()] == [("Werkzeug", "About it.")]
    page.goto("/new/?title=Werkzeug")
    expect(page.locator("#id_body")).to_have_value("About it.")
    page.get_by_role("button", name="Save page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkzeug")
    assert not Draft.objects.exists()


def test_only_a_text_that_is_kept_nowhere_holds_the_tab_open(editor: Page, browser_faults: list[str]) -> None:
    asked: list[str] = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(editor, "Kept by the browser.")
    editor.goto("/wiki/flask/")
    assert asked == []
    editor.goto(EDIT)
    editor.context.set_offline(True)
    editor.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    write(editor, "Kept nowhere.")
    state(editor).to_contain_text("your text is in this form alone")
    editor.route("**/draft/", lambda route: route.abort())  # before the network is back and a retry is kept
    editor.context.set_offline(False)
    editor.goto("/wiki/flask/")
    assert asked == ["beforeunload"]
    browser_faults.clear()


def test_drafts_work_without_javascript(flask: WikiPage, contributor: Any, open_as: Any) -> None:
    draft = save_draft(contributor.person, page=flask, base=1, title="Flask", body=f"{BODY}Typed.\n")
    page = open_as(contributor, java_script_enabled=False)
    page.goto(EDIT)
    expect(page.locator("#id_body")).to_have_value(f"{BODY}Typed.\n")
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.locator("#id_body")).to_have_value(BODY)
    page.goto("/drafts/")
    page.get_by_role("button", name="Return").click()
    expect(page.locator("#id_body")).to_have_value(f"{BODY}Typed.\n")
    page.get_by_role("button", name="Save page").click()
    expect(page.locator(".prose")).to_contain_text("Typed.")
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_words_typed_while_the_server_is_killed_are_found_again(
    new_context: Any, tmp_path: Path, browser_faults: list[str]
) -> None:
    """Edits that died with their connection: Outline #13726."""
    """A server of its own, on its own database: `kill -9`, typing into nothing, and a new start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PORT": str(port)}
    site = f"http://127.0.0.1:{port}"
    environment["WEB_WORKERS"] = "1"
    server = _serve(environment)
    try:
        _manage(environment, "shell", "-v0", "-c", PREPARE_SITE)
        page = new_context().new_page()
        _sign_in(page, "ada", f"{site}/accounts/login/?next=/wiki/tunnel/edit/")
        write(page, "Before. ")
        state(page).to_have_text(SAVED, timeout=SLOW)
        _kill(server)
        write(page, "Meanwhile. ")
        words = "The server did not answer: your text is kept in this browser; trying again"
        state(page).to_have_text(words, timeout=SLOW)
        server = _serve(environment)
        state(page).to_have_text(SAVED, timeout=4 * SLOW)
        page.reload()
        expect(page.locator("#id_body")).to_have_value("Text.\nBefore. Meanwhile. ")
        write(page, "At the end.")
        _kill(server)
        page.wait_for_timeout(COPIED_MS)
        page.close()
        server = _serve(environment)
        page = page.context.new_page()
        page.goto(f"{site}/wiki/tunnel/edit/")
        page.get_by_role("button", name="Put it into the form").click()
        expect(page.locator("#id_body")).to_have_value("Text.\nBefore. Meanwhile. At the end.")
    finally:
        _kill(server)
        browser_faults.clear()


def _serve(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(PROJECT / "manage.py"), "serve", "--prepare"]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, start_new_session=True
    )
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", int(environment["PORT"])), 1):
            return server
        time.sleep(0.2)
    raise AssertionError("the server did not start")


def _kill(server: subprocess.Popen[bytes]) -> None:
    """All of it at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, str(PROJECT / "manage.py"), *arguments], env=environment, check=True)


def _sign_in(page: Page, name: str, address: str = "/accounts/login/") -> None:
    if address:
        page.goto(address)
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(name)
    page.locator("main form .btn.primary").click()
    page.wait_for_url(lambda url: "login" not in url)
