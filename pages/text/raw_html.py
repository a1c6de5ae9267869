"""The HTML that people write themselves: which tags and attributes of it are theirs to use.

This decides by author: a person may write a `div`, but the buttons, ids and classes of the site are ours.
What is not allowed is shown as the text it was typed as. Safety rests not on this module but on `sanitize`.
"""

import re
from collections.abc import Collection
from html import escape, unescape

from pages.text.limits import TooComplex
from pages.text.links import is_own_image, link_attributes, person_id

MAX_OPEN_BLOCKS = 60
# An HTML parser opens unclosed ones again in each following paragraph.
MAX_OPEN_FORMATTING = 8

FORMATTING = frozenset(["a", "b", "code", "em", "i", "s", "small", "strong", "u"])
VOID = frozenset(["br", "hr", "img", "input", "wbr"])
BLOCKS = frozenset(
    [
        "abbr",
        "bdi",
        "bdo",
        "blockquote",
        "caption",
        "cite",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "samp",
        "section",
        "article",
        "span",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
        "var",
    ]
)
CLASSES = frozenset(
    [
        *("call", "card", "chapters", "con", "grid", "note", "pro", "proscons", "small", "muted"),
        *("tag", "ok", "warn", "bad"),  # a status as a chip: <span class="tag ok">verified</span>
    ]
)

_GLOBAL_ATTRIBUTES = frozenset({"title", "lang", "dir"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "width", "height"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_NUMBERS = frozenset({"width", "height", "value", "start", "colspan", "rowspan"})

# CommonMark 0.31.2 section 6.6, possessive so that no input makes it try twice.
_NAME = r"[A-Za-z][A-Za-z0-9\-]*+"
_ATTRIBUTE_NAME = r"[A-Za-z_:][A-Za-z0-9:._\-]*+"
_VALUE = r"[^\"'=<>`\x00-\x20]++|'[^']*+'|\"[^\"]*+\""
_ATTRIBUTE = rf"\s++{_ATTRIBUTE_NAME}(?:\s*+=\s*+(?:{_VALUE}))?"
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|</(?P<close>{_NAME})\s*+>"
    rf"|<(?P<open>{_NAME})(?P<attributes>(?:{_ATTRIBUTE})*+)\s*+/?>|<",
    re.DOTALL,
)
_ATTRIBUTE_RE = re.compile(rf"\s++({_ATTRIBUTE_NAME})(?:\s*+=\s*+({_VALUE}))?")


class RawHtml:
    """Rewrites the raw HTML of one text, in the order of the text."""

    def __init__(self, heading_ids: Collection[str]) -> None:
        self._heading_ids = heading_ids
        self._formatting: list[str] = []
        self._blocks: list[str] = []

    def rewrite(self, html: str) -> str:
        """Return `html` with complete, allowed tags only; other tags become text, comments vanish."""
        return _TAG.sub(self._tag, html)

    def close_formatting(self) -> str:
        """Return the end tags that the paragraph or block still needs."""
        closing = "".join(f"</{name}>" for name in reversed(self._formatting))
        self._formatting.clear()
        return closing

    def _tag(self, match: re.Match[str]) -> str:
        if match[0].startswith("<!--"):
            return ""
        if match["close"]:
            return self._close(match["close"].lower(), match[0])
        if match["open"]:
            return self._open(match["open"].lower(), match)
        return "&lt;"

    def _close(self, name: str, written: str) -> str:
        for allowed, opened in ((FORMATTING, self._formatting), (BLOCKS, self._blocks)):
            if name in allowed:
                if name not in opened:
                    return ""
                del opened[len(opened) - 1 - opened[::-1].index(name)]
                return f"</{_shown_name(name)}>"
        return escape(written)

    def _open(self, name: str, match: re.Match[str]) -> str:
        attributes = _parsed(match["attributes"])
        if name == "input":
            return _checkbox(attributes) or escape(match[0])
        if name == "img":
            return self._image(attributes)
        if name in FORMATTING and len(self._formatting) < MAX_OPEN_FORMATTING:
            self._formatting.append(name)
        elif name in BLOCKS:
            self._open_block(name)
        elif name not in VOID:
            return escape(match[0])
        return f"<{_shown_name(name)}{_written(self._kept(name, attributes))}>"

    def _open_block(self, name: str) -> None:
        self._blocks.append(name)
        if len(self._blocks) > MAX_OPEN_BLOCKS:
            raise TooComplex(f"This text leaves more than {MAX_OPEN_BLOCKS} HTML tags open. Close them.")

    def _kept(self, name: str, attributes: dict[str, str]) -> dict[str, str]:
        allowed = _GLOBAL_ATTRIBUTES | _ATTRIBUTES.get(name, frozenset())
        kept = {key: value for key, value in attributes.items() if key in allowed and _fits(key, value)}
        classes = [word for word in attributes.get("class", "").split() if word in CLASSES]
        if classes:
            kept["class"] = " ".join(classes)
        if attributes.get("id", "").strip():
            kept["id"] = person_id(attributes["id"])
        if name == "a" and "href" in attributes:
            kept |= link_attributes(attributes["href"], self._heading_ids)
        return kept

    def _image(self, attributes: dict[str, str]) -> str:
        source = attributes.get("src", "")
        if is_own_image(source):
            return f"<img{_written({'src': source, **self._kept('img', attributes), 'loading': 'lazy'})}>"
        link = link_attributes(source, self._heading_ids) if source else {}
        return f"<a{_written(link)}>{escape(attributes.get('alt') or source)}</a>"


def _parsed(attributes: str) -> dict[str, str]:
    """Return names and values; of two equal names the first counts, as in HTML."""
    parsed: dict[str, str] = {}
    for name, value in _ATTRIBUTE_RE.findall(attributes):
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        parsed.setdefault(name.lower(), unescape(bare))
    return parsed


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _fits(name: str, value: str) -> bool:
    return name not in _NUMBERS or (value.isascii() and value.isdigit() and len(value) <= 4)


def _shown_name(name: str) -> str:
    return "h2" if name == "h1" else name


def _checkbox(attributes: dict[str, str]) -> str:
    if attributes.get("type", "").lower() != "checkbox":
        return ""
    checked = ' checked=""' if "checked" in attributes else ""
    return f'<input type="checkbox" disabled=""{checked}>'
