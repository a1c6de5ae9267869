"""How long 500 approvals take: ours, and comments-xtd's own admin on the same comments in the same run.

Ours are measured three ways: the action alone, through the admin's form as a moderator sends it, and undone.
Then 10,000 that match, approved and undone through the admin. The library has no undo to compare with.
"""

import gc
from collections.abc import Callable
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.utils import timezone
from django_comments_xtd.admin import XtdCommentsAdmin
from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save

from comments.actions import approve, draft, post
from comments.models import Decision, PageComment
from comments.tests.factories import make_many_waiting
from pages.actions.create import create
from pages.models import Page

COMMENTS = 500
MANY = 10_000
QUEUE = "/admin/comments/pagecomment/"
ALL_THAT_MATCH = {"action": "approve", "select_across": "1"}
LEAST_RATIO = 20


def run() -> list[dict[str, Any]]:
    """Return seconds and queries of both, and how many times faster ours is."""
    person = User.objects.create_superuser("bench-moderator")
    person.groups.add(Group.objects.get(name="Moderators"))
    page = Page.objects.get(pk=create("Moderation bench", "Text.", by=None).pk)
    ours = [_held(page, number) for number in range(COMMENTS)]
    theirs = [_held_by_the_library(page, number) for number in range(COMMENTS)]
    our_seconds, our_queries = _measured(lambda: approve(ours, by=person))
    their_seconds, their_queries = _measured(lambda: _approve_in_the_librarys_admin(theirs, person))
    assert PageComment.objects.approved().filter(pk__in=ours).count() == COMMENTS
    assert XtdComment.objects.filter(pk__in=theirs, is_public=True).count() == COMMENTS
    ratio = their_seconds / our_seconds
    through_admin = [row for number in (COMMENTS, MANY) for row in _through_the_admin(number, person)]
    return [
        {"name": "approve 500, ours", "value": our_seconds * 1000, "unit": "ms"},
        {"name": "approve 500, comments-xtd's admin", "value": their_seconds * 1000, "unit": "ms"},
        {"name": "queries of 500, ours", "value": our_queries, "unit": "queries"},
        {"name": "queries of 500, comments-xtd's admin", "value": their_queries, "unit": "queries"},
        {"name": "times faster", "value": ratio, "unit": "x", "note": f"at least {LEAST_RATIO}"},
        *through_admin,
        {
            "name": "times faster, our whole request",
            "value": their_seconds * 1000 / through_admin[0]["value"],
            "unit": "x",
            "note": "the library's time is its action alone",
        },
    ]


def _through_the_admin(number: int, person: User) -> list[dict[str, Any]]:
    """Approve and undo that many by the requests that a browser sends, the middleware included."""
    client = Client(SERVER_NAME="localhost", headers={"accept": "application/json"})
    client.force_login(person)
    page = Page.objects.get(pk=create(f"Moderation bench of {number}", "Text.", by=None).pk)
    pks = make_many_waiting(page, number)
    approving = _measured(lambda: client.post(QUEUE, ALL_THAT_MATCH))
    assert PageComment.objects.approved().filter(page=page).count() == len(pks)
    undo = {"undo": Decision.objects.latest("pk").pk}
    undoing = _measured(lambda: client.post(QUEUE, undo))
    assert PageComment.objects.pending().filter(page=page).count() == len(pks)
    PageComment.objects.filter(page=page).delete()
    return [
        row
        for verb, (seconds, queries) in (("approve", approving), ("undo", undoing))
        for row in (
            {"name": f"{verb} {number:,} in the admin", "value": seconds * 1000, "unit": "ms"},
            {"name": f"queries to {verb} {number:,}", "value": queries, "unit": "queries"},
        )
    ]


def _held(page: Page, number: int) -> int:
    comment = draft(page, f"Words number {number}", name=f"Person {number}", email=f"p{number}@mail.example")
    return post(comment, is_held=True).pk


def _held_by_the_library(page: Page, number: int) -> int:
    comment = XtdComment(
        content_type=ContentType.objects.get_for_model(Page),
        object_pk=str(page.pk),
        site_id=settings.SITE_ID,
        user_name=f"Person {number}",
        user_email=f"p{number}@mail.example",
        comment=f"Words number {number}",
        submit_date=timezone.now(),
        is_public=False,
    )
    comment.save()
    return comment.pk


def _approve_in_the_librarys_admin(pks: list[int], person: User) -> None:
    """Its admin action as it ships: with the receiver that it connects for its own model."""
    pre_save.connect(publish_or_unpublish_on_pre_save, sender=XtdComment)
    try:
        model_admin = XtdCommentsAdmin(XtdComment, admin.site)
        model_admin.message_user = lambda *args, **options: None
        model_admin.approve_comments(SimpleNamespace(user=person), XtdComment.objects.filter(pk__in=pks))
    finally:
        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=XtdComment)


def _measured(work: Callable[[], Any]) -> tuple[float, int]:
    """Seconds, and statements counted without keeping their texts, which would slow the longer run down."""
    queries = 0

    def count(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*statement)

    gc.collect()
    gc.freeze()  # as wikisite.wsgi does: what the start made is no work of this
    try:
        with connection.execute_wrapper(count):
            before = perf_counter()
            work()
            return perf_counter() - before, queries
    finally:
        gc.unfreeze()
