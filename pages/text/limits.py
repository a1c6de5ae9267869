"""How much text, nesting and work one rendering may cost."""

import re

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from pages.text.refusals import Refusal

# Prose of this length takes 0.2 to 0.5 s on one core of an AMD EPYC, and 35 to 90 % of the work.
MAX_SOURCE_BYTES = 256 * 1024
MAX_NESTING = 32
# One unit is 1 to 3 microseconds on that machine: texts made to be slow stop within a second.
MAX_WORK = 550_000
MAX_OUTPUT_FACTOR = 10
MAX_OUTPUT_EXTRA_CHARS = 1_000_000

_PROTOCOLS = ("http", "https", "mailto", "xmpp")
_UNTIL_SPACE = re.compile(r"[^ \t\r\n]*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class SourceTooLong(Refusal):
    """A source over the limit of its kind."""


class TooComplex(Refusal):
    """A source that would cost more work or output than its length warrants."""


class SourceUnreadable(Refusal):
    """A source with NUL or half a surrogate pair: databases and browsers cannot hold them."""


class Budget:
    """The work that one rendering may still do; counted, not timed: a text renders always or never."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self._left = work

    def spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise TooComplex("This text is too complex to show. Remove repeated brackets, quotes or links.")


class CountingInline(ParserInline):
    """An inline parser that pays for each run, and for tokens that its cache skips again and again."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        env["budget"].spend(20)
        return super().parse(src, md, env, tokens)

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
    parser.core.ruler.push("budget", _pay_addresses)


def _pay_inline(state: StateInline, silent: bool) -> bool:
    work = 2 if silent else 6
    if state.src[state.pos] in ":@w":
        work += _autolink_work(state)
    state.env["budget"].spend(work)
    return False


def _autolink_work(state: StateInline) -> int:
    """Return the price of looking for a bare link: the library reads all pending text, and to the next space.

    It also counts all brackets again for each one that the address ends with.
    """
    work = 10 + len(state.pending) // 40
    if state.pending.endswith(_PROTOCOLS) or state.src.startswith("www.", state.pos):
        run = _UNTIL_SPACE.match(state.src, state.pos)
        length = run.end() - run.start() if run else 0
        work += length // 8 + length * state.src.count(")", state.pos, state.pos + length) // 1000
    return work


def _pay_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    work = 8 if silent else 15
    if state.src.startswith(":::", state.bMarks[start_line] + state.tShift[start_line]):
        work += (end_line - start_line) // 4  # the library looks for the end of a container line by line
    if not silent and start_line + 1 < end_line:
        columns = state.src.count("|", state.bMarks[start_line + 1], state.eMarks[start_line + 1])
        if columns > 100:  # short rows are filled up with empty cells, in one step that cannot be stopped
            work += 6 * min(columns * (end_line - start_line), 70_000)
    state.env["budget"].spend(work)
    if state.level >= MAX_NESTING - 2:
        raise TooComplex(f"Line {start_line + 1}: lists and quotes are nested too deeply to show.")
    return False


def _pay_addresses(state: StateCore) -> None:
    """Pay for the length of addresses: one definition may be used by thousands of links."""
    for token in state.tokens:
        for child in token.children or ():
            if child.attrs:
                state.env["budget"].spend(14 + sum(len(str(value)) for value in child.attrs.values()) // 16)
