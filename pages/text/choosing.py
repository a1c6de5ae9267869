"""Choosing by questions: each answer wants facts, and each page's facts say how far it fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KNOWN = "known"


class QuestionFault(ValueError):
    """Questions that cannot be asked; the message says which."""


@dataclass(frozen=True, slots=True)
class Want:
    """What a fact shall be: one of `words`, a number up to `most` or from `least`, or there at all."""

    key: str
    words: frozenset[str] = frozenset()
    most: float | None = None
    least: float | None = None

    def is_met(self, text: str | None) -> bool | None:
        """Whether the fact `text` is as wanted; None where it is not known."""
        if not text:
            return None
        if self.words:
            return bool(self.words & {word.strip() for word in text.split(",")})
        if self.most is None and self.least is None:
            return text not in ("n/a", "none")
        try:
            number = float(text)
        except ValueError:
            return None
        return (self.most is None or number <= self.most) and (self.least is None or number >= self.least)


@dataclass(frozen=True, slots=True)
class Answer:
    value: str
    label: str
    wants: tuple[Want, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that an answer wanted, and what a page says of it."""

    key: str
    text: str
    is_met: bool | None


def parse_questions(written: Any) -> tuple[Question, ...]:
    """Return the questions of a schema file. Raises `QuestionFault`."""
    if not isinstance(written, dict):
        raise QuestionFault("“questions” is a mapping")
    return tuple(_question(str(key), entry) for key, entry in written.items())


def chosen_wants(questions: Sequence[Question], answers: Mapping[str, str]) -> list[Want]:
    """Return what the given answers want, in the order of the questions; unknown answers want nothing."""
    return [
        want
        for question in questions
        for answer in question.answers
        if answers.get(question.key) == answer.value
        for want in answer.wants
    ]


def reasons(wants: Sequence[Want], facts: Mapping[str, str]) -> list[Reason]:
    return [Reason(want.key, facts.get(want.key, ""), want.is_met(facts.get(want.key))) for want in wants]


def rank(found: Sequence[Reason]) -> tuple[int, int]:
    """Sorts the best first: by what fits, then by what is known not to fit."""
    return -sum(reason.is_met is True for reason in found), sum(reason.is_met is False for reason in found)


def _question(key: str, entry: Any) -> Question:
    if not isinstance(entry, dict) or not isinstance(entry.get("answers"), dict):
        raise QuestionFault(f"the question “{key}” has a text and answers")
    answers = tuple(_answer(key, str(value), each) for value, each in entry["answers"].items())
    return Question(key, str(entry.get("text", key)), answers)


def _answer(key: str, value: str, entry: Any) -> Answer:
    wants = entry.get("wants", {}) if isinstance(entry, dict) else None
    if not isinstance(wants, dict):
        raise QuestionFault(f"the answer “{value}” of the question “{key}” has a label and wants")
    return Answer(value, str(entry.get("label", value)), tuple(_want(str(k), v) for k, v in wants.items()))


def _want(key: str, wanted: Any) -> Want:
    if wanted == KNOWN:
        return Want(key)
    if isinstance(wanted, list) and wanted:
        return Want(key, frozenset(map(str, wanted)))
    limits = [wanted.get(name) for name in ("most", "least")] if isinstance(wanted, dict) else []
    if limits and any(isinstance(limit, int | float) for limit in limits):
        return Want(key, most=limits[0], least=limits[1])
    raise QuestionFault(f"“{key}” wants a list of words, {{most: 10}}, {{least: 1}} or “known”")
