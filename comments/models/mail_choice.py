"""What mail somebody wants of the conversation."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _


class Moderation(models.TextChoices):
    """When a moderator hears of comments that wait."""

    AT_ONCE = "at-once", _("At once, with a link to the comment")
    DAILY = "daily", _("Once a day, if any wait")
    NEVER = "never", _("Never")


class MailChoiceQuerySet(models.QuerySet["MailChoice"]):
    def of_number(self, number: int) -> Self:
        """The choice of the account with this number, made where there is none; empty without the account."""
        if get_user_model()._default_manager.filter(pk=number).exists():
            self.get_or_create(person_id=number)
        return self.filter(person=number)


class MailChoice(models.Model):
    """One person's choice; who has none yet gets the defaults."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_choice"
    )
    moderation = models.CharField(max_length=7, choices=Moderation.choices, default=Moderation.DAILY)
    replies = models.BooleanField("Mail me when somebody replies to my comment", default=True)

    objects = MailChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Mail for {self.person}"


def mail_choice_of(person: Any) -> MailChoice:
    """The person's choice, unsaved where none was made."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)
