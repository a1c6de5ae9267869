"""The Markdown parser and its three settings: the bare standard, pages, comments."""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pages.text.containers import containers_plugin
from pages.text.limits import MAX_NESTING, Budget, CountingInline, limits_plugin
from pages.text.links import link_target
from pages.text.wikilinks import wikilinks_plugin


def standard_parser() -> MarkdownIt:
    """Return a parser of CommonMark 0.31.2 with GFM tables, strikethrough, autolinks and task lists."""
    parser = MarkdownIt("zero")
    parser.inline = CountingInline()
    parser.configure("commonmark", {"maxNesting": MAX_NESTING, "xhtmlOut": False, "tasklists": True})
    parser.options["strikethrough_single_tilde"] = True
    parser.enable(["table", "strikethrough"])
    return parser.use(gfm_autolink_plugin).use(limits_plugin)


def page_parser() -> MarkdownIt:
    """Return the parser of pages: the standard, and what a guide needs beyond it."""
    parser = standard_parser()
    parser.options["alerts"] = True
    parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(containers_plugin).use(wikilinks_plugin)
    parser.validateLink = lambda url: link_target(url) is not None  # type: ignore[method-assign]
    return parser


def comment_parser() -> MarkdownIt:
    """Return the parser of comments: the standard and wikilinks, with HTML shown as text."""
    parser = standard_parser()
    parser.options["html"] = False
    parser.use(wikilinks_plugin)
    parser.validateLink = lambda url: link_target(url) is not None  # type: ignore[method-assign]
    return parser


def parse(parser: MarkdownIt, text: str) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of `text`, and the environment that rendering them needs."""
    env: dict[str, Any] = {"budget": Budget()}
    return parser.parse(text, env), env


def commonmark_html(source: str) -> str:
    """Return what the standard alone makes of `source`: not for browsers, it keeps raw HTML."""
    tokens, env = parse(_STANDARD, source)
    return str(_STANDARD.renderer.render(tokens, _STANDARD.options, env))


_STANDARD = standard_parser()
