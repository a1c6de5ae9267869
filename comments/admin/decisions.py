"""The buttons and actions of the queue, and what is said when they are done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from comments.actions import approve, hold, mark_spam, reject, remove
from comments.models import COMMENT_ID, PageComment, State

ALL = "all"


@dataclass(frozen=True)
class Decision:
    """A button: what it does, what it is called, what is said when it is done, and where it makes sense."""

    act: Callable[..., int]
    label: str
    done: str
    before: frozenset[State]


DECISIONS = {
    "approve": Decision(approve, "Approve", "approved", frozenset(State) - {State.APPROVED}),
    "reject": Decision(reject, "Reject", "rejected", frozenset({State.PENDING})),
    "spam": Decision(mark_spam, "Spam", "marked as spam", frozenset({State.PENDING, State.APPROVED})),
    "remove": Decision(remove, "Remove", "removed", frozenset({State.APPROVED})),
    "hold": Decision(hold, "Back to the queue", "put back", frozenset(State) - {State.PENDING}),
}


def chosen_state(value: Any) -> str:
    """The state that a query asks for; what waits, where it asks for none that exists."""
    return value if value == ALL or value in State.values else State.PENDING.value


def decisions_on(comment: PageComment) -> list[tuple[str, str]]:
    """The buttons that make sense for a comment, each as (verb, label)."""
    return [
        (verb, decision.label) for verb, decision in DECISIONS.items() if comment.state in decision.before
    ]


def decide_one(model_admin: admin.ModelAdmin, request: HttpRequest) -> None:
    """Do what the button `verb:comment:state seen` says; nothing for a value that no button has."""
    verb, pk, seen = [*request.POST.get("decide", "").split(":"), "", ""][:3]
    if verb not in DECISIONS or seen not in DECISIONS[verb].before or not COMMENT_ID.fullmatch(pk):
        model_admin.message_user(request, "No decision was chosen.", messages.WARNING)
        return
    done = DECISIONS[verb].act([int(pk)], by=request.user, seen=seen, reason=_reason(request))
    _report(model_admin, request, DECISIONS[verb], done=done, chosen=1)


def decide_many(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[PageComment]) -> None:
    """The admin's action: decide on what was chosen, as far as it still is in the state that was shown."""
    decision = DECISIONS[request.POST["action"]]
    pks = list(queryset.order_by().values_list("pk", flat=True))
    seen = chosen_state(request.GET.get("state"))
    done = decision.act(pks, by=request.user, seen=seen, reason=_reason(request))
    is_across = request.POST.get("select_across") == "1"
    chosen = len(pks) if is_across else len(request.POST.getlist("_selected_action"))
    _report(model_admin, request, decision, done=done, chosen=chosen)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _report(
    model_admin: admin.ModelAdmin, request: HttpRequest, decision: Decision, *, done: int, chosen: int
) -> None:
    """Say how many were decided, and that somebody else was quicker where that is so."""
    if done:
        noun = "comment" if done == 1 else "comments"
        model_admin.message_user(request, f"{done:,} {noun} {decision.done}.", messages.SUCCESS)
    if done < chosen:
        sentence = (
            f"{chosen - done:,} had been decided on by somebody else already; nothing was changed there."
        )
        model_admin.message_user(request, sentence, messages.WARNING)
