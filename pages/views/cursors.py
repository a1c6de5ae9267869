"""Where a list goes on, as an address holds it: a moment and a number, or a number and a word."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_MICROSECONDS = 2**52  # some year after 2100
MAX_NUMBER = 2**62


class Moment(NamedTuple):
    """The last row that was shown: when it happened, and its number."""

    at: datetime
    number: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.number}"


def read_moment(cursor: str) -> Moment | None:
    """The moment of a cursor; None where it is none of ours, so that the list begins at its start."""
    microseconds, _, number = cursor.partition("-")
    digits = [part for part in (microseconds, number) if part.isascii() and part.isdigit() and len(part) < 20]
    parts = [int(part) for part in digits]
    if len(parts) < 2 or parts[0] > MAX_MICROSECONDS or parts[1] > MAX_NUMBER:
        return None
    return Moment(EPOCH + timedelta(microseconds=parts[0]), parts[1])


class Place(NamedTuple):
    """The last row that was shown: its number, and its name where it has one."""

    number: int
    name: str = ""

    def __str__(self) -> str:
        return f"{self.number}.{self.name}"


def read_place(cursor: str) -> Place | None:
    """The place of a cursor; None where it is none of ours."""
    number, _, name = cursor.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19) or "\0" in name:
        return None
    return Place(int(number), name)
