"""One address at least of every kind that the edge keeps, in the world of the browser tests."""

from urllib.parse import unquote_to_bytes

from wikisite.edge.admission import Key, key_of
from wikisite.tests.browser.screens import STRANGER

MORE = (
    "/wiki/flask.md",
    "/wiki/flask/?sort=helpful",
    "/wiki/flask/?comments=000001",
    "/wiki/flask/history/?before=3",
    "/wiki/flask/blame/?line=5",
    "/compare/flask+django.csv",
    "/compare/flask+django.json",
    "/compare/flask+django.md",
    "/changes/?show=new&by=wikisite&minor=hide&own=hide",
    "/contributors/wikisite/?show=log",
    "/contributors/wikisite/?show=comments",
    "/changes/?tag=a",
    "/feeds/changes/",
    "/feeds/pages/flask/",
    "/feeds/contributors/wikisite/",
    "/feeds/tags/a/",
    "/search/description.xml",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/robots.txt",
    "/llms.txt",
    "/feeds/comments/",
    "/feeds/comments/flask/",
)


def kept_addresses() -> list[str]:
    """What a stranger opens of that which the edge keeps."""
    screens = {screen.address.partition("#")[0] for screen in STRANGER if screen.status == 200}
    found = screens.union(MORE)
    return [address for address in sorted(found) if key_of_address(address)]


def key_of_address(address: str) -> Key | None:
    path, _, query = address.partition("?")
    path_info = unquote_to_bytes(path).decode("latin-1")
    return key_of(
        {"REQUEST_METHOD": "GET", "HTTP_HOST": "localhost", "PATH_INFO": path_info, "QUERY_STRING": query}
    )
