"""The guide's pages keep their outline and answer every claim of the article that they grew from."""

import re

import pytest

from pages.tests.guide_pages import FOLDER, SLUGS, body, facts, source
from pages.text.front_matter import read
from pages.text.markdown import render_page

OUTLINES = {
    "home": "Start here|Chapters|Kinds first|What is different here|How the figures were measured",
    "flask": "What is Flask?|What it is built from|A first application|Who uses Flask|Pros and cons|Measured|"
    "Flask alternatives|Choose Flask if|Release and security facts",
    "flask-pros-and-cons": "The claims and the verdicts|Pros|Cons|The definition behind it",
    "who-uses-flask": "Verified|Past|No source|How we check|Tell us",
    "micro-frameworks": "What “micro” means|Dependencies counted|Pros and cons|Micro-frameworks compared",
    "django": "What is Django?|What is built in|Project layout|Versions and LTS|WSGI and ASGI|"
    "Measured: bare and with default middleware|Flask or Django?|Users|Facts",
    "tornado": "What is Tornado?|One process, many connections|Built in, left out|WSGI and Tornado|Measured|"
    "When not|Facts",
    "fastapi": "What is FastAPI?|Why it is here|FastAPI or Flask?|Measured|Facts",
    "quart": "What is Quart?|Why it is here|Moving from Flask|Measured|Facts",
    "express": "What is Express?|From 4 to 5|68 packages: what that means|View engines|Measured|"
    "Flask or Express?|Facts",
    "nodejs": "A runtime, not a framework|Release lines|The bare http module|Many connections|"
    "Express on top|Facts",
    "react": "A library for interfaces|With Flask, not instead of it|Server rendering|React Foundation|"
    "Security note of December 2025|Facts",
    "werkzeug": "What is Werkzeug?|What it gives|What it leaves out|The same task without a framework|"
    "Relation to Flask|Facts",
    "jinja": "What is Jinja?|Template, filters, inheritance, autoescape|The name Jinja2|Who builds on it|"
    "Rendering measured|Facts",
    "choosing-a-web-framework": "Kinds|Eight questions|What the figures say and do not say|"
    "How old, and still released|Shortlist by task|Compare any two",
    "how-we-measure": "One task for all|The machine|What each figure is|A second run|What was not measured|"
    "Why some figures differ elsewhere|Repeat it",
    "about": "What this guide is|Where it comes from|Facts and opinions|Who writes it|License",
    "how-to-contribute": "Say that something is wrong|Correct it yourself|Facts at the top of a page|"
    "What makes a good edit|Links and new pages|Comments|License of what you write",
    "privacy": "When you read|When you comment|When you have an account|When you edit|In the log|Your data|"
    "Who runs this site",
}
# What became of each claim of the article that the guide grew from, and on which page.
ANSWERS = {
    "1 a web framework": ("flask", "A simple framework for building complex web applications"),
    "2 little to no dependencies": ("micro-frameworks", "says something else under “What does micro mean?”"),
    "3 few dependencies to watch": ("flask", "It is not fewer packages to keep current."),
    "4 Werkzeug and Jinja2": ("flask", "Older descriptions name only the first two."),
    "5 over 25 big companies": ("who-uses-flask", "no list stands behind the number"),
    "6 Netflix, Reddit, Lyft, Trivago, Uber": (
        "who-uses-flask",
        "The claim circulates, and we found nothing",
    ),
    "7 simpler, flexible, modular": ("flask-pros-and-cons", "*Opinion.* Whether freedom to choose"),
    "8 inherently better performance": ("flask-pros-and-cons", "*Not confirmed.*"),
    "9 many applications on many servers": ("flask-pros-and-cons", "needs no property of Flask"),
    "10 bad developers": ("flask-pros-and-cons", "We would blame missing habits"),
    "11 fewer tools": ("flask-pros-and-cons", "*Right.* Count the features"),
    "12 larger communities": ("flask-pros-and-cons", "*Weak.* Flask's community is not small."),
    "13 Django's sentence": ("django", "That is Django's own sentence, and a judgement."),
    "14 tens of thousands of connections": ("tornado", "The claim holds, and it is not unique to Tornado."),
    "15 Express's sentence": ("express", "come from older versions of its site"),
    "16 Node.js's sentence": ("nodejs", "“asynchronous event-driven JavaScript runtime”"),
    "17 the V in MVC": ("react", "That sentence is from the README of React 0.13, of 2015."),
    "18 choose Flask if": ("flask", "“ready for production use on a variety of needs”"),
    "19 FastAPI is missing": ("fastapi", "does not name FastAPI. Readers look for it first"),
}

every_page = pytest.mark.parametrize("slug", SLUGS)


def test_every_page_is_listed_and_every_listed_page_is_there() -> None:
    written = {path.stem for path in FOLDER.glob("*.md")} - {"README", "LICENSE"}
    assert written == set(SLUGS) == set(OUTLINES)


@every_page
def test_front_matter_reads_without_warnings(slug: str) -> None:
    assert read(source(slug)).warnings == ()


@every_page
def test_summary_fits_the_lead(slug: str) -> None:
    assert 0 < len(facts(slug)["summary"]) <= 160


@every_page
def test_page_renders_and_keeps_its_outline(slug: str) -> None:
    outline = render_page(source(slug)).outline
    assert [heading.text for heading in outline if heading.level == 2] == OUTLINES[slug].split("|")


@every_page
def test_page_leaves_no_markup_unread(slug: str) -> None:
    plain = render_page(re.sub(r"`[^`\n]+`", "", body(slug))).plain
    assert not re.search(r":::|\[\[|\[\^|\]\(|\*\*|</?span", plain)


@pytest.mark.parametrize(("slug", "words"), ANSWERS.values(), ids=ANSWERS)
def test_claim_of_the_article_is_answered(slug: str, words: str) -> None:
    assert words in source(slug)
