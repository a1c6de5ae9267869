"""Mail of accounts goes through the outbox: signing up needs no mail server, only confirming does."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments.tests.mailing import deliver
from pages.models import OutgoingMail

pytestmark = pytest.mark.django_db
SIGN_UP = {"username": "ada", "email": "ada@people.example", "password1": "three unrelated words"}


def test_signing_up_works_while_the_mail_server_is_away_and_the_link_comes_later(settings):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "pages.tests.notify.test_outbox.RefusingServer"
    browser = Client()

    assert browser.post("/accounts/signup/", SIGN_UP).status_code == 302
    assert deliver() == []

    settings.EMAIL_BACKEND = backend
    OutgoingMail.objects.update(next_try_at=OutgoingMail.objects.get().made_at)
    (message,) = deliver()
    link = re.search(r"http://[^/]+(/accounts/confirm-email/\S+)", message.body)[1]
    browser.post(link)
    assert User.objects.get().groups.filter(name="Contributors").exists()


def test_the_link_to_a_new_password_is_not_kept_after_it_was_sent(reader):
    Client().post("/accounts/password/reset/", {"email": reader.person.email})

    (message,) = deliver()

    assert "/accounts/password/reset/key/" in message.body
    stored = OutgoingMail.objects.get()
    assert (stored.text, stored.person) == ("", reader.person)
