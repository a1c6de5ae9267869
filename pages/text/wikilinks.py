"""Links between pages: `[[Target]]`, `[[Target|label]]`, `[[Target#Section]]`."""

import re
from collections.abc import Collection
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from pages.text.titles import MAX_TITLE_CHARS, slugify

# The target stops at what titles rarely hold; longer than any title, it is no link.
_WIKILINK = re.compile(
    rf"\[\[(?P<target>[^\[\]|#\n]{{0,{MAX_TITLE_CHARS}}})(?:\#(?P<section>[^\[\]|\n]{{1,200}}))?"
    r"(?:\|(?P<label>[^\[\]\n]{1,300}))?\]\]"
)
_NOT_IN_TARGET = re.compile(r"[\[\]|#]")
_NEUTRAL = re.compile(r'<a (?P<before>[^<>]*?) ?data-wikilink="(?P<slug>[^"<>]*)"(?P<after>[^<>]*)>')


def wikilinks_plugin(parser: MarkdownIt) -> None:
    """Teach `parser` wikilinks. Tokens carry the target's slug in `meta["wikilink"]`."""
    parser.inline.ruler.before("link", "wikilink", _wikilink)


def mark_missing(html: str, missing: Collection[str]) -> str:
    """Return `html` of `render_page` with each link to a slug in `missing` shown as not written yet."""

    def resolve(link: re.Match[str]) -> str:
        if unescape(link["slug"]) not in missing:
            return f"<a {link['before']}{link['after']}>"
        return f'<a class="missing" title="This page is not written yet" {link["before"]}{link["after"]}>'

    return _NEUTRAL.sub(resolve, html)


def wiki_address(slug: str, section: str | None = None) -> str:
    """Return the address of the page `slug`, or of its heading `section`; an empty slug is this page."""
    fragment = f"#h-{slugify(section)}" if section and slugify(section) else ""
    return (f"/wiki/{slug}/" if slug else "") + fragment


def wikilink_to(title: str, slug: str) -> str:
    """Return what to write so that a reader sees `title` and is led to `slug`."""
    if slugify(title) == slug and not _NOT_IN_TARGET.search(title):
        return f"[[{title}]]"
    label = " ".join(re.sub(r"[\[\]]", " ", title).split())
    return f"[[{slug}|{label}]]" if label else f"[[{slug}]]"


def _wikilink(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos) or state.linkLevel > 0:
        return False
    match = _WIKILINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    slug = slugify(match["target"])
    address = wiki_address(slug, match["section"])
    if not address or (match["target"].strip() and not slug):
        return False
    if not silent:
        _push(state, slug, address, _label(match))
    state.pos = match.end()
    return True


def _label(match: re.Match[str]) -> str:
    if match["label"] and match["label"].strip():
        return match["label"].strip()
    target, section = match["target"].strip(), (match["section"] or "").strip()
    return " § ".join(filter(None, [target, section])) if target else section


def _push(state: StateInline, slug: str, address: str, label: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": address}
    opening.meta = {"wikilink": slug}
    if slug:
        opening.attrs["data-wikilink"] = slug
    text = state.push("text", "", 0)
    text.content = label
    state.push("link_close", "a", -1)
