"""A wikilink from one page to another."""

from django.db import models


class PageLink(models.Model):
    """`source` links to the page of the name `target_slug`, whether that is written or not."""

    source = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="links")
    target_slug = models.CharField(max_length=255)

    is_embedded = models.BooleanField(
        default=False, db_default=False
    )  # shown inside `source`, not only linked

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target_slug", "source"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.source} -> {self.target_slug}"
