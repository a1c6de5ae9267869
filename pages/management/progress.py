"""A progress bar for commands: one line that moves in a terminal, a line a tenth in a log."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.core.management.base import OutputWrapper

BAR_CHARS = 30
Item = TypeVar("Item")


def progress(items: Iterable[Item], total: int, out: OutputWrapper, *, step: int = 1) -> Iterator[Item]:
    """Hand on the items, each of which stands for `step` of `total`, and show how far they are."""
    shown, done = -1, 0
    for item in items:
        yield item
        done = min(done + step, total)
        tenth = 10 * done // total if total else 10
        if tenth > shown:
            shown = tenth
            filled = BAR_CHARS * done // total if total else BAR_CHARS
            bar = f"[{'#' * filled:-<{BAR_CHARS}}] {done:,} of {total:,}"
            out.write(bar, ending="\r" if out.isatty() and done < total else "\n")
