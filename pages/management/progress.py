"""A progress bar for commands: one line that moves in a terminal, a line a tenth in a log."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.core.management.base import OutputWrapper

BAR_CHARS = 30
Item = TypeVar("Item")


class Bar:
    """Called with (done, total) it shows how far something is, between its name and `last`, if given."""

    def __init__(self, out: OutputWrapper, name: str = "") -> None:
        self._out = out
        self._name = f"{name} " if name else ""
        self._tenth = -1

    def __call__(self, done: int, total: int, last: str = "") -> None:
        tenth = 10 * done // total if total else 10
        if tenth > self._tenth:
            self._tenth = tenth
            filled = BAR_CHARS * done // total if total else BAR_CHARS
            line = f"{self._name}[{'#' * filled:-<{BAR_CHARS}}] {done:,} of {total:,}{last}"
            self._out.write(line, ending="\r" if self._out.isatty() and done < total else "\n")


def progress(
    items: Iterable[Item],
    total: int,
    out: OutputWrapper,
    *,
    step: int = 1,
    name: Callable[[Item], str] = lambda item: "",
) -> Iterator[Item]:
    """Hand on the items, each of which stands for `step` of `total`, and show how far they are.

    `name` says which item was the last, for who wants to go on from there.
    """
    bar, done = Bar(out), 0
    for item in items:
        yield item
        done = min(done + step, total)
        bar(done, total, name(item))
