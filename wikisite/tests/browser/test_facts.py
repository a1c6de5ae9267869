"""Facts in a browser: a field changes the text and the text the field; columns and rows hide in place."""

from typing import Any

import pytest
from playwright.sync_api import expect

from pages.tests.factories import make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOURCE = "---\n# Ours\nkind: runtime # sure\nlicense: MIT\n---\nText.\n"


def test_a_field_changes_the_text_and_the_text_the_field(open_as: Any, contributor: Any) -> None:
    make_page("Flask", SOURCE)
    page = open_as(contributor)
    page.goto("/wiki/flask/edit/")
    page.get_by_text("shown in the box beside the page").click()
    page.get_by_label("Kind kind").fill("full-stack")
    page.get_by_label("Kind kind").press("Tab")
    expect(page.locator("#id_body")).to_have_value(SOURCE.replace("runtime", "full-stack"))
    page.locator("#id_body").fill(SOURCE.replace("MIT", "ISC"))
    expect(page.get_by_label("License license")).to_have_value("ISC")
    expect(page.get_by_label("Kind kind")).to_have_value("runtime")
    page.get_by_label("Name of a new fact").fill("governance")
    page.get_by_label("Value of the new fact").fill("Pallets")
    page.get_by_role("button", name="Add").click()
    added = SOURCE.replace("license: MIT\n", "license: ISC\ngovernance: Pallets\n")
    expect(page.locator("#id_body")).to_have_value(added)


def test_columns_and_equal_rows_hide_in_place_and_the_address_keeps_it(open_as: Any, guide: None) -> None:
    make_page("Other", "---\nkind: runtime\nlanguage: Python\nlicense: MIT\n---\nText.\n")
    page = open_as()
    page.goto("/compare/flask+django+other/")
    kind = page.get_by_role("row", name="Kind")
    expect(kind.get_by_role("cell")).to_have_count(3)
    page.locator("label.chip", has_text="Other").click()
    expect(kind.get_by_role("cell")).to_have_count(2)
    page.get_by_label("Only differences").check()
    expect(page.get_by_role("row", name="Language")).to_have_count(0)
    expect(kind).to_be_visible()
    page.wait_for_url("**/compare/flask+django/?differences=1")
    page.reload()
    expect(page.get_by_role("row", name="Language")).to_have_count(0)


def test_the_table_scrolls_by_keyboard_under_its_heads(open_as: Any, guide: None) -> None:
    page = open_as(viewport={"width": 390, "height": 700})
    page.goto("/compare/flask+django/")
    box = page.get_by_role("region", name="Comparison table")
    box.focus()
    page.keyboard.press("End")
    expect(page.get_by_role("row", name="Checked")).to_be_in_viewport()
    head = page.locator(".compare thead th").first.bounding_box()
    assert abs(head["y"] - box.bounding_box()["y"]) < 4
