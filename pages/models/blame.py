"""Who wrote each line of a page."""

from django.db import models


class PageBlame(models.Model):
    """For each line of a revision the number of the revision that brought it."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="blame"
    )
    revision = models.ForeignKey("pages.Revision", on_delete=models.CASCADE, related_name="+")
    runs = models.JSONField(
        default=list, help_text="[[revision number, lines], ...] in the order of the text."
    )

    def __str__(self) -> str:
        return f"Blame of {self.page}"
