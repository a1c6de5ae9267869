"""A person's wish to hear of a page, and how far they have read it."""

from datetime import datetime
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from pages.models.page import Page
from pages.models.revision import Revision
from pages.models.watch_mail import When

IS_UNREAD = Q(page__deleted_at=None, page__revision_count__gt=F("seen"))


class Watching(NamedTuple):
    """What a screen shows of somebody's watches: whether this page is one, and how many pages are unread."""

    is_watched: bool
    unread_count: int


class WatchQuerySet(models.QuerySet["Watch"]):
    def of(self, person: Any) -> Self:
        """This person's; strangers have none."""
        return self.filter(person=person) if person and person.is_authenticated else self.none()

    def visible(self) -> Self:
        """Of pages that are not deleted: a restored page is watched as before."""
        return self.filter(page__deleted_at=None)

    def unread(self) -> Self:
        """Of pages that others changed since the watcher was last there."""
        return self.filter(IS_UNREAD)

    def with_changes(self) -> Self:
        """The newest change first, with what its row says, in two queries for any number of rows."""
        whole = self.select_related("page__current__author").prefetch_related("page__current__suppressions")
        return whole.order_by("-page__updated_at", "-page_id")

    def changed_before(self, moment: datetime, page_id: int) -> Self:
        """The keyset of `with_changes`: what follows the page `page_id`, changed at `moment`."""
        same_moment = Q(page__updated_at=moment, page__lt=page_id)
        return self.filter(Q(page__updated_at__lt=moment) | same_moment)

    def by_name(self) -> Self:
        return self.select_related("page").order_by("page__slug")

    def visit(self, page: Page) -> Watching:
        """Note that `page` was seen as it is; return whether it is watched, and how many others are unread.

        One query, and an UPDATE where something was unread.
        """
        unread = Count("pk", filter=IS_UNREAD & ~Q(page=page.pk))
        found = self.aggregate(unread=unread, seen=Max("seen", filter=Q(page=page.pk)))
        seen = found["seen"]
        if seen is not None and seen < page.revision_count:
            self.filter(page=page).mark_seen(page.revision_count)
        return Watching(seen is not None, found["unread"] or 0)

    def mark_seen(self, number: int) -> int:
        """Note that revision `number` was seen; never back, so that two screens at once do no harm."""
        return self.filter(seen__lt=number).update(seen=number)

    def mark_all_seen(self) -> int:
        """One UPDATE, whatever the number of pages."""
        newest = Page.objects.filter(pk=models.OuterRef("page")).values("revision_count")
        numbers = self.unread().values("pk")
        return self.model._default_manager.filter(pk__in=numbers).update(seen=models.Subquery(newest))

    def pass_over_own(self, page: Page, number: int) -> int:
        """One's own revision is no news: it counts as seen, unless others' changes before it are unread."""
        return self.filter(page=page, seen=number - 1).update(seen=number)

    def to_tell_at_once(self) -> Self:
        """Of those who hear at once, once a visit: whoever was told hears again after looking at the page."""
        chosen = self.filter(person__watch_mail__when=When.AT_ONCE)
        return chosen.unread().filter(told__lte=F("seen")).changed_by_others()

    def to_tell_daily(self) -> Self:
        """Of those who hear once a day: pages with changes that neither a visit nor a mail has shown them."""
        chosen = self.filter(Q(person__watch_mail__when=When.DAILY) | Q(person__watch_mail=None))
        return chosen.unread().filter(page__revision_count__gt=F("told")).changed_by_others()

    def changed_by_others(self) -> Self:
        """Somebody else made one of the revisions that the watcher does not know."""
        unknown = Revision.objects.filter(page=OuterRef("page"), number__gt=OuterRef("known_number"))
        others = unknown.exclude(author__user=OuterRef("person"))
        return self.alias(known_number=Greatest("seen", "told")).filter(Exists(others))

    def people_after(self, number: int) -> "models.QuerySet[Watch, int]":
        """Numbers of the watchers, each once, in their order: the keyset of a long run."""
        people = self.filter(person__gt=number).order_by("person")
        return people.values_list("person", flat=True).distinct()

    def locked(self) -> Self:
        """Rows of one worker; another one takes others. On SQLite the IMMEDIATE transaction is the lock."""
        return self.select_for_update(of=("self",), skip_locked=True)


class Watch(models.Model):
    """One page on one person's watchlist. It is unread while the page has revisions after `seen`.

    So a save writes nothing for its watchers, however many there are.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="watches")
    since = models.DateTimeField(default=timezone.now)
    seen = models.PositiveIntegerField(help_text="Number of the newest revision that the watcher has seen.")
    told = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Number of the newest revision that a mail has told of."
    )

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "watches"
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="watch_once")]

    def __str__(self) -> str:
        return f"Watch of {self.page}"

    @property
    def is_unread(self) -> bool:
        return self.page.revision_count > self.seen

    @property
    def first_unread(self) -> int:
        """Number of the oldest revision that the watcher has not seen."""
        return min(self.seen + 1, self.page.revision_count)

    @property
    def known(self) -> int:
        """Number of the newest revision that a visit or a mail has shown to the watcher."""
        return max(self.seen, self.told)

    @property
    def untold_count(self) -> int:
        return self.page.revision_count - self.known
