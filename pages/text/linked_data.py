"""What search engines are told of a page: schema.org in JSON-LD."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LICENSE = "https://creativecommons.org/licenses/by-sa/4.0/"


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Described:
    """A page with its absolute address, and that of its Markdown; `lang` is BCP 47."""

    title: str
    url: str
    markdown_url: str
    description: str
    lang: str
    created: datetime
    updated: datetime
    tags: Sequence[str] = ()


def article(page: Described, site: Site, crumbs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the page as a TechArticle, and `crumbs` (title, address) that end with the page itself."""
    return {"@context": "https://schema.org", "@graph": [_article(page, site), _breadcrumbs(crumbs)]}


def front_page(page: Described, site: Site) -> dict[str, Any]:
    return {"@context": "https://schema.org", **_website(site), "description": page.description}


def _article(page: Described, site: Site) -> dict[str, Any]:
    tags = {"keywords": ", ".join(page.tags)} if page.tags else {}
    return {
        "@type": "TechArticle",
        "@id": page.url,
        "url": page.url,
        "headline": page.title,
        "description": page.description,
        "inLanguage": page.lang,
        "datePublished": page.created.isoformat(timespec="seconds"),
        "dateModified": page.updated.isoformat(timespec="seconds"),
        "license": LICENSE,
        "isPartOf": _website(site),
        "publisher": {"@type": "Organization", "name": site.name, "url": f"{site.url}/"},
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "text/markdown",
            "contentUrl": page.markdown_url,
        },
        **tags,
    }


def _website(site: Site) -> dict[str, Any]:
    return {"@type": "WebSite", "name": site.name, "url": f"{site.url}/"}


def _breadcrumbs(crumbs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": url}
            for number, (title, url) in enumerate(crumbs, 1)
        ],
    }
