"""Code blocks: a figure with the file's name, a button to copy, and colors by Pygments."""

import re
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, _TokenType

MAX_HIGHLIGHTED_CHARS = 64 * 1024

# The lexers' time grows with the square of a run: 4,096 empty lines of C take 0.8 s: no colors for them.
_SLOW = re.compile(r"[^\n]{1000}|\s{100}")

# Pygments knows 500 languages: a short list keeps what we must measure against hostile text short.
LANGUAGES = frozenset(
    [
        "bash",
        "c",
        "console",
        "cpp",
        "css",
        "diff",
        "django",
        "docker",
        "go",
        "html",
        "http",
        "ini",
        "javascript",
        "jinja",
        "js",
        "json",
        "jsx",
        "kotlin",
        "make",
        "nginx",
        "php",
        "pycon",
        "py",
        "python",
        "rb",
        "rs",
        "ruby",
        "rust",
        "sh",
        "shell",
        "sql",
        "swift",
        "toml",
        "ts",
        "tsx",
        "typescript",
        "xml",
        "yaml",
        "yml",
    ]
)

CLASSES = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    String: "s",
    Number: "m",
    Name.Decorator: "nd",
    Name.Function: "nf",
    Name.Class: "nc",
    Name.Builtin: "nb",
    Name.Tag: "nt",
    Name.Attribute: "na",
    Generic.Inserted: "gi",
    Generic.Deleted: "gd",
    Generic.Heading: "gh",
    Generic.Prompt: "gp",
    Generic.Output: "go",
}


def code_figure(code: str, info: str = "") -> str:
    """Return the figure of a code block; `info` is what follows the fence: `python title=hello.py`."""
    language, _, rest = info.strip().partition(" ")
    name = _title(rest) or language or "text"
    return (
        f'<figure class="code"><figcaption><span>{escape(name)}</span>'
        '<button class="btn ghost sm" type="button" data-copy>Copy</button></figcaption>'
        f'<pre tabindex="0" role="group" aria-label="{escape(name)}">'
        f"<code>{highlighted(code, language)}</code></pre></figure>\n"
    )


def highlighted(code: str, language: str) -> str:
    """Return `code` as HTML, colored if `language` is one of `LANGUAGES` and the block is not too long."""
    if len(code) > MAX_HIGHLIGHTED_CHARS or language.lower() not in LANGUAGES or _SLOW.search(code):
        return escape(code, quote=False)
    lexer = get_lexer_by_name(language.lower(), stripnl=False)
    return "".join(_spans(lexer, code))


def _spans(lexer: Lexer, code: str) -> list[str]:
    """Join neighbors of one class: fewer spans, a third of the bytes."""
    spans: list[str] = []
    last, text = "", ""
    for token, value in lexer.get_tokens(code):
        name = _class(token)
        if name != last:
            spans.append(_span(last, text))
            last, text = name, ""
        text += value
    return [*spans, _span(last, text)]


def _class(token: _TokenType) -> str:
    return next((CLASSES[kind] for kind in reversed(token.split()) if kind in CLASSES), "")


def _span(name: str, text: str) -> str:
    safe = escape(text, quote=False)
    return f'<span class="{name}">{safe}</span>' if name and text else safe


def _title(rest: str) -> str:
    """Return the file name in `title=hello.py` or `title="my file.py"`."""
    _, found, value = rest.partition("title=")
    if not found:
        return ""
    quote = value[:1]
    name = value[1:].partition(quote)[0] if quote in ('"', "'") else value.partition(" ")[0]
    return name.strip()[:200]
