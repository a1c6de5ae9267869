"""What people cannot do with a page's text: run code, imitate the site, or keep the server busy."""

import gc
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.text.limits import MAX_SOURCE_BYTES
from pages.text.markdown import SourceTooLong, TooComplex, render_comment, render_page
from pages.text.refusals import Refusal
from pages.text.sanitize import clean
from pages.text.wikilinks import mark_missing

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) [x](JaVaScRiPt&colon;alert(1)) [x](data:text/html,<script>)",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil><input name=password><button>Sign in</button></form>",
    "<div title='\n\n# a\n\n' onmouseover=alert(1)>",
    '<div class="toast btn held" style="position:fixed" onclick=alert(1)>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea>\n\n```\n</textarea><img src=x onerror=alert(1)>\n```",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<base href=//evil><meta http-equiv=refresh content=0><link rel=stylesheet href=//evil>",
    '<a id="comments" name="comments" data-wikilink="x" data-copy>x</a>',
    '```"onload=alert(1)\nx\n```',
    "| <b onclick=alert(1)> |\n|-|\n",
    "[[<img src=x onerror=alert(1)>]] [[a|<script>]]",
    "<object data=x></object><embed src=x><video src=//evil autoplay><audio src=//evil>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<plaintext><xmp><title></title><template><slot>",
]
ALLOWED_TAG = re.compile(r"</?([a-z0-9]+)((?: [a-z-]+=\"[^\"]*\")*)>")
FORBIDDEN = re.compile(r"^(?:on|style|src(?:set|doc)|action|name|http)")


def _tags(html):
    """Return (name, attributes) of each tag; fail on a `<` that is not one: nh3 escapes all others."""
    found = list(ALLOWED_TAG.finditer(html))
    assert len(found) == html.count("<") - sum(tag[0].count("<") - 1 for tag in found)
    return [(tag[1], dict(re.findall(r' ([a-z-]+)="([^"]*)"', tag[2]))) for tag in found]


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("render", [lambda source: render_page(source).html, render_comment])
def test_hostile_html_comes_out_without_power(source, render):
    for name, attributes in _tags(render(source)):
        assert name not in {
            "script",
            "svg",
            "math",
            "style",
            "iframe",
            "form",
            "object",
            "video",
            "base",
            "textarea",
        }
        assert not any(FORBIDDEN.match(key) for key in attributes if (name, key) != ("img", "src"))
        assert re.match(r"(?:https?://|mailto:|[^:]*$)", attributes.get("href", "#"))
        assert attributes.get("src", "/media/").startswith("/media/")
        assert not {"toast", "held", "pop"} & set(attributes.get("class", "").split())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<button>x</button>", "&lt;button&gt;x&lt;/button&gt;"),
        ('<i id="comments">x</i>', '<i id="user-comments">x</i>'),
        ('<i id="user-a" name="a">x</i>', '<i id="user-a">x</i>'),
        ('<i data-wikilink="a" data-copy>x</i>', "<i>x</i>"),
        ('<span class="call toast k">x</span>', '<span class="call">x</span>'),
        ("<input type=text>", "&lt;input type=text&gt;"),
        ("<input type=checkbox name=a>", '<input type="checkbox" disabled="" aria-label="Task">'),
        ("a <h1>x</h1>", "<h2>x</h2>"),
        ("<a href='/\\x.org'>x</a>", '<a href="https://x.org" rel="nofollow ugc noopener">x</a>'),
        ("<a href=' //x.org'>x</a>", '<a href="https://x.org" rel="nofollow ugc noopener">x</a>'),
        (
            "<img src='//x.org/a.png' alt=b>",
            '<a href="https://x.org/a.png" rel="nofollow ugc noopener">b</a>',
        ),
        ("<img src='/media/../admin/' alt=b>", '<a href="/media/../admin/">b</a>'),
        ("<b>open\n\nnext", "<p><b>open</b></p>\n<p>next</p>"),
    ],
)
def test_html_of_people_is_theirs_and_not_ours(source, html):
    assert html in render_page(source).html


@given(st.one_of(st.text(), st.text("<>/=\"'ab[](){}|#*_`~!:-&;\n \\^.@0", max_size=120)))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_stable_fragment_or_a_refusal(source):
    try:
        html = render_page(source).html
        comment = render_comment(source)
    except Refusal:
        return

    assert clean(html) == html
    assert clean(comment) == comment
    assert not any("data-wikilink" in attributes for _, attributes in _tags(mark_missing(html, {"a"})))


@given(st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=4).map("\n".join))
@settings(max_examples=30, deadline=None)
def test_hostile_pieces_together_are_stable_too(source):
    html = render_page(source).html

    assert clean(html) == html


# Large enough for what is quadratic to show: without the budget, the colons take two seconds at this size.
SIZE = 12_000
PROSE = ("Flask is a *small* framework, with [a link](https://x.org) now and then. " * 5 + "\n\n") * 600
PATHOLOGICAL = {
    "brackets": "[" * SIZE,
    "nested brackets": "[" * 4_000 + "]" * 4_000,
    "links in links": "[a](" * 3_000,
    "images": "![](" * 3_000,
    "emphasis": "*a_" * 4_000,
    "stars": "*" * SIZE,
    "backticks": "".join("`" * length + " " for length in range(1, 150)),
    "quotes": ">" * SIZE,
    "quotes in lines": (">" * 100 + "a\n") * 120,
    "lists": "".join("  " * depth + "- a\n" for depth in range(100)),
    "lazy lines": "> " * 20 + "a\n" * 1_200,
    "colons": ":" * SIZE,
    "protocols": "<http://" * 1_500,
    "one long address": "http://a.b/" + ")" * SIZE,
    "addresses": "http://a.b " * 1_100,
    "mail addresses": "a@b.c " * 2_000,
    "comments": "<!--" * 3_000,
    "instructions": "<?" * 1_200,
    "open tags": "<div>" * 2_500,
    "open formatting": "".join(f"<b title={n}>" for n in range(800)) + "\n\na" * 1_200,
    "headings": "# a\n" * 2_000,
    "table": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "|a\n" * 1_000,
    "long table": "|a|b|\n|-|-|\n" + "|a|b|\n" * 2_000,
    "one definition, many links": "[a]: /" + "x" * 6_000 + "\n\n" + "[a]" * 2_000,
    "footnotes": "[^a]: b\n\n" + "[^a]" * 3_000,
    "wikilinks": "[[a]]" * 2_500,
    "containers": "::: cards\n" * 1_200,
    "fences": "```\n" * 3_000,
    "code": "```java\n" + "\n" * 50_000 + "\n```",
    "spaces": "a" + " " * SIZE + "b",
    "entities": "&" * SIZE + ";",
    "front matter": "---\na: " + "[" * 16_000 + "\n---\n",
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
@pytest.mark.parametrize("render", [lambda source: render_page(source).html, render_comment])
def test_slow_and_growing_texts_end_soon_or_are_refused(name, render):
    source = PATHOLOGICAL[name]
    html, seconds = rendered_in(source, render)
    assert len(html.encode()) <= 10 * len(source.encode()) + 1_000_000
    # A ratio in one run: a second of a quiet machine is several of a busy one.
    assert seconds < 1 or seconds < 5 * rendered_in(PROSE, lambda text: render_page(text).html)[1]


def rendered_in(source, render) -> tuple[str, float]:
    """The HTML, empty where the text is refused, and the seconds of CPU that it took.

    The suite's own objects are kept out of it, as `wikisite.wsgi` keeps those of the start out of a request.
    """
    gc.collect()
    gc.freeze()
    started = time.process_time()
    try:
        html = render(source)
    except Refusal:
        html = ""
    finally:
        gc.unfreeze()
    return html, time.process_time() - started


def test_nesting_beyond_the_limit_is_refused_and_names_the_line():
    with pytest.raises(TooComplex, match=r"^Line 2: .*nested too deeply"):
        render_page("a\n" + "> " * 40 + "b")


def test_text_at_the_limit_is_shown_and_one_byte_more_is_refused():
    source = (PROSE * 2)[:MAX_SOURCE_BYTES].ljust(MAX_SOURCE_BYTES, "a")

    assert render_page(source).html
    with pytest.raises(SourceTooLong, match="at most 262,144"):
        render_page(source + "a")


@pytest.mark.parametrize("source", ["a\x00b", "a\ud800b", "\udfff"])
def test_text_that_cannot_be_stored_is_refused(source):
    for render in (render_page, render_comment):
        with pytest.raises(Refusal, match="Line 1 "):
            render(source)
