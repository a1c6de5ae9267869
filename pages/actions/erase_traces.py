"""Take an address, its hashes and its base64 out of every table that is no published text."""

import json
from base64 import b64decode
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from pages.actions.find_person import Person
from pages.actions.personal_columns import stored_models, text_columns
from pages.models import (
    Fact,
    Page,
    PageBlame,
    PageLink,
    PageRendering,
    Redirect,
    Revision,
    SearchDocument,
)
from pages.text.traces import ERASED, trace_pattern, traces_of

# What people published, hashed or built from it. `erase_person.mentions` names what may be suppressed.
PUBLISHED = {Fact, Page, PageBlame, PageLink, PageRendering, Redirect, Revision, SearchDocument}
ROWS_AT_ONCE = 500


def erase_traces(person: Person) -> None:
    """Delete sessions, tasks and cached rows that know the person; write `[erased]` over traces elsewhere."""
    _forget_sessions(person)
    if not person.addresses:
        return
    traces = {trace for address in person.addresses for trace in traces_of(address)}
    _forget_tasks(traces)
    _forget_cached(traces)
    for model in stored_models():
        if model not in PUBLISHED | {Session, DBTaskResult}:
            for column in text_columns(model):
                _overwrite(model, column, traces, person)


def _forget_sessions(person: Person) -> None:
    """Those of the account, and those in which a library keeps an address between two steps."""
    number = str(person.account.pk) if person.account and person.account.pk else None
    known = [
        session.pk
        for session in Session.objects.iterator(chunk_size=ROWS_AT_ONCE)
        if _knows(session.get_decoded(), number, person.addresses)
    ]
    for start in range(0, len(known), ROWS_AT_ONCE):
        Session.objects.filter(pk__in=known[start : start + ROWS_AT_ONCE]).delete()


def _knows(values: dict[str, Any], number: str | None, addresses: frozenset[str]) -> bool:
    if number and values.get("_auth_user_id") == number:
        return True
    text = str(values).lower()
    return any(address in text for address in addresses)


def _forget_tasks(traces: set[str]) -> None:
    for trace in traces:
        found = Q(traceback__icontains=trace) | Q(arguments__icontains=trace) | Q(returned__icontains=trace)
        as_text = {
            "arguments": Cast("args_kwargs", models.TextField()),
            "returned": Cast("return_value", models.TextField()),
        }
        DBTaskResult.objects.annotate(**as_text).filter(found).delete()


def _forget_cached(traces: set[str]) -> None:
    """Rows of the database cache stay after their time; sign-in limits name addresses by SHA-256 there."""
    if not isinstance(caches["default"], DatabaseCache):
        return
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")  # noqa: S608 - the name is a setting's
        keys = [key for key, value in cursor.fetchall() if _holds(key, value, traces)]
        for key in keys:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [key])  # noqa: S608


def _holds(key: str, value: str, traces: set[str]) -> bool:
    text = key.lower().encode() + b64decode(value).lower()
    return any(trace.lower().encode() in text for trace in traces)


def _overwrite(model: type[models.Model], column: models.Field, traces: set[str], person: Person) -> None:
    pattern, found = trace_pattern(person.addresses), Q()
    for trace in traces:
        found |= Q(_text__icontains=trace)
    rows = model._base_manager.annotate(_text=Cast(column.name, models.TextField())).filter(found)
    for pk, text in rows.order_by().values_list("pk", "_text"):
        clean = pattern.sub(ERASED, text)
        value = json.loads(clean) if isinstance(column, models.JSONField) else clean
        if clean != text:
            model._base_manager.filter(pk=pk).update(**{column.name: value})
