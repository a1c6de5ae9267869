"""An outside link that leads nowhere."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pages.models.rendering import MAX_URL_CHARS

if TYPE_CHECKING:
    from pages.models.page import Page

PROBLEMS = {
    "404": _("Not found (404)"),
    "410": _("Gone for good (410)"),
    "certificate": _("Its certificate does not hold"),
    "closed": _("Nobody answers there"),
    "malformed": _("It is no address"),
    "name": _("There is no site of this name"),
    "private": _("It leads into a private network"),
    "redirects": _("It is redirected without an end"),
    "silent": _("No answer in time"),
}


class BrokenLinkQuerySet(models.QuerySet["BrokenLink"]):
    def by_page(self) -> Self:
        """Those of visible pages, by page in the order of the index."""
        return self.filter(page__deleted_at=None).select_related("page").order_by("page_id", "url")

    def after(self, page: int, url: str) -> Self:
        """The keyset of `by_page`: what follows the link of `page` to `url`."""
        return self.filter(page__gte=page).filter(Q(page__gt=page) | Q(page=page, url__gt=url))

    def note(self, page: "Page", problems: Mapping[str, str], *, now: datetime) -> None:
        """Keep the links of `page` that are broken, by address; what was broken before stays so since."""
        self.keep(page, problems)
        rows = [self.model(page=page, url=url, problem=why, since=now) for url, why in problems.items()]
        fields = ["page", "url"]
        self.bulk_create(rows, update_conflicts=True, update_fields=["problem"], unique_fields=fields)

    def keep(self, page: "Page", urls: Collection[str]) -> None:
        """Drop the links of `page` to other addresses than `urls`."""
        self.filter(page=page).exclude(url__in=urls).delete()


class BrokenLink(models.Model):
    """A link in the current text of a page. It goes with the text (`derived`), or when it works again."""

    page = models.ForeignKey(  # the constraint's index begins with it
        "pages.Page", on_delete=models.CASCADE, related_name="broken_links", db_index=False
    )
    url = models.CharField(max_length=MAX_URL_CHARS)
    problem = models.CharField(max_length=20)
    since = models.DateTimeField()

    objects = BrokenLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "url"], name="broken_once")]

    def __str__(self) -> str:
        return f"{self.page}: {self.url}"

    @property
    def says(self) -> str:
        error = _("An error of the site (%(status)s)") % {"status": self.problem}
        return str(PROBLEMS.get(self.problem, error))
