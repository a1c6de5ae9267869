"""Storage is taken back from files that nothing mentions, and from nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from pages.actions.attach import attach
from pages.actions.collect_files import GRACE, unused
from pages.actions.edit import edit
from pages.actions.remove_attachment import remove_attachment
from pages.actions.save_draft import save_draft
from pages.derived import make_sizes
from pages.models import Attachment
from pages.tests.factories import make_contributor, make_page
from pages.tests.uploads import picture, upload

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - GRACE - timedelta(days=1)


@pytest.fixture
def person():
    return make_contributor()


@pytest.fixture
def flask():
    return make_page("Flask")


def old_file(page, words, person) -> Attachment:
    return attach(page, upload(words, "a.txt"), by=person, now=LONG_AGO)


def stored(settings) -> set[str]:
    return {path.name for path in Path(settings.MEDIA_ROOT).iterdir()}


def test_unused_files_are_deleted_only_when_asked(flask, person, settings, capsys):
    unmentioned = old_file(flask, b"Unmentioned", person)
    call_command("collect_unused_files")
    assert f"{unmentioned.current.stored_name}  Flask: a.txt (1)" in capsys.readouterr().out
    assert stored(settings) == {unmentioned.current.stored_name}
    call_command("collect_unused_files", "--delete")
    assert stored(settings) == set()
    assert not Attachment.objects.exists()


def test_file_that_any_revision_or_draft_mentions_stays(flask, person):
    in_old_revision, in_draft = old_file(flask, b"One", person), old_file(flask, b"Two", person)
    edit(make_page("Other"), in_old_revision.markdown, by=person, base=1)
    edit(flask, f"{in_old_revision.markdown}\n", by=person, base=1)
    edit(flask, "Nothing.\n", by=person, base=2)
    save_draft(person, page=flask, base=3, title="Flask", body=in_draft.markdown)
    assert unused().versions == []


def test_new_file_has_a_grace_time(flask, person):
    attach(flask, upload(b"Words", "a.txt"), by=person)
    assert unused().versions == []


def test_removed_file_goes_when_its_time_is_over(flask, person):
    attachment = old_file(flask, b"Words", person)
    edit(flask, attachment.markdown, by=person, base=1)
    remove_attachment(attachment, by=person)
    assert unused().versions == []
    assert unused(now=timezone.now() + GRACE + timedelta(days=1)).versions == [attachment.current]


def test_bytes_that_another_page_shares_stay(flask, person, settings):
    old_file(flask, b"Words", person)
    kept = attach(make_page("Other"), upload(b"Words", "b.txt"), by=person)
    call_command("collect_unused_files", "--delete")
    assert list(Attachment.objects.all()) == [kept]
    assert stored(settings) == {kept.current.stored_name}


def test_smaller_sizes_go_with_their_image(flask, person, settings):
    image = attach(flask, upload(picture(size=(600, 9))), by=person, alt="A line", now=LONG_AGO)
    make_sizes.func(image.current.stored_name)
    assert len(stored(settings)) > 1
    call_command("collect_unused_files", "--delete")
    assert stored(settings) == set()


def test_stray_file_of_an_upload_that_failed_late_goes(flask, person):
    name = old_file(flask, b"Words", person).current.stored_name
    Attachment.objects.all().delete()
    assert unused().strays == []
    assert unused(now=timezone.now() + GRACE + timedelta(days=1)).strays == [name]
