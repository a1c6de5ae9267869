"""Requests that cannot be read are refused with a sentence; forms from other sites are refused too."""

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

from wikisite import urls

FORM = "application/x-www-form-urlencoded"
HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
)


def echo(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"words": request.POST.getlist("word")})


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("echo/", echo), path("fail/", fail), *urls.urlpatterns]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


class BrokenStream(BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError("the client went away")


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def multipart(value: bytes) -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="word"\r\n\r\n' + value + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    "address",
    [
        "/echo/?q=%ff",
        "/echo/?q=%ED%A0%80",
        "/echo/?q=a%00b",
        "/echo/?%ff=1",
        "/wiki/%ff/",
        "/wiki/a%00b/",
        "/wiki/%ED%A0%80/",
    ],
)
def test_address_that_is_not_utf8_or_holds_nul_is_a_400(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert b"not UTF-8 text" in response.content


@pytest.mark.parametrize(
    "body",
    [b"word=%ff", b"word=\xff", b"word=%ED%A0%80", b"word=a%00b", b"a%00=b", b"word=\xef\xbf\xbd&b=%ff"],
)
def test_form_that_is_not_utf8_or_holds_nul_is_a_400(client: Client, body: bytes) -> None:
    assert client.post("/echo/", body, FORM).status_code == 400


@pytest.mark.parametrize("value", [b"\xff", b"\xed\xa0\x80", b"a\0b"])
def test_multipart_form_that_is_not_utf8_or_holds_nul_is_a_400(client: Client, value: bytes) -> None:
    assert client.post("/echo/", multipart(value), "multipart/form-data; boundary=b").status_code == 400


@pytest.mark.parametrize("word", ["a\ufffdb", "é ü 漢字", "a+b %ff", "\u2028", "", "a\r\nb "])
def test_readable_form_arrives_as_it_was_sent(client: Client, word: str) -> None:
    assert client.post("/echo/", {"word": word}).json() == {"words": [word]}
    encoded = client.post("/echo/", "word=" + "".join(f"%{byte:02x}" for byte in word.encode()), FORM)
    assert encoded.json() == {"words": [word]}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"nothing", "multipart/form-data"),
        (b"nothing", "multipart/form-data; boundary="),
        (b"word=a", f"{FORM}; charset=utf-16"),
        (b"word=a", f"{FORM}; charset=no-such-charset"),
        (multipart(b"a"), "multipart/form-data; boundary=b; charset=utf-7"),
        (b"&".join(b"a=1" for _ in range(2000)), FORM),
    ],
)
def test_malformed_form_is_a_400(client: Client, body: bytes, kind: str) -> None:
    assert client.generic("POST", "/echo/", body, kind).status_code == 400


def test_query_with_too_many_fields_is_a_400(client: Client) -> None:
    assert client.get("/echo/?" + "&".join("a=1" for _ in range(2000))).status_code == 400


def test_body_that_breaks_off_is_a_400(client: Client) -> None:
    broken: dict[str, Any] = {"wsgi.input": BrokenStream()}
    assert client.post("/echo/", b"word=a", FORM, **broken).status_code == 400


def test_too_large_body_is_a_413_and_is_not_read(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    unread: dict[str, Any] = {"wsgi.input": BrokenStream()}
    response = client.post("/echo/", b"a" * 1001, "application/octet-stream", **unread)
    assert response.status_code == 413
    assert b"too large" in response.content


@pytest.mark.parametrize("length", ["", "-1", "١", "9" * 400, "1e9", "0x10"])
def test_odd_content_length_is_no_error_of_the_server(client: Client, length: str) -> None:
    assert client.get("/echo/", CONTENT_LENGTH=length).status_code in {200, 400, 413}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ],
)
def test_stranger_may_post_from_this_host_without_a_cookie(client: Client, headers: dict[str, str]) -> None:
    response = client.post("/echo/", {"word": "a"}, headers=headers)
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8080"},
        {"origin": ""},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
def test_stranger_may_not_post_from_another_site(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/echo/", {"word": "a"}, headers=headers).status_code == 403


def test_session_needs_the_token_even_from_this_host(client: Client, make_person: Any) -> None:
    client.force_login(make_person("reader"))
    here = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert client.post("/echo/", {"word": "a"}, headers=here).status_code == 403
    client.cookies["csrftoken"] = "a" * 32
    sent = {"word": "a", "csrfmiddlewaretoken": "a" * 32}
    assert client.post("/echo/", sent, headers=here).status_code == 200
    assert client.post("/echo/", sent, headers={"origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize("field", ["body", "comment", "own-0"])
def test_refused_form_gives_its_text_back_to_be_copied(client: Client, make_person: Any, field: str) -> None:
    client.force_login(make_person("reader"))
    response = client.post("/echo/", {field: "\nTyped </textarea><b>for hours"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "readonly>\n\nTyped &lt;/textarea&gt;&lt;b&gt;for hours</textarea>" in html
    assert "Copy your text" in html
    assert "reload and send" not in html


def test_refused_form_without_a_text_shows_no_empty_field(client: Client, make_person: Any) -> None:
    client.force_login(make_person("reader"))
    assert "<textarea" not in client.post("/echo/", {"word": "a", "body": " "}).content.decode()


def test_stranger_over_https_needs_no_referer(client: Client) -> None:
    assert client.post("/echo/", {"word": "a"}, secure=True).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/health/live", 200),
        ("/no-such-address/", 404),
        ("/fail/", 500),
        ("/echo/?q=%ff", 400),
        ("/static/icon.svg", 200),
        ("/static/no-such-file.css", 404),
    ],
)
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse")
def test_every_kind_of_answer_has_the_security_headers(
    client: Client, settings: Any, address: str, status: int
) -> None:
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    response = client.get(address)
    assert response.status_code == status
    assert [name for name in HEADERS if name not in response] == []


def test_wrong_host_is_a_400_with_the_security_headers(client: Client) -> None:
    response = client.get("/echo/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert [name for name in HEADERS if name not in response] == []
