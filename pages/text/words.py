"""Cut a line into words, in every script, for showing which of them changed."""

import re
import unicodedata
from collections.abc import Iterator

# Scripts written without spaces: each letter is a word, or one changed letter would paint the whole sentence.
_SPACELESS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Japanese, Chinese
)
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+|\s+|[\U0001f1e6-\U0001f1ff]{{2}}|.", re.DOTALL)
_is_spaceless = re.compile(f"[{_SPACELESS}]").match
_JOINERS = "\u200c\u200d"
_SKIN_COLORS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def split_words(text: str) -> list[str]:
    """Return words, white space and single signs, which together are `text`; marks stay with their letter."""
    words = _WORD.findall(text)
    return words if text.isascii() else list(_glue(words))


def _glue(words: list[str]) -> Iterator[str]:
    whole = ""
    for word in words:
        if whole and _belongs(word, whole):
            whole += word
        else:
            if whole:
                yield whole
            whole = word
    if whole:
        yield whole


def _belongs(word: str, whole: str) -> bool:
    first, last = word[0], whole[-1]
    if last.isascii() and first.isascii():
        return False
    if _extends(first):
        return not whole.isspace()
    if last == "\u200d":
        return True
    return _extends(last) and first.isalnum() and not _is_spaceless(first) and not _is_spaceless(whole)


def _extends(letter: str) -> bool:
    """Tell whether it is a combining mark, a joiner or the skin color of an emoji."""
    if letter.isascii():
        return False
    return unicodedata.category(letter)[0] == "M" or letter in _JOINERS or letter in _SKIN_COLORS
