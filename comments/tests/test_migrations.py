"""Migrations that carry something over, there and back."""

import pytest
from django.core.management import call_command
from django.db import connection

from comments.models import Discussion, Mode
from comments.tests.factories import make_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_discussion_that_was_not_open_is_read_only_and_back():
    open_page, closed_page = make_page("One"), make_page("Two")
    Discussion.objects.create(page=open_page)
    Discussion.objects.create(page=closed_page, mode=Mode.CLOSED)
    call_command("migrate", "comments", "0009", verbosity=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT page_id FROM comments_discussion WHERE is_open")
            assert cursor.fetchall() == [(open_page.pk,)]
    finally:
        call_command("migrate", verbosity=0)

    assert Discussion.objects.get(page=open_page).mode == Mode.OPEN
    assert Discussion.objects.get(page=closed_page).mode == Mode.READ_ONLY
