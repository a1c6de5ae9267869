"""Checks that a server answers as its example says: escaped page, equal JSON, 404 elsewhere."""

import http.client
import json
from dataclasses import dataclass

from pages.evidence.left_out import WrongAnswer

ANSWER_LIMIT_S = 10
PAGE_PATH = "/hello/Ada%20%3Cb%3E%20%C3%A9"
JSON_PATH = "/api/Ada%20%3Cb%3E"
NOWHERE_PATH = "/nope/x"
GREETING = "Hello, Ada &lt;b&gt; é!"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


def ask(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_LIMIT_S)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers.get("Content-Type", ""), answer.read(1_000_000))
    except (OSError, http.client.HTTPException) as error:
        raise WrongAnswer(f"{path} was not answered: {error}.") from error
    finally:
        connection.close()


def check_answers(port: int) -> None:
    """Raise `WrongAnswer` with what was asked and what came, unless all three answers are right."""
    page = _ok(port, PAGE_PATH, "text/html")
    check_page(page.decode("utf-8", "replace"))
    given = _ok(port, JSON_PATH, "application/json")
    if _parsed(given) != {"greeting": "Hello", "name": "Ada <b>"}:
        raise WrongAnswer(f"{JSON_PATH} gave {given[:200]!r}.")
    if (status := ask(port, NOWHERE_PATH).status) != 404:
        raise WrongAnswer(f"{NOWHERE_PATH} gave {status}, not 404.")


def check_page(text: str) -> None:
    """Raise `WrongAnswer` unless the page greets, with the name escaped."""
    if GREETING not in text or "<b>" in text:
        raise WrongAnswer(f"The page does not greet with an escaped name: {text[:200]!r}.")


def _ok(port: int, path: str, content_type: str) -> bytes:
    answer = ask(port, path)
    if answer.status != 200 or content_type not in answer.content_type:
        raise WrongAnswer(f"{path} gave {answer.status} and {answer.content_type or 'no content type'}.")
    return answer.body


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
