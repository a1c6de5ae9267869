"""Comments made the way people make them, so that paths, counters and verdicts are true."""

from collections import Counter
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.http import int_to_base36
from django_comments.models import Comment
from django_comments_xtd.models import XtdComment

from comments.actions import draft, post
from comments.actions.decide import decide
from comments.forms import PageCommentForm
from comments.models import MAX_DEPTH, Discussion, PageComment, Rules, State
from comments.models.page_comment import STEP_CHARS
from pages.actions.create import create
from pages.models import Page

_numbers = count(1)


def make_page(title: str = "Title") -> Page:
    create(title, "Some text.", by=None)
    return Page.objects.select_related("current").get(title=title)


def make_moderator(name: str = "deciding") -> User:
    person, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    person.groups.add(Group.objects.get(name="Moderators"))
    return person


def set_rules(**changed: Any) -> None:
    """Rules of discussion that hold from now on; those not named as they are."""
    rules = Rules.objects.current()
    for name, value in changed.items():
        setattr(rules, name, value)
    rules.save()


def make_comment(page: Page, text: str = "", *, state: str = State.APPROVED, **fields: Any) -> PageComment:
    """A stranger's comment, unless `by` names somebody, in the state asked for."""
    number = next(_numbers)
    who = {} if fields.get("by") else {"name": f"Person {number}", "email": f"person{number}@mail.example"}
    comment = draft(page, text or f"Words number {number}", **{**who, **fields})
    posted = post(comment, is_held=state not in {State.APPROVED, State.REMOVED})
    if posted.state != state:
        decide([posted.pk], state, by=make_moderator(), seen=posted.state)
    return PageComment.objects.get(pk=posted.pk)


def make_many_waiting(page: Page, number: int, text: str = "Words of many") -> list[int]:
    """Waiting strangers' comments by three statements instead of thousands; return their numbers."""
    pattern = draft(page, text, name="Many", email="many@mail.example")
    fields = [field for field in Comment._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(pattern, field.attname) for field in fields}
    values |= {"submit_date": timezone.now(), "is_public": False}
    stored = Comment.objects.bulk_create(Comment(**values) for _ in range(number))
    rows = [_copy(pattern, comment.pk) for comment in stored]
    for model in (PageComment._meta.get_parent_list()[0], PageComment):
        _insert(model, rows)
    Discussion.objects.get_or_create(page=page)
    return [row.pk for row in rows]


def _copy(pattern: PageComment, pk: int) -> PageComment:
    fields = {field.attname: getattr(pattern, field.attname) for field in PageComment._meta.concrete_fields}
    keys = {"id": pk, "comment_ptr_id": pk, "xtdcomment_ptr_id": pk}
    unique = {"path": f"many{pk:014}", "submission_key": f"many-{pk}"}
    return PageComment(**{**fields, **keys, **unique, "state": State.PENDING})


def _insert(model: Any, rows: list[PageComment]) -> None:
    """The model's own columns: Django inserts no lists into tables that inherit."""
    fields = model._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", values)


def form_of(page: Page, **fields: Any) -> dict[str, Any]:
    """What a browser sends for the page's form, filled in by a stranger."""
    typed = {"comment": "A thought", "name": "Mara", "email": "mara@mail.example", "url": "", "reply_to": ""}
    return {**PageCommentForm(page).security, "honeypot": "", **typed, **fields}


def make_many(page: Page, shape: Iterable[int | None], **fields: Any) -> list[PageComment]:
    """Store approved comments by the thousand: each answers the one with this place in the list, or none.

    Paths and counters are as `post` makes them. `bulk_create` refuses a model of several tables.
    """
    first = (PageComment.objects.aggregate(Max("pk"))["pk__max"] or 0) + 1_000
    made: list[PageComment] = []
    replies: Counter[str] = Counter()
    for place, parent in enumerate(shape):
        above = None if parent is None else made[parent]
        who = {"name": f"Person {place}", "email": f"person{place}@mail.example"}
        comment = draft(page, f"Words number {place}", reply_to=above, **{**who, **fields})
        prefix = above.path[: MAX_DEPTH * STEP_CHARS] if above else ""
        comment.path = prefix + int_to_base36(replies[prefix]).zfill(STEP_CHARS)
        comment.depth, replies[prefix] = len(prefix) // STEP_CHARS, replies[prefix] + 1
        comment.pk = comment.id = comment.comment_ptr_id = first + place
        comment.state, comment.is_public = State.APPROVED, True
        comment.submit_date, comment.submission_key = timezone.now(), f"{page.pk}-{place}"
        made.append(comment)
    for model in (Comment, XtdComment, PageComment):
        _insert(model, made)
    Discussion.objects.get_or_create(page=page)
    Discussion.objects.filter(page=page).recount()
    return made


def _insert(model: Any, rows: list[PageComment]) -> None:
    """Write the columns that this one table has of the rows."""
    quote, columns = connection.ops.quote_name, model._meta.local_concrete_fields
    names = ", ".join(quote(field.column) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    values = [[f.get_db_prep_save(getattr(row, f.attname), connection) for f in columns] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", values)
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
