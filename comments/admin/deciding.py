"""What a moderator sent from the queue: read, done, and answered to a browser or to its script."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.actions import make_decision, undo
from comments.actions.decide import CHUNK_ROWS
from comments.admin.buttons import buttons_on, chosen_state
from comments.models import COMMENT_ID, Decision, PageComment, Verb, Verdict
from pages.templatetags.wiki import when

MAX_NAMED = 5  # of those decided on by others, a message names this many
MAX_MOVED_IN_ANSWER = 200


@dataclass(frozen=True)
class Outcome:
    """What became of it: the decision, unsaved where it moved nothing, and what others had decided before."""

    decision: Decision | None
    chosen: int = 0
    first: list[Verdict] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)

    @property
    def done(self) -> int:
        return self.decision.comment_count if self.decision else 0

    def good_news(self) -> str:
        if not self.done or self.decision is None:
            return ""
        if self.decision.verb == Verb.UNDO:
            sentence = ngettext(
                "Undone: %(number)s comment is as it was.",
                "Undone: %(number)s comments are as they were.",
                self.done,
            )
        else:
            sentence = ngettext("%(number)s comment %(done)s.", "%(number)s comments %(done)s.", self.done)
        return sentence % {"number": f"{self.done:,}", "done": self.decision.get_verb_display()}

    def bad_news(self) -> str:
        """What was not done: others were quicker, or nothing was chosen."""
        if self.decision is None:
            return _("Nothing was chosen, so nothing was changed.")
        return " ".join(filter(None, [self._of_changed(), self._of_others()]))

    def _of_changed(self) -> str:
        number = len(self.changed)
        sentence = ngettext(
            "%(number)s was changed by its author since you read it, and was left as it is: read it again.",
            "%(number)s were changed by their authors since you read them, and were left as they are: read "
            "them again.",
            number,
        )
        return sentence % {"number": f"{number:,}"} if number else ""

    def _of_others(self) -> str:
        left = self.chosen - self.done - len(self.changed)
        if left <= 0:
            return ""
        sentence = ngettext(
            "%(number)s had been decided on by somebody else already; nothing was changed there.",
            "%(number)s had been decided on by somebody else already; nothing was changed there.",
            left,
        )
        return " ".join([sentence % {"number": f"{left:,}"}, *map(told_first, self.first)])


def told_first(verdict: Verdict) -> str:
    """Who was first, and what they decided."""
    words = {
        "who": verdict.decided_by or _("Somebody"),
        "name": verdict.comment.user_name,
        "state": verdict.get_after_display().lower(),
        "when": when(verdict.decided_at),
    }
    return _("%(who)s decided on the comment by %(name)s: %(state)s (%(when)s).") % words


def decide_one(request: HttpRequest) -> Outcome:
    """Do what the button `verb:comment:state seen` says; nothing for a value that no button has."""
    verb, pk, seen = [*request.POST.get("decide", "").split(":"), "", ""][:3]
    if verb not in buttons_on(seen) or not COMMENT_ID.fullmatch(pk):
        return Outcome(None)
    return _decide(request, [int(pk)], verb, seen)


def decide_many(request: HttpRequest, matching: Any) -> Outcome:
    """Do what the bar above the list says: to those selected, or to all of the queryset `matching`.

    What arrived after the screen was made is spared: nobody has had a chance to see it.
    """
    verb, seen = request.POST.get("action", ""), chosen_state(request.GET.get("state"))
    if verb not in buttons_on(seen):
        return Outcome(None)
    if request.POST.get("select_across") == "1":
        if COMMENT_ID.fullmatch(newest := request.POST.get("newest", "")):
            matching = matching.filter(pk__lte=int(newest))
        return _decide(request, list(matching.order_by().values_list("pk", flat=True)), verb, seen)
    selected = filter(COMMENT_ID.fullmatch, request.POST.getlist("_selected_action"))
    return _decide(request, list(map(int, selected)), verb, seen)


def undo_one(request: HttpRequest) -> Outcome:
    """Take back the decision whose number the button `undo` holds."""
    number = request.POST["undo"]
    decision = Decision.objects.filter(pk=int(number)).first() if COMMENT_ID.fullmatch(number) else None
    if decision is None:
        return Outcome(None)
    pks = list(decision.verdicts.values_list("comment", flat=True)[:MAX_MOVED_IN_ANSWER])
    undoing = undo(decision, by=request.user)
    return _outcome(undoing, pks, decision.comment_count)


def answer(request: HttpRequest, outcome: Outcome, address: str) -> HttpResponse:
    """For a script JSON; for a browser messages and the way back to `address`."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(_as_json(outcome))
    if outcome.good_news():
        messages.success(request, _with_undo(outcome.good_news(), outcome.decision))
    if outcome.bad_news():
        messages.warning(request, outcome.bad_news())
    return HttpResponseRedirect(address, status=303)


def _decide(request: HttpRequest, pks: list[int], verb: str, seen: str) -> Outcome:
    if not pks:
        return Outcome(None)
    read_at = _moment(request.POST.get("read_at", ""))
    decision = make_decision(
        pks,
        buttons_on(seen)[verb].after,
        by=request.user,
        seen=seen,
        reason=request.POST.get("reason", "").strip(),
        is_told=request.POST.get("tell") == "1",
        read_at=read_at,
    )
    return _outcome(decision, pks, len(set(pks)), read_at)


def _moment(text: str) -> datetime | None:
    """When the screen was made that this was sent from; None for what is no moment."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _outcome(decision: Decision, pks: Sequence[int], chosen: int, read_at: datetime | None = None) -> Outcome:
    if decision.comment_count == chosen:
        return Outcome(decision, chosen)
    numbers = _changed_since(read_at, pks, decision.before) if read_at else []
    moved = set(decision.verdicts.values_list("comment", flat=True)) if decision.pk else set()
    left = [pk for pk in pks if pk not in moved and pk not in numbers][:MAX_NAMED]
    first = Verdict.objects.filter(comment__in=left).standing()
    named = list(first.select_related("decided_by", "comment").order_by("pk"))
    return Outcome(decision, chosen, named, numbers)


def _changed_since(read_at: datetime, pks: Sequence[int], seen: str) -> list[int]:
    changed = PageComment.objects.filter(pk__in=pks[:CHUNK_ROWS], state=seen, edited_at__gt=read_at)
    return list(changed.order_by("pk").values_list("pk", flat=True))


def _with_undo(sentence: str, decision: Any) -> SafeString:
    """The sentence with a button that belongs to the form of the list, whose token it sends."""
    return format_html(
        '{} <button class="button undo" form="changelist-form" name="undo" value="{}">{}</button>',
        sentence,
        decision.pk,
        _("Undo"),
    )


def _as_json(outcome: Outcome) -> dict[str, Any]:
    decision = outcome.decision if outcome.done else None
    moved = decision.verdicts.values_list("comment", flat=True)[:MAX_MOVED_IN_ANSWER] if decision else []
    return {
        "decision": decision.pk if decision else None,
        "moved": list(moved),
        "first": dict.fromkeys(outcome.changed, Outcome(outcome.decision, 1, changed=[0]).bad_news())
        | {verdict.comment_id: told_first(verdict) for verdict in outcome.first},
        "says": f"{outcome.good_news()} {outcome.bad_news()}".strip(),
    }
