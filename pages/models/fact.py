"""One key and value of a page's front matter."""

from django.db import models


class Fact(models.Model):
    """One key and value of the current revision's front matter, in the author's order."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="facts")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "position"], name="fact_position_once")]
        indexes = [models.Index(fields=["key", "page"], name="fact_by_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value[:60]}"
