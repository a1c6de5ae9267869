"""Find all that a name or an e-mail address stands for: the person whose data is exported or erased."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from pages.models import Contributor


class NobodyFound(Exception):
    """No account and no contributor has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Nobody here is called “{name}”.")


@dataclass(frozen=True)
class Person:
    """An account, its contributor, and addresses in lower case; of a stranger there are addresses alone."""

    account: Any
    contributor: Contributor | None
    addresses: frozenset[str]


def find_person(name_or_email: str) -> Person:
    """Find an account by its name or address, a contributor by name or slug, or a stranger by address.

    An account brings its confirmed addresses alone: one that it only claims may be somebody else's, whose
    comments would be exported or erased with it. Raises `NobodyFound`.
    """
    wanted = name_or_email.strip()
    if "@" in wanted and (owner := _owner(wanted)):
        return _person(owner, wanted.lower())
    if account := get_user_model()._default_manager.filter(username=wanted).first():
        return _person(account)
    if "@" in wanted:
        return Person(None, None, frozenset({wanted.lower()}))
    found = Contributor.objects.filter(name=wanted) | Contributor.objects.filter(slug=wanted)
    if (contributor := found.select_related("user").order_by("pk").first()) is None:
        raise NobodyFound(wanted)
    return _person(contributor.user) if contributor.user else Person(None, contributor, frozenset())


def _owner(address: str) -> Any:
    """The account that has confirmed the address, or else the one that was opened with it."""
    confirmed = (
        EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    )
    if confirmed:
        return confirmed.user
    return get_user_model()._default_manager.filter(email__iexact=address).order_by("pk").first()


def _person(account: Any, *given: str) -> Person:
    confirmed = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
    contributor = Contributor.objects.filter(user=account).first()
    return Person(account, contributor, frozenset({*given, *map(str.lower, confirmed)}))
