"""Rewrites what people made in a parsed text: their links, images and HTML."""

from collections.abc import Collection, Iterable, Sequence

from markdown_it.token import Token

from pages.text.excerpt import text_of
from pages.text.links import is_own_image, link_attributes
from pages.text.raw_html import RawHtml


def rewrite_authored(tokens: Sequence[Token], *, is_comment: bool = False) -> None:
    """Apply the rules for links, images and raw HTML to `tokens`, in place.

    In a comment the headings become small ones without ids, images become links, and wikilinks plain links.
    """
    heading_ids = {str(token.attrs["id"]) for token in tokens if token.type == "heading_open" and token.attrs}
    raw = RawHtml(heading_ids)
    for token in tokens:
        if token.type == "html_block":
            token.content = raw.rewrite(token.content) + raw.close_formatting()
        elif token.type == "inline" and token.children:
            token.children = list(_rewritten(token.children, raw, heading_ids, is_comment))
        elif is_comment and token.type.startswith("heading_"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"


def _rewritten(
    children: list[Token], raw: RawHtml, ids: Collection[str], is_comment: bool
) -> Iterable[Token]:
    links: list[bool] = []
    for child in children:
        if child.type == "html_inline":
            child.content = raw.rewrite(child.content)
        elif child.type == "link_open":
            _rewrite_link(child, ids, is_comment)
            links.append("href" in child.attrs)
            if not links[-1]:
                continue
        elif child.type == "link_close" and not links.pop():
            continue
        elif child.type == "image":
            if is_comment or not is_own_image(str(child.attrs["src"])):
                yield from _image_as_link(child, ids, is_inside_link=any(links))
                continue
            child.attrSet("loading", "lazy")
        yield child
    if closing := raw.close_formatting():
        yield Token("html_inline", "", 0, content=closing)


def _rewrite_link(link: Token, ids: Collection[str], is_comment: bool) -> None:
    if "wikilink" in link.meta:
        if is_comment:
            link.attrs.pop("data-wikilink", None)
        return
    written = link.attrs
    link.attrs = {**link_attributes(str(written.get("href", "")), ids)}
    if "title" in written:
        link.attrs["title"] = written["title"]


def _image_as_link(image: Token, ids: Collection[str], *, is_inside_link: bool) -> Iterable[Token]:
    """An image from elsewhere would tell that site who reads this page: offer a link instead."""
    source = str(image.attrs["src"])
    text = Token("text", "", 0, content=text_of(image) or source)
    if is_inside_link or not source:
        return [text]
    opening = Token("link_open", "a", 1, attrs={**link_attributes(source, ids)})
    return [opening, text, Token("link_close", "a", -1)]
