"""A page: a titled place with a history."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import models
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.models.fact import Fact
from pages.models.link import PageLink
from pages.models.redirect import Redirect
from pages.models.rendering import PageRendering
from pages.models.revision import Revision, start_of_day
from pages.text.contents import Listed
from pages.text.titles import MAX_TITLE_CHARS

if TYPE_CHECKING:
    from pages.models.contributor import Contributor

HOME_SLUG = "home"


class Written(NamedTuple):
    """A page that is listed in contents, and how."""

    entry: Listed
    page: "Page"


class PageQuerySet(models.QuerySet["Page"]):
    def visible(self) -> Self:
        """Pages that are not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        return self.exclude(deleted_at=None)

    def named(self, slug: str) -> Self:
        """The page of this name, or that had it."""
        by_old_name = models.Q(pk__in=Redirect.objects.filter(slug=slug).values("page"))
        return self.filter(models.Q(slug=slug) | by_old_name)

    def known_as(self, slugs: Collection[str]) -> "dict[str, Page]":
        """The pages of these names, by the name that was asked for: a page's own or one that it had."""
        by_any_name = models.Q(slug__in=slugs) | models.Q(redirects__slug__in=slugs)
        found = self.filter(by_any_name).annotate(old_name=F("redirects__slug"))
        names = ((name, page) for page in found for name in (page.slug, page.old_name))  # type: ignore[attr-defined]
        return {name: page for name, page in names if name in slugs}

    def with_reading_order(self) -> Self:
        """Pages with what the front page lists, in the same query, as `reading_order`."""
        front = PageRendering.objects.filter(page__slug=HOME_SLUG, page__deleted_at=None)
        return self.annotate(reading_order=Subquery(front.values("contents")[:1]))

    def with_summaries(self) -> Self:
        """Pages with what they say of themselves, in the same query."""
        return self.select_related("rendering").defer("rendering__html", "rendering__infobox")

    def with_current(self) -> Self:
        """Pages with their current revision and its author, in the same query."""
        # How much its author writes elsewhere is nothing of the page's.
        return self.select_related("current__author").defer("current__author__revision_count")

    def as_links(self) -> Self:
        """Pages with what a link to them needs alone, which no edit of their text changes."""
        return self.only("slug", "title")

    def recently_changed(self) -> Self:
        return self.visible().with_current().order_by("-updated_at", "-id")

    def listed(self, key: str) -> Self:
        """Visible pages that have the fact `key`, by name, with what is known of them."""
        having = Fact.objects.filter(key=key).values("page")
        pages = self.visible().filter(pk__in=having).select_related("rendering")
        return pages.only("slug", "title", "lang", "rendering__front_matter").order_by("slug")

    def saying(self, facts: Mapping[str, Collection[str]]) -> Self:
        """Those whose facts are, key by key, one of the given values."""
        pages = self
        for key, values in facts.items():
            pages = pages.filter(pk__in=Fact.objects.saying(key, values).values("page"))
        return pages

    def written_by(self, author: "Contributor | None") -> Self:
        """Those that the person made a revision of; none for nobody."""
        return (
            self.filter(pk__in=Revision.objects.filter(author=author).values("page"))
            if author
            else self.none()
        )

    def not_written_by(self, author: "Contributor | None") -> Self:
        return self.exclude(pk__in=Revision.objects.filter(author=author).values("page")) if author else self

    def changed_between(self, first: date | None, behind: date | None) -> Self:
        """Those whose last change was on the day `first` or later, and before the day `behind`."""
        pages = self.filter(updated_at__gte=start_of_day(first)) if first else self
        return pages.filter(updated_at__lt=start_of_day(behind)) if behind else pages

    def listed_in(self, contents: Sequence[Listed]) -> list[Written]:
        """Those that `contents` lists, in its order, each once, though an old name may name one again."""
        pages = self.known_as({entry.slug for entry in contents}) if contents else {}
        found: dict[int, Written] = {}
        for entry in contents:
            if page := pages.get(entry.slug):
                found.setdefault(page.pk, Written(entry, page))
        return list(found.values())

    def changed_by_part(self, size: int) -> list[tuple[int, datetime]]:
        """The parts, each of `size` numbers of pages, that are not empty, and when each changed last."""
        parts = self.annotate(part=(F("pk") - 1) / size).order_by("part").values("part")
        return list(parts.annotate(changed=Max("updated_at")).values_list("part", "changed"))

    def in_part(self, part: int, size: int) -> Self:
        return self.filter(pk__gt=part * size, pk__lte=(part + 1) * size).order_by("pk")

    def after(self, slug: str) -> Self:
        """The keyset of a list by name: what follows `slug`, all of it for ""."""
        return self.filter(slug__gt=slug) if slug else self

    def linking_to(self, slug: str) -> Self:
        return self.visible().filter(links__target_slug=slug)

    def embedding(self, page: "Page") -> Self:
        """Pages that show facts of `page`, by its name or by one that it had."""
        named = models.Q(target_slug=page.slug) | models.Q(target_slug__in=page.redirects.values("slug"))
        return self.visible().filter(pk__in=PageLink.objects.filter(named, is_embedded=True).values("source"))

    def linking_to_any_name_of(self, page: "Page") -> Self:
        """Pages that link to `page` by its name or by one that it had."""
        by_old_name = models.Q(links__target_slug__in=page.redirects.values("slug"))
        return self.visible().filter(models.Q(links__target_slug=page.slug) | by_old_name)

    def linking_to_old_names_of(self, page: "Page") -> Self:
        names = PageLink.objects.filter(target_slug__in=page.redirects.values("slug"))
        return self.visible().filter(pk__in=names.values("source"))

    def locked(self) -> Self:
        """Rows locked until the transaction ends; on SQLite the IMMEDIATE transaction is the lock already.

        Join nothing to it: after the wait PostgreSQL reads the locked row anew, but joined rows as of before.
        """
        return self.select_for_update()

    def recount_contributors(self) -> int:
        """Write `contributor_count` anew, by one UPDATE."""
        people = Revision.objects.filter(page=OuterRef("pk")).exclude(author=None).order_by().values("page")
        count = people.annotate(n=Count("author", distinct=True)).values("n")
        return self.update(contributor_count=Coalesce(Subquery(count), 0))

    def raise_cache_version(self) -> int:
        """Make every stored copy of these pages stale, by one UPDATE."""
        return self.update(cache_version=F("cache_version") + 1)


class Protection(models.IntegerChoices):
    """Who may edit a page."""

    NONE = 0, _("Anyone with a confirmed address")
    TRUSTED = 1, _("Trusted contributors")
    MODERATORS = 2, _("Moderators")


class Page(models.Model):
    """A titled place with a history. Its text lives in revisions, never here."""

    slug = models.CharField(max_length=2 * MAX_TITLE_CHARS, unique=True)
    title = models.CharField(max_length=MAX_TITLE_CHARS)
    lang = models.CharField("language", max_length=35, blank=True, help_text="BCP 47, from the front matter.")
    # Null only inside the transaction that makes the page: whoever reads one has a revision to read.
    current: "models.OneToOneField[Revision | None, Revision]" = models.OneToOneField(  # type: ignore[misc]
        "pages.Revision", on_delete=models.PROTECT, null=True, related_name="current_of", editable=False
    )
    revision_count = models.PositiveIntegerField(default=0, editable=False)
    contributor_count = models.PositiveIntegerField(default=0, editable=False)
    protection = models.PositiveSmallIntegerField(choices=Protection.choices, default=Protection.NONE)
    cache_version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("updated_at").desc(), F("id").desc(), name="page_recently_changed"),
            models.Index(Lower("title"), name="page_title_lower"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="page_has_a_slug"),
            models.CheckConstraint(condition=~models.Q(title=""), name="page_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pages:home") if self.is_home else reverse("pages:detail", args=[self.slug])

    @property
    def is_home(self) -> bool:
        return self.slug == HOME_SLUG

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def backlinks(self) -> PageQuerySet:
        """Pages whose text links here, in the order of the index: the one that was made first comes first."""
        return Page.objects.linking_to(self.slug).exclude(pk=self.pk).order_by("links__source_id").as_links()

    def names(self) -> set[str]:
        """Its slug, and those that it had."""
        return {self.slug, *self.redirects.values_list("slug", flat=True)}

    def move_to(self, revision: "Revision", *, now: datetime) -> None:
        """Make `revision` the one that readers see."""
        self.current = revision
        self.revision_count = revision.number
        self.contributor_count = self.revisions.exclude(author=None).values("author").distinct().count()
        self.updated_at = now
        self.cache_version = F("cache_version") + 1
        fields = ["current", "revision_count", "contributor_count", "updated_at", "cache_version", "lang"]
        self.save(update_fields=fields)
        self.refresh_from_db(fields=["cache_version"])
