"""The load generator counts whole answers, of any framing, and stops in time."""

import pytest

from pages.evidence.load import answer_size, load
from pages.tests.evidence.servers import answering

HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("got", "is_over", "size"),
    [
        (HEAD + b"Content-Length: 2\r\n\r\nok", False, 40),
        (HEAD + b"content-length:2\r\n\r\no", False, None),
        (HEAD + b"Content-Le", False, None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", False, 59),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", False, None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False, 52),
        (HEAD + b"Connection: close\r\n\r\nok", False, None),
        (HEAD + b"Connection: close\r\n\r\nok", True, 40),
    ],
)
def test_an_answer_ends_where_its_framing_says(got, is_over, size):
    assert answer_size(got, is_over=is_over) == size


def test_answers_are_counted():
    with answering() as port:
        counts = load(port, "/hello/Ada", 0.3, connections=4)
    assert counts.answered > 0
    assert (counts.bad, counts.broken) == (0, 0)


def test_wrong_answers_are_counted_apart():
    with answering() as port:
        counts = load(port, "/nope/x", 0.3, connections=4)
    assert counts.answered == 0
    assert counts.bad > 0
