r"""Give a text back the line endings that a browser took from it: a form sends all of them as "\r\n"."""

from collections import Counter

from pages.text.alignment import changes
from pages.text.lines import split_ending, split_lines


def restore(base: str, submitted: str, *, whole: str | None = None) -> str:
    r"""Return `submitted` with the line endings of `base`, the text that was being edited.

    Lines that `base` has keep its bytes; new lines end as most lines of `base` do, or of `whole`, the text
    that `base` is a part of, or in "\n" if it has none.
    The text never changes: only "\n", "\r\n" and a lone "\r" are exchanged for each other.
    """
    base_lines = [split_ending(line) for line in split_lines(base)]
    lines = [split_ending(line) for line in split_lines(submitted)]
    usual = usual_ending(base if whole is None else whole)
    endings = _matched_endings(base_lines, [text for text, _ in lines], usual)
    restored = ""
    pieces = []
    for (text, sent), ending in zip(lines, endings, strict=True):
        if not text and restored == "\r" and ending == "\n":
            # An empty line behind a lone CR: as CR and LF the two would become one line.
            ending = "\r\n"
        restored = ending if sent else ""
        pieces += [text, restored]
    return "".join(pieces)


def usual_ending(text: str) -> str:
    r"""Return what most lines of `text` end in, or "\n" if it has no complete line."""
    times = Counter(ending for line in split_lines(text) if (ending := split_ending(line)[1]))
    return max(times, key=lambda ending: times[ending], default="\n")


def _matched_endings(base_lines: list[tuple[str, str]], texts: list[str], usual: str) -> list[str]:
    """Return for each text the ending of its line in the base, or the usual one if it is not there."""
    given = [ending for _, ending in base_lines]
    endings: list[str] = []
    base_at = 0
    for change in changes([text for text, _ in base_lines], texts):
        endings += given[base_at : change.old_start]
        endings += [usual] * (change.new_end - change.new_start)
        base_at = change.old_end
    return [ending or usual for ending in endings + given[base_at:]]
