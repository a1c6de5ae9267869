"""Where the links and images that people make may lead."""

import re
from collections.abc import Collection
from html import unescape
from urllib.parse import unquote

from pages.text.titles import slugify

EXTERNAL_REL = "nofollow ugc noopener"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_OUTSIDE = re.compile(r'<a [^>]*?href="(https?://[^"]+)"')
_IGNORED_BY_BROWSERS = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")


def link_target(href: str) -> str | None:
    """Return the address that `href` may become, or None for a scheme that we refuse.

    Spelled as browsers read it (WHATWG URL): `/\\host` and `//host` leave the site and become `https://host`.
    """
    cleaned = _IGNORED_BY_BROWSERS.sub("", href)
    if cleaned.replace("\\", "/").startswith("//"):
        return "https://" + cleaned.lstrip("/\\")
    scheme = _SCHEME.match(cleaned)
    if scheme is None:
        return cleaned
    name, rest = scheme[1].lower(), cleaned[scheme.end() :]
    if name in ("http", "https"):
        return f"{name}://" + rest.lstrip("/\\")
    return cleaned if name == "mailto" else None


def is_external(target: str) -> bool:
    """Tell whether `target`, as `link_target` returned it, leaves this site."""
    return _SCHEME.match(target) is not None


def link_attributes(href: str, heading_ids: Collection[str]) -> dict[str, str]:
    """Return the attributes of a link to `href`; none at all if we refuse its scheme."""
    target = link_target(href)
    if target is None:
        return {}
    if target.startswith("#"):
        return {"href": _fragment(target[1:], heading_ids)}
    return {"href": target, "rel": EXTERNAL_REL} if is_external(target) else {"href": target}


def outside_links(html: str) -> list[str]:
    """Return the addresses on other sites that sanitized `html` links to, each once, without fragments."""
    found = (unescape(href).partition("#")[0] for href in _OUTSIDE.findall(html))
    return list(dict.fromkeys(found))


def person_id(name: str) -> str:
    """Return the id that a person's `name` becomes: prefixed, so that no script or label of ours finds it."""
    flat = "-".join(name.split())[:100].removeprefix("user-")
    return f"user-{flat}"


def is_own_image(source: str) -> bool:
    """Tell whether an image comes from this site; any other would be a request to a third party."""
    return re.match(r"/media/[^\\]*\Z", source) is not None and "/../" not in unquote(source)


def _fragment(name: str, heading_ids: Collection[str]) -> str:
    """Lead to the heading of that name if the page has one, to a person's id if not."""
    readable = unquote(name)
    for heading_id in (readable, f"h-{readable}", f"h-{slugify(readable)}"):
        if heading_id in heading_ids:
            return f"#{heading_id}"
    return f"#{person_id(readable)}" if readable else "#"
