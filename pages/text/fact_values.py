"""How one value of a fact is written out: its parts, some of which may be links."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pages.text.fact_schema import FactType
from pages.text.titles import slugify

NOT_APPLICABLE = "n/a"

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
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a value: `slug` of the page it may link to (which may not exist), or an outside `url`."""

    text: str
    slug: str | None = None
    url: str | None = None


def dig(values: Any, dotted: str) -> Any:
    """The value under a dotted key, or None."""
    found: Any = values
    for key in dotted.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def value_of(values: dict[str, Any], fact: FactType) -> Any:
    """What `values` say of `fact`: for `{is: built-in, note: …}` the value alone."""
    found = dig(values, fact.key)
    if fact.keyed and isinstance(found, dict):
        return found.get(fact.keyed)
    return found


def parts_of(values: dict[str, Any], fact: FactType) -> tuple[Part, ...]:
    """The value of `fact` as readers see it; a value of another type than the schema's, as it is written."""
    value = value_of(values, fact)
    if value is None and fact.instead:
        value = dig(values, fact.instead)
    if value is None or value == NOT_APPLICABLE:
        return ()
    if value == []:  # "none", which is something to know
        return (Part("0" if fact.type == "names" else "None"),)
    return tuple(part for part in _WRITERS.get(fact.type, _plain)(value, fact) if part.text)


def text_of(value: Any) -> str:
    """Any value in one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{label_of(key)}: {text_of(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return "" if value is None else " ".join(str(value).split())


def label_of(key: str) -> str:
    """Return "Front end" for `front_end`."""
    words = re.sub(r"[_\-\s]+", " ", key).strip()
    return words[:1].upper() + words[1:]


def plain_parts(value: Any) -> tuple[Part, ...]:
    """The parts of a value of which nothing is known."""
    return tuple(part for part in map(_part, _items(value)) if part.text)


def is_simple(value: Any) -> bool:
    """Whether `value` is one word, or a list of words."""
    return not any(isinstance(item, dict | list) for item in _items(value))


def number_of(value: Any) -> float | None:
    """A measured number that a bar can show; None for what is no number from 0 up."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value < 1e18 else None


def url_in(text: str) -> str:
    """The first web address in a source's words; "" where there is none."""
    found = re.search(r"https?://[^\s<>\"'\\,;]+", text)
    return found[0].rstrip(".)") if found else ""


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _part(value: Any) -> Part:
    text = text_of(value)
    if _URL.match(text):
        return Part(_without_scheme(text), url=text)
    return Part(date_words(text) if _DATE.match(text) and "-" in text else text)


def _without_scheme(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/") or url


def date_words(written: str) -> str:
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


def number_words(value: Any, unit: str) -> str:
    """Return "2.2 MB" for 2204988 bytes (decimal units, as package indexes print them), "170 ms", "4,790"."""
    number = number_of(value)
    if number is None:
        return text_of(value)
    if unit == "bytes":
        return _bytes(number)
    if unit == "KiB":
        return f"{number / 1024:.1f} MiB"
    written = f"{value:,}"
    return f"{written} {unit}" if unit else written


def _bytes(size: float) -> str:
    if size < 1000:
        return f"{size:.0f} bytes"
    for unit in ("kB", "MB", "GB", "TB"):
        size /= 1000
        if size < 1000 or unit == "TB":
            return f"{size:.1f} {unit}"
    raise AssertionError("every size has a unit")


Writer = Callable[[Any, FactType], Iterable[Part]]


def _plain(value: Any, fact: FactType) -> Iterable[Part]:
    return plain_parts(value)


def _choice(value: Any, fact: FactType) -> Iterable[Part]:
    for part in plain_parts(value):
        label = fact.values.get(part.text) or part.text[:1].upper() + part.text[1:]
        yield Part(label, part.slug, part.url)


def _names(value: Any, fact: FactType) -> Iterable[Part]:
    """Each name leads to the page of that name; a bare number is how many there are."""
    for item in _items(value):
        text = text_of(item)
        yield Part(text, slug=None if isinstance(item, int) else slugify(text) or None)


def _release(value: Any, fact: FactType) -> Iterable[Part]:
    """Show {version, date} as "3.1.3, 18 February 2026"."""
    if not isinstance(value, dict):
        return plain_parts(value)
    date = date_words(text_of(value.get("date") or value.get("until") or value.get("at_least")))
    if date and "date" not in value:
        date = f"until {date}" if "until" in value else f"at least until {date}"
    return [Part(", ".join(filter(None, [text_of(value.get("version")), date])) or text_of(value))]


def _number(value: Any, fact: FactType) -> Iterable[Part]:
    return [Part(number_words(value, fact.unit))]


def _map(value: Any, fact: FactType) -> Iterable[Part]:
    if not isinstance(value, dict):
        return plain_parts(value)
    return [_contact(inner) for inner in value.values()]


def _contact(value: Any) -> Part:
    text = text_of(value)
    return Part(text, url=f"mailto:{text}") if _ADDRESS.match(text) else _part(text)


def _people(value: Any, fact: FactType) -> Iterable[Part]:
    """Those whose status is verified, or that have none; each leads to its source if that is an address.

    Where nobody is, those of the past, who are marked so.
    """
    items = list(_items(value))
    people = [item for item in items if isinstance(item, dict)]
    yield from (_part(item) for item in items if not isinstance(item, dict))
    today = [item for item in people if text_of(item.get("status")) in ("", "verified")]
    for item in today or (item for item in people if text_of(item.get("status")) == "past"):
        name = text_of(item.get("name"))
        yield Part(name if today else f"{name} (past)", url=url_in(text_of(item.get("source"))) or None)


def _sentences(value: Any, fact: FactType) -> Iterable[Part]:
    for item in _items(value):
        yield Part(text_of(item.get("text") if isinstance(item, dict) else item))


def page_slugs(value: Any) -> set[str]:
    """The pages that a fact such as `alternatives` names, however it is written."""
    return {slug for item in _items(value) if (slug := slugify(text_of(item)))}


def _pages(value: Any, fact: FactType) -> Iterable[Part]:
    for item in _items(value):
        yield Part(text_of(item), slug=slugify(text_of(item)) or None)


_WRITERS: dict[str, Writer] = {
    "choice": _choice,
    "names": _names,
    "release": _release,
    "number": _number,
    "map": _map,
    "people": _people,
    "claims": _sentences,
    "sentences": _sentences,
    "pages": _pages,
}
