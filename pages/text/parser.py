"""The Markdown parser and its three settings: the bare standard, pages, comments."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pages.text.charts import charts_plugin
from pages.text.containers import containers_plugin
from pages.text.embeds import embeds_plugin
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
    for name in ("s_open", "s_close"):
        parser.add_render_rule(name, _deleted)
    for name in ("th_open", "td_open"):
        parser.add_render_rule(name, _cell)
    return parser.use(gfm_autolink_plugin).use(limits_plugin)


def page_parser() -> MarkdownIt:
    """Return the parser of pages: the standard, and what a guide needs beyond it."""
    parser = standard_parser()
    parser.options["alerts"] = True
    parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(containers_plugin).use(wikilinks_plugin)
    parser.use(charts_plugin)
    parser.use(embeds_plugin)
    parser.validateLink = _is_link  # type: ignore[method-assign]
    return parser


def comment_parser() -> MarkdownIt:
    """Return the parser of comments: the standard and wikilinks, with HTML shown as text."""
    parser = standard_parser()
    parser.options["html"] = False
    parser.use(wikilinks_plugin)
    parser.validateLink = _is_link  # type: ignore[method-assign]
    return parser


def parse(parser: MarkdownIt, text: str) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of `text`, and the environment that rendering them needs."""
    env: dict[str, Any] = {"budget": Budget()}
    return parser.parse(text.removeprefix("\ufeff"), env), env


def commonmark_html(source: str) -> str:
    """Return what the standard alone makes of `source`: not for browsers, it keeps raw HTML."""
    tokens, env = parse(_STANDARD, source)
    return str(_STANDARD.renderer.render(tokens, _STANDARD.options, env))


def _deleted(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Strike through with `del`, as GFM does."""
    return "<del>" if tokens[at].nesting == 1 else "</del>"


def _cell(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Align with an attribute, as GFM does: our content security policy forbids inline styles."""
    side = str(tokens[at].attrs.get("style", "")).removeprefix("text-align:")
    return f'<{tokens[at].tag} align="{side}">' if side else f"<{tokens[at].tag}>"


def _is_link(url: str) -> bool:
    # The autolink plugin (0.7.0) loses "xmpp" from the text if its link is refused; `authored` unwraps it.
    return link_target(url) is not None or url.lower().startswith("xmpp:")


_STANDARD = standard_parser()
