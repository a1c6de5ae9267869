"""No request that a person can send is an error of the server, leads off this host or gets around a limit."""

import re
import time
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from comments.models import PageComment
from comments.tests.factories import form_of, make_comment
from comments.tests.mailing import deliver
from pages.models import Page
from pages.tests.factories import make_page
from wikisite.tests.addresses import all_addresses

pytestmark = pytest.mark.django_db
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]
FACTS = ["a: .inf", "a: .nan", "a: 1e999", "a: 0x" + "f" * 5000, "a: " + "9" * 5000, "a: 1:30:00", "1: b"]
FACTS += [
    'a: "\\ud800"',
    'a: "\\0"',
    '"a\\0": b',
    '"\\udc00": b',
    "[a]: b",
    "a: !!binary aGFsbG8=",
    "<<: {a: b}",
]
FACTS += ["summary: [a]", "lang: [a]", "measured: {installed_bytes: .inf}", "lts: {version: [1, {a: 1}]}"]
FACTS += ["chart: {bars: [{name: a, value: .inf}, {name: b, value: 1e308}]}", "chart: {bars: [{value: -1}]}"]
FACTS += [f"chart: {{bars: [{{name: a, value: {'9' * 500}}}]}}", "k" * 5000 + ": v", "a: !foo b", "? ? a"]
HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
)
NUMBERS_OF_NO_ROW = [
    "1abc",
    "01",
    "1e0",
    "-1",
    "+1",
    "1.0",
    "0x1",
    "[1]",
    "١",
    "0",
    "",
    " ",
    "9" * 9,
    "9" * 60,
]
BROKEN = ["%00", "%ff", "%ED%A0%80", "%", "%zz", "%%%", "%C0%AE", "\\", "..%2f..%2f", "%0d%0aSet-Cookie:a=b"]
TOO_LARGE = 10 * 1024 * 1024
MOST_SECONDS_OF_A_REFUSAL = 1.0  # of a busy machine; alone it is a hundredth
ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example", "https:/evil.example", "https://evil.example", "HTTPS://EVIL.EXAMPLE",
    "http:///evil.example",
    "\t//evil.example", "/\t/evil.example", "\n//evil.example", "/\n/evil.example", "\r//evil.example",
    " //evil.example",
    "%2f%2fevil.example", "%2F/evil.example", "/%2fevil.example", "/%5cevil.example", "%5c%5cevil.example",
    "https://testserver@evil.example", "https://testserver:80@evil.example", "//testserver@evil.example",
    "https://testserver.evil.example", "//evil.example/testserver", "https://evil.example?testserver",
    "https://evil.example#testserver", "https://evil.example\\testserver", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)", "data:text/html,a", "vbscript:a", "ftp://evil.example", "//evil%E3%80%82example",
    "//[::ffff:1.2.3.4]", "https://1.2.3.4", "/\x00/evil.example", "/a\r\nSet-Cookie: a=b",
    "/a\r\n\r\n<script>",
]  # fmt: skip


@pytest.fixture
def flask() -> Page:
    make_page("Home", "Text\n", revisions=2)
    page = make_page("Flask", "Text\n", revisions=3)
    make_comment(page, "A comment")
    return page


def addresses(page: Page) -> list[str]:
    samples = {
        "<wiki:slug>": page.slug,
        "<n:number>": "2",
        "<n:old>": "1",
        "<n:new>": "3",
        "<int:pk>": str(PageComment.objects.get().pk),
        "<path:name>": "Flask",
        "<path:object_id>": str(page.pk),
        "<id>": "1",
    }
    return [at for at in all_addresses(samples) if at != "/admin/logout/"]


@pytest.mark.parametrize("persona", ["stranger", "moderator"])
@pytest.mark.parametrize("method", METHODS)
def test_any_method_at_any_address_is_answered_with_the_headers(
    flask: Page, method: str, persona: str, request: Any
) -> None:
    client = request.getfixturevalue(persona)
    client.raise_request_exception = False
    for address in addresses(flask):
        answer = client.generic(method, address, b"a=b", "application/x-www-form-urlencoded")
        assert answer.status_code < 500 or address == "/health/ready", (method, address)
        assert [name for name in HEADERS if name not in answer] == [], (method, address)


def test_body_of_10_mb_is_refused_at_every_address_in_no_time(flask: Page, stranger: Client) -> None:
    body = b"a" * TOO_LARGE
    for address in addresses(flask):
        if address.startswith("/admin/") and address.count("/") > 3:
            continue
        start = time.monotonic()
        answer = stranger.generic("POST", address, body, "application/x-www-form-urlencoded")
        assert (answer.status_code, time.monotonic() - start < MOST_SECONDS_OF_A_REFUSAL) == (413, True)


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_address_or_query_is_no_error_of_the_server(
    flask: Page, stranger: Client, broken: str
) -> None:
    for address in [at for at in addresses(flask) if not at.startswith("/admin/")]:
        for path, query in (
            (f"{address}{broken}", ""),
            (f"{address}{broken}/", ""),
            (address, f"q={broken}&{broken}"),
        ):
            answer = stranger.generic("GET", path, QUERY_STRING=query)
            assert answer.status_code < 500 or path == "/health/ready", (path, query)
            assert not answer.cookies.keys() - {"csrftoken"}


def test_huge_query_is_no_error_of_the_server(flask: Page, stranger: Client) -> None:
    words = "a" * 200_000
    for address in [at for at in addresses(flask) if not at.startswith(("/admin/", "/health/"))]:
        answer = stranger.get(address, dict.fromkeys(("q", "next", "title", "after", "before", "old"), words))
        assert answer.status_code < 500


@pytest.mark.parametrize(
    "value", ["", "a", "é", "a" * 5000, "eyJhIjoxfQ:1:a", "[1,2]", '"', "\x7f", "gAR9lC4="]
)
def test_odd_cookie_or_header_is_no_error_of_the_server(flask: Page, stranger: Client, value: str) -> None:
    names = (
        "accept",
        "accept-language",
        "content-type",
        "if-none-match",
        "if-modified-since",
        "range",
        "origin",
    )
    headers = dict.fromkeys(
        (*names, "referer", "user-agent", "cookie", "sec-fetch-site", "x-csrftoken"), value
    )
    for address in [at for at in addresses(flask) if not at.startswith(("/admin/", "/health/"))]:
        for name in ("sessionid", "csrftoken", "held_comments", "messages"):
            stranger.cookies[name] = value
        assert stranger.get(address).status_code < 500, address
        stranger.cookies.clear()
        for method in ("GET", "POST"):
            assert stranger.generic(method, address, headers=headers).status_code < 500, (method, address)


@pytest.mark.parametrize("fact", FACTS)
def test_odd_fact_is_saved_and_shown(contributor: Client, fact: str) -> None:
    body = f"---\n{fact}\n---\nText\n"
    for title, address in (("Odd", "/wiki/odd/"), ("Home", "/")):  # the front page draws its chart from facts
        assert contributor.post("/new/", {"title": title, "body": body}).status_code == 303
        assert contributor.get(address).status_code == 200
        assert contributor.get(f"/wiki/{title.lower()}.md").content == body.encode()


def test_answer_to_an_endless_name_is_not_many_times_as_long(stranger: Client) -> None:
    answer = stranger.get(f"/wiki/{'a' * 50_000}/")
    assert answer.status_code == 404
    assert len(answer.content) < 3 * 50_000


@pytest.mark.parametrize("number", NUMBERS_OF_NO_ROW)
def test_number_that_is_none_leads_to_no_row(flask: Page, contributor: Client, number: str) -> None:
    for path in ("/wiki/flask/revision/{}/", "/wiki/flask/diff/1/{}/", "/comments/{}/"):
        if path == "/comments/{}/" and number == "01":
            continue  # Django's int converter reads it as 1: another spelling of the same permalink
        assert contributor.generic("GET", path.format(number)).status_code == 404, path
    assert contributor.get("/wiki/flask/diff/", {"old": number, "new": number}).status_code == 302
    assert contributor.get("/wiki/flask/history/", {"before": number}).status_code == 200
    assert contributor.get("/search/", {"q": "text", "after": number}).status_code in {200, 400}
    assert contributor.get("/wiki/flask/", {"comments": number, "reply": number}).status_code == 200


@pytest.mark.parametrize("number", [number for number in NUMBERS_OF_NO_ROW if number != "01"])
def test_odd_number_in_a_form_changes_nothing(flask: Page, contributor: Client, number: str) -> None:
    edited = contributor.post("/wiki/flask/edit/", {"title": "Flask", "body": "Lost?", "base": number})
    assert edited.status_code in {400, 409}
    reply = contributor.post("/comments/post/", form_of(flask, object_pk=number))
    assert reply.status_code in {400, 404}
    if number.strip(" 0"):
        answered = contributor.post("/comments/post/", form_of(flask, reply_to=number))
        assert answered.status_code in {400, 422} or number in {"+1", "1.0", "١"}
    flask.refresh_from_db()
    assert flask.revision_count == 3


def test_repeated_fields_are_no_error_of_the_server(flask: Page, contributor: Client) -> None:
    twice = {name: [value, value] for name, value in form_of(flask).items()}
    assert contributor.post("/comments/post/", twice).status_code in {303, 400, 422}
    fields = {
        "title": ["Flask", "Other"],
        "body": ["Twice", "Thrice"],
        "base": ["3", "2"],
        "minor": ["on", "x"],
    }
    assert contributor.post("/wiki/flask/edit/", fields).status_code in {303, 400, 409}


def test_form_sent_twice_counts_once(flask: Page, contributor: Client) -> None:
    for _ in range(2):
        contributor.post("/new/", {"title": "Once", "body": "Text"})
        contributor.post("/wiki/flask/edit/", {"title": "Flask", "body": "Once", "base": "3"})
        contributor.post("/comments/post/", form_of(flask, comment="Once"))
    flask.refresh_from_db()
    assert flask.revision_count == 4
    assert Page.objects.get(title="Once").revision_count == 1
    assert PageComment.objects.filter(comment="Once").count() == 1


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_post_from_another_site_is_refused_at_every_address(flask: Page, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in addresses(flask):
        answer = client.post(address, {"a": "b"}, headers=headers)
        assert answer.status_code in {403, 404}, address


def test_post_with_a_session_needs_the_token_at_every_address(flask: Page, moderator: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = moderator.cookies
    for address in addresses(flask):
        answer = client.post(address, {"a": "b"}, headers={"origin": "http://testserver"})
        assert answer.status_code in {403, 404}, address


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/logout/", "/accounts/signup/"])
def test_next_never_leads_off_this_host(
    reader: Client, stranger: Client, address: str, elsewhere: str, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    fields = {"login": "reader", "password": "reader", "next": elsewhere}
    client = reader if "logout" in address else stranger
    for answer in (client.post(address, fields), client.get(address, {"next": elsewhere})):
        location = answer.headers.get("Location", "/").replace("\\", "/")
        assert answer.status_code in {200, 302, 303, 400}
        assert urlsplit(location).netloc in {"", "testserver"}
        assert urlsplit(location).scheme in {"", "http"}
        assert not location.startswith("//")
        assert "a" not in answer.cookies


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", ""]
)
def test_foreign_host_is_refused_and_is_in_no_mail(reader: Client, host: str) -> None:
    answer = Client().post(
        "/accounts/password/reset/", {"email": reader.person.email}, headers={"host": host}
    )
    assert answer.status_code == 400 or not host
    Client().post(
        "/accounts/password/reset/",
        {"email": reader.person.email},
        headers={
            "x-forwarded-host": "evil.example",
            "forwarded": "host=evil.example",
            "x-host": "evil.example",
        },
    )
    messages = deliver()
    assert messages
    assert not [message for message in messages if "evil.example" in message.body]


# --- Accounts


class CountingHasher(MD5PasswordHasher):
    calls = 0

    def verify(self, password: str, encoded: str) -> bool:
        type(self).calls += 1
        return super().verify(password, encoded)


def guess(spellings: list[str], **extra: Any) -> int:
    """Send 100 wrong passwords; return how many of them reached the password's hasher."""
    CountingHasher.calls = 0
    client = Client(raise_request_exception=False)
    for number, name in zip(range(100), cycle(spellings), strict=False):
        tricks = {key: value(number) if callable(value) else value for key, value in extra.items()}
        answer = client.post("/accounts/login/", {"login": name, "password": f"wrong {number}"}, **tricks)
        assert answer.status_code in {200, 429}
    return CountingHasher.calls


SPELLINGS = [
    "reader",
    "READER",
    " reader ",
    "Reader",
    "reader\u200b",
    "ｒｅａｄｅｒ",
    "reader@people.example",
]
SPELLINGS += ["READER@people.example", "Reader@People.Example", " reader@people.example "]


@pytest.mark.parametrize(
    "tricks",
    [
        {},
        {"HTTP_X_FORWARDED_FOR": lambda n: f"10.1.2.{n}"},
        {"HTTP_X_REAL_IP": lambda n: f"10.1.2.{n}", "HTTP_FORWARDED": lambda n: f"for=10.1.2.{n}"},
        {"REMOTE_ADDR": lambda n: f"10.1.2.{n}"},
        {"REMOTE_ADDR": lambda n: f"2001:db8::{n:x}"},
    ],
    ids=["one address", "X-Forwarded-For", "other headers", "many addresses", "one IPv6 network"],
)
def test_few_of_100_wrong_passwords_reach_the_hasher(reader: Client, settings: Any, tricks: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    # Five for each of the four names that the spellings come down to: two of them are nobody's.
    assert 1 <= guess(SPELLINGS, **tricks) <= 20


@pytest.mark.parametrize("known", [True, False])
def test_answers_do_not_tell_whether_an_account_exists(reader: Client, known: bool) -> None:
    email = reader.person.email if known else "nobody@people.example"
    reset = Client().post("/accounts/password/reset/", {"email": email})
    assert (reset.status_code, reset["Location"]) == (302, "/accounts/password/reset/done/")
    fields = {"username": "someone-new", "email": email, "password1": "three unrelated words"}
    signed_up = Client().post("/accounts/signup/", fields)
    assert (signed_up.status_code, signed_up["Location"]) == (302, "/")


def test_second_account_with_a_confirmed_address_of_another_cannot_confirm_it(
    contributor: Client,
) -> None:
    """The price of not telling: the account is made, but the address in it stays the first person's."""
    email = contributor.person.email
    thief = Client()
    fields = {"username": "thief", "email": email, "password1": "three unrelated words"}
    assert thief.post("/accounts/signup/", fields).status_code == 302
    for link in re.findall(r"/accounts/confirm-email/\S+", " ".join(message.body for message in deliver())):
        thief.post(link)
    assert list(EmailAddress.objects.filter(email=email, verified=True)) == [
        EmailAddress.objects.get(user=contributor.person)
    ]
    assert thief.get("/new/").status_code == 403


def test_wrong_password_and_unknown_name_are_answered_alike(reader: Client) -> None:
    known = Client().post("/accounts/login/", {"login": "reader", "password": "wrong"})
    unknown = Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors
