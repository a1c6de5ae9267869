"""What pages and comments look like: each form that a guide's author uses."""

import pytest

from pages.text.markdown import render_comment, render_page
from pages.text.outline import Heading
from pages.text.wikilinks import mark_missing

COPY = '<button class="btn ghost sm" type="button" data-copy="">Copy</button>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("## A b", '<h2 id="h-a-b">A b <a class="anchor" href="#h-a-b" aria-label="Link to A b">#</a></h2>'),
        ("[[Node.js]]", '<a href="/wiki/nodejs/" data-wikilink="nodejs">Node.js</a>'),
        ("[[Jinja|the engine]]", '<a href="/wiki/jinja/" data-wikilink="jinja">the engine</a>'),
        ("[[Flask#Pros and cons|why]]", 'href="/wiki/flask/#h-pros-and-cons" data-wikilink="flask">why</a>'),
        ("[[#Below]]", '<a href="#h-below">Below</a>'),
        ("`[[Flask]]`", "<code>[[Flask]]</code>"),
        ("[[!!]]", "[[!!]]"),
        ("https://x.org", '<a href="https://x.org" rel="nofollow ugc noopener">https://x.org</a>'),
        ("[a](//x.org)", '<a href="https://x.org" rel="nofollow ugc noopener">a</a>'),
        ("[a](/wiki/b/)", '<a href="/wiki/b/">a</a>'),
        ("[a](mailto:a@b.org)", '<a href="mailto:a@b.org" rel="nofollow ugc noopener">a</a>'),
        ("[a](ftp://x.org)", "[a](ftp://x.org)"),
        ("see xmpp:a@b.org", "see xmpp:a@b.org"),
        ("# Below\n[a](#below)", '<a href="#h-below">a</a>'),
        ("[a](#mine)", '<a href="#user-mine">a</a>'),
        ("![A map](/media/map.png)", '<img src="/media/map.png" alt="A map" loading="lazy">'),
        (
            "![A map](https://x.org/m.png)",
            '<a href="https://x.org/m.png" rel="nofollow ugc noopener">A map</a>',
        ),
        ("~~old~~", "<del>old</del>"),
        ("A\n: b", "<dl>\n<dt>A</dt>\n<dd>b</dd>\n</dl>"),
        ("- [x] done", '<input class="task-list-item-checkbox" disabled="" type="checkbox" checked=""'),
        ("- [x] done", 'aria-label="Task"> done'),
        (
            "> [!WARNING]\n> Hot",
            '<div class="note warn"><div>\n<p class="note-title"><strong>Warning</strong></p>',
        ),
        ("A[^1]\n\n[^1]: Note", '<li id="fn1" class="footnote-item"><p>Note'),
        ("|a|\n|-:|\n|1|", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>'),
        ("|a|\n|-:|\n|1|", '<td align="right">1</td>'),
        (
            "```python title=a.py\nx\n```",
            f'<figure class="code"><figcaption><span>a.py</span>{COPY}</figcaption>',
        ),
        (
            "```python\nif x:\n```",
            '<pre tabindex="0" role="group" aria-label="python"><code><span class="k">if</span> x:',
        ),
        ("```nolanguage\n<b>\n```", "<code>&lt;b&gt;\n</code>"),
        (
            "::: cards\n### A\nb\n:::",
            '<div class="grid">\n<article class="card">\n<h3 id="h-a">A</h3>\n<p>b</p>',
        ),
        (
            "::: choose\n### A\n:::",
            '<div class="call">\n<div class="proscons">\n<section>\n<h3 id="h-a">A</h3>',
        ),
        ("::: chapters\n### A\n:::", '<div class="chapters">\n<section>\n<h3 id="h-a">A</h3>'),
        ("::: toast\nA\n:::", "<p>::: toast\nA\n:::</p>"),
        ("{{7*7}}", "<p>{{7*7}}</p>"),
        ('"quoted" -- text...', '<p>"quoted" -- text...</p>'),
    ],
)
def test_page_shows(source, html):
    assert html in render_page(source).html


def test_pros_and_cons_are_two_sections_side_by_side():
    html = render_page("::: pros-and-cons\n### Pros\n- a\n### Cons\n- b\n:::\nAfter").html

    assert "".join(html.split("\n")) == (
        '<div class="proscons"><section class="pro"><h3 id="h-pros">Pros</h3><ul><li>a</li></ul></section>'
        '<section class="con"><h3 id="h-cons">Cons</h3><ul><li>b</li></ul></section></div><p>After</p>'
    )


def test_title_is_the_only_first_level_heading_and_others_move_down_with_it():
    page = render_page("# A\n## B\n###### C")

    assert "<h1" not in page.html
    assert page.outline == (
        Heading(2, "h-a", "A", True),
        Heading(3, "h-b", "B", True),
        Heading(6, "h-c", "C", True),
    )


def test_equal_headings_get_different_ids():
    assert [heading.id for heading in render_page("## A\n## A\n## A-2\n## A").outline] == [
        "h-a",
        "h-a-2",
        "h-a-2-2",
        "h-a-3",
    ]


def test_links_are_the_wikilinks_of_the_text_each_once_in_order():
    assert render_page("[[B]] [[A]] [[b|again]] [[#own]] `[[C]]`").links == ("b", "a")


def test_missing_pages_are_marked_and_others_are_plain_links():
    html = mark_missing(render_page("[[Flask]] and [[Quart]]").html, {"quart"})

    assert '<a href="/wiki/flask/">Flask</a>' in html
    assert '<a class="missing" title="This page is not written yet" href="/wiki/quart/">Quart</a>' in html


def test_front_matter_is_not_shown():
    page = render_page("---\nkind: runtime\n---\nText")

    assert (page.html, page.plain, page.excerpt) == ("<p>Text</p>\n", "Text", "Text")


def test_search_text_holds_words_and_code_but_no_markup():
    assert render_page("## *A* [[B|c]]\n\n<b>d</b>\n\n```\ne()\n```").plain == "A c\nd\ne()"


def test_excerpt_is_the_first_running_text_cut_at_a_word():
    excerpt = render_page("## Title\n\n" + "word " * 100).excerpt

    assert excerpt.startswith("word word")
    assert excerpt.endswith("word…")
    assert len(excerpt) <= 300


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("[[Flask]]", '<a href="/wiki/flask/">Flask</a>'),
        ("# Loud", "<h4>Loud</h4>"),
        ("![a](/media/a.png)", '<a href="/media/a.png">a</a>'),
        ("::: cards\na\n:::", "<p>::: cards"),
        ("https://x.org", 'rel="nofollow ugc noopener"'),
    ],
)
def test_comment_shows(source, html):
    assert html in render_comment(source)
