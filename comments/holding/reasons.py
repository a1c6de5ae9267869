"""The rules, each a function from a comment to the reason why it waits."""

from collections.abc import Callable
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.holding.keys import first_match
from comments.models import PageComment, Rules
from pages.permissions import is_contributor, is_moderator

FLAGS, DISALLOWED = "flags", "disallowed"
LINK = '<a href="'


class Reason(TypedDict):
    """One rule that holds a comment: its code, the sentence for the author, what only moderators read."""

    rule: str
    says: str
    detail: str


Rule = Callable[[PageComment, Any, Rules], Reason | None]


def reasons_to_hold(comment: PageComment, person: Any, rules: Rules) -> list[Reason]:
    """Return why this comment, typed by `person`, is read first; nothing for one that appears at once.

    Moderators' own comments always do. At most one query, for those whom no other rule about people holds.
    """
    if is_moderator(person):
        return []
    found = (rule(comment, person, rules) for rule in ALL_RULES)
    return [reason for reason in found if reason]


def calls_it_spam(reasons: list[Reason]) -> bool:
    """Whether a rule keeps the comment among the spam and not in the queue."""
    return any(reason["rule"] == DISALLOWED for reason in reasons)


def flagged(count: int) -> Reason:
    """The reason of an approved comment that trusted readers sent back into the queue."""
    says = _("Readers asked the moderators to look at it again.")
    return _reason(FLAGS, says, f"{count} flags by trusted people")


def _everybody(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    says = _("Every comment here is read before it appears.")
    return _reason("all", says) if rules.hold_all else None


def _stranger(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    if not rules.hold_strangers or is_contributor(person):
        return None
    if person is not None and person.is_authenticated:
        return _reason("stranger", _("Your e-mail address is not confirmed yet; until then we read first."))
    return _reason("stranger", _("Comments by people who are not signed in are read first."))


def _newcomer(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    if rules.hold_all or not rules.hold_until_approved or _stranger(comment, person, rules):
        return None
    if PageComment.objects.approved().filter(author_mark=comment.author_mark).exists():
        return None
    return _reason("first", _("Nothing by you was approved here yet; after the first, you appear at once."))


def _links(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    """Links in the text, and the website beside the name."""
    links = comment.html.count(LINK) + bool(comment.user_url)
    if rules.max_links is None or links < rules.max_links:
        return None
    has = ngettext("It has %(links)d link", "It has %(links)d links", links) % {"links": links}
    limit = _("comments with %(most)d or more are read first.") % {"most": rules.max_links}
    return _reason("links", f"{has}; {limit}")


def _held_key(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    """Its author is not told which line it was: that would teach how to get around it."""
    if key := first_match(rules.held_keys, comment):
        return _reason("words", _("It contains a word or an address that is read first here."), key)
    return None


def _disallowed_key(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    if key := first_match(rules.disallowed_keys, comment):
        return _reason(DISALLOWED, _("It contains a word or an address that only spam has here."), key)
    return None


def _score(comment: PageComment, person: Any, rules: Rules) -> Reason | None:
    """The one place where the machine's score holds: whoever made the draft has set `comment.score`."""
    if comment.score is None or comment.score < rules.spam_hold_percent:
        return None
    says = _("It looks like advertising to our filter, which is wrong at times; a person reads it.")
    return _reason("score", says, f"{comment.score} % of at least {rules.spam_hold_percent} %")


ALL_RULES: tuple[Rule, ...] = (_everybody, _stranger, _newcomer, _links, _held_key, _disallowed_key, _score)


def _reason(rule: str, says: str, detail: str = "") -> Reason:
    return {"rule": rule, "says": says, "detail": detail}
