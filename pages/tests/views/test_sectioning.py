"""Editing one section through the form: spliced into its page, merged, kept as a draft of its own."""

import re
from html import unescape

import pytest
from django.test import Client

from pages.actions.edit import edit
from pages.actions.save_draft import save_draft
from pages.actions.suppress import suppress
from pages.models import Draft, Page
from pages.tests.factories import make_contributor, make_moderator, make_page

pytestmark = pytest.mark.django_db
EDIT = "/wiki/flask/edit/"
BODY = (
    "---\r\nkind: a\r\n---\r\nLead.\r\n\r\n## Notes\nOne.\n\n"
    "### Part\r\nTwo.\r\n\r\n## Notes\r\nThree.\n\n## Last\nEnd"
)


@pytest.fixture
def flask():
    return make_page("Flask", BODY)


@pytest.fixture
def ada():
    return make_contributor("ada")


@pytest.fixture
def writer(client, ada):
    client.force_login(ada)
    return client


def current() -> Page:
    return Page.objects.get(slug="flask").current


def opened(client: Client, section: str) -> dict[str, str]:
    """The fields as a browser would send them back, with its line ends."""
    html = client.get(EDIT, {"section": section}).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    body = re.search(r'<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)[1]
    found["body"] = re.sub(r"\r\n|\n|\r", "\r\n", unescape(body))
    return {"title": "Flask", "summary": "", "section": ""} | found


def save(client: Client, section: str, old: str, new: str, **changes: str):
    fields = opened(client, section)
    return client.post(EDIT, fields | {"body": fields["body"].replace(old, new)} | changes)


def test_the_form_holds_the_section_alone(flask, writer):
    fields = opened(writer, "h-notes")
    assert fields["body"] == "## Notes\r\nOne.\r\n\r\n### Part\r\nTwo.\r\n\r\n"
    assert (fields["section"], fields["base"]) == ("h-notes", "1")


def test_a_saved_section_leaves_every_other_byte_as_it_was(flask, writer):
    answer = save(writer, "h-notes-2", "Three.", "Three and more.\r\nA new line.")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wiki/flask/#h-notes-2")
    assert current().text == BODY.replace("Three.\n", "Three and more.\r\nA new line.\r\n")


def test_a_section_that_was_not_touched_saves_nothing(flask, writer):
    for section in ("h-notes", "h-part", "h-notes-2", "h-last"):
        assert writer.post(EDIT, opened(writer, section)).status_code == 303
    assert current().number == 1


def test_the_last_section_may_end_without_a_line_end(flask, writer):
    save(writer, "h-last", "End", "The end")
    assert current().text == BODY.removesuffix("End") + "The end"


def test_saving_leads_to_the_heading_by_its_new_name(flask, writer):
    answer = save(writer, "h-notes", "## Notes", "## Remarks")
    assert answer.headers["Location"] == "/wiki/flask/#h-remarks"


def test_the_summary_says_which_section_unless_the_person_says_more(flask, writer):
    save(writer, "h-part", "Two.", "Two!")
    assert current().summary == "Section “Part”"
    save(writer, "h-part", "Two!", "Two?", summary="Doubt it")
    assert current().summary == "Doubt it"


def test_two_people_who_edit_two_sections_at_once_are_merged(flask, writer):
    mine = opened(writer, "h-notes-2")
    edit(flask, BODY.replace("Two.", "Two by Mara."), by=make_contributor("mara"), base=1)
    answer = writer.post(EDIT, mine | {"body": mine["body"].replace("Three", "Three by Ada")}, follow=True)
    assert "together with the changes that mara made meanwhile" in answer.content.decode()
    assert current().text == BODY.replace("Two.", "Two by Mara.").replace("Three.\n", "Three by Ada.\r\n")


def test_two_people_who_edit_one_section_clash_and_the_second_decides(flask, writer):
    mine = opened(writer, "h-part")
    edit(flask, BODY.replace("Two.", "Two by Mara."), by=make_contributor("mara"), base=1)
    answer = writer.post(EDIT, mine | {"body": mine["body"].replace("Two.", "Two by Ada.")})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone else saved first" in html
    assert 'name="section" value="h-part"' in html
    body = re.search(r'<textarea name="body"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)[1]
    decided = {**mine, "body": unescape(body), "onto": "2", "choice-0": "mine"}
    saved = writer.post("/wiki/flask/merge/", decided)
    assert saved.headers["Location"] == "/wiki/flask/#h-part"
    assert current().text == BODY.replace("Two.", "Two by Ada.")


def test_the_whole_page_can_be_gone_back_to_from_a_clash(flask, writer):
    mine = opened(writer, "h-part")
    edit(flask, BODY.replace("Two.", "Two by Mara."), by=make_contributor("mara"), base=1)
    fields = {**mine, "body": mine["body"].replace("Two.", "Two by Ada."), "onto": "2", "editor": "1"}
    html = writer.post("/wiki/flask/merge/", fields | {"choice-0": "mine"}).content.decode()
    assert "Lead." in html
    assert "Two by Ada." in html
    assert 'name="section" value="h-part"' not in html


def test_a_title_typed_over_a_section_renames_its_page(flask, writer):
    answer = save(writer, "h-part", "Two.", "Two!", title="Bottle")
    assert answer.headers["Location"] == "/wiki/bottle/#h-part"


def test_a_preview_keeps_the_form_on_its_section(flask, writer):
    html = save(writer, "h-part", "Two.", "**Two**", preview="1").content.decode()
    assert "<strong>Two</strong>" in html
    assert 'name="section" value="h-part"' in html
    assert "Lead." not in html


def test_a_missing_section_opens_the_whole_page_with_a_sentence(flask, writer):
    answer = writer.get(EDIT, {"section": "h-gone"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "This page has no section “gone”" in html
    assert "Lead." in html


@pytest.mark.parametrize("changes", [{"section": "h-gone"}, {"base": "99"}, {"base": ""}])
def test_a_text_for_a_section_that_its_base_has_not_comes_back_beside_the_whole_page(flask, writer, changes):
    fields = {"title": "Flask", "body": "## Gone\n\nMy words.", "summary": "Mine", "base": "1"}
    answer = writer.post(EDIT, fields | {"section": "h-part"} | changes)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "My words." in html
    assert "Lead." in html
    assert 'value="Mine"' in html
    assert current().number == 1


def test_a_merge_for_a_section_that_is_gone_loses_no_text(flask, writer):
    fields = {
        "title": "Flask",
        "body": "Mine.",
        "base": "1",
        "onto": "1",
        "section": "h-gone",
        "own-0": "Own.",
    }
    answer = writer.post("/wiki/flask/merge/", fields)
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()
    assert "Own." in answer.content.decode()


@pytest.mark.parametrize("section", ["x" * 5000, "h-<script>", "\ud7ff"])
def test_hostile_section_names_are_answered(flask, writer, section):
    assert writer.get(EDIT, {"section": section}).status_code == 200
    fields = {"title": "Flask", "body": "Mine.", "base": "1", "section": section}
    assert writer.post(EDIT, fields).status_code == 409
    assert "<script>" not in writer.post(EDIT, fields).content.decode()


def test_a_protected_page_keeps_the_typed_section_in_its_form(flask, writer):
    fields = opened(writer, "h-part")
    Page.objects.update(protection=2)
    answer = writer.post(EDIT, fields | {"body": "### Part\nMy words."})
    assert answer.status_code == 403
    assert "My words." in answer.content.decode()


# --- Pencils


def test_those_who_may_edit_see_a_pencil_at_each_section(writer):
    make_page("Flask", "## Own & more\n\n> ## Quoted\n\n##### Deep\n")
    html = writer.get("/wiki/flask/").content.decode()
    assert re.findall(r'class="pencil" href="([^"]*)"', html) == [
        "/wiki/flask/edit/?section=h-own-more",
        "/wiki/flask/edit/?section=h-deep",
    ]
    assert 'aria-label="Edit the section “Own &amp; more”"' in html


def test_nobody_else_sees_one_nor_an_old_revision(flask, writer, client):
    edit(flask, BODY + "!", by=make_contributor(), base=1)
    assert "pencil" in writer.get("/wiki/flask/").content.decode()
    assert 'class="pencil"' not in writer.get("/wiki/flask/revision/1/").content.decode()
    assert 'class="pencil"' not in Client().get("/wiki/flask/").content.decode()


# --- Drafts


def keep(person, page, body, *, section="", base=1):
    return save_draft(person, page=page, base=base, title=page.title, body=body, section=section)


def test_a_draft_of_a_section_is_not_the_pages_and_the_other_way_round(flask, ada, writer):
    keep(ada, flask, "### Part\nOf the section.\n", section="h-part")
    assert "Of the section." not in writer.get(EDIT).content.decode()
    keep(ada, flask, "Of the page.\n")
    assert opened(writer, "")["body"] == "Of the page.\r\n"
    assert opened(writer, "h-part")["body"] == "### Part\r\nOf the section.\r\n"
    assert opened(writer, "h-last")["body"] == "## Last\r\nEnd"
    assert Draft.objects.live().count() == 2


def test_the_editor_links_to_the_drafts_of_other_parts(flask, ada, writer):
    keep(ada, flask, "### Part\nOf the section.\n", section="h-part")
    html = writer.get(EDIT).content.decode()
    assert '<a href="/wiki/flask/edit/?section=h-part">section “part”</a>' in html
    assert "data-other-drafts" not in writer.get(EDIT, {"section": "h-part"}).content.decode()


def test_saving_a_section_removes_its_own_draft_alone(flask, ada, writer):
    keep(ada, flask, "### Part\nMine.\n", section="h-part")
    other = keep(ada, flask, "Of the page.\n")
    writer.post(EDIT, {"title": "Flask", "body": "### Part\nMine.\n", "base": "1", "section": "h-part"})
    assert list(Draft.objects.all()) == [other]


def test_a_sections_draft_is_merged_when_its_section_moved_on(flask, ada, writer):
    keep(ada, flask, "### Part\nTwo.\nMine.\n\n", section="h-part")
    edit(flask, BODY.replace("### Part", "### Part\nTheirs.\n"), by=make_contributor("mara"), base=1)
    fields = opened(writer, "h-part")
    assert fields["base"] == "2"
    assert "Theirs.\r\n" in fields["body"]
    assert "Mine.\r\n" in fields["body"]


def test_a_sections_draft_is_merged_when_another_section_moved_on(flask, ada, writer):
    keep(ada, flask, "### Part\nMine.\n\n", section="h-part")
    edit(flask, BODY.replace("Three.", "Theirs."), by=make_contributor("mara"), base=1)
    fields = opened(writer, "h-part")
    assert (fields["base"], fields["body"]) == ("2", "### Part\r\nMine.\r\n\r\n")


def test_a_draft_is_not_put_into_another_section_of_the_same_name(ada, writer):
    text = "## Notes\n\nOne.\n"
    page = make_page("Flask", text)
    keep(ada, page, text + "\nMine.\n", section="h-notes")
    edit(page, "## Notes\n\nAnother.\n\n" + text, by=make_contributor("mara"), base=1)
    fields = opened(writer, "h-notes")
    assert (fields["base"], fields["body"]) == ("1", "## Notes\r\n\r\nOne.\r\n\r\nMine.\r\n")
    writer.post(EDIT, fields)
    assert current().text == "## Notes\n\nAnother.\n\n" + text + "\nMine.\n"


def test_a_draft_survives_the_rename_of_its_heading(flask, ada, writer):
    keep(ada, flask, "### Part\nTwo.\nMine.\n\n", section="h-part")
    edit(flask, BODY.replace("### Part", "### Piece"), by=make_contributor("mara"), base=1)
    html = writer.get(EDIT, {"section": "h-part"}).content.decode()
    assert "mara changed the page around this section since" in html
    writer.post(EDIT, opened(writer, "h-part"))
    assert "### Piece\r\nTwo.\r\nMine.\r\n" in current().text


def test_a_clashing_draft_comes_back_as_it_was_left(flask, ada, writer):
    keep(ada, flask, "### Part\nMine.\n\n", section="h-part")
    edit(flask, BODY.replace("Two.", "Theirs."), by=make_contributor("mara"), base=1)
    html = writer.get(EDIT, {"section": "h-part"}).content.decode()
    assert "mara changed the same words since" in html
    assert "Mine." in html


def test_a_draft_over_a_removed_revision_is_compared_with_the_current_one(flask, ada, writer):
    keep(ada, flask, "### Part\nMine.\n\n", section="h-part")
    edit(flask, BODY.replace("Two.", "Theirs."), by=ada, base=1)
    suppress(flask.revisions.get(number=1), ["text"], by=make_moderator(), reason="Secret")
    assert opened(writer, "h-part")["body"] == "### Part\r\nMine.\r\n\r\n"


def test_a_draft_whose_section_is_nowhere_is_shown_beside_the_page(flask, ada, writer):
    keep(ada, flask, "### Part\nMine.\n\n", section="h-part")
    edit(flask, "All new.\n", by=ada, base=1)
    suppress(flask.revisions.get(number=1), ["text"], by=make_moderator(), reason="Secret")
    html = writer.get(EDIT, {"section": "h-part"}).content.decode()
    assert "This page has no section “part”" in html
    assert "Mine." in html
    assert "All new." in html


def test_a_discarded_draft_of_a_section_returns_to_its_section(flask, ada, writer):
    draft = keep(ada, flask, "### Part\nMine.\n", section="h-part")
    address = "/wiki/flask/edit/?section=h-part"
    assert writer.post(f"/drafts/{draft.pk}/discard/").headers["Location"] == address
    other = keep(ada, flask, "Of the page.\n")
    assert "Section “part”" in writer.get("/drafts/").content.decode()
    assert writer.post(f"/drafts/{draft.pk}/return/").headers["Location"] == address
    assert set(Draft.objects.live()) == {draft, other}


def test_the_draft_address_keeps_sections_apart(flask, writer):
    fields = {"page": "flask", "base": "1", "title": "Flask", "summary": ""}
    first = writer.post("/draft/", fields | {"body": "Page"}).json()["draft"]
    second = writer.post("/draft/", fields | {"body": "Part", "section": "h-part"}).json()["draft"]
    assert first != second
    assert writer.post("/draft/", fields | {"body": "Part", "section": "x" * 999}).status_code == 400


def test_opening_a_section_takes_as_many_queries_however_many_drafts_there_are(
    flask, ada, writer, django_assert_max_num_queries
):
    for number in range(20):
        keep(ada, flask, "Mine.\n", section=f"h-{number}")
    with django_assert_max_num_queries(16):
        writer.get(EDIT, {"section": "h-part"})
