"""A page that no other page links to."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from pages.models.link import PageLink
from pages.models.page import Page
from pages.models.redirect import Redirect


class OrphanedPageQuerySet(models.QuerySet["OrphanedPage"]):
    def recount(self, slugs: Collection[str]) -> None:
        """Write anew whether the pages of these names, old ones too, are orphaned."""
        by_old_name = Redirect.objects.filter(slug__in=slugs).values("page")
        pages = Page.objects.filter(Q(slug__in=slugs) | Q(pk__in=by_old_name)).annotate(
            is_linked=_is_linked()
        )
        found = {
            page.pk: not (page.is_linked or page.is_deleted or page.is_home)
            for page in pages.only("slug", "deleted_at").order_by("pk")
        }
        self.filter(page__in=[number for number, is_orphaned in found.items() if not is_orphaned]).delete()
        rows = (self.model(page_id=number) for number, is_orphaned in found.items() if is_orphaned)
        self.bulk_create(rows, ignore_conflicts=True)

    def newest_first(self) -> Self:
        return self.filter(page__deleted_at=None).select_related("page").order_by("-page_id")


class OrphanedPage(models.Model):
    """That nobody links to `page`. Kept by `pages.derived`: to look for it would read every page."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="orphaned"
    )

    objects = OrphanedPageQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.page)


def _is_linked() -> Exists:
    """Whether another page that is not deleted links to the page, by its name or one that it had."""
    old_names = Redirect.objects.filter(page=OuterRef(OuterRef("pk"))).values("slug")
    named = Q(target_slug=OuterRef("slug")) | Q(target_slug__in=old_names)
    return Exists(PageLink.objects.of_visible_pages().filter(named).exclude(source=OuterRef("pk")))
