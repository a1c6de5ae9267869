"""No script runs from the short fields either: titles, summaries, names, comments, queries, addresses."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.http import urlencode

from comments.actions import draft, post
from comments.forms import PageCommentForm
from comments.models import COMMENTS_A_SCREEN, PageComment, State
from comments.tests.factories import make_comment
from pages.actions.create import create
from pages.actions.edit import edit
from pages.actions.errors import TitleTaken
from pages.models import Contributor, Page, Revision
from pages.tests.factories import make_page
from pages.text.refusals import Refusal
from wikisite.tests.hostile import EVERY, ONE_LINE, PAYLOADS, watched
from wikisite.tests.watch import Watch

COMMENTS_A_QUEUE_SCREEN = 100
ADMIN_COMMENTS = "/admin/comments/pagecomment/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def watch(browser: Any, live_server: Any, moderator: Client) -> Any:
    """A moderator's tab: the one person who sees every view."""
    with watched(browser, live_server.url, moderator) as tab:
        yield tab


@pytest.fixture
def stranger_watch(browser: Any, live_server: Any) -> Any:
    with watched(browser, live_server.url) as tab:
        yield tab


def test_payloads_as_titles_run_in_no_view(watch: Watch) -> None:
    make_page("Home", "[[Needle]]\n")
    pages = [page for page in map(page_called, ONE_LINE) if page]
    assert len(pages) > len(ONE_LINE) // 2
    watch.open("/")
    for number in range(-(-len(pages) // 50)):
        watch.open(f"/admin/pages/page/?p={number + 1}")
    watch.inspect([(page.get_absolute_url(), None) for page in pages[::3]])
    for page in pages[::EVERY]:
        for view in ("", "edit/", "history/", "revision/1/"):
            watch.open(f"{page.get_absolute_url()}{view}")
    watch.open("/wiki/needle/")
    follow(watch, "/search/?q=haystack")


def page_called(payload: str) -> Page | None:
    """A page of this title, where the title can be one and is not taken yet."""
    try:
        return create(payload[:120], "[[Needle]] in a haystack.\n", by=None, summary=payload[:200])
    except (Refusal, TitleTaken):
        return None


def follow(watch: Watch, address: str) -> None:
    while address:
        watch.open(address)
        link = watch.tab.query_selector(".pager a[href*=after]")
        address = "/search/" + link.get_attribute("href") if link else ""


def test_payloads_as_summaries_and_user_names_run_in_no_view(watch: Watch, moderator: Client) -> None:
    page = make_page("Home", "Start.\n")
    people = User.objects.bulk_create(User(username=f"{n} {p}"[:150]) for n, p in enumerate(ONE_LINE))
    for number, (payload, user) in enumerate(zip(ONE_LINE, people, strict=True), start=1):
        revision = edit(page, f"Text {number}\n", by=moderator.person, base=number, summary=payload[:200])
        author = Contributor.objects.create(user=user, name=payload[:150] or "-", slug=f"person-{number}")
        Revision.objects.filter(pk=revision.pk).update(author=author)
        if number % 100 == 0:
            watch.open("/")
    for number in range(len(ONE_LINE) + 1, 0, -50):
        watch.open(f"/wiki/home/history/?before={number + 1}")
    for number in range(-(-len(ONE_LINE) // 50)):
        watch.open(f"/admin/pages/revision/?p={number + 1}")
        watch.open(f"/admin/pages/contributor/?p={number + 1}")
    numbers = range(2, len(ONE_LINE) + 1)
    watch.inspect([(f"/wiki/home/diff/{number}/{number + 1}/", None) for number in numbers[::12]])
    for payload in ONE_LINE[::EVERY]:
        User.objects.filter(pk=moderator.person.pk).update(username=payload[:150] or "-")
        watch.open("/accounts/email/")
        watch.open("/admin/")


def test_payloads_in_addresses_run_nowhere(watch: Watch, stranger_watch: Watch) -> None:
    """As search query, as name of a page that is not written, as title of a new one, as place to go next."""
    make_page("Flask")
    addresses = [
        address
        for payload in PAYLOADS
        for address in (
            f"/search/?{urlencode({'q': payload[:200]})}",
            f"/wiki/{quote(payload[:200], safe='')}/",
        )
    ]
    addresses += [f"/new/?{urlencode({'title': payload})}" for payload in PAYLOADS[::7]]
    watch.inspect([(address, None) for address in addresses])
    sign_in = [f"/accounts/login/?{urlencode({'next': payload})}" for payload in PAYLOADS[::7]]
    stranger_watch.inspect([(address, None) for address in sign_in])
    for address in addresses[::EVERY]:
        watch.open(address)
    for address in sign_in[:: EVERY // 7]:
        stranger_watch.open(address)


def test_payloads_in_comments_run_in_no_view(watch: Watch, stranger_watch: Watch) -> None:
    page = make_page("Discussed")
    for payload in PAYLOADS:
        said = draft(page, payload, name=payload[:50], email="a@mail.example", url=payload[:200])
        post(said, is_held=False)
    comments = PageComment.objects.order_by("path")
    for first in comments[::COMMENTS_A_SCREEN]:
        stranger_watch.open(f"{page.get_absolute_url()}?comments={first.path}")
    for state in (State.APPROVED, State.PENDING):
        comments.set_state(state)
        for first in comments.order_by("pk")[::COMMENTS_A_QUEUE_SCREEN]:
            after = first.pk - 1 if state == State.PENDING else first.pk + COMMENTS_A_QUEUE_SCREEN
            watch.open(f"{ADMIN_COMMENTS}?state={state}&after={after}")
    watch.inspect([(f"{ADMIN_COMMENTS}{comment.pk}/change/", None) for comment in comments[::29]])
    for comment in comments[:: EVERY * 3]:
        watch.open(f"{ADMIN_COMMENTS}{comment.pk}/change/")


def test_payloads_in_a_refused_comment_and_its_preview_run_nowhere(stranger_watch: Watch) -> None:
    page = make_page("Discussed")
    parent = make_comment(page, name=PAYLOADS[0][:50])
    forms = [typed(page, payload, reply_to=parent.pk, email=payload) for payload in PAYLOADS]
    forms += [typed(page, payload, preview="1") for payload in PAYLOADS[::7]]
    stranger_watch.inspect([("/comments/post/", form) for form in forms])
    for form in forms[::EVERY]:
        stranger_watch.submit("/comments/post/", form)


def typed(page: Page, payload: str, **fields: Any) -> dict[str, str]:
    words = {"comment": payload, "name": payload[:50], "email": "a@mail.example", "url": "", "reply_to": ""}
    refused = {"url": payload} if "preview" not in fields else {}
    form = {**PageCommentForm(page).security, "honeypot": "", **words, **refused, **fields}
    return {name: str(value) for name, value in form.items()}
