"""Erase a person and keep the threads: the verb that touches both apps."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from comments.models import Follow, PageComment
from pages.actions.erase_person import erase_person as erase_from_pages
from pages.actions.erase_person import neutral_name, refuse_to_erase
from pages.actions.export_person import require_administrator
from pages.actions.find_person import Person
from pages.actions.overwrite import empty_the_journal, overwrite_what_is_deleted

ROWS_AT_ONCE = 500


def erase_person(person: Person, *, by: Any, now: datetime | None = None) -> bool:
    """Erase all that is stored of `person` but the published words, which stand under a neutral name.

    True where no byte is left in the database's files; False where a reader holds SQLite's journal just now,
    which is emptied within a day. PostgreSQL keeps dead rows until its next VACUUM. `by` is None for whoever
    sits at the server's terminal. Raises `PermissionDenied` or `NotErasable`.
    """
    require_administrator(by)
    refuse_to_erase(person, by)
    overwrite_what_is_deleted()
    with transaction.atomic():
        _erase_from_comments(person)
        erase_from_pages(person, by=by, now=now or timezone.now())
    return empty_the_journal()


def comments_of(person: Person) -> QuerySet[PageComment]:
    """Everything that the person said, in any state."""
    wanted = Q(author=person.contributor) if person.contributor else Q(pk=None)
    for address in person.addresses:
        wanted |= Q(user_email__iexact=address, user=None)
    return PageComment.objects.filter(wanted)


def _erase_from_comments(person: Person) -> None:
    numbers = list(comments_of(person).order_by().values_list("pk", flat=True))
    mark = f"contributor:{person.contributor.pk}" if person.contributor else f"erased:{uuid4().hex}"
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        _erase_comments(numbers[start : start + ROWS_AT_ONCE], neutral_name(person), mark)
    for address in person.addresses:
        Follow.objects.filter(email__iexact=address).delete()
    if person.contributor:
        Follow.objects.filter(contributor=person.contributor).delete()


def _erase_comments(numbers: list[int], name: str, mark: str) -> None:
    _forget_in_the_admins_log(numbers)
    PageComment.objects.filter(pk__in=numbers).update(
        user=None,
        user_name=name,
        user_email="",
        user_url="",
        ip_address=None,
        followup=False,
        author_mark=mark,
        submission_key=Concat(Value("erased:"), Cast("pk", CharField())),
        held_because=[],
        score_reasons=[],
    )


def _forget_in_the_admins_log(numbers: list[int]) -> None:
    """Its lines repeat the name and the first words of a comment."""
    about = ContentType.objects.get_for_model(PageComment)
    lines = AdminLogEntry.objects.filter(content_type=about, object_id__in=map(str, numbers))
    lines.update(object_repr="Comment of an erased person")
