"""Finds the addresses in a text and the domains that they lead to."""

import re

from comments.spam.limits import MAX_DOMAINS

WITH_SCHEME = re.compile(r"(?:https?:/{1,2}|\bwww\.)[^\s<>\"')\]}]{2,500}", re.IGNORECASE)
# Without a scheme only endings that are no words of code: `logger.info` and `manage.py` are no addresses.
BARE = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}"
    r"(?:com|net|org|biz|ru|cn|xyz|vip|bid|loan|tk|pw|icu|co\.uk|de|fr|pl|ly|gl|be|tv)(?:/[^\s<>\"')\]]{0,300})?"
    r"(?![\w(@=])(?!\.\w)",
    re.IGNORECASE,
)
CODE = re.compile(r"```.{0,9000}?(?:```|\Z)|`[^`\n]{1,400}`", re.DOTALL)
MARKUP = re.compile(r"<a\s[^>]{0,300}href|\[/?(?:url|link)\b[^\]]{0,300}\]", re.IGNORECASE)
HOST = re.compile(r"(?:https?:/{1,2})?(?:[^/@\s]{0,100}@)?([^/:?#\s]{1,253})", re.IGNORECASE)
SECOND_LEVELS = {"co", "com", "org", "net", "ac", "gov", "edu"}


def without_code(text: str) -> str:
    """The text without what stands in backticks."""
    return CODE.sub(" ", text)


def without_links(prose: str) -> str:
    """The text without its addresses, which have letters of their own."""
    return BARE.sub(" ", WITH_SCHEME.sub(" ", prose))


def links(text: str) -> list[str]:
    """The addresses in a text, with and without a scheme, as they are written."""
    prose = without_code(text)
    found = WITH_SCHEME.findall(prose)
    return [*found, *(match.group() for match in BARE.finditer(WITH_SCHEME.sub(" ", prose)))]


def domains(addresses: list[str]) -> list[str]:
    """The domains that addresses lead to, each once, in their order."""
    return list(dict.fromkeys(filter(None, map(domain, addresses))))[:MAX_DOMAINS]


def domain(address: str) -> str:
    """What somebody registered: `shop.example.co.uk` is `example.co.uk`. Empty for what is no address."""
    match = HOST.match(address.strip())
    labels = match.group(1).casefold().strip(".").split(".") if match else []
    if len(labels) < 2:
        return ""
    is_deep = len(labels) > 2 and labels[-2] in SECOND_LEVELS and len(labels[-1]) == 2
    return ".".join(labels[-3:] if is_deep else labels[-2:])


def is_marked_up(text: str) -> bool:
    """Whether links are written in HTML or BBCode: meant for another kind of form than ours."""
    return bool(MARKUP.search(without_code(text)))
