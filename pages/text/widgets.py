"""The HTML that is ours: code figures, tables that scroll, anchors, notes and footnotes."""

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from pages.text.highlight import code_figure

NOTE_CLASSES = {
    "NOTE": "note",
    "TIP": "note ok",
    "IMPORTANT": "note",
    "WARNING": "note warn",
    "CAUTION": "note bad",
}


def widgets_plugin(parser: MarkdownIt) -> None:
    """Let `parser` draw its tokens as the site's own markup."""
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)


def _fence(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return code_figure(tokens[at].content, tokens[at].info)


def _table_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_close(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _anchor(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    meta = tokens[at].meta
    label = escape(f"Link to {meta['text']}")
    return f' <a class="anchor" href="#{escape(meta["id"])}" aria-label="{label}">#</a>'


def _note_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f'<div class="{NOTE_CLASSES[tokens[at].meta["kind"]]}"><div>\n'


def _note_close(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</div></div>\n"


def _note_title_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return '<p class="note-title"><strong>'


def _note_title_close(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</strong></p>\n"


def _footnotes_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return '<section class="footnotes" aria-label="Footnotes"><ol class="footnotes-list">\n'


def _footnotes_close(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</ol></section>\n"


_RULES = {
    "fence": _fence,
    "code_block": _fence,
    "table_open": _table_open,
    "table_close": _table_close,
    "heading_anchor": _anchor,
    "alert_open": _note_open,
    "alert_close": _note_close,
    "alert_title_open": _note_title_open,
    "alert_title_close": _note_title_close,
    "footnote_block_open": _footnotes_open,
    "footnote_block_close": _footnotes_close,
}
