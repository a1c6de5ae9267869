"""Who is told of further comments: below a page, or in one thread of it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

MAX_EMAIL_CHARS = 254  # RFC 5321, 4.5.3.1
BY_ACCOUNT = Q(contributor__isnull=False, email="")
BY_ADDRESS = Q(contributor__isnull=True) & ~Q(email="")


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, person: Any) -> Self:
        """What this account follows. A stranger has none here: an address proves nobody."""
        return self.filter(contributor__user=person) if person.is_authenticated else self.none()

    def of_discussion(self) -> Self:
        return self.filter(thread__isnull=True)

    def confirmed(self) -> Self:
        """Follows by accounts, and by addresses whose owner said yes."""
        return self.filter(confirmed_at__isnull=False)


class Follow(models.Model):
    """One person's wish to hear of comments. A stranger's counts when the address has been confirmed."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(
        "comments.PageComment",
        on_delete=models.CASCADE,
        null=True,
        related_name="follows",
        help_text="The comment that the thread starts with; none for all comments of the page.",
    )
    contributor = models.ForeignKey(
        "pages.Contributor", on_delete=models.CASCADE, null=True, related_name="follows"
    )
    email = models.EmailField(
        max_length=MAX_EMAIL_CHARS, blank=True, help_text="A stranger's, in lower case."
    )
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=BY_ACCOUNT | BY_ADDRESS, name="follow_is_by_somebody"),
            models.UniqueConstraint(
                fields=["page", "contributor"],
                condition=Q(thread__isnull=True),
                name="follow_discussion_once",
            ),
            models.UniqueConstraint(
                fields=["page", "email"],
                condition=Q(thread__isnull=True, contributor__isnull=True),
                name="follow_discussion_once_by_mail",
            ),
            models.UniqueConstraint(
                fields=["thread", "contributor"],
                condition=Q(thread__isnull=False),
                name="follow_thread_once",
            ),
            models.UniqueConstraint(
                fields=["thread", "email"],
                condition=Q(thread__isnull=False, contributor__isnull=True),
                name="follow_thread_once_by_mail",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="follow_by_address", condition=~Q(email=""))]

    def __str__(self) -> str:
        return f"Follow of {self.thread or self.page}"
