"""What each figure has to be at least, and what we aim at."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import ge, le

MET, MISSED = "met", "MISSED"


@dataclass(frozen=True)
class Target:
    """A limit of the figures of one benchmark whose name fits `figure`; `holds(value, limit)` compares."""

    bench: str
    figure: str
    holds: Callable[[float, float], bool]
    limit: float
    aim: float

    def said_of(self, value: float) -> str:
        """How a figure stands to it, such as `met, at least 0.7, aim 0.9`."""
        word = MET if self.holds(value, self.limit) else MISSED
        side = "at least" if self.holds is ge else "at most"
        return f"{word}: {side} {self.limit:g}, aim {self.aim:g}"


TARGETS = (
    Target("serving", "bare against a stranger's read", ge, 0.7, 0.9),
    Target("serving", "our own view against it", ge, 60, 120),
    Target("serving", r"quiet against \d+ commits/s", ge, 0.7, 0.85),
    Target("serving", "smallest answer against a signed-in read", ge, 0.15, 0.4),
    Target("saving", "signed-in read, p50", le, 4, 1),
    Target("saving", "save a 6 KB revision, p50", le, 10, 4.8),
    Target("saving", "post a comment, p50", le, 12, 5),
    Target("conversation", "whole page, first screen", le, 20, 10),
    Target("differences", "rows, 50 KB, 20 edits", le, 10, 3),
    Target("differences", "rows, 1 MB, 200 edits", le, 200, 60),
    Target("storage", "full text against groups", ge, 20, 80),
    Target("searching", "commonest word, 100,000 pages", le, 100, 5),
    Target("searching", "commonest word, 1,000,000 pages", le, 50, 5),
    Target("moderation", "times faster", ge, 10, 40),
    Target("endurance", r"slower .*", le, 3, 1.5),
    Target("endurance", r".* grown by", le, 0.1, 0.02),
    Target("endurance", "errors that writers saw", le, 0, 0),
)
ON_POSTGRESQL = {
    "bare against a stranger's read": (0.2, 0.4),
    "commonest word, 100,000 pages": (150, 50),
}


def target_of(bench: str, figure: str, *, is_postgresql: bool) -> Target | None:
    found = next((t for t in TARGETS if t.bench == bench and re.fullmatch(t.figure, figure)), None)
    if found and is_postgresql and figure in ON_POSTGRESQL:
        limit, aim = ON_POSTGRESQL[figure]
        return replace(found, limit=limit, aim=aim)
    return found
