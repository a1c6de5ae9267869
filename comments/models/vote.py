"""A person's word that a comment helped."""

from django.db import models


class Vote(models.Model):
    """One contributor found one comment helpful. `PageComment.helpful_count` counts what readers may see."""

    comment = models.ForeignKey("comments.PageComment", on_delete=models.CASCADE, related_name="votes")
    contributor = models.ForeignKey("pages.Contributor", on_delete=models.CASCADE, related_name="votes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "contributor"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contributor} on {self.comment_id}"
