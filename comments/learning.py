"""Learns from what moderators decided, and unlearns what they took back."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.fields import BooleanField

from comments.models import ClueCount, Lesson, PageComment, State, Verdict
from comments.models.lesson import pack
from comments.scoring import notes_on_comment
from comments.spam import Count, Said, counts_of, notes_on
from comments.spam.shingles import key_of
from pages.notify import task

LABELS = {State.SPAM.value: True, State.APPROVED.value: False}  # a rejected comment teaches nothing


def learn(comments: Iterable[PageComment]) -> None:
    """Let a task learn from comments that were decided on. Its row is one of this transaction."""
    learn_from.enqueue([comment.pk for comment in comments])


@task()
def learn_from(pks: list[int]) -> None:
    """The task: bring what is known in line with what these comments are now."""
    catch_up(pks)


@transaction.atomic
def catch_up(pks: Iterable[int]) -> int:
    """Learn these comments as what they are now; return how many were learned or unlearned.

    It looks at the comments' state and not at the decision, so that it may run late, twice or out of order.
    """
    pks = list(pks)
    comments = list(decided(PageComment.objects.filter(pk__in=pks)).select_related("page").locked())
    former = Lesson.objects.in_bulk([comment.pk for comment in comments])
    stale = [comment for comment in comments if _label(comment) is not _was(former.get(comment.pk))]
    _forget([former[comment.pk] for comment in stale if comment.pk in former])
    _teach([comment for comment in stale if _label(comment) is not None])
    return len(stale)


def decided(comments: Any) -> Any:
    """Of these, the comments that a person decided on: a rule's publishing teaches nothing."""
    return comments.filter(Exists(Verdict.objects.filter(comment=OuterRef("pk"))))


def not_yet_learned() -> Any:
    """Decided comments whose lesson is missing or is not what they are now."""
    label = Case(
        *(When(state=state, then=is_spam) for state, is_spam in LABELS.items()), output_field=BooleanField()
    )
    wanted = decided(PageComment.objects.annotate(label=label, taught=F("lesson__is_spam")))
    missing = Q(label__isnull=False, taught__isnull=True) | Q(label__isnull=True, taught__isnull=False)
    return wanted.filter(missing | Q(label=True, taught=False) | Q(label=False, taught=True)).order_by("pk")


def _label(comment: PageComment) -> bool | None:
    return LABELS.get(comment.state)


def _was(lesson: Lesson | None) -> bool | None:
    return lesson.is_spam if lesson else None


def _forget(lessons: list[Lesson]) -> None:
    ClueCount.objects.add(counts_of(((lesson.keys, lesson.is_spam) for lesson in lessons), sign=-1))
    Lesson.objects.filter(pk__in=[lesson.pk for lesson in lessons]).delete()


def _teach(comments: list[PageComment]) -> None:
    taught = [(notes_on_comment(comment).keys, bool(_label(comment))) for comment in comments]
    Lesson.objects.bulk_create(
        Lesson(comment=comment, is_spam=is_spam, packed_keys=pack(keys))
        for comment, (keys, is_spam) in zip(comments, taught, strict=True)
    )
    ClueCount.objects.add(counts_of(taught))


@transaction.atomic
def teach_texts(texts: Iterable[tuple[str, bool]], *, lang: str) -> int:
    """Learn texts, each with whether it is spam, that are no comments; return how many were new.

    Each leaves a mark among the counts, by which it is known when it comes again.
    """
    marked = {key_of(f"taught:{is_spam}:{text}"): (text, is_spam) for text, is_spam in texts}
    known = ClueCount.objects.known(marked)
    new = {mark: labelled for mark, labelled in marked.items() if not known.has_learned(mark)}
    lessons = [(notes_on(Said(text, lang)).keys, is_spam) for text, is_spam in new.values()]
    ClueCount.objects.add(counts_of(lessons) | dict.fromkeys(new, Count(spam=1)))
    return len(new)


@transaction.atomic
def forget_everything() -> None:
    """Forget what was learned from comments and files, but not which texts were said on this site."""
    Lesson.objects.all().delete()
    ClueCount.objects.filter(seen=0).delete()
    ClueCount.objects.update(spam=0, ham=0)
