"""The migration that makes the index can be taken back and made again."""

import pytest
from django.core.management import call_command

from pages import search
from pages.tests.factories import make_page


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_removed_and_made_again() -> None:
    page = make_page("Jinja", "Templates.\n")
    call_command("migrate", "pages", "0001", verbosity=0)
    call_command("migrate", verbosity=0)  # whatever stands on it was taken back as well
    assert search.search(search.parse("templates")).hits == ()
    search.index(page)
    assert [hit.title for hit in search.search(search.parse("templates")).hits] == ["Jinja"]
