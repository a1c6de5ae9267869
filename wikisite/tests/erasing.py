"""A site on which one person left traces everywhere; filled by a process of its own (test_erasure.py)."""

import json
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.actions import approve, hold, mark_spam, reject
from comments.actions.follow import follow
from comments.models import Follow, MailChoice, Moderation, PageComment, State
from comments.notify import tell, tell_decided
from comments.tests.factories import form_of
from comments.tests.factories import make_comment as comment
from pages.actions.create import create
from pages.actions.edit import edit
from pages.actions.save_draft import save_draft
from pages.models import OutgoingMail, Page, contributor_of
from pages.notify import queue_mails, send_waiting

NAME, ADDRESS, OTHER = "canary-ada", "Canary.Ada@hidden-mail.example", "anada@hidden-mail.example"
PASSWORD = "three unrelated words"


def fill() -> None:
    """Accounts, edits, drafts, comments of all states, mail sent and not, limits, sessions, tasks."""
    setup_test_environment()
    ada, moderator = _sign_up(), _moderator()
    page = _edits(ada)
    _comments(page, ada, moderator)
    _follows(page, ada)
    _leave_by_other_ways(moderator)
    tell.call()
    send_waiting.call()
    queue_mails([OutgoingMail(key="unsent", to=ADDRESS, subject="Later", text=ADDRESS)])
    print(json.dumps({"comments": PageComment.objects.count(), "page": page.pk}))


def _sign_up() -> User:
    client = Client()
    fields = {"username": NAME, "email": ADDRESS, "password1": PASSWORD}
    assert client.post("/accounts/signup/", fields).status_code == 302
    send_waiting.call()
    ada = User.objects.get(username=NAME)
    EmailAddress.objects.filter(user=ada).update(verified=True)
    ada.groups.add(Group.objects.get(name="Contributors"))
    for password in ("wrong", PASSWORD):
        Client().post("/accounts/login/", {"login": ADDRESS, "password": password})
    assert Client().post("/accounts/password/reset/", {"email": ADDRESS}).status_code == 302
    Client().post("/accounts/signup/", {**fields, "username": "copycat"})
    return ada


def _moderator() -> User:
    person = User.objects.create_user("mo", "mo@people.example", PASSWORD, is_staff=True)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    person.groups.add(Group.objects.get(name="Moderators"))
    MailChoice.objects.create(person=person, moderation=Moderation.AT_ONCE)
    return person


def _edits(ada: User) -> Page:
    page = create("Canary", "Text.\n", by=ada)
    edit(page, "Text.\n\nMore.\n", by=ada, base=1, summary="More")
    save_draft(ada, page=page, base=2, title="Canary", body=f"Write to {ADDRESS}", summary="", continues=None)
    return Page.objects.get(pk=page.pk)


def _comments(page: Page, ada: User, moderator: User) -> None:
    own = comment(page, f"Write to {ADDRESS}", by=ada)
    comment(page, "A reply", reply_to=own, name="Eve", email=OTHER)
    assert Client().post("/comments/post/", form_of(page, email=ADDRESS, name="Ada")).status_code == 303
    said = [comment(page, f"Words {n}", name="Ada", email=ADDRESS, state=State.PENDING).pk for n in range(9)]
    approve(said[:4], by=moderator)
    mark_spam(said[4:6], by=moderator)
    reject(said[6:8], by=moderator, reason=f"Mail us, {ADDRESS}")
    hold(said[:2], by=moderator, seen=State.APPROVED)
    rejected = PageComment.objects.get(pk=said[6])
    tell_decided([rejected], rejected.verdicts.get())


def _follows(page: Page, ada: User) -> None:
    follow(page, by=ada)
    assert contributor_of(ada)
    Follow.objects.create(page=page, email=ADDRESS.lower(), confirmed_at=timezone.now() - timedelta(days=1))


def _leave_by_other_ways(moderator: User) -> None:
    cache.set(f"limit:{ADDRESS.lower()}", [1], 60)
    cache.set("words", ADDRESS, 1)
    browser = Client()
    browser.force_login(moderator, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = browser.session
    session["account_step"] = ADDRESS
    session.save()
    failed = OutgoingMail(key="failed", to=OTHER, subject="Other", text="Other")
    queue_mails([failed])
    DBTaskResult.objects.update(traceback=f"SMTPRecipientsRefused: {ADDRESS}")
