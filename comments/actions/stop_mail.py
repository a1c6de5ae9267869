"""Confirm a stranger's wish to follow, and stop a kind of mail: what links in mail lead to."""

from datetime import datetime

from django.utils import timezone

from comments.models import Follow, MailChoice, Moderation


def confirm_follow(number: int, *, now: datetime | None = None) -> Follow | None:
    """The owner of the address said yes; None where the follow has been taken back since. Twice is once."""
    Follow.objects.filter(pk=number, confirmed_at=None).update(confirmed_at=now or timezone.now())
    return Follow.objects.filter(pk=number).select_related("page").first()


def stop_mail(kind: str, number: int) -> None:
    """End the mails that a link stands for; twice is once, and what is gone already is ended."""
    if kind == "follow":
        Follow.objects.filter(pk=number).delete()
    elif kind == "replies":
        MailChoice.objects.of_number(number).update(replies=False)
    elif kind == "moderation":
        MailChoice.objects.of_number(number).update(moderation=Moderation.NEVER)


def choose_mail(choice: MailChoice) -> None:
    """Keep what somebody chose."""
    MailChoice.objects.update_or_create(
        person=choice.person, defaults={"moderation": choice.moderation, "replies": choice.replies}
    )
