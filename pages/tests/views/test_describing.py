"""What a page's head says: one address, Open Graph, schema.org; and no word of it runs."""

import json
import re

import pytest

from pages.tests.factories import make_contributor, make_page

pytestmark = pytest.mark.django_db
BODY = "---\nsummary: A micro-framework.\nlang: en\ntags: [micro, wsgi]\n---\nText.\n"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://wiki.example.org"


def head(client, address):
    return client.get(address).content.decode().partition("</head>")[0]


def data(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])


def test_a_page_names_its_one_address_and_its_markdown(stranger):
    make_page("Flask", BODY)

    html = head(stranger, "/wiki/flask/?sort=newest")

    assert '<link rel="canonical" href="https://wiki.example.org/wiki/flask/">' in html
    assert '<link rel="alternate" type="text/markdown" href="/wiki/flask.md">' in html
    for name, content in {
        "og:type": "article",
        "og:site_name": "Flask Guide",
        "og:title": "Flask",
        "og:description": "A micro-framework.",
        "og:url": "https://wiki.example.org/wiki/flask/",
        "article:tag": "wsgi",
    }.items():
        assert f'<meta property="{name}" content="{content}">' in html


def test_search_engines_are_told_of_an_article_and_where_it_stands(stranger):
    make_page("Home", "::: chapters\n### Systems\n\n- [[Flask]]\n:::\n")
    page = make_page("Flask", BODY, by=make_contributor("ada"))

    article, crumbs = data(head(stranger, "/wiki/flask/"))["@graph"]

    assert article["@type"] == "TechArticle"
    assert article["headline"] == "Flask"
    assert article["description"] == "A micro-framework."
    assert article["keywords"] == "micro, wsgi"
    assert article["dateModified"] == page.updated_at.isoformat(timespec="seconds")
    assert article["encoding"]["contentUrl"] == "https://wiki.example.org/wiki/flask.md"
    assert [(item["position"], item["name"]) for item in crumbs["itemListElement"]] == [
        (1, "Guide"),
        (2, "Systems"),
        (3, "Flask"),
    ]
    assert crumbs["itemListElement"][2]["item"] == "https://wiki.example.org/wiki/flask/"
    assert "ada" not in json.dumps(article)  # people are named by the history alone


def test_the_front_page_is_the_site(stranger):
    make_page("Home", BODY)

    html = head(stranger, "/")

    assert data(html)["@type"] == "WebSite"
    assert '<link rel="canonical" href="https://wiki.example.org/">' in html
    assert '<meta property="og:type" content="website">' in html


def test_an_old_revision_is_not_for_search_engines(stranger):
    make_page("Flask", BODY, revisions=2)

    html = head(stranger, "/wiki/flask/revision/1/")

    assert '<meta name="robots" content="noindex">' in html
    assert "og:title" not in html
    assert 'rel="canonical" href="https://wiki.example.org/wiki/flask/"' in head(
        stranger, "/wiki/flask/revision/2/"
    )


def test_hostile_words_stay_inside_their_data(stranger):
    make_page(
        "Flask </script><script>alert(1)</script>",
        "---\nsummary: '</script><img src=x onerror=alert(1)>\">'\n---\n",
    )

    html = head(stranger, "/wiki/flask-script-script-alert-1-script/")

    assert "<script>alert" not in html
    assert "<img" not in html
    assert data(html)["@graph"][0]["headline"] == "Flask </script><script>alert(1)</script>"
