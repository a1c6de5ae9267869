"""The hostile HTML that tests put into every field, and the tabs in which it is looked at."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from pages.actions.edit import edit
from pages.models import Page
from pages.tests.factories import make_page
from pages.text.limits import TooComplex
from wikisite.tests.watch import Watch

FILE = Path(__file__).parent / "data/xss/payloads.json"
PAYLOADS: list[str] = [entry["payload"] for entry in json.loads(FILE.read_text())]
ONE_LINE = [" ".join(payload.split()) for payload in PAYLOADS]
PAYLOADS_A_PAGE = 60
# Opening a screen takes a tenth of a second: where hundreds differ by one field, every so many is opened.
EVERY = 29
Entry = tuple[int, str]
MARKS_SEEN = "() => [...document.querySelectorAll('a[href^=\"/wiki/mark-\"]')].map((mark) => mark.pathname)"


@contextmanager
def watched(browser: Any, home: str, client: Client | None = None) -> Iterator[Watch]:
    """A tab of a new browser, signed in as the client's person; at its end nothing may have happened."""
    context = browser.new_context(base_url=home)
    if client is not None:
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": home}])
    watch = Watch(context, home)
    watch.tab.goto(f"{home}/health/live")
    try:
        yield watch
    finally:
        context.close()
    assert not watch.faults, "\n".join(watch.faults[:40])


def show_all(
    watch: Watch, person: User, blocks: list[str], *, mark: Callable[[int], str], is_safe_html: bool = True
) -> Iterator[Page]:
    """Show all blocks, dozens to a page; those that an unclosed one swallowed are shown on the next page."""
    queue = list(enumerate(blocks))
    while queue:
        batch, page = _page_of(queue[:PAYLOADS_A_PAGE], person, mark)
        watch.open(page.get_absolute_url(), is_safe_html=is_safe_html)
        seen = set(watch.tab.evaluate(MARKS_SEEN))
        shown = {number for number, _ in batch if f"/wiki/mark-{number}/" in seen}
        assert batch[0][0] in shown
        queue = [entry for entry in queue if entry[0] not in shown]
        yield page


def _page_of(batch: list[Entry], person: User, mark: Callable[[int], str]) -> tuple[list[Entry], Page]:
    """A page of the whole batch, or of its first half where it leaves too many tags open for one text."""
    try:
        page = make_page(body=_written(batch, mark, "x"))
        edit(page, _written(batch, mark), by=person, base=1)
    except TooComplex:
        return _page_of(batch[: len(batch) // 2], person, mark)
    page.refresh_from_db()
    return batch, page


def _written(batch: list[Entry], mark: Callable[[int], str], prefix: str = "") -> str:
    return "".join(f"{mark(number)}\n\n{prefix}{block}\n\n" for number, block in batch)
