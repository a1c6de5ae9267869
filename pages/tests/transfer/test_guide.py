"""Loading the guide: idempotent, and never over what people wrote."""

import pytest

from pages.actions.edit import edit
from pages.models import Page
from pages.tests.factories import make_contributor
from pages.transfer.guide import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "contents.yaml").write_text("- {slug: home, title: Start}\n- {slug: flask, title: Flask}\n")
    (tmp_path / "home.md").write_text("[[Flask]]\n")
    (tmp_path / "flask.md").write_text("One.\n")
    return tmp_path


def outcomes(folder) -> list[str]:
    return [loaded.outcome for loaded in load(folder)]


def test_loading_twice_changes_nothing(folder):
    assert outcomes(folder) == ["created", "created"]
    assert outcomes(folder) == ["unchanged", "unchanged"]
    assert Page.objects.get(slug="home").title == "Start"


def test_a_newer_edition_updates_a_page_that_nobody_edited(folder):
    outcomes(folder)
    (folder / "flask.md").write_text("Two.\n")
    assert outcomes(folder) == ["unchanged", "updated"]
    page = Page.objects.get(slug="flask")
    assert (page.current.number, page.current.text) == (2, "Two.\n")


def test_a_page_that_people_edited_stays_as_they_left_it(folder):
    outcomes(folder)
    edit(Page.objects.get(slug="flask"), "Ours.\n", by=make_contributor(), base=1)
    (folder / "flask.md").write_text("Two.\n")
    assert outcomes(folder) == ["unchanged", "edited by people"]
    assert Page.objects.get(slug="flask").current.text == "Ours.\n"


def test_the_guide_that_comes_with_the_software_loads():
    assert {loaded.outcome for loaded in load()} == {"created"}
    assert Page.objects.get(slug="home").title == "Flask and its alternatives"
