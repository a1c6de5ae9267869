"""A log line cannot be forged and keeps no secret."""

import json
import logging
import re
import time
from ipaddress import ip_network

import pytest

from wikisite.logs import JsonFormatter, OneLineFormatter
from wikisite.request_ids import request_id


@pytest.fixture(autouse=True)
def _no_request() -> None:
    request_id.set("")


def written(message: str, *values: object, error: BaseException | None = None) -> str:
    fault = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("pages", logging.INFO, __file__, 1, message, values, fault)
    return OneLineFormatter("{levelname} {name}: {message}", style="{").format(record)


@pytest.mark.parametrize("code", ["\n", "\r\n", "\x1b[2J", "\x00", "\x7f", "\x85", "\x9b31m", "\u2028"])
def test_event_stays_one_line_without_control_codes(code: str) -> None:
    line = written("Not Found: %s", f"/wiki/a{code}ERROR forged/")
    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_traceback_stays_on_the_line_of_its_event() -> None:
    try:
        raise ValueError("first\nERROR forged")
    except ValueError as error:
        line = written("Failed", error=error)
    assert len(line.splitlines()) == 1
    assert "ValueError: first\\nERROR forged" in line


@pytest.mark.parametrize(
    ("message", "secret"),
    [
        ("Not sent to anna.b+c@mail.example.org", "anna"),
        ("/search/?q=anna%40mail.example.org", "anna"),
        ("cannot reach postgresql://wiki:word-1@host/wiki", "word-1"),
        ("cannot reach redis://:word-1@host/0", "word-1"),
        ("Not Found: /accounts/password/reset/key/1-cx9-word1/", "word1"),
        ("Not Found: /accounts/confirm-email/MQ:1word:x/", "1word"),
        ("POST password=word-1&next=/", "word-1"),
        ("{'password': 'word-1'}", "word-1"),
        ("Cookie: sessionid=word-1; csrftoken=word-2", "word-"),
        ("Authorization: Bearer word-1", "word-1"),
    ],
)
def test_event_hides_addresses_passwords_and_tokens(message: str, secret: str) -> None:
    assert secret in message
    assert secret not in written("%s", message)


def test_event_keeps_what_is_no_secret() -> None:
    assert written("Not Found: %s", "/wiki/flask/") == "INFO pages: Not Found: /wiki/flask/"


@pytest.mark.parametrize("piece", ["a", "a.", "a@", "://", "password=", "%40"])
def test_huge_event_is_cut_and_costs_no_quadratic_time(piece: str) -> None:
    before = time.process_time()
    assert len(written("%s", piece * 1_000_000)) < 200_000
    assert time.process_time() - before < 1


def test_json_is_one_line_with_time_request_and_traceback_and_without_secrets() -> None:
    try:
        raise ValueError("password=word-1\nERROR forged")
    except ValueError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord("pages", logging.ERROR, __file__, 1, "Mail to %s", ("a@mail.example",), fault)
    request_id.set("abcdefgh-1")
    line = JsonFormatter().format(record)
    request_id.set("")
    event = json.loads(line)
    assert len(line.splitlines()) == 1
    assert (event["level"], event["logger"], event["request"]) == ("ERROR", "pages", "abcdefgh-1")
    assert event["message"] == "Mail to [address]"
    assert event["time"].endswith("+00:00")
    assert "ValueError" in event["traceback"]
    assert "word-1" not in line


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f", "a\nb-c-d-e-f", "äöüäöüäöü"])
def test_a_request_has_a_name_that_its_lines_and_its_answer_share(client, caplog, settings, given) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    answer = client.get("/not-there/", headers={"x-request-id": given})
    name = answer["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", name)
    assert request_id.get() == name  # what the formatters write


@pytest.mark.parametrize("is_trusted", [True, False])
def test_the_name_that_a_trusted_proxy_gave_is_kept_and_no_one_elses(client, settings, is_trusted) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")] if is_trusted else []
    answer = client.get("/health/live", headers={"x-request-id": "proxy-12345"})
    assert (answer["X-Request-ID"] == "proxy-12345") is is_trusted
