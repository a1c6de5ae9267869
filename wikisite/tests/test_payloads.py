"""No script from a page's text runs in a real browser, in any view, and without the sanitizer neither."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from comments.models import PageComment, State
from comments.tests.factories import make_comment
from pages.tests.factories import make_page
from pages.text import sanitize
from pages.text.markdown import render_comment, render_page
from wikisite.tests.hostile import ONE_LINE, PAYLOADS, show_all, watched
from wikisite.tests.watch import INSPECT, PROVOKE, Watch

SCHEMES = {"", "http", "https", "mailto"}
C0_AND_SPACE = "".join(map(chr, range(33)))
INFOBOX_KEYS = ["kind", "language", "license", "first_release", "latest_release", "lts", "requires_runtime"]
INFOBOX_KEYS += ["dependencies", "interface", "governance", "website", "repository", "checked", "summary"]
INFOBOX_KEYS += ["lang", "measured.installed_bytes", "measured.packages", "of_our_own"]
# Ends whatever the raw HTML before it may have opened.
CLOSE_ALL = (
    "--></style></script></title></textarea></noscript></xmp></iframe></template></select></svg></math>"
)


class Tags(HTMLParser):
    """Every start tag of a fragment, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("render", [lambda text: render_page(text).html, render_comment])
def test_each_payload_alone_becomes_harmless_html(render: Any) -> None:
    for payload in PAYLOADS:
        html = render(payload)
        assert sanitize.clean(html) == html, payload
        for tag, attributes in Tags(html).found:
            assert tag in sanitize.TAGS, payload
            assert not [name for name in attributes if name.startswith("on") or name == "style"], payload
            assert {scheme(attributes.get("href")), scheme(attributes.get("src"))} <= SCHEMES, payload


def scheme(address: str | None) -> str:
    """The scheme as browsers read it: behind control characters and spaces, tabs and line ends left out."""
    cleaned = re.sub(r"[\t\r\n]", "", (address or "").lstrip(C0_AND_SPACE))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", cleaned)
    return found[1].lower() if found else ""


@pytest.fixture
def watch(browser: Any, live_server: Any, moderator: Client) -> Any:
    """A moderator's tab: the one person who sees every view."""
    with watched(browser, live_server.url, moderator) as tab:
        yield tab


@pytest.mark.browser
def test_watch_notices_a_script_and_a_foreign_request_where_nothing_stops_them(
    browser: Any, live_server: Any
) -> None:
    context = browser.new_context()
    watch = Watch(context, live_server.url)
    watch.tab.goto("about:blank")
    watch.tab.set_content(
        "<img src=x onerror=alert(1)><img src=http://evil.example/><b onclick=prompt(2)>b</b>"
    )
    watch.tab.evaluate(PROVOKE)
    inspected = watch.tab.evaluate(f"() => ({INSPECT})(document)")
    context.close()
    told = " ".join(watch.faults)
    assert all(
        words in told for words in ("alert(1) ran", "prompt(2) ran", "request to http://evil.example/")
    )
    assert len(inspected) >= 3


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_payloads_as_page_text_run_in_no_view(watch: Watch, moderator: Client) -> None:
    for page in show_all(watch, moderator.person, PAYLOADS, mark=wikilink):
        with watch.tab.expect_response("**/preview/"):
            watch.open(f"{page.get_absolute_url()}edit/")
            watch.tab.dispatch_event("[name=body]", "input")
        for view in ("revision/1/", "diff/1/2/", "diff/1/2/?view=inline"):
            watch.open(f"{page.get_absolute_url()}{view}")
        watch.open(f"/admin/pages/revision/{page.current_id}/change/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_payloads_as_words_of_markdown_run_nowhere(watch: Watch, moderator: Client) -> None:
    """In links, images, wikilinks, titles of code, footnotes and alerts."""
    for page in show_all(watch, moderator.person, list(map(as_words, ONE_LINE)), mark=wikilink):
        watch.open(f"{page.get_absolute_url()}edit/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_payloads_as_facts_run_nowhere(watch: Watch) -> None:
    """Each payload as the value of each key of the infobox, some hundred to a page."""
    values = [quoted(payload[:120]) for payload in ONE_LINE]
    for start in range(0, len(values), 20):
        turned = values[start : start + 20]
        for share in range(0, len(INFOBOX_KEYS), 6):
            lines = [f"{key}: [{', '.join(turned)}]" for key in INFOBOX_KEYS[share : share + 6]]
            page = make_page(body="---\n" + nested(lines) + "---\nText.\n")
            watch.inspect([(page.get_absolute_url(), None)])
        watch.open(page.get_absolute_url())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_policy_alone_stops_payloads_without_the_sanitizer(
    watch: Watch, moderator: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("pages.text.markdown._html", lambda parser, tokens, env, source: source)
    discussed = make_page("Discussed")
    comments = [make_comment(discussed, payload or "-") for payload in PAYLOADS[::7]]
    assert comments[3].html == comments[3].comment
    blocks = [f"{payload}{CLOSE_ALL}" for payload in PAYLOADS]
    for page in show_all(watch, moderator.person, blocks, mark=anchor, is_safe_html=False):
        with watch.tab.expect_response("**/preview/"):
            watch.open(f"{page.get_absolute_url()}edit/", is_safe_html=False)
            watch.tab.dispatch_event("[name=body]", "input")
    watch.open(discussed.get_absolute_url(), is_safe_html=False)
    PageComment.objects.all().set_state(State.PENDING)
    watch.open("/admin/comments/pagecomment/", is_safe_html=False)


def wikilink(number: int) -> str:
    return f"[[Mark {number}]]"


def anchor(number: int) -> str:
    return f'<a href="/wiki/mark-{number}/">Mark {number}</a>'


def as_words(payload: str) -> str:
    return (
        f"[[{payload}|{payload}]] [[{payload}]] ![{payload}](<{payload}>)\n"
        f'[{payload}]({payload} "{payload}") '
        f"![{payload}](</media/{payload}>)[^{payload}]\n\n"
        f"``` {payload}\ncode\n```\n\n```python title={payload}\ncode\n```\n\n::: {payload}\n:::\n\n"
        f"> [!{payload}]\n> words\n\n## {payload}\n\n[^{payload}]: note\n"
    )


def quoted(payload: str) -> str:
    escaped = payload.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def nested(lines: list[str]) -> str:
    """`measured.packages` is the key `packages` below `measured`."""
    inner = ["  " + line.removeprefix("measured.") for line in lines if line.startswith("measured.")]
    flat = [line for line in lines if not line.startswith("measured.")]
    return "\n".join([*flat, *(["measured:", *inner] if inner else [])]) + "\n"
