"""The table of every screen: who opens it, where, and what brings it into the state to look at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core import mail

from comments.stop_links import stop_address
from comments.tests.mailing import deliver
from pages.notify import stop_address as stop_watch_mail
from pages.tests.uploads import SVG

PHONE, DESK = 390, 1280


@dataclass(frozen=True)
class Screen:
    """`act` runs on the opened page, which then has what `shows` selects; `widths` are those to look at.

    `status` is what the address answers, `act_status` what the form answers that `act` sends.
    """

    name: str
    address: str
    status: int = 200
    act: Callable[[Any], None] | None = None
    act_status: int = 200
    shows: str = "h1"
    widths: tuple[int, ...] = (DESK, PHONE)


def send(**fields: str) -> Callable[[Any], None]:
    """Fill fields of the main form by name and send it past the browser's own checks."""

    def act(page: Any) -> None:
        for name, value in fields.items():
            page.locator(f"main [name={name}]:not([type=hidden])").fill(value)
        submit(page, "main form[method=post]:has(.btn.primary)")

    return act


def submit(page: Any, form: str, button: str = ".btn.primary") -> None:
    page.locator(form).first.evaluate("form => { form.noValidate = true; }")
    with page.expect_navigation():
        page.locator(f"{form} {button}").last.click()


def click(selector: str) -> Callable[[Any], None]:
    return lambda page: page.locator(selector).first.click()


def upload_svg(page: Any) -> None:
    page.locator("#file").set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": SVG})
    submit(page, "form.upload")


def comment(**fields: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        for name, value in fields.items():
            page.fill(f"#reply [name={name}]", value)
        submit(page, "#reply")

    return act


def change_a_comment(page: Any) -> None:
    comment(comment="Held", name="Mara", email="mara@mail.example")(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Change", exact=True).click()


def preview_comment(page: Any) -> None:
    """The plain Preview button is for browsers without JavaScript: sent here as such a one would."""
    for name, value in {"comment": "A **bold** word", "name": "Mara", "email": "mara@mail.example"}.items():
        page.fill(f"#reply [name={name}]", value)
    _press_hidden(page, "#reply")


def preview_edit(page: Any) -> None:
    _press_hidden(page, "[data-editor]")


def _press_hidden(page: Any, form: str) -> None:
    with page.expect_navigation():
        page.locator(form).evaluate("form => form.requestSubmit(form.querySelector('[name=preview]'))")


def follow_reset(page: Any) -> None:
    send(email="reader@people.example")(page)
    _follow_mailed_link(page)


def choose_short_password(page: Any) -> None:
    follow_reset(page)
    send(password1="short")(page)


def follow_confirmation(page: Any) -> None:
    with page.expect_navigation():
        page.click("[name=action_send]")
    _follow_mailed_link(page)


def confirm_address(page: Any) -> None:
    follow_confirmation(page)
    submit(page, "main form")


def _follow_mailed_link(page: Any) -> None:
    deliver()
    links = re.findall(r"https?://\S+/accounts/\S+", "\n".join(message.body for message in mail.outbox))
    page.goto(urlsplit(links[-1]).path)


def break_facts(page: Any) -> None:
    page.fill("#id_body", "---\na: [\n---\n")
    page.wait_for_selector("[data-warnings] li")


def begin_a_search(page: Any) -> None:
    page.locator("#q").press_sequentially("fla")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")


def begin_a_link(page: Any) -> None:
    page.locator("#id_body").fill("[[")
    page.locator("#id_body").press_sequentially("fla")
    page.locator("[role=option]").first.wait_for()


def leave_a_draft(page: Any) -> None:
    page.locator("#id_body").fill("Typed and left.")
    page.get_by_text("Draft saved at").wait_for()
    page.reload()
    page.locator("[data-restored] summary").click()


def discard_a_draft(page: Any) -> None:
    submit(page, "main form", ".btn")


def conflict(page: Any) -> None:
    """The page moved on: the form starts from revision 1 and two others were saved since."""
    page.locator("main [name=base]").evaluate("base => { base.value = 1; }")
    page.locator("main [name=body]").fill("Another text altogether.")
    submit(page, "[data-editor]")


def clash(page: Any) -> None:
    """Its first section was changed since revision 1, and is changed here as well."""
    page.locator("main [name=section]").evaluate("section => { section.value = 'h-what-is-flask'; }")
    conflict(page)


def watch_the_page(page: Any) -> None:
    if page.locator(".tabs [aria-pressed=false]").count():  # the list opens each screen more than once
        with page.expect_navigation():
            page.locator(".tabs [aria-pressed=false]").click()


def make_a_feed(page: Any) -> None:
    page.locator("main details summary").click()
    with page.expect_navigation():
        page.locator("main details [name=on][value='1']").click()
    page.locator("main details summary").click()


def press(key: str) -> Callable[[Any], None]:
    """Press one key of the moderation queue, as soon as its script listens."""

    def act(page: Any) -> None:
        page.locator("[data-item][aria-current]").wait_for()
        page.keyboard.press(key)

    return act


def remove_all_comments(page: Any) -> None:
    page.locator("[data-all]").check()
    page.locator("[name=action]").select_option("remove")
    submit(page, "#changelist-form", "[name=index]")


def empty_comment(page: Any) -> None:
    page.locator("#id_comment").fill("")
    submit(page, ".q-edit", ".button")


SAID = "[data-said] button"


def stop_link() -> str:
    """Of a follow that is gone already: its link is answered like any other."""
    return urlsplit(stop_address("follow:999999999")).path


WRONG_PASSWORD = send(oldpassword="x", password1="y")
PAGE, ARABIC = "/wiki/flask/", "/wiki/فلاسك/"
SECTION = f"{PAGE}edit/?section=h-who-uses-flask"
STRANGER = [
    Screen("home", "/", shows="#discussed-h"),
    Screen("page", PAGE, shows="#comments .comment"),
    Screen("page, newest comments first", f"{PAGE}?sort=newest#c1", shows=".comment:target"),
    Screen("page, contents open", PAGE, act=click(".tocbtn"), widths=(PHONE,), shows="#toc:popover-open"),
    Screen("page, replying", PAGE, act=click("[data-reply]"), shows="[data-replying]:not([hidden])"),
    Screen("page, reply without script", f"{PAGE}?reply=1#reply", shows="[data-replying]:not([hidden])"),
    Screen(
        "page, comment preview",
        PAGE,
        act=click("#reply [data-preview=on]"),
        shows="#reply .preview:not([hidden])",
    ),
    Screen("page, hostile", "/wiki/donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller-and-more/"),
    Screen("page, right to left", ARABIC),
    Screen("old revision", f"{PAGE}revision/1/", shows="main .note.warn"),
    Screen("history", f"{PAGE}history/", shows=".revs li"),
    Screen("blame", f"{PAGE}blame/"),
    Screen("difference, side by side", f"{PAGE}diff/1/3/", shows=".diff[data-view=side] ins"),
    Screen("difference, inline", f"{PAGE}diff/1/3/?view=inline", shows=".diff[data-view=inline] ins"),
    Screen("no such revision", f"{PAGE}revision/999/", 404),
    Screen("wanted page", "/wiki/markupsafe/", 404),
    Screen("nothing there", "/nothing/at/all/", 404),
    Screen("comparison", "/compare/flask+django/", shows=".compare .bar"),
    Screen("comparison, differences alone", "/compare/flask@1+django/?differences=1", shows=".compare.diff"),
    Screen("comparison of nothing", "/compare/nobody+nothing/", 404, shows=".note.warn"),
    Screen("comparison, to choose", "/compare/", shows=".chip"),
    Screen("systems", "/systems/?language=Python", shows=".facets"),
    Screen("choosing", "/choose/"),
    Screen("choosing, chosen", "/choose/?language=python&accounts=yes&packages=yes", shows=".reasons"),
    Screen("report a fact", f"{PAGE}outdated/?thanks=1", shows=".note.ok"),
    Screen("page, reporting", PAGE, act=click(".facts summary"), shows="[name=key]"),
    Screen("recent changes", "/changes/?open=3", shows=".chg-row .diff"),
    Screen(
        "recent changes, opened",
        "/changes/",
        act=click(":not(details) > .chg-row [data-open]"),
        shows=".diff",
    ),
    Screen("recent changes, nobody of the name", "/changes/?by=nobody", shows="#by-unknown"),
    Screen("recent changes, log", "/changes/?show=log"),
    Screen("recent changes, comments", "/changes/?show=comments"),
    Screen("contributor", "/contributors/wikisite/", shows=".stats"),
    Screen("backlinks", f"{PAGE}backlinks/", shows=".list li"),
    Screen("backlinks of a wanted page", "/wiki/a/backlinks/", 404),
    Screen("wanted pages", "/wanted/", shows=".missing"),
    Screen("orphaned pages", "/orphaned/", shows=".list li"),
    Screen("redirects", "/redirects/", shows=".list li"),
    Screen("tags", "/tags/", shows=".list li"),
    Screen("pages of a tag", "/tags/a/", shows=".list li"),
    Screen("recent changes of a tag", "/changes/?tag=a", shows=".chg-row"),
    Screen("recent changes, no tag of the name", "/changes/?tag=nothing", shows="#tag-unknown"),
    Screen("statistics", "/statistics/"),
    Screen("search, found", "/search/?q=framework", shows=".hit"),
    Screen("search, nothing found", "/search/?q=xylophonist", shows=".empty"),
    Screen("search, newest first", "/search/?q=framework+in:pages&sort=new", shows=".filters [aria-current]"),
    Screen("search, comments", "/search/?q=in:comments+after:2000", shows=".hit .tag"),
    Screen("search, corrected", "/search/?q=flsak", shows=".empty a"),
    Screen("search, not understood", "/search/?q=framework+before:soon", shows=".note.warn"),
    Screen("search, no query", "/search/", shows=".search-help[open]"),
    Screen("search, suggesting", "/search/", act=begin_a_search, shows="[role=option][aria-selected=true]"),
    Screen("titles", "/search/suggest/?q=fla", shows=".hit"),
    Screen("search, refused", f"/search/?q={'a' * 3000}", 400),
    Screen("comment with errors", PAGE, act=comment(email="nobody"), act_status=422, shows=".error-box"),
    Screen("watchlist mail, stop", urlsplit(stop_watch_mail(999_999_999)).path, shows="form .btn"),
    Screen("watchlist mail, dead link", "/watchlist/mail/stop/x/", 404),
    Screen("mail link, dead", "/comments/mail/stop/x/", 404),
    Screen("mail link, stop", stop_link(), shows=".btn.primary"),
    Screen("mail link, stopped", stop_link(), act=lambda page: submit(page, "main form")),
    Screen("comment preview screen", PAGE, act=preview_comment, shows="#preview-heading"),
    Screen(
        "comment held",
        PAGE,
        act=comment(comment="Held", name="Mara", email="mara@mail.example"),
        shows=".comment.held .why",
    ),
    Screen("comment, flag", "/comments/1/flag/", shows="[name=reason]"),
    Screen(
        "comment, flag with errors",
        "/comments/1/flag/",
        act=lambda page: submit(page, "main form"),
        act_status=422,
        shows=".error-box",
    ),
    Screen("comment, flagged", "/comments/1/flag/?thanks", shows="[role=status]"),
    Screen("comment, change", PAGE, act=change_a_comment, shows="main textarea[name=comment]"),
]
ACCOUNTS = [
    Screen("sign in", "/accounts/login/"),
    Screen(
        "sign in with errors",
        "/accounts/login/",
        act=send(login="nobody", password="wrong"),
        shows=".error-box",
    ),
    Screen("sign up", "/accounts/signup/"),
    Screen(
        "sign up with errors",
        "/accounts/signup/",
        act=send(username="a b", email="x", password1="x"),
        shows=".error-box",
    ),
    Screen("address to be confirmed", "/accounts/confirm-email/"),
    Screen("confirmation that is too old", "/accounts/confirm-email/no-such-key/"),
    Screen("inactive account", "/accounts/inactive/"),
    Screen("password reset", "/accounts/password/reset/"),
    Screen(
        "password reset with errors", "/accounts/password/reset/", act=send(email="x"), shows=".error-box"
    ),
    Screen("password reset sent", "/accounts/password/reset/done/"),
    Screen("password reset, dead link", "/accounts/password/reset/key/1-dead/"),
    Screen("password reset by mail", "/accounts/password/reset/", act=follow_reset, shows="[name=password1]"),
    Screen(
        "password reset with a short one",
        "/accounts/password/reset/",
        act=choose_short_password,
        shows=".error-box",
    ),
    Screen("password reset done", "/accounts/password/reset/key/done/"),
]
READER = [
    Screen("editing refused", f"{PAGE}edit/", 403),
    Screen("e-mail address", "/accounts/email/"),
    Screen("confirmation sent again", "/accounts/email/", act=click("[name=action_send]")),
    Screen("new page refused", "/new/", 403),
    Screen("admin refused", "/admin/login/", 403),
    Screen("password again", "/accounts/reauthenticate/"),
    Screen(
        "address to confirm", "/accounts/email/", act=follow_confirmation, shows="form[action*=confirm-email]"
    ),
    Screen("address confirmed", "/accounts/email/", act=confirm_address, shows="main [role=status]"),
]
CONTRIBUTOR = [
    Screen("page of a contributor", PAGE),
    Screen("account menu", PAGE, act=click("[popovertarget=account]"), shows="#account:popover-open"),
    Screen(
        "old revision to go back to",
        f"{PAGE}revision/1/",
        act=click(".restore summary"),
        shows=".restore form",
    ),
    Screen(
        "difference to go back from", f"{PAGE}diff/1/3/", act=click(".restore summary"), shows=".restore form"
    ),
    Screen("edit", f"{PAGE}edit/", shows=".markdownx-preview h2"),
    Screen("edit, preview screen", f"{PAGE}edit/", act=preview_edit, shows=".markdownx-preview h2"),
    Screen("edit, images", f"{PAGE}edit/", act=click("[data-files] summary"), shows="[data-insert]"),
    Screen("edit, facts", f"{PAGE}edit/", act=click("[data-facts] > summary"), shows="[name=fact-v]"),
    Screen("facts to review", "/facts/outdated/"),
    Screen("files", f"{PAGE}files/", shows=".file details"),
    Screen("files, none", f"{ARABIC}files/", shows=".empty"),
    Screen("files, refused", f"{PAGE}files/", act=upload_svg, act_status=400, shows=".error-box"),
    Screen("edit, right to left", f"{ARABIC}edit/"),
    Screen(
        "edit with errors", f"{PAGE}edit/", act=send(title="", body="x"), act_status=400, shows=".error-box"
    ),
    Screen("page with pencils", PAGE, shows=".pencil"),
    Screen("edit one section", SECTION, shows="h1"),
    Screen("edit a section that is gone", f"{PAGE}edit/?section=h-gone", shows="[data-lost-section]"),
    Screen("edit, titles offered", f"{PAGE}edit/", act=begin_a_link, shows="[role=option]"),
    Screen("edit one section, conflict", SECTION, act=clash, act_status=409, shows=".choice"),
    Screen("edit, conflict", f"{PAGE}edit/", act=conflict, act_status=409, shows=".diff .chg"),
    Screen("edit, facts that cannot be read", f"{PAGE}edit/", act=break_facts, shows="[data-warnings] li"),
    Screen("rename", f"{PAGE}rename/", shows="[name=title]"),
    Screen("new page", "/new/?title=Werkzeug"),
    Screen("new page, preview screen", "/new/?title=Werkzeug", act=preview_edit),
    Screen("edit, draft restored", f"{PAGE}edit/", act=leave_a_draft, shows="[data-restored] .diff"),
    Screen("edit one section, draft", SECTION, act=leave_a_draft, shows="[data-restored] .diff"),
    Screen("broken links", "/broken-links/", shows=".list li"),
    Screen("watchlist, empty", "/watchlist/", shows=".empty"),
    Screen("page, watched", PAGE, act=watch_the_page, shows=".tabs [aria-pressed=true]"),
    Screen("watchlist", "/watchlist/", shows=".chg-row"),
    Screen("watchlist, feed", "/watchlist/", act=make_a_feed, shows="details[open] a[href^='/feeds/']"),
    Screen("watchlist, edited", "/watchlist/edit/", shows="[name=page]"),
    Screen("watchlist, mail", "/watchlist/mail/", shows="[name=when]"),
    Screen("drafts", "/drafts/", shows="[action$='/discard/']"),
    Screen("drafts, discarded", "/drafts/", act=discard_a_draft, shows="[action$='/return/']"),
    Screen("e-mail addresses", "/accounts/email/"),
    Screen("new password", "/accounts/password/change/"),
    Screen("new password with errors", "/accounts/password/change/", act=WRONG_PASSWORD, shows=".error-box"),
    Screen("notifications", "/comments/mail/", shows="[name=replies]"),
    Screen("notifications saved", "/comments/mail/", act=send(), shows="main [role=status]"),
    Screen("log out", "/accounts/logout/"),
]
MODERATOR = [
    Screen("comment, former texts", "/comments/1/texts/"),
    Screen("notifications of a moderator", "/comments/mail/", shows="[name=moderation]"),
    Screen("delete", f"{PAGE}delete/", shows="[name=reason]"),
    Screen("protect", f"{PAGE}protect/", shows="[name=reason]"),
    Screen("remove parts", f"{PAGE}suppress/1/", shows="[name=reason]"),
    Screen("difference for a moderator", f"{PAGE}diff/1/2/", shows=".restore"),
    Screen("admin index", "/admin/", shows=".waiting-comments"),
    Screen("admin, comment queue", "/admin/comments/pagecomment/", shows=".decide"),
    Screen("admin, approved comments", "/admin/comments/pagecomment/?state=approved", shows=".decide"),
    Screen("admin, all comments", "/admin/comments/pagecomment/?state=all", shows=".decide"),
    Screen("admin, no comments", "/admin/comments/pagecomment/?q=xylophonist", shows=".queue-empty"),
    Screen("admin, keys of the queue", "/admin/comments/pagecomment/", act=press("?"), shows="dialog[open]"),
    Screen("admin, comment decided by key", "/admin/comments/pagecomment/", act=press("a"), shows=SAID),
    Screen(
        "admin, many comments decided",
        "/admin/comments/pagecomment/?state=approved",
        act=remove_all_comments,
        shows=".messagelist .undo",
    ),
    Screen("admin, decisions", "/admin/comments/decision/", shows="[name=undo]"),
    Screen("admin, ready reasons", "/admin/comments/readyreason/"),
    Screen("admin, comment", "/admin/comments/pagecomment/1/change/", shows=".decide-row"),
    Screen("page, switch of the discussion", PAGE, act=click(".mode summary"), shows=".mode[open] select"),
    Screen("admin, rules of discussion", "/admin/comments/rules/1/change/", shows="#id_held_keys"),
    Screen("admin, flags", "/admin/comments/flag/"),
    Screen("admin, discussions", "/admin/comments/discussion/"),
    Screen("admin, bans", "/admin/pages/ban/"),
    Screen("admin, ban", "/admin/pages/ban/add/?who=203.0.113.7", shows="#id_who"),
    Screen("admin, comment to edit", "/admin/comments/pagecomment/1/edit/", shows=".q-edit"),
    Screen(
        "admin, comment edited to nothing",
        "/admin/comments/pagecomment/1/edit/",
        act=empty_comment,
        act_status=422,
        shows=".errorlist",
    ),
    Screen("admin, verdicts", "/admin/comments/verdict/"),
    Screen("admin, pages", "/admin/pages/page/"),
    Screen("admin, page", "/admin/pages/page/2/change/", shows="#id_body"),
    Screen("admin, revisions", "/admin/pages/revision/"),
    Screen("admin, revision", "/admin/pages/revision/1/change/", shows=".revision-source"),
    Screen("admin, contributors", "/admin/pages/contributor/"),
    Screen("admin, log", "/admin/pages/logentry/"),
    Screen("admin, new password", "/admin/password_change/"),
    Screen("admin, not found", "/admin/nothing/", 404),
]
