"""Comments made the way people make them, so that paths, counters and verdicts are true."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from comments.actions import draft, post
from comments.actions.decide import decide
from comments.forms import PageCommentForm
from comments.models import PageComment, Rules, State
from pages.actions.create import create
from pages.models import Page

_numbers = count(1)


def make_page(title: str = "Title") -> Page:
    create(title, "Some text.", by=None)
    return Page.objects.select_related("current").get(title=title)


def make_moderator(name: str = "deciding") -> User:
    person, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    person.groups.add(Group.objects.get(name="Moderators"))
    return person


def set_rules(**changed: Any) -> None:
    """Rules of discussion that hold from now on; those not named as they are."""
    rules = Rules.objects.current()
    for name, value in changed.items():
        setattr(rules, name, value)
    rules.save()


def make_comment(page: Page, text: str = "", *, state: str = State.APPROVED, **fields: Any) -> PageComment:
    """A stranger's comment, unless `by` names somebody, in the state asked for."""
    number = next(_numbers)
    who = {} if fields.get("by") else {"name": f"Person {number}", "email": f"person{number}@mail.example"}
    comment = draft(page, text or f"Words number {number}", **{**who, **fields})
    posted = post(comment, is_held=state not in {State.APPROVED, State.REMOVED})
    if posted.state != state:
        decide([posted.pk], state, by=make_moderator(), seen=posted.state)
    return PageComment.objects.get(pk=posted.pk)


def form_of(page: Page, **fields: Any) -> dict[str, Any]:
    """What a browser sends for the page's form, filled in by a stranger."""
    typed = {"comment": "A thought", "name": "Mara", "email": "mara@mail.example", "url": "", "reply_to": ""}
    return {**PageCommentForm(page).security, "honeypot": "", **typed, **fields}
