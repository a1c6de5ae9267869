"""How long a difference takes: hunks alone, rows for the screen, and line endings after a browser."""

import random
from collections.abc import Callable
from time import perf_counter

from pages.text.diff import diff, rows
from pages.text.line_endings import restore

ROUNDS = 7


def run() -> list[dict[str, str | float]]:
    """Return the median milliseconds of each case; the texts are the same in every run."""
    chance = random.Random(1)
    page = [_line(chance) for _ in range(1_000)]
    book = [_line(chance) for _ in range(20_000)]
    long_book = [_line(chance) for _ in range(50_000)]
    small, edited_small = "".join(page), _edited(page, 20, chance)
    large, edited_large = "".join(book), _edited(book, 200, chance)
    longest, edited_longest = "".join(long_book), _edited(long_book, 200, chance)
    other = "".join(_line(chance) for _ in range(20_000))
    one_line = large.replace("\n", " ")
    few_lines, other_few_lines = _of_two_lines(chance), _of_two_lines(chance)
    return [
        _figure("hunks, 50 KB, 20 edits", lambda: diff(small, edited_small)),
        _figure("rows, 50 KB, 20 edits", lambda: rows(small, edited_small)),
        _figure("hunks, 1 MB, 200 edits", lambda: diff(large, edited_large)),
        _figure("rows, 1 MB, 200 edits", lambda: rows(large, edited_large)),
        _figure("hunks, 50,000 lines, 200 edits", lambda: diff(longest, edited_longest)),
        _figure("hunks, 1 MB, nothing in common", lambda: diff(large, other)),
        _figure("rows, 1 MB, nothing in common", lambda: rows(large, other)),
        _figure("rows, 1 MB of two different lines", lambda: rows(few_lines, other_few_lines)),
        _figure("rows, one line of 1 MB", lambda: rows(one_line, one_line.replace("e", "E", 1))),
        _figure("line endings, 50 KB", lambda: restore(small, edited_small.replace("\n", "\r\n"))),
    ]


def _figure(name: str, work: Callable[[], object]) -> dict[str, str | float]:
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return {"name": name, "value": round(sorted(times)[ROUNDS // 2] * 1000, 1), "unit": "ms"}


def _line(chance: random.Random) -> str:
    words = (
        "".join(chance.choices("aeiounrst", k=chance.randint(2, 9))) for _ in range(chance.randint(3, 12))
    )
    return " ".join(words) + "\n"


def _edited(lines: list[str], edits: int, chance: random.Random) -> str:
    edited = list(lines)
    for place in chance.sample(range(len(lines)), edits):
        edited[place] = f"edited {lines[place]}"
    return "".join(edited)


def _of_two_lines(chance: random.Random) -> str:
    return "".join(chance.choices(["a\n", "b\n"], k=500_000))


if __name__ == "__main__":
    for figure in run():
        print(f"{figure['value']:>8} {figure['unit']}  {figure['name']}")
