"""The outbox: mail is kept with the act that it tells of, and leaves once, however the server behaves."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from pages.models import OutgoingMail
from pages.models.outgoing_mail import FIRST_WAIT, LEASE, MAX_TRIES
from pages.notify import forget_mails, queue_mails, send_waiting

pytestmark = pytest.mark.django_db
REFUSING = "pages.tests.notify.test_outbox.RefusingServer"


class RefusingServer:
    """A mail server that is there and takes nothing."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise OSError("450 try ada@mail.example again later")


def a_mail(key: str = "about:1", **fields) -> OutgoingMail:
    return OutgoingMail(
        **{"key": key, "to": "ada@mail.example", "subject": "News", "text": "Words", **fields}
    )


def test_a_mail_leaves_once_however_often_the_worker_runs():
    queue_mails([a_mail()])

    assert [send_waiting.call() for _ in range(3)] == [1, 0, 0]

    (message,) = mail.outbox
    assert (message.to, message.subject, message.body) == (["ada@mail.example"], "News", "Words")
    assert message.message()["Message-ID"] == OutgoingMail.objects.get().message_id
    assert message.message()["Auto-Submitted"] == "auto-generated"


def test_the_same_news_is_written_once():
    queue_mails([a_mail("about:1"), a_mail("about:2")])
    queue_mails([a_mail("about:1", text="Again")])

    assert send_waiting.call() == 2


def test_an_act_that_is_rolled_back_leaves_neither_mail_nor_task():
    with transaction.atomic():
        queue_mails([a_mail()])
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_refused_mail_waits_longer_each_time_and_leaves_when_the_server_is_back(settings):
    queue_mails([a_mail()])
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, REFUSING
    start = timezone.now()
    for step in (timedelta(), FIRST_WAIT, FIRST_WAIT * 3):
        with time_machine.travel(start + step + timedelta(seconds=30), tick=False):
            assert send_waiting.call() == 0
    assert OutgoingMail.objects.get().tries == 3

    settings.EMAIL_BACKEND = backend
    assert send_waiting.call() == 0  # it is not due yet
    with time_machine.travel(start + timedelta(hours=1)):
        assert send_waiting.call() == 1
    assert len(mail.outbox) == 1


def test_one_refused_mail_does_not_keep_the_others_and_names_nobody_in_the_log(settings, caplog):
    settings.EMAIL_BACKEND = REFUSING
    queue_mails([a_mail("about:1"), a_mail("about:2")])

    send_waiting.call()

    assert list(OutgoingMail.objects.values_list("tries", "error")) == [(1, "OSError"), (1, "OSError")]
    assert len(caplog.records) == 2
    assert "mail.example" not in caplog.text


def test_a_mail_that_no_server_takes_is_given_up_and_emptied(settings):
    settings.EMAIL_BACKEND = REFUSING
    queue_mails([a_mail(tries=MAX_TRIES - 1)])

    send_waiting.call()

    stored = OutgoingMail.objects.get()
    assert stored.failed_at
    assert stored.text == ""
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert not OutgoingMail.objects.due(timezone.now()).exists()


def test_of_two_workers_one_has_the_mail_and_a_dead_one_gives_it_back():
    queue_mails([a_mail()])
    now = timezone.now()
    one, other = OutgoingMail.objects.get(), OutgoingMail.objects.get()

    assert [one.claim(now), other.claim(now)] == [True, False]

    assert not OutgoingMail.objects.due(now + LEASE / 2).exists()
    (again,) = OutgoingMail.objects.due(now + LEASE)
    assert again.claim(now + LEASE)
    one.mark_sent(now)  # too late: the row is the other's by now
    assert OutgoingMail.objects.get().sent_at is None


def test_a_sent_mail_keeps_no_words_and_is_forgotten(settings):
    settings.KEEP_MAIL_DAYS = 30
    queue_mails([a_mail()])
    send_waiting.call()
    stored = OutgoingMail.objects.get()

    assert (stored.text, stored.headers) == ("", {})
    assert forget_mails(now=stored.sent_at + timedelta(days=29)) == 0
    assert forget_mails(now=stored.sent_at + timedelta(days=31)) == 1
