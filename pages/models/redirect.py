"""An old name that leads to a page."""

from typing import Self

from django.db import models
from django.urls import reverse


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def by_name(self) -> Self:
        """Those that lead somewhere, in the order of their names."""
        return self.filter(page__deleted_at=None).select_related("page").order_by("slug")

    def give_up(self, slug: str) -> set[str]:
        """Take `slug` from the page that it leads to; return that page's name, if there is one."""
        names = set(self.filter(slug=slug).values_list("page__slug", flat=True))
        self.filter(slug=slug).delete()
        return names


class Redirect(models.Model):
    """A slug that leads to a page. It points at the page's row, so there is never a chain."""

    slug = models.CharField(max_length=255, unique=True)
    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="redirects")

    objects = RedirectQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.slug} -> {self.page}"

    def get_absolute_url(self) -> str:
        return reverse("pages:detail", args=[self.slug])
