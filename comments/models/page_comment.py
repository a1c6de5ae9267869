"""A comment on a page, kept in comments-xtd's tables and one of ours."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext_lazy as _
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments.models.index import forget_words, index_words
from comments.models.vote import Vote

COMMENTS_A_SCREEN = 50
LEAST_A_SCREEN = 25  # a thread that would leave fewer is cut
MAX_DEPTH = 100  # replies to a comment this deep stand beside it: an index row has to hold the path
STEP_CHARS = 6
LAST_STEP = "z" * STEP_CHARS
MAX_PATH_CHARS = (MAX_DEPTH + 1) * STEP_CHARS
SHOWN_CHARS = 60
MAX_COMMENT_ID = 2**31 - 1  # the library's 32-bit keys
COMMENT_ID = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
WEB_SCHEMES = ("http://", "https://")


class State(models.TextChoices):
    """What the moderators, or the rule that held or published it, made of a comment."""

    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    SPAM = "spam", _("Spam")
    REJECTED = "rejected", _("Rejected")
    REMOVED = "removed", _("Removed")


class PageCommentQuerySet(models.QuerySet["PageComment"]):
    def pending(self) -> Self:
        """The moderation queue."""
        return self.filter(state=State.PENDING)

    def approved(self) -> Self:
        return self.filter(state=State.APPROVED)

    def seen_by_readers(self) -> Self:
        """What is approved, on pages that are not deleted and show their discussion."""
        return self.approved().in_shown_discussions().filter(page__deleted_at=None)

    def visible_to(self, person: Any, held: tuple[int, ...] = ()) -> Self:
        """What is approved, and of what waits the person's own, by account or by the ids `held`."""
        own = Q(pk__in=held)
        if person is not None and person.is_authenticated:
            own |= Q(user=person)
        elif not held:
            return self.approved()
        return self.filter(Q(state=State.APPROVED) | Q(state=State.PENDING) & own)

    def in_shown_discussions(self) -> Self:
        """Without the comments of pages whose discussion is closed: for lists over several pages."""
        return self.exclude(page__discussion__mode="closed")

    def with_parent(self) -> Self:
        """Comments that know whom they reply to, without loading that comment."""
        return self.annotate(parent_name=F("reply_to__user_name"), parent_state=F("reply_to__state"))

    def marked_by(self, person: Any) -> Self:
        """Comments that know whether this account voted for them; a stranger's are left as they are."""
        if not person.is_authenticated:
            return self
        return self.annotate(is_voted_for=Exists(Vote.objects.of(person).filter(comment=OuterRef("pk"))))

    def locked(self) -> Self:
        """Rows locked in one order; on SQLite the IMMEDIATE transaction is the lock."""
        return self.order_by("pk").select_for_update(of=("self",))

    def set_state(self, state: State, *, words: Iterable[tuple[int, str, str]] | None = None) -> int:
        """The one writer of `state` and of what follows it: the library's two booleans, the votes, the index.

        Two UPDATEs, the library's table first, while `self` still finds its rows: for columns of both tables
        in one call Django would ask for the numbers of all rows before. `words` are the numbers, texts and
        languages for the index, from who has them already.
        """
        is_approved = state == State.APPROVED
        is_gone = state in {State.SPAM, State.REJECTED, State.REMOVED}
        found = Comment.objects.filter(pk__in=self.order_by().values("pk"))
        found.update(is_public=is_approved, is_removed=is_gone)
        if is_approved:
            index_words(words or self.order_by().values_list("pk", "comment", "page__lang"))
        else:
            forget_words(self.order_by().values_list("pk", flat=True))
        return self.update(state=state, helpful_count=_votes() if is_approved else 0)

    def recount_votes(self) -> int:
        """Write `helpful_count` of approved comments anew, by one UPDATE."""
        return self.approved().update(helpful_count=_votes())


def _votes() -> Coalesce:
    votes = Vote.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    return Coalesce(Subquery(votes.annotate(n=Count("pk")).values("n")), 0)


class PageComment(XtdComment):
    """What somebody said below a page. `state` is the truth; the library's booleans follow, its tree rests.

    The field for the comment replied to is `reply_to`: `parent` would claim the column name of the library's
    integer `parent_id` (docs/decisions/0010-comments-on-xtd.md).
    """

    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(
        "pages.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="written under"
    )
    reply_to = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="replies")
    path = models.CharField(max_length=MAX_PATH_CHARS)
    depth = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, null=True, related_name="comments"
    )
    author_mark = models.CharField(
        max_length=300, help_text="One author's comments share it, account or not."
    )
    score = models.SmallIntegerField(null=True)
    score_reasons = models.JSONField(
        default=list, blank=True, help_text="What made the score: [name, weight] pairs, heaviest first."
    )
    held_because = models.JSONField(
        default=list,
        blank=True,
        help_text='Rules that held it: {"rule": code, "says": to its author, "detail": to moderators}.',
    )
    html = models.TextField()
    helpful_count = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="Votes that readers see: none unless approved."
    )
    edited_at = models.DateTimeField(null=True, help_text="When its text was last replaced.")
    submission_key = models.CharField(max_length=64, unique=True)

    objects = PageCommentQuerySet.as_manager()
    # The type checker does not read the library, so it cannot find this by itself.
    _default_manager: ClassVar[models.Manager["PageComment"]]

    class Meta:
        verbose_name = "comment"
        constraints = [
            models.UniqueConstraint(fields=["page", "path"], name="comment_path_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_has_a_state"),
        ]
        indexes = [
            models.Index(fields=["page", "state", "path"], name="comment_shown"),
            models.Index(fields=["state", "xtdcomment_ptr"], name="comment_queue"),
            models.Index(fields=["author_mark", "state"], name="comment_author"),
            # `IS NULL` and not `depth = 0`: SQLite proves that a partial index fits without a bound value.
            models.Index(
                fields=["page", "-path"], name="comment_threads", condition=Q(reply_to__isnull=True)
            ),
            models.Index(
                fields=["page", "-helpful_count", "path"],
                name="comment_threads_helpful",
                condition=Q(reply_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        # Not Django's Truncator: the admin's log asks for this 500 times in one decision.
        is_long = len(self.comment) > SHOWN_CHARS
        return f"{self.user_name}: {f'{self.comment[: SHOWN_CHARS - 1]}…' if is_long else self.comment}"

    def save(self, *args: Any, **options: Any) -> None:
        """Store the row and nothing else: XtdComment.save renumbers a tree that we do not use (trap 1)."""
        models.Model.save(self, *args, **options)

    def get_absolute_url(self) -> str:
        """The permalink. `place()` is where it leads."""
        return reverse("comments:detail", args=[self.pk])

    def place(self, person: Any, held: tuple[int, ...]) -> str:
        """The address of this comment on its page, on a screen where this person finds it.

        Threads oldest first. The further screens start at the thread, or as far above the comment as fits.
        """
        visible = PageComment.objects.visible_to(person, (*held, self.pk)).filter(page=self.page_id)
        paths = visible.order_by("path").values_list("path", flat=True)
        first = list(paths[: COMMENTS_A_SCREEN + 1])
        is_first = self.path in first[: whole_threads(first)]
        cursor = "" if is_first else f"?comments={self._start(paths)}"
        return f"{self.page.get_absolute_url()}{cursor}#c{self.pk}"

    def _start(self, paths: models.QuerySet) -> str:
        """The path furthest above this comment from which a screen still reaches it."""
        before = paths.filter(path__lt=self.path).order_by("-path")[: COMMENTS_A_SCREEN - 1]
        furthest = min(before, default="")
        above = (self.path[:end] for end in range(STEP_CHARS, len(self.path) + 1, STEP_CHARS))
        return next(path for path in above if path >= furthest)

    @property
    def thread_path(self) -> str:
        """The path of the comment that this one's thread starts with."""
        return self.path[:STEP_CHARS]

    @property
    def is_held(self) -> bool:
        return self.state == State.PENDING

    @property
    def website(self) -> str:
        """The author's address on the web; empty for the `javascript:` of an imported row (trap 11)."""
        return self.user_url if self.user_url.lower().startswith(WEB_SCHEMES) else ""

    def take_place(self) -> None:
        """Choose the path behind the last sibling. The discussion's lock must be held.

        Paths are appended to and never rewritten; their text order is the thread order in any collation,
        because every step has the same length and is written with 0-9 and a-z alone.
        """
        prefix = self.reply_to.path[: MAX_DEPTH * STEP_CHARS] if self.reply_to else ""
        last = (
            PageComment.objects.filter(page=self.page_id, path__gt=prefix, path__lte=prefix + LAST_STEP)
            .order_by("-path")
            .values_list("path", flat=True)
            .first()
        )
        number = base36_to_int(last[len(prefix) : len(prefix) + STEP_CHARS]) + 1 if last else 0
        self.path = prefix + int_to_base36(number).zfill(STEP_CHARS)
        self.depth = len(prefix) // STEP_CHARS


def whole_threads(paths: list[str]) -> int:
    """How many comments with these paths one screen shows, of one more than it can hold.

    It ends where a thread ends, unless it would be shorter than half: then the long thread is cut.
    """
    if len(paths) <= COMMENTS_A_SCREEN:
        return len(paths)
    cut_thread = paths[COMMENTS_A_SCREEN][:STEP_CHARS]
    start = next(place for place, path in enumerate(paths) if path.startswith(cut_thread))
    return start if start >= LEAST_A_SCREEN else COMMENTS_A_SCREEN
