"""Whom a mail goes to: accounts with a confirmed address who want it, and strangers who confirmed theirs."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from comments.models import PageComment
from comments.models.follow import Follow
from comments.models.mail_choice import MailChoice, Moderation
from pages.notify import mailable


@dataclass(frozen=True)
class Recipient:
    """`key` names a person without the address; `stops` is what the mail's link ends."""

    key: str
    to: str
    person: Any = None
    stops: str = ""
    is_reply: bool = False


def moderators(when: str) -> list[Recipient]:
    """Moderators who want to hear of what waits `at-once` or `daily`; without a choice, daily."""
    wanted = Q(mail_choice__moderation=when)
    if when == Moderation.DAILY:
        wanted |= Q(mail_choice=None)
    allowed = Q(is_superuser=True) | Q(groups__name="Moderators")
    people = mailable(get_user_model()._default_manager.filter(allowed & wanted).distinct())
    return [
        Recipient(f"person:{person.pk}", to, person, f"moderation:{person.pk}")
        for person, to in people.values()
    ]


def of_shown(comments: list[PageComment]) -> dict[Recipient, list[PageComment]]:
    """Who hears of approved comments, each person once with all of them: parents' authors and followers."""
    found: dict[str, Recipient] = {}
    theirs: dict[str, dict[int, PageComment]] = defaultdict(dict)
    for comment, who in [*_parents_authors(comments), *_followers(comments)]:
        address = who.to.lower()
        if address != comment.user_email.lower() or (who.person and who.person.pk != comment.user_id):
            found.setdefault(address, who)
            theirs[address][comment.pk] = comment
    return {who: list(theirs[address].values()) for address, who in found.items()}


def to_confirm(comments: list[PageComment]) -> list[Follow]:
    """Unconfirmed wishes of the strangers who wrote these comments: an approved one is a sign of a person."""
    addresses = {comment.user_email.lower() for comment in comments if not comment.user_id} - {""}
    asked = Follow.objects.filter(
        email__in=addresses, page__in={c.page_id for c in comments}, confirmed_at=None
    )
    return list(asked.select_related("page").order_by("pk"))


def of_refusal(comments: list[PageComment]) -> list[tuple[PageComment, Recipient]]:
    """The comments' authors, as far as they left an address, by account or in the form."""
    people = _accounts({comment.user_id for comment in comments})
    found = []
    for comment in comments:
        if comment.user_id in people:
            person, to = people[comment.user_id]
            found.append((comment, Recipient(f"person:{person.pk}", to, person)))
        elif comment.user_id is None and comment.user_email:
            found.append((comment, Recipient(f"author:{comment.pk}", comment.user_email)))
    return found


def _parents_authors(comments: list[PageComment]) -> list[tuple[PageComment, Recipient]]:
    """Accounts alone: a stranger's address may be anybody's until its owner has confirmed it."""
    authors = {c.pk: c.reply_to.author for c in comments if c.reply_to and c.reply_to.author}
    people = _accounts({author.user_id for author in authors.values()})
    declined = MailChoice.objects.filter(person__in=people, replies=False).values_list("person", flat=True)
    for number in list(declined):
        del people[number]
    return [
        (comment, Recipient(f"person:{person.pk}", to, person, f"replies:{person.pk}", is_reply=True))
        for comment in comments
        if comment.pk in authors and authors[comment.pk].pk != comment.author_id
        for person, to in [people.get(authors[comment.pk].user_id or 0, (None, ""))]
        if person
    ]


def _followers(comments: list[PageComment]) -> list[tuple[PageComment, Recipient]]:
    """Followers of the pages and of the threads, by one query; who follows both is found by the thread."""
    pages = {comment.page_id for comment in comments}
    follows = list(Follow.objects.confirmed().filter(page__in=pages).select_related("thread", "contributor"))
    people = _accounts({follow.contributor.user_id for follow in follows if follow.contributor})
    found = []
    for follow in sorted(follows, key=lambda follow: (follow.thread_id is None, follow.pk)):
        person, to = None, follow.email
        if follow.contributor:
            person, to = people.get(follow.contributor.user_id or 0, (None, ""))
        if to:
            who = Recipient(f"follow:{follow.pk}", to, person, f"follow:{follow.pk}")
            found += [(comment, who) for comment in comments if _is_news(comment, follow)]
    return found


def _is_news(comment: PageComment, follow: Follow) -> bool:
    is_own = follow.contributor_id is not None and follow.contributor_id == comment.author_id
    is_below = follow.thread is None or follow.thread.path == comment.thread_path
    return comment.page_id == follow.page_id and is_below and not is_own


def _accounts(numbers: set[int | None]) -> dict[int, tuple[Any, str]]:
    return mailable(get_user_model()._default_manager.filter(pk__in=[number for number in numbers if number]))
