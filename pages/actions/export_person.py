"""Give a person all that is stored of them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from pages.actions.find_person import Person
from pages.actions.personal_columns import address_columns, last_models, people_columns
from pages.models import Contributor

# Keys to an account, our own copies of what stands beside them, and others' words in the admin's log.
KEPT_BACK = {"password", "key", "token", "text_hash", "hash", "submission_key", "author_mark", "session_key"}
KEPT_BACK |= {"object_repr", "change_message"}
# What somebody did to others: the act is theirs, the words and the network are not. An unsent mail may hold
# the link to a new password.
KEPT_BACK_OF = {
    "ban": {"network", "first", "last"},
    "commentrevision": {"text", "html"},
    "outgoingmail": {"text", "headers"},
}


def export_person(person: Person, *, by: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the person's rows by model: account, edits, drafts, comments of every state, mail and the rest.

    `by` is None for whoever sits at the server's terminal. Raises `PermissionDenied`.
    """
    require_administrator(by)
    found = {model._meta.label: _rows(model, person) for model in last_models()}
    return {label: rows for label, rows in sorted(found.items()) if rows}


def require_administrator(by: Any) -> None:
    """Raise `PermissionDenied` unless `by` is an administrator, or None: the terminal."""
    if by is not None and not (by.is_active and by.is_superuser):
        raise PermissionDenied("Only administrators export or erase a person's data.")


def _rows(model: type[models.Model], person: Person) -> list[dict[str, Any]]:
    wanted = _is_of(model, person)
    if not wanted:
        return []
    hidden = KEPT_BACK | KEPT_BACK_OF.get(model._meta.model_name or "", set())
    names = [f.attname for f in model._meta.concrete_fields if f.name not in hidden]
    return list(model._base_manager.filter(wanted).order_by("pk").values(*names))


def _is_of(model: type[models.Model], person: Person) -> Q:
    wanted = Q()
    for name in people_columns(model):
        is_account = model._meta.get_field(name).related_model is get_user_model()
        if who := person.account if is_account else person.contributor:
            wanted |= Q(**{name: who})
    for name in address_columns(model):
        for address in person.addresses:
            wanted |= Q(**{f"{name}__iexact": address})
    if model is get_user_model() and person.account:
        wanted |= Q(pk=person.account.pk)
    if model is Contributor and person.contributor:
        wanted |= Q(pk=person.contributor.pk)
    return wanted
