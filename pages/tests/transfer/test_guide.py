"""Loading the guide: idempotent, and never over what people wrote."""

import pytest

from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.models import Page, Redirect, WantedPage
from pages.tests.factories import make_contributor, make_moderator, make_page
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


def test_a_page_that_people_renamed_is_found_under_its_old_name(folder):
    outcomes(folder)
    rename(Page.objects.get(slug="flask"), "The Flask framework", by=make_contributor())
    (folder / "flask.md").write_text("Two.\n")
    assert outcomes(folder) == ["unchanged", "updated"]
    assert Page.objects.get(slug="the-flask-framework").current.text == "Two.\n"
    assert not Page.objects.filter(slug="flask").exists()


def test_a_page_that_people_deleted_stays_deleted(folder):
    outcomes(folder)
    delete(Page.objects.get(slug="flask"), by=make_moderator(), reason="Not ours")
    assert outcomes(folder) == ["unchanged", "deleted"]


def test_a_newer_edition_brings_its_new_pages_to_a_site_that_has_pages(folder):
    outcomes(folder)
    make_page("Tornado", "Ours already.\n", by=make_contributor())
    listed = (folder / "contents.yaml").read_text()
    more = "- {slug: tornado, title: Tornado}\n- {slug: jinja, title: Jinja}\n"
    (folder / "contents.yaml").write_text(listed + more)
    for slug in ("tornado", "jinja"):
        (folder / f"{slug}.md").write_text("From the guide.\n")
    assert outcomes(folder) == ["unchanged", "unchanged", "edited by people", "created"]
    assert Page.objects.get(slug="tornado").current.text == "Ours already.\n"


def test_other_names_lead_to_the_page_unless_somebody_wrote_one_of_that_name(folder, client):
    (folder / "contents.yaml").write_text("- {slug: flask, title: Flask, also: [pallets-flask, flask2]}\n")
    make_page("Flask2", "A game.\n")
    for _ in range(2):
        outcomes(folder)
        assert client.get("/wiki/pallets-flask/").headers["Location"] == "/wiki/flask/"
        assert client.get("/wiki/flask2/").status_code == 200


def test_the_guide_that_comes_with_the_software_loads():
    assert {loaded.outcome for loaded in load()} == {"created"}
    assert Page.objects.get(slug="home").title == "Flask and its alternatives"


def test_no_page_is_wanted_under_a_name_that_leads_to_one():
    list(load())

    wanted = set(WantedPage.objects.values_list("slug", flat=True))
    assert wanted.isdisjoint(Redirect.objects.values_list("slug", flat=True))
    assert "markupsafe" in wanted
