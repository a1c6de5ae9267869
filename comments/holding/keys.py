"""Words, addresses, domains and networks, one a line: which of them a comment contains."""

import unicodedata
from collections.abc import Iterable

from comments.models import PageComment
from pages.text.networks import readable_network


def first_match(keys: str, comment: PageComment) -> str | None:
    """Return the first line of `keys` that is in the comment's text, name, website, e-mail or IP address.

    Words match inside others and in any case, as in WordPress; marks that print nothing do not hide them.
    """
    texts = (
        comment.comment,
        comment.user_name,
        comment.user_url,
        comment.user_email,
        comment.ip_address or "",
    )
    said = "\n".join(folded(text) for text in texts)
    return next((key for key in _lines(keys) if folded(key) in said or _covers(key, comment)), None)


def folded(text: str) -> str:
    """Return the text as it is compared: compatible forms as one, no case, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if unicodedata.category(char) != "Cf")


def _lines(keys: str) -> Iterable[str]:
    return (line.strip() for line in keys.splitlines() if folded(line).strip())


def _covers(key: str, comment: PageComment) -> bool:
    network = readable_network(key) if "/" in key or ":" in key else None
    address = readable_network(comment.ip_address or "")
    return bool(network and address and address.network_address in network)
