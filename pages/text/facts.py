"""Facts: the front matter of a page as rows to store and as rows to show."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pages.text.titles import slugify

MAX_FACT_CHARS = 2_000
MAX_KEY_CHARS = 100

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")
_URL = re.compile(r"https?://[^\s<>\"'\\]+\Z")

# What the page shows elsewhere, or what only a comparison shows.
_NOT_IN_INFOBOX = frozenset(
    [
        "type",
        "summary",
        "lang",
        "title",
        "slug",
        "package",
        "users",
        "pros",
        "cons",
        "choose_if",
        "avoid_if",
        "alternatives",
        "sources",
        "chart",
        "features",
        "measured",
        "built_on_it",
        "security",
        "dependencies_count",
        "redirect_from",
        "tags",
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a value: `slug` of the page it may link to (which may not exist), or an outside `url`."""

    text: str
    slug: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of the infobox; `value` is all its parts as one text."""

    key: str
    label: str
    value: str
    parts: tuple[Part, ...]


def flatten(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return every fact as (dotted key, text) in the order of the document.

    A list is joined by ", "; a list of mappings is numbered: `users.1.name`. Long keys and values are cut.
    """
    return [(key[:MAX_KEY_CHARS], text[:MAX_FACT_CHARS]) for key, text in _walk("", values)]


def infobox(values: dict[str, Any]) -> list[FactRow]:
    """Return the rows to show beside a page: known keys in our order, then simple unknown keys in theirs."""
    rows = []
    for key, (label, parts_of) in _KNOWN.items():
        parts = parts_of(values) if _dig(values, key) is not None else ()
        rows.append(_row(key, label, parts))
    first_keys = {key.partition(".")[0] for key in _KNOWN}
    for key, value in values.items():
        if key not in first_keys and key not in _NOT_IN_INFOBOX and _is_simple(value):
            rows.append(_row(key, _label(key), _plain_parts(value)))
    return [row for row in rows if row.value]


def _walk(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(f"{prefix}.{key}" if prefix else key, inner)
    elif isinstance(value, list) and not _is_simple(value):
        for number, inner in enumerate(value, 1):
            yield from _walk(f"{prefix}.{number}", inner)
    elif value is not None:
        yield prefix, _text(value)


def _row(key: str, label: str, parts: tuple[Part, ...]) -> FactRow:
    return FactRow(key, label, ", ".join(part.text for part in parts), parts)


def _dig(values: dict[str, Any], dotted: str) -> Any:
    found: Any = values
    for key in dotted.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _is_simple(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return not any(isinstance(item, dict | list) for item in items)


def _label(key: str) -> str:
    """Return "Front end" for `front_end`."""
    words = re.sub(r"[_\-\s]+", " ", key).strip()
    return words[:1].upper() + words[1:]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{_label(key)}: {_text(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return "" if value is None else " ".join(str(value).split())


def _part(value: Any) -> Part:
    text = _text(value)
    if _URL.match(text):
        return Part(_without_scheme(text), url=text)
    return Part(_date(text) if _DATE.match(text) and "-" in text else text)


def _plain_parts(value: Any) -> tuple[Part, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(part for part in map(_part, items) if part.text)


def _without_scheme(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/") or url


def _date(written: str) -> str:
    """Return "16 April 2010" for 2010-04-16, "April 2010" for 2010-04, and what is no date as it is."""
    match = _DATE.match(written)
    if match is None:
        return written
    year, month, day = match.groups()
    if month is None:
        return year
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        return written
    words = [str(int(day))] if day else []
    return " ".join([*words, _MONTHS[int(month) - 1], year])


def _megabytes(value: Any) -> str:
    """Return "2.2 MB" for 2204988: decimal units, as package indexes print them."""
    if isinstance(value, bool) or not isinstance(value, int):
        return _text(value)
    size, unit = float(value), "bytes"
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if abs(size) < 1000 or unit == "TB":
            break
        size /= 1000
    return f"{value} bytes" if unit == "bytes" else f"{size:.1f} {unit}"


PartsOf = Callable[[dict[str, Any]], tuple[Part, ...]]


def _simple(key: str) -> PartsOf:
    return lambda values: _plain_parts(_dig(values, key))


def _linked(key: str) -> PartsOf:
    """Make each named thing a link to the page of that name."""

    def parts(values: dict[str, Any]) -> tuple[Part, ...]:
        found = _dig(values, key)
        texts = [_text(item) for item in (found if isinstance(found, list) else [found])]
        return tuple(Part(text, slug=slugify(text) or None) for text in texts if text)

    return parts


def _named(key: str) -> PartsOf:
    """Turn `micro-framework` into "Micro-framework" and `wsgi` into "WSGI"."""

    def parts(values: dict[str, Any]) -> tuple[Part, ...]:
        return tuple(
            Part(_ACRONYMS.get(part.text.lower(), part.text[:1].upper() + part.text[1:]), part.slug, part.url)
            for part in _plain_parts(_dig(values, key))
        )

    return parts


_ACRONYMS = {"wsgi": "WSGI", "asgi": "ASGI", "node-http": "Node.js HTTP", "ui-library": "UI library"} | {
    "wsgi-toolkit": "WSGI toolkit",
}


def _release(key: str) -> PartsOf:
    """Show {version, date} as "3.1.3, 18 February 2026"."""

    def parts(values: dict[str, Any]) -> tuple[Part, ...]:
        found = _dig(values, key)
        if not isinstance(found, dict):
            return _plain_parts(found)
        date = _date(_text(found.get("date") or found.get("until")))
        if date and "until" in found:
            date = f"until {date}"
        text = ", ".join(filter(None, [_text(found.get("version")), date])) or _text(found)
        return (Part(text),)

    return parts


def _size(values: dict[str, Any]) -> tuple[Part, ...]:
    return (Part(_megabytes(_dig(values, "measured.installed_bytes"))),)


_KNOWN: dict[str, tuple[str, PartsOf]] = {
    "kind": ("Kind", _named("kind")),
    "language": ("Language", _simple("language")),
    "license": ("License", _simple("license")),
    "first_release": ("First release", _release("first_release")),
    "latest_release": ("Latest release", _release("latest_release")),
    "lts": ("Long-term support", _release("lts")),
    "requires_runtime": ("Requires", _simple("requires_runtime")),
    "dependencies": ("Depends on", _linked("dependencies")),
    "interface": ("Interface", _named("interface")),
    "governance": ("Maintained by", _simple("governance")),
    "measured.installed_bytes": ("Installed size", _size),
    "measured.packages": ("Packages", _simple("measured.packages")),
    "website": ("Website", _simple("website")),
    "repository": ("Repository", _simple("repository")),
    "checked": ("Checked", _simple("checked")),
}
