"""What the search index knows of a page."""

from django.db import models


class SearchDocument(models.Model):
    """A page's title and plain text; the search backends add their own index on it."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    title = models.CharField(max_length=255)
    body = models.TextField()

    def __str__(self) -> str:
        return f"Index of {self.title}"
