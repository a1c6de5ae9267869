"""Who is told of further comments: below a page, or in one thread of it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comments.models.page_comment import PageComment
from pages.models import Contributor

MAX_EMAIL_CHARS = 254  # RFC 5321, 4.5.3.1
BY_ACCOUNT = Q(contributor__isnull=False, email="")
BY_ADDRESS = Q(contributor__isnull=True) & ~Q(email="")


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, contributor: Contributor | None) -> Self:
        """What this contributor follows. A stranger has none here: an address proves nobody."""
        return self.filter(contributor=contributor) if contributor else self.none()

    def of_discussion(self) -> Self:
        return self.filter(thread__isnull=True)

    def of_thread_with(self, comment: PageComment) -> Self:
        return self.filter(thread__page=comment.page_id, thread__path=comment.thread_path)

    def confirmed(self) -> Self:
        """Follows by accounts, and by addresses whose owner said yes."""
        return self.filter(confirmed_at__isnull=False)

    def to_tell(self, comment: PageComment) -> Self:
        """Who is to hear of `comment`: the followers of its page and of its thread, each once, its author not.

        Who follows both is found by the thread. Ask when the comment is approved, never before; whether an
        account is still active, may read the page and wants mail is for the sender to ask.
        """
        confirmed = self.confirmed()
        by_thread = confirmed.of_thread_with(comment)
        same_person = Q(contributor=OuterRef("contributor")) | ~Q(email="") & Q(email=OuterRef("email"))
        by_page = confirmed.of_discussion().filter(page=comment.page_id)
        by_page_alone = by_page.exclude(Exists(by_thread.filter(same_person)))
        found = Q(pk__in=by_thread.values("pk")) | Q(pk__in=by_page_alone.values("pk"))
        return self.filter(found).exclude(_is_author_of(comment)).order_by("pk")


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


def _is_author_of(comment: PageComment) -> Q:
    if comment.author_id:
        return Q(contributor=comment.author_id)
    return Q(contributor__isnull=True, email=comment.user_email.lower())
