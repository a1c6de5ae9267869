"""Names of uploaded files, as they are shown and as browsers save them. Never a path."""

import re
import unicodedata

MAX_FILE_NAME_CHARS = 120
NAMELESS = "file"

# Endings that a person may keep: what they name is opened as the type that the content has.
_ENDINGS = {
    "txt": ("txt", "md", "rst", "csv", "tsv", "json", "toml", "yaml", "yml", "log", "ini", "diff", "patch"),
    "pdf": ("pdf",),
    "zip": ("zip",),
    "gz": ("gz", "tgz"),
    "tar": ("tar",),
}


def clean_file_name(name: str) -> str:
    """Return the last part of `name` without control and direction characters, at most 120 characters.

    A name that is too long keeps its ending. Never empty, never `.` or `..`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Cf holds the marks that turn the reading direction ("exe.txt" that ends in "txt.exe").
    visible = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp") else mark for mark in last
    )
    words = " ".join(visible.split()).strip(". ")
    return _shortened(words) or NAMELESS


def download_name(name: str, ending: str) -> str:
    """Return `name` with an ending that tells the truth: `evil.html` that holds text is `evil.html.txt`."""
    return (
        name
        if name.lower().endswith(tuple(f".{e}" for e in _ENDINGS.get(ending, (ending,))))
        else f"{name}.{ending}"
    )


def _shortened(name: str) -> str:
    if len(name) <= MAX_FILE_NAME_CHARS:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:MAX_FILE_NAME_CHARS].strip()
    return stem[: MAX_FILE_NAME_CHARS - len(ending) - 1].strip() + dot + ending
