"""Every change of what readers see raises the site's version, whoever makes it and however."""

import threading

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Sum

from comments.tests.factories import make_comment, set_rules
from pages.models import Page, Redirect, Watch
from pages.tests.factories import make_contributor, make_page
from wikisite.edge import raising
from wikisite.models import SiteVersion

pytestmark = pytest.mark.django_db


def version() -> int:
    return SiteVersion.objects.aggregate(total=Sum("version"))["total"] or 0


def test_every_table_either_raises_the_version_or_says_why_not():
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert known == {*raising.RAISING, *raising.QUIET}
    assert not set(raising.RAISING) & set(raising.QUIET)


@pytest.mark.django_db(transaction=True)
def test_a_row_changed_at_the_database_raises_the_version():
    page = make_page("Flask", revisions=2)
    make_comment(page)
    set_rules(levels=2)
    Redirect.objects.create(slug="old", page=page)
    changed = set()
    for label in raising.RAISING:
        model, before = apps.get_model(label), version()
        column = connection.ops.quote_name(model._meta.pk.column)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {column}")
        if model._default_manager.exists():
            assert version() > before, label
            changed.add(label)
    assert len(changed) > len(raising.RAISING) / 2


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


@pytest.mark.parametrize("label", raising.RAISING)
def test_each_table_has_its_triggers(label: str):
    table = apps.get_model(label)._meta.db_table
    found = [name for name, of in raising._found(connection).items() if of == table]
    assert len(found) == len(raising.EVENTS[connection.vendor])


def test_what_no_reader_sees_raises_nothing():
    person = make_contributor()
    before = version()
    person.save()
    Watch.objects.all().delete()
    assert version() == before


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_raises_nothing_and_its_outer_one_does():
    page = make_page()
    before = version()
    with transaction.atomic():
        try:
            with transaction.atomic():
                Redirect.objects.create(slug="old", page=page)
                raise LookupError
        except LookupError:
            pass
    assert version() == before
    with transaction.atomic():
        try:
            with transaction.atomic():
                Redirect.objects.create(slug="old", page=page)
                raise LookupError
        except LookupError:
            pass
        Redirect.objects.create(slug="older", page=page)
    assert version() > before


@pytest.mark.django_db(transaction=True)
def test_writers_at_one_time_each_raise_it_and_none_waits_for_another():
    pages = [make_page() for _ in range(2)]
    if not is_postgresql():
        pytest.skip("SQLite has one writer at a time.")
    before, is_open, may_end = version(), threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Page.objects.filter(pk=pages[0].pk).raise_cache_version()
            is_open.set()
            assert may_end.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert is_open.wait(20)
    Page.objects.filter(pk=pages[1].pk).raise_cache_version()  # would wait for ever
    between = version()
    may_end.set()
    other.join()
    assert before < between < version()


@pytest.mark.django_db(transaction=True)
def test_a_trigger_that_is_missing_is_noticed_and_comes_back_with_a_migrate():
    name, table = next(iter(raising._found(connection).items()))
    before = version()
    raising._drop(connection, {name: table})
    assert not raising.is_installed("default")
    call_command("migrate", verbosity=0)
    assert raising.is_installed("default")
    assert version() != before  # what was written meanwhile counts


@pytest.mark.django_db(transaction=True)
def test_a_change_of_a_tables_shape_does_not_lose_its_triggers_for_good():
    call_command("migrate", "pages", "0017", verbosity=0)
    call_command("migrate", verbosity=0)
    assert raising.is_installed("default")


@pytest.mark.django_db(transaction=True)
def test_the_table_of_versions_can_be_taken_away_again():
    call_command("migrate", "wikisite", "zero", verbosity=0)
    make_page("Written without it")
    call_command("migrate", verbosity=0)
    assert raising.is_installed("default")
