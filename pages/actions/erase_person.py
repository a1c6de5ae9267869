"""Erase a person from all but the history's words: account, name, address, drafts, mail, sessions, traces."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from pages.actions.erase_traces import erase_traces
from pages.actions.find_person import Person
from pages.models import Contributor, LogEntry, OutgoingMail, Page, Revision, SearchDocument, contributor_of
from pages.models.contributor import SOFTWARE_SLUG
from pages.text.traces import trace_pattern


class NotErasable(Exception):
    """This one has to stay: the software's own name, or who erases."""


def refuse_to_erase(person: Person, by: Any) -> None:
    """Raise `NotErasable` for the software's own contributor and for the administrator who acts."""
    if person.contributor and person.contributor.slug == SOFTWARE_SLUG:
        raise NotErasable("The software itself writes under this name.")
    if by is not None and person.account == by:
        raise NotErasable("Ask another administrator to erase your own account.")


def erase_person(person: Person, *, by: Any, now: datetime) -> None:
    """Erase what the wiki holds of a person, in a transaction that is open.

    The edits stay, under a neutral name: authorship is outside the hashes, so the history stays whole.
    """
    if person.contributor:
        _rename(person.contributor)
        number = {"contributor": person.contributor.pk}
        LogEntry.objects.create(verb="erase", actor=contributor_of(by), created_at=now, details=number)
    forget_mails_to(person)
    _take_addresses_from_other_accounts(person)
    if person.account:
        _forget_in_the_admins_log(person.account)
        person.account.delete()  # drafts, addresses, choices, votes and keys go with it
    erase_traces(person)


def neutral_name(person: Person) -> str:
    """What stands where the name stood. No number for a stranger: there is none to tell apart."""
    return f"Former contributor {person.contributor.pk}" if person.contributor else "Former commenter"


def mentions(person: Person) -> list[str]:
    """Where readers may still find the address: in texts and summaries that a moderator can suppress."""
    pattern, named = trace_pattern(person.addresses), Q(pk=None)
    for address in person.addresses:
        named |= Q(summary__icontains=address)
    found = [
        f"“{r.page.title}” revision {r.number}, summary"
        for r in Revision.objects.filter(named).select_related("page")
        if pattern.search(r.summary)
    ]
    held = Q(pk=None)
    for address in person.addresses:
        held |= Q(body__icontains=address)
    texts = SearchDocument.objects.filter(held).select_related("page")
    return found + [f"“{text.page.title}”, text" for text in texts if pattern.search(text.body)]


def _rename(contributor: Contributor) -> None:
    number = contributor.pk
    Contributor.objects.filter(pk=number).update(
        name=f"Former contributor {number}", slug=f"former-contributor-{number}", user=None
    )
    Page.objects.filter(revisions__author=contributor).raise_cache_version()


def forget_mails_to(person: Person) -> None:
    wanted = Q(person=person.account) if person.account else Q(pk=None)
    for address in person.addresses:
        wanted |= Q(to__iexact=address)
    OutgoingMail.objects.filter(wanted).delete()


def _take_addresses_from_other_accounts(person: Person) -> None:
    """Somebody else may have claimed an address without confirming it."""
    for address in person.addresses:
        EmailAddress.objects.filter(email__iexact=address).delete()
        get_user_model()._default_manager.filter(email__iexact=address).update(email="")


def _forget_in_the_admins_log(account: Any) -> None:
    """Lines about the account repeat its name; lines by it go with it."""
    about = ContentType.objects.get_for_model(type(account))
    lines = AdminLogEntry.objects.filter(content_type=about, object_id=str(account.pk))
    lines.update(object_repr="-", change_message="")
