"""A system counts only after it answered rightly."""

import pytest

from pages.evidence.answers import check_answers
from pages.evidence.left_out import WrongAnswer
from pages.evidence.processes import free_port
from pages.tests.evidence.servers import answering


def test_right_answers_pass():
    with answering() as port:
        check_answers(port)


@pytest.mark.parametrize(
    ("otherwise", "reason"),
    [
        ({"escape": str}, "does not greet with an escaped name"),
        ({"page_type": "text/plain"}, "gave 200 and text/plain"),
        ({"greeting": "Hi"}, "/api/"),
        ({"nowhere": 200}, "gave 200, not 404"),
    ],
)
def test_a_wrong_answer_is_told(otherwise, reason):
    with answering(**otherwise) as port, pytest.raises(WrongAnswer, match=reason):
        check_answers(port)


def test_silence_is_a_wrong_answer():
    with pytest.raises(WrongAnswer, match="was not answered"):
        check_answers(free_port())
