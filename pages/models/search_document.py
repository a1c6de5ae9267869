"""What the search index knows of a page."""

from typing import Self

from django.db import models


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def stale(self, index_format: int) -> Self:
        """Those that an older program indexed, or none did: the newest pages first."""
        return self.filter(indexed_as__lt=index_format, page__deleted_at=None).order_by("-page")


class SearchDocument(models.Model):
    """A page's title and plain text; the search backends add their own index on it."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    title = models.CharField(max_length=255)
    body = models.TextField()
    indexed_as = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False, help_text="The format of the index that has its words."
    )

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["indexed_as"], name="search_document_stale")]

    def __str__(self) -> str:
        return f"Index of {self.title}"
