"""What mail somebody wants of the pages that they watch."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class When(models.TextChoices):
    AT_ONCE = "at-once", _("At once, for the first change since you looked at the page")
    DAILY = "daily", _("Once a day, if any changed")
    NEVER = "never", _("Never")


class WatchMail(models.Model):
    """One person's choice; who has made none hears once a day."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="watch_mail"
    )
    when = models.CharField(max_length=7, choices=When.choices, default=When.DAILY)

    class Meta:
        verbose_name_plural = "mail about watched pages"

    def __str__(self) -> str:
        return f"{self.get_when_display()}: {self.person}"
