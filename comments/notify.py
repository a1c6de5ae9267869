"""Who hears of a comment: moderators while it waits, readers once it is approved, its author of a refusal."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from comments.models import Kind, Notice, PageComment, State, Verdict
from comments.models.follow import Follow
from comments.recipients import Recipient, moderators, of_refusal, of_shown, to_confirm
from comments.stop_links import confirm_address, stop_address
from pages.models import OutgoingMail
from pages.notify import compose, link_to, one_click, queue_mails, task

COMMENTS_A_RUN = 200
MODERATORS_WAIT = timedelta(minutes=1)  # between two mails: a flood of comments is no flood of mail
MAX_LINKS = 20


def tell_decided(comments: Iterable[PageComment], decision: Any) -> None:
    """Tell the authors who left an address what was decided, with the reason; called in its transaction.

    `decision` has the state `after`: a rejection or removal is told. Spam is not; an approval can be seen.
    """
    if decision.after in {Kind.REFUSED.value, Kind.REMOVED.value}:
        note(Kind(decision.after), comments)


def tell_readers(comments: Iterable[PageComment], after: str) -> None:
    """Tell parents' authors and followers of comments that were approved; called in the same transaction."""
    if after == State.APPROVED:
        note(Kind.SHOWN, comments)


def note(kind: Kind, comments: Iterable[PageComment]) -> None:
    """Write down that people are to be told, once a comment; the worker asks later whom, and if still."""
    news = [Notice(comment_id=comment.pk, kind=kind) for comment in comments]
    Notice.objects.bulk_create(news, ignore_conflicts=True)
    tell.enqueue()


@task()
def tell() -> int:
    """Turn news that is due into mail; return how many pieces. A second run finds nothing left to tell."""
    return sum(_tell_all(kind, write) for kind, write in WRITERS.items())


def write_digests(*, now: datetime | None = None) -> int:
    """Mail moderators who chose so how many comments wait, once a day, if any do; return how many hear."""
    now = now or timezone.now()
    waiting = PageComment.objects.pending().order_by("submit_date")
    oldest, count = waiting.first(), waiting.count()
    if oldest is None:
        return 0
    context = {
        "count": count,
        "since": oldest.submit_date,
        "queue": link_to("admin:comments_pagecomment_changelist"),
    }
    mails = [
        _mail("digest", f"digest:{now:%Y-%m-%d}:{who.key}", who, {**context, "now": now})
        for who in moderators("daily")
    ]
    queue_mails(mails)
    return len(mails)


def _tell_all(kind: Kind, write: Callable[[list[PageComment]], list[OutgoingMail]]) -> int:
    total = 0
    while told := _tell_some(kind, write):
        total += told
    return total


@transaction.atomic
def _tell_some(kind: Kind, write: Callable[[list[PageComment]], list[OutgoingMail]]) -> int:
    """The mails and the mark that they were written are one transaction: killed here, it is told later."""
    if kind == Kind.WAITING and _moderators_just_heard():
        return 0
    due = Notice.objects.filter(kind=kind).untold().locked()[:COMMENTS_A_RUN]
    numbers = dict(due.values_list("pk", "comment_id"))
    if numbers:
        comments = PageComment.objects.filter(pk__in=numbers.values()).order_by("pk")
        queue_mails(write(list(comments.select_related("page", "reply_to__author__user"))))
        Notice.objects.filter(pk__in=numbers).update(told_at=timezone.now())
    return len(numbers)


def _moderators_just_heard() -> bool:
    """The tick of the next minute tells what comes in meanwhile, in one mail."""
    since = timezone.now() - MODERATORS_WAIT
    return Notice.objects.filter(kind=Kind.WAITING, told_at__gt=since).exists()


def _of_waiting(comments: list[PageComment]) -> list[OutgoingMail]:
    links = [(comment, link_to("admin:comments_pagecomment_change", comment.pk)) for comment in comments]
    context = {"count": len(comments), **_listed(links)}
    return [
        _mail("waiting", f"waiting:{comments[0].pk}:{who.key}", who, context) for who in moderators("at-once")
    ]


def _of_shown(comments: list[PageComment]) -> list[OutgoingMail]:
    """One mail a person, whatever the number of comments; and a question to strangers who want to follow."""
    mails = []
    for who, theirs in of_shown(comments).items():
        links = [(comment, link_to("comments:detail", comment.pk)) for comment in theirs]
        context = {"count": len(theirs), "is_reply": who.is_reply, **_listed(links)}
        mails.append(_mail("shown", f"shown:{theirs[0].pk}:{who.key}", who, context))
    return mails + [ask_to_confirm(follow) for follow in to_confirm(comments)]


def ask_to_confirm(follow: Follow) -> OutgoingMail:
    """The one mail that an address gets before its owner has said yes."""
    context = {"page": follow.page, "link": confirm_address(follow)}
    return compose("confirm_follow", key=f"confirm:{follow.pk}", to=follow.email, context=context)


def _of_refused(comments: list[PageComment]) -> list[OutgoingMail]:
    verdicts = Verdict.objects.filter(comment__in=comments).order_by("pk")
    reasons = dict(verdicts.values_list("comment_id", "reason"))  # of the newest, which made the state
    return [
        _mail(
            "refused",
            f"{comment.state}:{comment.pk}",
            who,
            {"page": comment.page, "state": comment.state, "reason": reasons.get(comment.pk, "")},
        )
        for comment, who in of_refusal(comments)
    ]


def _mail(template: str, key: str, who: Recipient, context: dict[str, Any]) -> OutgoingMail:
    address = stop_address(who.stops)
    context |= {"stop": address}
    headers = one_click(address)
    return compose(template, key=key, to=who.to, person=who.person, headers=headers, context=context)


def _listed(links: list[tuple[PageComment, str]]) -> dict[str, Any]:
    """The first links, and how many more there are.

    No mail can be taken back, so none holds a comment's words or its author's name.
    """
    return {
        "first": links[0][0],
        "links": [(comment.page.title, link) for comment, link in links[:MAX_LINKS]],
        "more": max(0, len(links) - MAX_LINKS),
    }


WRITERS = {
    Kind.WAITING: _of_waiting,
    Kind.SHOWN: _of_shown,
    Kind.REFUSED: _of_refused,
    Kind.REMOVED: _of_refused,
}
