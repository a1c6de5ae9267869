"""That a page has a tag."""

from typing import Self

from django.db import models


class PageTagQuerySet(models.QuerySet["PageTag"]):
    def of(self, slug: str) -> Self:
        """The pages of a tag by name, with their renderings' summaries, in the order of the index."""
        shown = ("page_slug", "page__slug", "page__title", "page__rendering__excerpt")
        pages = self.filter(slug=slug).select_related("page__rendering")
        return pages.only(*shown).order_by("page_slug")


class PageTag(models.Model):
    """One tag of the current revision of a page that is not deleted. Kept by `pages.derived`.

    `page_slug` is the page's own, a second time, so that a tag of any size is listed by name along an index.
    """

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="tags")
    slug = models.CharField(max_length=120)
    page_slug = models.CharField(max_length=255)

    objects = PageTagQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "page_slug"], name="tag_once")]

    def __str__(self) -> str:
        return f"{self.slug}: {self.page}"
