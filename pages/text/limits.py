"""How much text, nesting and work one rendering may cost."""

import re

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from pages.text.refusals import Refusal

MAX_SOURCE_BYTES = 256 * 1024
MAX_NESTING = 50
MAX_WORK = 1_500_000
MAX_OUTPUT_FACTOR = 10
MAX_OUTPUT_EXTRA_CHARS = 1_000_000

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class SourceTooLong(Refusal):
    """A source over the limit of its kind."""


class TooComplex(Refusal):
    """A source that would cost more work or output than its length warrants."""


class SourceUnreadable(Refusal):
    """A source with NUL or half a surrogate pair: databases and browsers cannot hold them."""


class Budget:
    """The work that one rendering may still do; counted, not timed, so that a text renders always or never."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self._left = work

    def spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise TooComplex("This text is too complex to show. Remove repeated brackets, quotes or links.")


class CountingInline(ParserInline):
    """An inline parser that pays for tokens skipped from its cache too: link labels are scanned again and again."""

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        state.env["budget"].spend(1)
        super().skipToken(state)


def check_source(source: str, *, max_bytes: int = MAX_SOURCE_BYTES) -> None:
    """Raise a `Refusal` unless `source` is storable text of at most `max_bytes` in UTF-8."""
    if found := _UNSTORABLE.search(source):
        line = source.count("\n", 0, found.start()) + 1
        raise SourceUnreadable(f"Line {line} contains a character that cannot be stored.")
    size = len(source.encode())
    if size > max_bytes:
        raise SourceTooLong(f"This text has {size:,} bytes; at most {max_bytes:,} are possible. Split it.")


def check_output(html: str, source: str) -> None:
    """Raise `TooComplex` if `html` is larger than a person's text of this length can need."""
    if len(html) > MAX_OUTPUT_FACTOR * len(source) + MAX_OUTPUT_EXTRA_CHARS:
        raise TooComplex("This text becomes far longer when it is shown. Remove repeated links or headings.")


def limits_plugin(parser: MarkdownIt) -> None:
    """Make every rule of `parser` pay from `env["budget"]`."""
    parser.inline.ruler.before("text", "budget", _pay_inline)
    alternatives = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("table", "budget", _pay_block, {"alt": alternatives})


def _pay_inline(state: StateInline, silent: bool) -> bool:
    state.env["budget"].spend(1)
    return False


def _pay_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    state.env["budget"].spend(4)
    if state.level >= MAX_NESTING - 2:
        raise TooComplex(f"Line {start_line + 1}: lists and quotes are nested too deeply to show.")
    return False
