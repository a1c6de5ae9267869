"""No mail, outbox or cache ever holds a word of a comment, through all that becomes of it."""

from typing import Any

import pytest
from django.core import mail, serializers
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.actions import approve, hold, remove
from comments.actions.follow import follow_with
from comments.models import Follow, MailChoice, Moderation, Notice, PageComment, State
from comments.notify import tell, tell_decided, write_digests
from comments.tests.factories import make_comment
from pages.actions.delete import delete
from pages.models import OutgoingMail
from pages.notify import send_waiting
from pages.tests.factories import make_page

pytestmark = pytest.mark.django_db
CANARIES = ("canarytext", "canaryname", "canarysite", "canarymail")


@pytest.fixture
def comment(moderator: Client) -> PageComment:
    """A stranger's held comment below one whose author follows; a moderator hears at once."""
    MailChoice.objects.create(person=moderator.person, moderation=Moderation.AT_ONCE)
    page = make_page("Flask")
    Follow.objects.create(page=page, email="reader@mail.example", confirmed_at=timezone.now())
    fields = {"name": "canaryname", "url": "https://canarysite.example/", "email": "canarymail@mail.example"}
    held = make_comment(page, "canarytext", **fields, state=State.PENDING)
    follow_with(held)
    return held


def test_words_of_a_comment_are_in_nothing_that_is_kept_or_sent(
    comment: Any, moderator: Client, stranger
) -> None:
    def look(*, told: int) -> None:
        """Write the mail, look into outbox, tasks, news and cache; send it and look at what left."""
        before = len(mail.outbox)
        for client in (stranger, moderator):
            client.get("/wiki/flask/")
        tell.call()
        write_digests()
        assert traces(kept()) == []
        send_waiting.call()
        assert len(mail.outbox) == before + told
        assert traces(str(message.message()) + str(message.subject) for message in mail.outbox) == []

    look(told=1)  # the moderator
    approve([comment.pk], by=moderator.person)
    look(told=2)  # the follower; its author is asked whether to follow
    hold([comment.pk], by=moderator.person, seen=State.APPROVED)
    look(told=0)
    approve([comment.pk], by=moderator.person)
    remove([comment.pk], by=moderator.person, seen=State.APPROVED, reason="Not about the page")
    tell_decided([comment], comment.verdicts.latest("pk"))
    look(told=1)  # its author, who left an address
    make_comment(comment.page, "canarytext again", name="canaryname")
    delete(comment.page, by=moderator.person, reason="Not needed")
    look(told=0)


def kept() -> list[str]:
    """The address that a mail goes to is its envelope; everything else of the row is looked at."""
    tables = [OutgoingMail, Notice, DBTaskResult]
    found = [
        serializers.serialize("json", table.objects.all()).replace("canarymail@", "@") for table in tables
    ]
    if "Database" in type(cache._connections[cache._alias]).__name__:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM wikisite_cache")
            found += [str(row) for row in cursor.fetchall()]
    return found


def traces(texts: Any) -> list[str]:
    text = "\n".join(texts).lower().replace("to: canarymail@", "to: @")
    return [canary for canary in CANARIES if canary in text]
