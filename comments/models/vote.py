"""A person's word that a comment helped."""

from typing import Any, Self

from django.db import models


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, person: Any) -> Self:
        """The votes of this account; strangers have none."""
        return self.filter(contributor__user=person) if person.is_authenticated else self.none()


class Vote(models.Model):
    """One contributor found one comment helpful. `PageComment.helpful_count` counts what readers may see."""

    comment = models.ForeignKey("comments.PageComment", on_delete=models.CASCADE, related_name="votes")
    contributor = models.ForeignKey("pages.Contributor", on_delete=models.CASCADE, related_name="votes")

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "contributor"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} on {self.comment_id}"
