"""Takes lines that must not be stored any longer out of a text."""

from collections.abc import Collection

from pages.text.lines import split_lines


def lines_only_in(text: str, others: Collection[str]) -> set[str]:
    """Return the lines of `text` that none of `others` has, without the white space around them."""
    known = {line.strip() for other in others for line in split_lines(other)}
    return {line.strip() for line in split_lines(text)} - known - {""}


def without_lines(text: str, lines: Collection[str]) -> str:
    """Return `text` without each line that, white space aside, is one of `lines`."""
    return "".join(line for line in split_lines(text) if line.strip() not in lines)
