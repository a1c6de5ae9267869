"""The last gate before HTML reaches a browser: a closed vocabulary, parsed and written by nh3 (ammonia)."""

import nh3

from pages.text import highlight, raw_html
from pages.text.limits import TooComplex

MAX_PASSES = 8

_OUR_TAGS = frozenset({"button", "figure", "figcaption", "section", "article"})
TAGS = set(raw_html.FORMATTING | raw_html.BLOCKS | raw_html.VOID | _OUR_TAGS) - {"h1"}

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"title", "lang", "dir", "id"},
    "a": {"href", "rel", "aria-label", "data-wikilink"},
    "button": {"data-copy"},
    "details": {"open"},
    "div": {"aria-label", "data-compare", "data-rows"},
    "img": {"src", "alt", "width", "height"},
    "input": set(),
    "li": {"value"},
    "ol": {"start", "reversed"},
    "pre": {"aria-label"},
    "section": {"aria-label"},
    "span": {"data-chart", "data-at"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
ATTRIBUTE_VALUES: dict[str, dict[str, set[str]]] = {
    "button": {"type": {"button"}},
    "div": {"tabindex": {"0"}, "role": {"group"}},
    "img": {"loading": {"lazy"}},
    "input": {"type": {"checkbox"}, "checked": {""}, "disabled": {""}},
    "pre": {"tabindex": {"0"}, "role": {"group"}},
    "td": {"align": {"left", "center", "right"}},
    "th": {"align": {"left", "center", "right"}, "scope": {"col", "row"}},
}
_PERSONS_CLASSES = set(raw_html.CLASSES)
CLASSES: dict[str, set[str]] = dict.fromkeys(TAGS, _PERSONS_CLASSES) | {
    "a": _PERSONS_CLASSES | {"anchor", "footnote-backref"},
    "button": {"btn", "ghost", "sm"},
    "div": _PERSONS_CLASSES | {"scroll", "warn", "bad", "ok"},
    "figure": _PERSONS_CLASSES | {"chart", "code"},
    "input": {"task-list-item-checkbox"},
    "li": _PERSONS_CLASSES | {"task-list-item", "footnote-item"},
    "ol": _PERSONS_CLASSES | {"footnotes-list"},
    "p": _PERSONS_CLASSES | {"note-title"},
    "section": _PERSONS_CLASSES | {"footnotes"},
    "span": _PERSONS_CLASSES | set(highlight.CLASSES.values()),
    "sup": _PERSONS_CLASSES | {"footnote-ref"},
    "td": _PERSONS_CLASSES | {"drawn"},
    "th": _PERSONS_CLASSES | {"drawn"},
    "ul": _PERSONS_CLASSES | {"contains-task-list"},
}

_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=set(),
    attributes=ATTRIBUTES,
    tag_attribute_values=ATTRIBUTE_VALUES,
    set_tag_attribute_values={
        "input": {"type": "checkbox", "disabled": "", "aria-label": "Task"},
        "img": {"loading": "lazy"},
    },
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """Return `html` as a balanced fragment of our vocabulary; `clean(clean(html)) == clean(html)`.

    Misnested tags read otherwise once they are written out (`<h2><a><h6>`), so the parser is asked until it
    agrees with itself: what was checked is then what a browser builds. Raises `TooComplex` if it never does.
    """
    for _ in range(MAX_PASSES):
        cleaned = _cleaner.clean(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    raise TooComplex("The HTML tags of this text overlap in a way that cannot be shown. Close them in order.")
