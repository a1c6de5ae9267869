"""Cut a text into lines the way an editor counts them."""

from io import StringIO


def split_lines(text: str) -> list[str]:
    r"""Return the lines of `text` with their terminators; only "\n", "\r\n" and a lone "\r" end a line.

    `str.splitlines` also cuts at U+2028, U+0085, form feeds and more, which stand inside a line here.
    """
    return StringIO(text, newline="").readlines()


def split_ending(line: str) -> tuple[str, str]:
    """Return a line's text and its terminator, which is empty for a last line without one."""
    text = line.rstrip("\r\n") if line.endswith(("\n", "\r")) else line
    return text, line[len(text) :]
