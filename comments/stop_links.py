"""Addresses in mail that their readers need no account for: confirm a wish to follow, stop a kind of mail."""

from django.core import signing

from comments.models.follow import Follow
from pages.notify import link_to

CONFIRM_DAYS = 14
CONFIRM_SALT = "comments.confirm"
STOP_SALT = "comments.stop"


def confirm_address(follow: Follow) -> str:
    return link_to("comments:confirm_follow", signing.dumps(follow.pk, salt=CONFIRM_SALT))


def confirmed_number(token: str) -> int:
    """The number of the follow that `token` confirms. Raises `signing.BadSignature`, also of one too old."""
    return int(signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_DAYS * 86_400))


def stop_address(stops: str) -> str:
    """Where a kind of mail ends, empty for one that comes once.

    `stops` names it: `follow:12`, `replies:3` or `moderation:3`, the number of a follow or of a person. It
    works for ever: a mail of last year must still be able to stop the next one.
    """
    return link_to("comments:stop_mail", signing.Signer(salt=STOP_SALT).sign_object(stops)) if stops else ""


def stopped(token: str) -> tuple[str, int]:
    """What `token` stops, as (kind, number). Raises `signing.BadSignature`."""
    kind, _, number = str(signing.Signer(salt=STOP_SALT).unsign_object(token)).partition(":")
    return kind, int(number)
