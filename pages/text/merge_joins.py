"""Put texts one behind the other, such that every line of each stays a line of its own."""

from collections.abc import Iterable

from pages.text.lines import split_ending, split_lines


def join(texts: Iterable[str]) -> str:
    """Return the texts in a row; a text whose last line has no ending gets one if another text follows."""
    pieces = [text for text in texts if text]
    ending = usual_ending(pieces)
    joined: list[str] = []
    for text in pieces:
        if joined:
            joined[-1] = terminated(joined[-1], ending)
        if joined and joined[-1].endswith("\r") and text.startswith("\n"):
            # An empty line behind a lone CR: as CR and LF the two would become one line.
            text = "\r" + text
        joined.append(text)
    return "".join(joined)


def usual_ending(texts: Iterable[str]) -> str:
    r"""Return the first line ending in the texts, or "\n" if they have none."""
    endings = (split_ending(split_lines(text)[0])[1] for text in texts if text)
    return next(filter(None, endings), "\n")


def terminated(text: str, ending: str) -> str:
    """Return the text with `ending` behind its last line if it has one without."""
    return text + ending if is_open(text) else text


def is_open(text: str) -> bool:
    """Tell whether the last line of the text has no ending."""
    return bool(text) and not text.endswith(("\n", "\r"))


def opened(text: str) -> str:
    """Return the text without the ending of its last line, unless that line has nothing else."""
    *lines, last = split_lines(text)
    return "".join(lines) + (split_ending(last)[0] or last)
