"""The decisions that a moderator is offered: what each is called and where it makes sense."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import State, Verb


@dataclass(frozen=True)
class Button:
    """A decision to choose: where it leads, its name, key and picture, and the states it is for."""

    after: State
    label: str | Promise
    key: str
    icon: str
    before: frozenset[State]


BUTTONS = {
    Verb.APPROVE: Button(State.APPROVED, _("Approve"), "A", "check", frozenset(State) - {State.APPROVED}),
    Verb.REJECT: Button(State.REJECTED, _("Reject"), "R", "x", frozenset({State.PENDING})),
    Verb.SPAM: Button(State.SPAM, _("Spam"), "S", "ban", frozenset({State.PENDING, State.APPROVED})),
    Verb.REMOVE: Button(State.REMOVED, _("Remove"), "R", "x", frozenset({State.APPROVED})),
    Verb.HOLD: Button(
        State.PENDING, _("Back to the queue"), "B", "inbox", frozenset(State) - {State.PENDING}
    ),
}
ALL = "all"


def chosen_state(value: str | None) -> str:
    """The state that a query asks for; what waits, where it asks for none that exists."""
    return value if value and (value == ALL or value in State.values) else State.PENDING.value


def buttons_on(state: str) -> dict[str, Button]:
    """What makes sense for a comment in this state, by verb; nothing for a mixture of states."""
    return {verb.value: button for verb, button in BUTTONS.items() if state in button.before}
