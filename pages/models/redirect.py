"""An old name that leads to a page."""

from django.db import models


class Redirect(models.Model):
    """A slug that leads to a page. It points at the page's row, so there is never a chain."""

    slug = models.CharField(max_length=255, unique=True)
    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="redirects")

    def __str__(self) -> str:
        return f"{self.slug} -> {self.page}"
