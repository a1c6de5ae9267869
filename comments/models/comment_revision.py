"""What a comment said before somebody changed it."""

from django.db import models


class CommentRevision(models.Model):
    """A text that a comment no longer has: kept when it was replaced, by whom and when. Never changed."""

    comment = models.ForeignKey("comments.PageComment", on_delete=models.CASCADE, related_name="former_texts")
    number = models.PositiveIntegerField(help_text="1 is the text that was posted.")
    text = models.TextField()
    html = models.TextField()
    edited_by = models.ForeignKey(
        "pages.Contributor",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who replaced this text.",
    )
    edited_at = models.DateTimeField(help_text="When this text was replaced.")

    class Meta:
        ordering = ["comment_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_revision_once"),
        ]

    def __str__(self) -> str:
        return f"Text {self.number} of comment {self.comment_id}"
