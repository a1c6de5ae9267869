"""Test data, made by the actions themselves, so that everything derived is true."""

from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from pages.actions.create import create
from pages.actions.edit import edit
from pages.models import Page

_numbers = count(1)


def make_person(name: str = "", *groups: str, **fields: Any) -> Any:
    """An account; in `Contributors` its address counts as confirmed."""
    name = name or f"person-{next(_numbers)}"
    person = get_user_model().objects.create_user(
        name, f"{name}@people.example", "three unrelated words", **fields
    )
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def make_contributor(name: str = "") -> Any:
    return make_person(name, "Contributors")


def make_moderator(name: str = "") -> Any:
    return make_person(name, "Contributors", "Moderators", is_staff=True)


def make_page(title: str = "", body: str = "A page.\n", *, by: Any = None, revisions: int = 1) -> Page:
    """A page with that many revisions, each one line longer than the one before."""
    page = create(title or f"Page {next(_numbers)}", body, by=by)
    author = by or (make_contributor() if revisions > 1 else None)
    for number in range(2, revisions + 1):
        body += f"Line of revision {number}.\n"
        edit(page, body, by=author, base=number - 1, summary=f"Edit {number}")
    page.refresh_from_db()
    return page
