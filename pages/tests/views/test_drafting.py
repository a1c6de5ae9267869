"""Drafts through their doors: acknowledged by a hash, restored into the form, one's own alone."""

from hashlib import sha256

import pytest
from django.test import Client

from pages.actions.discard_draft import discard_draft
from pages.actions.edit import edit
from pages.actions.rename import rename
from pages.actions.save_draft import save_draft
from pages.actions.suppress import suppress
from pages.models import Draft, Page
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person
from pages.text.limits import MAX_SOURCE_BYTES

pytestmark = pytest.mark.django_db
BODY = "First line.\n\nSecond line.\n\nThird line.\n"
EDIT = "/wiki/flask/edit/"


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


def fields(**changes) -> dict[str, str]:
    return {"page": "flask", "base": "1", "title": "Flask", "body": "Typed.", "summary": ""} | changes


def post(client, **changes):
    return client.post("/draft/", fields(**changes))


def keep(person, page, body, base=1, **changes):
    return save_draft(person, page=page, base=base, body=body, **{"title": page.title} | changes)


# --- Keeping


@pytest.mark.parametrize("body", ["Typed.", "a\r\nb\nc\rd", "  spaces \t\n\n", "e\u0301 🧪 \u202e", ""])
def test_the_answer_carries_the_hash_of_exactly_what_was_sent(flask, writer, body):
    answer = post(writer, body=body, number="7").json()
    assert answer["sha256"] == sha256(body.encode()).hexdigest()
    assert answer["sha256"] == sha256(Draft.objects.get().body.encode()).hexdigest()
    assert (answer["number"], answer["bytes"]) == ("7", len(body.encode()))


def test_a_draft_is_in_no_history_and_nobody_else_sees_it(flask, writer):
    """Drafts that clutter a history: Wagtail #13863."""
    post(writer, body="Secret words.")
    draft = Draft.objects.get()
    other = Client()
    other.force_login(make_moderator())
    for address in ("/wiki/flask/", "/wiki/flask/history/", EDIT, "/drafts/", "/search/?q=secret"):
        assert "Secret words" not in other.get(address).content.decode()
    for address in (f"/drafts/{draft.pk}/", f"/drafts/{draft.pk}/discard/", f"/drafts/{draft.pk}/return/"):
        assert other.post(address).status_code in {404, 405}
        assert other.get(address).status_code in {404, 405}
    assert flask.revisions.count() == 1


def test_a_stranger_hears_that_nobody_is_signed_in(flask, client):
    answer = post(client)
    assert (answer.status_code, answer.json()["signed_out"]) == (403, True)
    assert "csrftoken" not in client.get("/draft/").cookies


def test_an_editor_gets_a_new_token_when_its_person_is_back(writer, ada):
    answer = writer.get("/draft/").json()
    assert answer["person"] == ada.pk
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    token = strict.get("/draft/").json()["token"]
    make_page("Flask", BODY)
    assert strict.post("/draft/", fields()).status_code == 403
    assert strict.post("/draft/", fields(), headers={"X-CSRFToken": token}).status_code == 200


def test_text_typed_by_one_person_does_not_become_a_draft_of_another(flask, writer, ada):
    answer = post(writer, person=str(ada.pk + 1))
    assert answer.status_code == 403
    assert "Somebody else" in answer.json()["error"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"body": "x" * (MAX_SOURCE_BYTES + 1)}, 400),
        ({"body": "a\0b"}, 400),
        ({"base": "2"}, 400),
        ({"base": ""}, 400),
        ({"base": "-1"}, 400),
        ({"base": "9" * 40}, 400),
        ({"title": "x" * 121}, 400),
        ({"summary": "x" * 201}, 400),
        ({"page": "no-such-page"}, 404),
        ({"page": "../../etc/passwd"}, 404),
        ({"draft": "9" * 40, "seen": "x"}, 200),
        ({"draft": "1", "seen": "2026-02-31T00:00:00Z"}, 200),
        ({"draft": "1", "seen": "2026-02-01T00:00:00"}, 200),
        ({"draft": "999999999", "seen": "2026-02-01T00:00:00Z"}, 200),
    ],
)
def test_hostile_drafts_are_answered_with_a_sentence(flask, writer, changes, status):
    answer = post(writer, **changes)
    assert answer.status_code == status
    assert status == 200 or not Draft.objects.exists()


def test_a_lone_surrogate_is_refused(flask, writer):
    raw = b"page=flask&base=1&title=Flask&body=%ED%A0%80"
    answer = writer.post("/draft/", raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_an_editor_of_a_renamed_page_keeps_on_saving(flask, writer):
    rename(flask, "Flask 3", by=make_moderator())
    assert post(writer).status_code == 200
    assert Draft.objects.get().page == flask


@pytest.mark.parametrize("groups", [(), ("Contributors", "Banned")])
def test_those_who_may_not_edit_are_refused(flask, client, groups):
    client.force_login(make_person("eve", *groups))
    assert post(client).status_code == 403
    assert post(client, page="").status_code == 403


@pytest.mark.parametrize("address", [EDIT, "/new/"])
def test_those_who_lost_the_right_while_typing_get_their_text_back(flask, client, address):
    client.force_login(make_person("eve", "Contributors", "Banned"))
    answer = client.post(address, fields(title="Words", body="Typed before the ban."))
    assert answer.status_code == 403
    assert "Typed before the ban." in answer.content.decode()
    assert "may read, but not write" in answer.content.decode()


# --- Restoring


def test_the_form_is_filled_with_the_draft_and_says_so(flask, writer):
    post(writer, body=BODY + "Typed.\n", summary="Why")
    html = writer.get(EDIT).content.decode()
    assert "We restored the draft that you left today" in html
    assert "Typed." in html
    assert 'value="Why"' in html
    assert "See what differs from revision 1" in html


def test_a_draft_that_says_nothing_new_is_not_restored(flask, writer):
    post(writer, body=BODY.replace("\n", "\r\n"))
    assert "We restored" not in writer.get(EDIT).content.decode()


def test_a_draft_is_merged_with_what_others_saved_since(flask, writer, ada):
    keep(ada, flask, BODY.replace("First", "My first"))
    edit(flask, BODY.replace("Third", "Their third"), by=make_contributor("bob"), base=1)
    answer = writer.get(EDIT)
    html = answer.content.decode()
    assert answer.context["form"]["body"].value() == BODY.replace("First", "My first").replace(
        "Third", "Their third"
    )
    assert 'name="base" value="2"' in html
    assert "bob changed the page since" in html


def test_a_draft_that_clashes_comes_back_as_it_was_on_its_own_base(flask, writer, ada):
    mine = BODY.replace("First line.", "Something of mine.")
    keep(ada, flask, mine)
    edit(flask, BODY.replace("First line.", "What they prefer."), by=make_contributor("bob"), base=1)
    answer = writer.get(EDIT)
    html = answer.content.decode()
    assert answer.context["form"]["body"].value() == mine
    assert 'name="base" value="1"' in html
    assert "bob changed the same words since" in html


def test_a_draft_of_a_revision_that_a_moderator_removed_comes_back_beside_the_current_one(flask, writer, ada):
    keep(ada, flask, "Mine.\n")
    edit(flask, "Theirs.\n", by=make_contributor("bob"), base=1)
    suppress(flask.revisions.get(number=1), ["text"], by=make_moderator(), reason="A password")
    answer = writer.get(EDIT)
    assert answer.context["form"]["body"].value() == "Mine.\n"
    assert "Compare your text with revision 2" in answer.content.decode()


def test_saving_what_was_restored_and_merged_leaves_no_draft(flask, writer, ada):
    keep(ada, flask, BODY.replace("First", "My first"))
    edit(flask, BODY.replace("Third", "Their third"), by=make_contributor("bob"), base=1)
    form = writer.get(EDIT).context["form"]
    sent = {name: form[name].value() or "" for name in ("title", "body", "base", "summary")}
    answer = writer.post(EDIT, sent | {"draft": Draft.objects.get().pk})
    assert answer.status_code == 303
    assert not Draft.objects.exists()


def test_line_endings_of_a_page_survive_a_restored_draft(writer, ada):
    windows = make_page("Flask", BODY.replace("\n", "\r\n"))
    keep(ada, windows, BODY.replace("First", "My first"))
    edit(windows, windows.current.text.replace("Third", "Their third"), by=make_contributor(), base=1)
    assert writer.get(EDIT).context["restored"].is_merged


def test_a_restored_title_does_not_rename_a_page_back(flask, writer, ada):
    keep(ada, flask, "Typed.\n")
    rename(flask, "Flask 3", by=make_moderator())
    assert writer.get("/wiki/flask-3/edit/").context["form"]["title"].value() == "Flask 3"


def test_a_new_page_is_restored_by_its_title(writer):
    post(writer, page="", title="Werkzeug", body="About it.")
    html = writer.get("/new/?title=Werkzeug").content.decode()
    assert "About it." in html
    assert "We restored" in html


def test_unfinished_new_pages_are_named_beside_an_empty_form(writer):
    post(writer, page="", title="Werk & zeug", body="About it.")
    html = writer.get("/new/").content.decode()
    assert "About it." not in html
    assert 'href="/new/?title=Werk+%26+zeug"' in html


def test_those_who_may_not_edit_any_more_can_read_their_draft(flask, client):
    eve = make_contributor("eve")
    draft = keep(eve, flask, "My words.")
    eve.groups.clear()
    client.force_login(eve)
    assert "Flask" in client.get("/drafts/").content.decode()
    answer = client.get(f"/drafts/{draft.pk}/")
    assert (answer.content.decode(), answer.headers["Content-Type"]) == (
        "My words.",
        "text/plain; charset=utf-8",
    )


# --- Discarding


def test_a_discarded_draft_is_listed_and_returns(flask, writer, ada):
    draft = keep(ada, flask, "Typed.\n")
    answer = writer.post(f"/drafts/{draft.pk}/discard/")
    assert (answer.status_code, answer.headers["Location"]) == (303, EDIT)
    assert "Typed." not in writer.get(EDIT).content.decode()
    assert "forgotten after" in writer.get("/drafts/").content.decode()
    answer = writer.post(f"/drafts/{draft.pk}/return/")
    assert (answer.status_code, answer.headers["Location"]) == (303, EDIT)
    assert "Typed." in writer.get(EDIT).content.decode()


def test_a_saved_page_forgets_the_draft_it_came_from(flask, writer):
    post(writer, body="Typed.")
    writer.post(EDIT, fields(body="Typed and finished."))
    assert not Draft.objects.exists()
    assert Page.objects.get(slug="flask").current.text == "Typed and finished."


def test_a_new_page_forgets_its_draft_though_its_title_was_changed_last(writer):
    number = post(writer, page="", title="Wer", body="About it.").json()["draft"]
    writer.post("/new/", {"title": "Werkzeug", "body": "About it.", "draft": number})
    assert not Draft.objects.exists()


def test_the_list_asks_as_often_for_many_drafts_as_for_one(
    writer, ada, flask, django_assert_max_num_queries, django_assert_num_queries
):
    keep(ada, flask, "Typed.")
    with django_assert_max_num_queries(12) as first:
        writer.get("/drafts/")
    for number in range(5):
        keep(ada, make_page(), f"Text {number}")
        discard_draft(keep(ada, make_page(), f"Text {number}"))
    with django_assert_num_queries(len(first)):
        writer.get("/drafts/")


@pytest.mark.parametrize("address", ["/drafts/", "/drafts/1/"])
def test_strangers_are_asked_to_sign_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("verb", ["discard", "return"])
def test_drafts_are_moved_by_post_alone(writer, ada, flask, verb):
    draft = keep(ada, flask, "Typed.")
    assert writer.get(f"/drafts/{draft.pk}/{verb}/").status_code == 405
    assert Client().post(f"/drafts/{draft.pk}/{verb}/").status_code == 302
