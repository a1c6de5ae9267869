"""One saved, immutable version of a page."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate, TruncWeek
from django.urls import reverse
from django.utils import timezone

from pages.models.suppression import Part
from pages.text.hashes import revision_hash, text_hash
from pages.text.refusals import Refusal

if TYPE_CHECKING:
    from pages.models.contributor import Contributor
    from pages.models.page import Page

MAX_SUMMARY_CHARS = 200
MAX_PAGES_FETCHED = 500


class RevisionIsImmutable(TypeError):
    """Somebody tried to change a saved revision."""


class UnreadableText(Refusal):
    """The stored bytes of a revision's text are damaged or gone; `verify` names the revision."""


class TextSuppressed(UnreadableText):
    """The text is gone from storage: a moderator took it out."""

    def __init__(self, number: int) -> None:
        super().__init__(f"A moderator removed the text of revision {number}.")


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> Self:
        return self.select_related("author").order_by("-number")

    def older_than(self, number: int | None) -> Self:
        """The keyset of a history page: revisions below `number`, all of them for None."""
        return self if number is None else self.filter(number__lt=number)

    def recent(self) -> Self:
        """Revisions of pages that are not deleted, newest first, with what a row says, in two queries."""
        shown = self.filter(page__deleted_at=None).select_related("page", "author")
        return shown.with_suppressions().order_by("-created_at", "-id")

    def of_pages(self, rows: models.QuerySet[Any]) -> Self:
        """Revisions of the pages that `rows` of another table point to.

        Of few pages all revisions are fetched and sorted, of many the newest of all pages are gone through:
        the other way round either would read the whole table. The database cannot know which is which.
        """
        few = list(rows.values_list("page_id", flat=True)[: MAX_PAGES_FETCHED + 1])
        if len(few) <= MAX_PAGES_FETCHED:
            return self.filter(page__in=few)
        return self.filter(Exists(rows.filter(page=OuterRef("page"))))

    def made_before(self, moment: datetime, number: int) -> Self:
        """The keyset of `recent`: what follows the revision with this id, made at `moment`."""
        same_moment = Q(created_at=moment, id__lt=number)
        return self.filter(created_at__lte=moment).filter(Q(created_at__lt=moment) | same_moment)

    def by_day(self, first: date) -> dict[date, int]:
        """How many were made on each day from `first` on that had any."""
        lately = (
            self.filter(created_at__gte=start_of_day(first)).order_by().annotate(day=TruncDate("created_at"))
        )
        return dict(lately.values("day").annotate(n=Count("pk")).values_list("day", "n"))

    def by_week(self, first: date, weeks: int) -> list[int]:
        """How many were made in each of so many weeks from the Monday `first` on."""
        lately = (
            self.filter(created_at__gte=start_of_day(first)).order_by().annotate(week=TruncWeek("created_at"))
        )
        found = {row["week"].date(): row["n"] for row in lately.values("week").annotate(n=Count("pk"))}
        return [found.get(first + timedelta(weeks=week), 0) for week in range(weeks)]

    def with_text(self) -> Self:
        """Revisions whose text nobody took out of storage."""
        return self.exclude(suppressions__part=Part.TEXT)

    def with_suppressions(self) -> Self:
        """Revisions that know what was taken out of them, by one query for all."""
        return self.prefetch_related("suppressions")

    def clear_summary(self) -> int:
        """Take the summaries out for good: the one change besides authorship that a suppression makes."""
        return super().update(summary="")

    def update(self, **fields: Any) -> int:
        if fields.keys() - {"author", "author_id"}:  # authorship is outside the hash: erasure of a person
            raise RevisionIsImmutable("Revisions are never updated.")
        return super().update(**fields)


class Revision(models.Model):
    """One saved, immutable version of a page. Its hash covers all but the author, and its parent's hash."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    author = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, null=True, related_name="revisions"
    )
    created_at = models.DateTimeField()
    summary = models.CharField(max_length=MAX_SUMMARY_CHARS, blank=True)
    is_minor = models.BooleanField(default=False)
    text_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField(help_text="Bytes of the text in UTF-8.")
    size_change = models.IntegerField(help_text="Bytes more than the parent.")
    reverted_to = models.PositiveIntegerField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="revision_number_once_a_page"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_number_from_1"),
            models.CheckConstraint(
                condition=models.Q(number=1, parent=None) | models.Q(number__gt=1, parent__isnull=False),
                name="revision_has_a_parent_but_the_first",
            ),
        ]
        indexes = [
            models.Index(F("page"), F("number").desc(), name="revision_history"),
            models.Index(F("created_at").desc(), F("id").desc(), name="revision_recent"),
            models.Index(F("author"), F("created_at").desc(), F("id").desc(), name="revision_by_author"),
            models.Index(
                F("created_at").desc(), F("id").desc(), name="revision_major", condition=Q(is_minor=False)
            ),
            models.Index(
                F("created_at").desc(), F("id").desc(), name="revision_first", condition=Q(number=1)
            ),
            models.Index(F("author"), name="revision_first_by", condition=Q(number=1)),
            models.Index(fields=["author", "page"], name="revision_by_author_and_page"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise RevisionIsImmutable("Revisions are never updated.")
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("pages:revision", args=[self.page.slug, self.number])

    @property
    def text(self) -> str:
        """The page's whole source as it was saved, byte for byte. Raises `UnreadableText`."""
        try:
            stored = self.stored_text
        except ObjectDoesNotExist:
            if self.suppressions.filter(part=Part.TEXT).exists():
                raise TextSuppressed(self.number) from None
            raise UnreadableText("the text is not there") from None
        return stored.read()

    @property
    def suppressed_parts(self) -> set[str]:
        """What a moderator took out of it: some of `Part`. No query where the suppressions are prefetched."""
        return {suppression.part for suppression in self.suppressions.all()}

    def before_run(self) -> "Revision | None":
        """The last revision before the run of this one's author that ends here.

        None where the author is not known, or wrote all of those before too.
        """
        if self.author_id is None:
            return None
        earlier = Revision.objects.filter(page=self.page_id, number__lt=self.number)
        return earlier.exclude(author=self.author_id).order_by("-number").first()

    def merged_with(self, base: int) -> list[str]:
        """Names of the others whose revisions since `base` this one was merged with, each once."""
        between = self.page.revisions.filter(number__gt=base, number__lt=self.number)
        others = between.exclude(author=self.author_id).exclude(author=None)
        return sorted(set(others.values_list("author__name", flat=True)))

    def expected_hash(self) -> bytes:
        """What `hash` must be; `verify` compares."""
        return revision_hash(
            text_hash=bytes(self.text_hash),
            number=self.number,
            parent_hash=bytes(self.parent.hash) if self.parent else b"",
            created_at=self.created_at,
            summary=self.summary,
            is_minor=self.is_minor,
        )


def next_revision(
    page: "Page",
    text: str,
    *,
    by: "Contributor | None",
    summary: str = "",
    is_minor: bool = False,
    reverted_to: int | None = None,
    now: datetime,
) -> Revision:
    """The revision after `page.current`, unsaved, with its hashes and sizes. The page's lock must be held."""
    parent, size = page.current, len(text.encode())
    revision = Revision(
        page=page,
        number=parent.number + 1 if parent else 1,
        parent=parent,
        author=by,
        created_at=now,
        summary=summary,
        is_minor=is_minor,
        text_hash=text_hash(text),
        size=size,
        size_change=size - (parent.size if parent else 0),
        reverted_to=reverted_to,
    )
    revision.hash = revision.expected_hash()
    return revision
