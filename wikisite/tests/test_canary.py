"""What is not approved, and who wrote it, is only in its author's browser and the moderators' admin."""

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models
from django.test import Client

from comments.models import PageComment, State, Verdict
from comments.tests.factories import form_of, make_comment
from comments.tests.mailing import deliver
from pages.models import LogEntry, Page, Redirect
from pages.tests.factories import make_page
from wikisite.tests.addresses import all_addresses

pytestmark = pytest.mark.django_db
HELD = [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED]
OTHERS = ["stranger", "reader", "contributor", "banned"]
MODERATION = "/admin/comments/"
MOST_ADDRESSES = 1000
TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+')
ENDS_THE_SESSION = ("/accounts/logout/", "/admin/logout/")


def words(state: str) -> set[str]:
    """What readers may only see of an approved comment: each word is nowhere else in the world."""
    return {f"canarytext{state}", f"canaryname{state}", f"canarysite{state}"}


def address_of(state: str) -> str:
    return f"canarymail{state}@hidden-mail.example"


def traces(email: str) -> set[str]:
    """The address, and what a Gravatar or a careless key makes of it."""
    spellings = {email, email.upper(), email.partition("@")[0]}
    hashes = {hashlib.new(name, email.encode()).hexdigest() for name in ("md5", "sha1", "sha256")}
    return spellings | hashes


FORBIDDEN_MAIL = {trace for state in State for trace in traces(address_of(state))}
FORBIDDEN_WORDS = {word for state in HELD for word in words(state)}


@pytest.fixture
def author() -> Client:
    """The stranger's browser that wrote the comment which waits: its cookie knows."""
    return Client()


@pytest.fixture
def flask(author: Client) -> Page:
    """A page with one comment of each state, each with a reply that readers see; every table has a row."""
    make_page("Home", "Text, see [[Flask]].\n", revisions=2)
    page = make_page("Flask", "Text, see [[Home]] and [[Missing]].\n", revisions=3)
    Redirect.objects.create(slug="flask-framework", page=page)
    LogEntry.objects.create(verb="rename", page=page, page_title="Flask")
    for state in [State.APPROVED, State.SPAM, State.REJECTED, State.REMOVED]:
        make_comment(page, **comment_fields(state), state=state)
    fields = comment_fields(State.PENDING)
    answer = author.post("/comments/post/", form_of(page, comment=fields.pop("text"), **fields))
    assert (answer.status_code, PageComment.objects.pending().count()) == (303, 1)
    parent = PageComment.objects.get(state=State.APPROVED)
    make_comment(page, "A reply", reply_to=parent, state=State.APPROVED)
    hidden_parent = make_comment(page, **comment_fields("parent"), state=State.APPROVED)
    make_comment(page, "Reply to what is gone", reply_to=hidden_parent)
    PageComment.objects.filter(pk=hidden_parent.pk).set_state(State.REMOVED)
    return page


def comment_fields(state: str) -> dict[str, str]:
    return {
        "text": f"canarytext{state} was said",
        "name": f"canaryname{state}",
        "url": f"https://canarysite{state}.example/",
        "email": address_of(state),
    }


@pytest.mark.parametrize("persona", OTHERS)
def test_others_see_approved_words_alone(flask: Page, persona: str, request: Any) -> None:
    seen = dict(crawl(request.getfixturevalue(persona), flask))
    assert find(seen, FORBIDDEN_WORDS | words("parent") | FORBIDDEN_MAIL) == []
    assert find(seen, words(State.APPROVED))  # the crawl does reach comments


def test_author_sees_the_own_comment_that_waits_and_no_other(flask: Page, author: Client) -> None:
    seen = dict(crawl(author, flask))
    assert find(seen, FORBIDDEN_MAIL | (FORBIDDEN_WORDS - words(State.PENDING))) == []
    assert {found.partition(" ")[0] for found in find(seen, words(State.PENDING))} >= {"/wiki/flask/"}


def test_moderators_see_all_words_and_addresses_in_the_admin_alone(flask: Page, moderator: Client) -> None:
    seen = dict(crawl(moderator, flask))
    elsewhere = {key: text for key, text in seen.items() if not key.startswith("/admin/")}
    assert find(elsewhere, FORBIDDEN_WORDS | FORBIDDEN_MAIL) == []
    outside_moderation = {key: text for key, text in seen.items() if not key.startswith(MODERATION)}
    assert find(outside_moderation, FORBIDDEN_MAIL) == []
    for state in State:
        assert find(seen, words(state))
        assert find(seen, {address_of(state)})


@pytest.mark.parametrize("word", sorted(FORBIDDEN_WORDS))
def test_search_finds_no_word_that_is_not_approved(flask: Page, stranger: Client, word: str) -> None:
    assert stranger.get("/search/", {"q": word}).context["hits"] == ()


def test_mail_and_cache_hold_no_word_that_is_not_approved(flask: Page, stranger: Client) -> None:
    dict(crawl(stranger, flask))
    kept = [str(message.message()) for message in deliver()]
    with connection.cursor() as cursor:
        if "wikisite_cache" in connection.introspection.table_names(cursor):
            cursor.execute("SELECT cache_key, value FROM wikisite_cache")
            kept += [str(row) for row in cursor.fetchall()]
    assert find(dict(enumerate(kept)), FORBIDDEN_WORDS | FORBIDDEN_MAIL) == []


@pytest.mark.drill
@pytest.mark.parametrize("persona", ["author", "contributor", "moderator"])
def test_answer_made_for_one_person_is_kept_by_no_shared_cache(
    flask: Page, persona: str, request: Any
) -> None:
    client = request.getfixturevalue(persona)
    for address in dict(crawl(client, flask)):
        answer = client.get(address)
        kept_apart = "Cookie" in answer.get("Vary", "") or answer.has_header("Cache-Control")
        assert kept_apart or b"<html" not in b"".join(answer), address


def test_held_comment_changes_no_answer_that_others_get(flask: Page, stranger: Client) -> None:
    """Neither a count nor a date, an ETag or the version that stored copies of the page carry."""
    version = Page.objects.get(pk=flask.pk).cache_version
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        before = dict(crawl(stranger, flask))
        form = form_of(flask, comment="Another thought", name="Somebody", email="a@mail.example")
        assert Client().post("/comments/post/", form).status_code == 303
        after = dict(crawl(stranger, flask))
    assert [at for at in before if TOKEN.sub("", after[at]) != TOKEN.sub("", before[at])] == []
    assert Page.objects.get(pk=flask.pk).cache_version == version


REQUEST_NAME = "X-Request-ID"  # another one each time


def crawl(client: Client, page: Page) -> Iterator[tuple[str, str]]:
    """Yield (address, headers and body) for every address that exists or that a page of the site links to."""
    queue, seen = starts(page), set()
    while queue:
        address = queue.pop(0)
        if address in seen or address.startswith(ENDS_THE_SESSION):
            continue
        seen.add(address)
        assert len(seen) < MOST_ADDRESSES, address
        answer = client.get(address)
        text = b"".join(answer) if answer.streaming else answer.content
        body = unescape(text.decode())
        assert answer.status_code < 500 or address == "/health/ready", address
        headers = sorted(pair for pair in answer.headers.items() if pair[0] != REQUEST_NAME)
        yield address, f"{answer.status_code} {headers}\n{body}"
        queue += [link for link in links(address, answer, body) if link not in seen]


def starts(page: Page) -> list[str]:
    """Each pattern of the resolver, for each row of the tables that a stranger might guess."""
    found: list[str] = []
    comments = PageComment.objects.order_by("pk")
    for comment in comments:
        samples = {
            "<wiki:slug>": page.slug,
            "<names:names>": f"{page.slug}@2+{page.slug}",
            "<n:number>": "2",
            "<n:old>": "1",
            "<n:new>": "3",
            "<path:name>": "Flask-Framework",
            "<int:pk>": str(comment.pk),
            "<id>": "1",
            "pages/page/<path:object_id>": f"pages/page/{page.pk}",
            "pages/revision/<path:object_id>": f"pages/revision/{page.current_id}",
            "comments/verdict/<path:object_id>": f"comments/verdict/{Verdict.objects.latest('pk').pk}",
            "<path:object_id>": str(comment.pk),
        }
        known = all_addresses(samples)
        found += [address for address in known if not found or f"/{comment.pk}/" in address]
        found += [f"/wiki/flask/?comments={comment.path}", f"/wiki/flask/?reply={comment.pk}"]
        found += [
            f"/wiki/flask/?sort={place}"
            for place in ("newest", "helpful", f"helpful&comments=9-{comment.path}")
        ]
        found += [f"/comments/{verb}/{comment.pk}/" for verb in ("reply", "like", "flag", "delete")]
    found += [f"{MODERATION}pagecomment/?state={state}" for state in [*State.values, "all"]]
    found += [f"{MODERATION}pagecomment/?q=canary&state=all", "/search/?q=said", "/search/?q=flask"]
    return list(dict.fromkeys(found))


def links(address: str, answer: Any, body: str) -> list[str]:
    """Same-host links of a page, and where a redirect leads."""
    found = [*re.findall(r'(?:href|src|action)="([^"#?]+)', body), answer.headers.get("Location", "")]
    absolute = [urldefrag(urljoin(f"http://testserver{address}", link)).url for link in found if link]
    ours = [link for link in absolute if urlsplit(link).netloc == "testserver"]
    inside = [link.removeprefix("http://testserver") for link in ours]
    return [link for link in inside if not link.startswith("/static/") and "next=" not in link]


def find(seen: dict[Any, str], canaries: set[str]) -> list[str]:
    """`address word` for each word that is where it is looked for; case is no disguise."""
    lowered = {word.lower() for word in canaries}
    return [f"{at} {word}" for at, text in seen.items() for word in lowered if word in text.lower()]


# --- Fields: whoever adds a text field adds it here, and to what looks for its words and for scripts in it
SHOWN = "test_payloads.py, test_payload_fields.py"
SLUG = "made by slugify: letters, digits and hyphens of any script"
OURS = "written by the software alone"
TEXT_FIELDS = {
    "comments.CommentRevision": {"html": SHOWN, "text": "its HTML is shown, made like a comment's"},
    "comments.Decision": {
        "after": OURS,
        "before": OURS,
        "reason": "moderators write it for moderators",
        "verb": OURS,
    },
    "comments.Discussion": {"mode": OURS},
    "comments.Flag": {
        "mark": "shown nowhere; a keyed hash, test_flagging.py",
        "reason": OURS,
        "words": "moderators alone, escaped, test_flagging.py",
    },
    "comments.Follow": {"email": "shown nowhere; a stranger's own address"},
    "comments.MailChoice": {"moderation": OURS},
    "comments.Notice": {"kind": OURS},
    "comments.PageComment": {
        "author_mark": "shown nowhere; holds the address, test_canary.py",
        "comment": SHOWN,
        "held_because": "sentences of ours; the detail is for moderators alone, test_reasons.py",
        "html": SHOWN,
        "object_pk": OURS,
        "path": OURS,
        "score_reasons": "escaped in the admin, test_queue.py",
        "state": OURS,
        "submission_key": "shown nowhere; a hash over the address, test_canary.py",
        "user_email": "moderators alone, test_canary.py",
        "user_name": SHOWN,
        "user_url": SHOWN,
    },
    "comments.ReadyReason": {"text": "moderators write it"},
    "comments.Rules": dict.fromkeys(("disallowed_keys", "held_keys"), "moderators write it for moderators"),
    "comments.Verdict": {"after": OURS, "before": OURS, "reason": "moderators write it for moderators"},
    "pages.Allowance": dict.fromkeys(("key", "times"), OURS),
    "pages.Attachment": {"alt": "pages/tests/views/test_attaching.py", "kind": OURS, "name": "the same"},
    "pages.AttachmentVersion": dict.fromkeys(("file_type", "sha256", "stored_name"), OURS),
    "pages.Ban": {
        **dict.fromkeys(("first", "last", "network"), "an address, moderators alone, test_ban.py"),
        "reason": "moderators write it",
    },
    "pages.Contributor": {"name": SHOWN, "slug": SLUG},
    "pages.Draft": dict.fromkeys(
        ("body", "section", "summary", "title"), "its author alone sees it, in the edit form"
    ),
    "pages.Fact": dict.fromkeys(("key", "value", "value_start"), "pages/tests/views/test_hostile_facts.py"),
    "pages.FactReport": {
        "key": "pages/tests/views/test_hostile_facts.py",
        "mark": "shown nowhere; a keyed hash of the address",
        "said": "contributors alone see it, pages/tests/views/test_hostile_facts.py",
        "state": OURS,
    },
    "pages.LogEntry": {
        "details": "shown nowhere yet",
        "page_title": SHOWN,
        "reason": "shown escaped on a deleted page's address and to who may not edit, test_deleting.py",
        "verb": OURS,
    },
    "pages.OutgoingMail": {
        "error": OURS,
        "headers": OURS,
        "key": OURS,
        "subject": "plain text in a mail; to administrators alone, escaped",
        "text": "plain text in a mail, test_notify.py",
        "to": "administrators alone",
    },
    "pages.Page": {"lang": "letters, digits and hyphens alone", "slug": SLUG, "title": SHOWN},
    "pages.PageBlame": {"runs": OURS},
    "pages.PageLink": {"target_slug": SLUG},
    "pages.PageRendering": {
        "contents": SHOWN,
        "doubted": "shown nowhere; keys of facts, for the labels beside them",
        "excerpt": SHOWN,
        "front_matter": SHOWN,
        "html": SHOWN,
        "infobox": SHOWN,
        "outline": SHOWN,
    },
    "pages.Redirect": {"slug": SLUG},
    "pages.Revision": {"summary": SHOWN},
    "pages.Suppression": {"part": OURS, "reason": "moderators write it"},
    "pages.PageTag": dict.fromkeys(("page_slug", "slug"), SLUG),
    "pages.Tag": {"name": "pages/tests/views/test_tags.py", "slug": SLUG},
    "pages.BrokenLink": {"problem": OURS, "url": "escaped, contributors alone, test_check_links.py"},
    "pages.LinkCheck": dict.fromkeys(("digest", "problem"), OURS),
    "pages.WatchMail": {"when": OURS},
    "pages.WatchFeed": {"token": "its person alone sees it, pages/tests/test_feeds.py"},
    "pages.WantedPage": {"slug": SLUG},
    "pages.SearchDocument": {"body": SHOWN, "title": SHOWN},
}


def test_every_text_field_of_a_model_is_in_the_table_of_checked_fields() -> None:
    kinds = (models.CharField, models.TextField, models.JSONField)
    found = {}
    for model in (m for app in ("pages", "comments") for m in apps.get_app_config(app).get_models()):
        names = {f.name for f in model._meta.get_fields() if isinstance(f, kinds)}
        found |= {model._meta.label: names} if names else {}
    assert found == {label: set(fields) for label, fields in TEXT_FIELDS.items()}
