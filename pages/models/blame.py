"""Who wrote each line of a page."""

from collections.abc import Iterator

from django.db import models, transaction
from django.db.models import Count, F, Sum

from pages.models.page import Page
from pages.models.revision import Revision, RevisionQuerySet, TextSuppressed
from pages.models.revision_text import RevisionText, UnreadableText
from pages.text.blame import Runs, advance, count_lines
from pages.text.diff import diff
from pages.text.lines import split_lines

REVISIONS_AT_A_TIME = 100


class PageBlame(models.Model):
    """For each line of a revision the number of the revision that brought it."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="blame"
    )
    revision = models.ForeignKey("pages.Revision", on_delete=models.CASCADE, related_name="+")
    runs = models.JSONField(
        default=list, help_text="[[revision number, lines], ...] in the order of the text."
    )

    def __str__(self) -> str:
        return f"Blame of {self.page}"

    def fits(self, text: str) -> bool:
        """Whether there is an author for each line of `text`, and no more."""
        return count_lines(self.runs) == len(split_lines(text))


def advance_blame(revision: Revision, text: str) -> bool:
    """Carry the blame of its parent on to `revision`, the newest one, by one difference.

    False where that is not enough: the parent has no blame or no text, or `revision` is a revert, whose lines
    go back to those who wrote them first. The page's lock must be held.
    """
    if revision.reverted_to is not None:
        return False
    stored, before = PageBlame(page=revision.page), ""
    if revision.parent is not None:
        found = PageBlame.objects.filter(page=revision.page, revision=revision.parent).first()
        parent_text = text_of(revision.parent) if found else None
        if found is None or parent_text is None or not found.fits(parent_text):
            return False
        stored, before = found, parent_text
    stored.revision, stored.runs = revision, advance(stored.runs, diff(before, text), revision.number)
    stored.save()
    return True


class BlameWalk:
    """The way from a page's stored blame to that of its current revision."""

    def __init__(self, page: Page, *, is_from_scratch: bool = False) -> None:
        self.page = page
        self.target = Revision.objects.get(current_of=page)
        self.start = None if is_from_scratch else self._stored()
        start_number = self.start.revision.number if self.start else 0
        self.revisions: RevisionQuerySet = page.revisions.filter(
            number__gt=start_number, number__lte=self.target.number
        ).order_by("number")
        if self.start and self.revisions.filter(reverted_to__lt=start_number).exists():
            # It was forgotten who wrote that text: the blame of one revision is stored, not of all.
            self.start, self.revisions = None, page.revisions.filter(number__lte=self.target.number)

    def work(self) -> tuple[int, int]:
        """How many differences it takes, and how many bytes they compare."""
        sums = self.revisions.order_by().aggregate(differences=Count("pk"), size=Sum("size", default=0))
        return sums["differences"], sums["size"]

    def finish(self) -> PageBlame:
        """Go the way without a lock, then store where it led to."""
        return self._store(self._runs())

    def _stored(self) -> PageBlame | None:
        stored = PageBlame.objects.filter(page=self.page).select_related("revision").first()
        if stored is None or stored.revision.number > self.target.number:
            return None
        text = text_of(stored.revision)
        return stored if text is not None and stored.fits(text) else None

    def _runs(self) -> Runs:
        runs, before = (self.start.runs, text_of(self.start.revision) or "") if self.start else ([], "")
        known = {self.start.revision.number: (self.start.revision, runs)} if self.start else {}
        wanted = set(self.revisions.exclude(reverted_to=None).values_list("reverted_to", flat=True))
        for revision, text in self._texts():
            origin = known.get(revision.reverted_to) if revision.reverted_to else None
            if origin and bytes(origin[0].text_hash) == bytes(revision.text_hash):
                runs = origin[1]
            else:
                runs = advance(runs, diff(before, text), revision.number)
            if revision.number in wanted:
                known[revision.number] = (revision, runs)
            before = text
        return runs

    def _texts(self) -> Iterator[tuple[Revision, str]]:
        """Revisions whose text is there. Lines of a suppressed one go to the next that has them."""
        whole = self.revisions.order_by("number").select_related("stored_text__keyframe")
        for revision in whole.iterator(REVISIONS_AT_A_TIME):
            text = text_of(revision)
            if text is not None:
                yield revision, text

    def _store(self, runs: Runs) -> PageBlame:
        with transaction.atomic():
            Page.objects.locked().get(pk=self.page.pk)
            found = PageBlame.objects.filter(page=self.page, revision__number__gt=self.target.number).first()
            if found is None:
                found, _ = PageBlame.objects.update_or_create(
                    page=self.page, defaults={"revision": self.target, "runs": runs}
                )
            return found


def catch_up(page: Page) -> None:
    """Bring the blame of `page` up to its current revision, however often that changes meanwhile."""
    while not PageBlame.objects.filter(page=page, revision=F("page__current")).exists():
        BlameWalk(page).finish()


def text_of(revision: Revision) -> str | None:
    """The text, or None where it was suppressed or is damaged."""
    try:
        return revision.text
    except (RevisionText.DoesNotExist, TextSuppressed, UnreadableText):
        return None
