"""Administrators export and erase a person in the admin, and see the outbox; nobody else does."""

import json

import pytest
from django.contrib.auth.models import User

from comments.models import PageComment
from comments.tests.factories import make_comment, make_page
from pages.models import OutgoingMail
from pages.notify import queue_mails

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/people/"


def test_an_administrator_takes_a_persons_data_as_a_file(administrator):
    make_comment(make_page(), "Said this", name="Mara", email="mara@mail.example")

    answer = administrator.post(ADDRESS, {"name": "mara@mail.example", "export": "Export"})

    assert answer["Content-Disposition"] == 'attachment; filename="person.json"'
    assert "no-store" in answer["Cache-Control"]
    assert [row["comment"] for row in json.loads(answer.content)["comments.PageComment"]] == ["Said this"]


def test_an_administrator_erases_by_typing_the_name_twice(administrator, make_person):
    person = make_person("ada", "Contributors")
    make_comment(make_page(), by=person)

    answer = administrator.post(ADDRESS, {"name": "ada", "again": "ada", "erase": "Erase"}, follow=True)

    assert "Comments that stay without a name: 1." in answer.content.decode()
    assert not User.objects.filter(username="ada").exists()
    assert PageComment.objects.get().user_name.startswith("Former contributor")


@pytest.mark.parametrize("again", ["", "Ada", "someone"])
def test_another_word_erases_nothing_and_keeps_what_was_typed(administrator, make_person, again):
    make_person("ada")

    answer = administrator.post(ADDRESS, {"name": "ada", "again": again, "erase": "Erase"})

    assert answer.status_code == 422
    assert "This is not the same: nothing was erased." in answer.content.decode()
    assert 'value="ada"' in answer.content.decode()
    assert User.objects.filter(username="ada").exists()


def test_a_name_that_nobody_has_is_an_error_of_its_field(administrator):
    answer = administrator.post(ADDRESS, {"name": "nobody", "export": "Export"})
    assert "Nobody here is called “nobody”." in answer.content.decode()


def test_the_own_account_is_not_erased(administrator):
    name = administrator.person.username
    answer = administrator.post(ADDRESS, {"name": name, "again": name, "erase": "Erase"})
    assert "Ask another administrator to erase your own account." in answer.content.decode()


def test_looking_changes_nothing(administrator, make_person):
    make_person("ada")
    assert administrator.get(ADDRESS, {"name": "ada", "again": "ada", "erase": "Erase"}).status_code == 200
    assert User.objects.filter(username="ada").exists()


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "moderator", "banned"])
def test_nobody_else_exports_erases_or_sees_the_outbox(persona, request, make_person):
    make_person("ada")
    queue_mails([OutgoingMail(key="a", to="ada@mail.example", subject="News", text="Words")])
    client = request.getfixturevalue(persona)

    for answer in (
        client.post(ADDRESS, {"name": "ada", "again": "ada", "erase": "Erase"}),
        client.post(ADDRESS, {"name": "ada", "export": "Export"}),
        client.get("/admin/pages/outgoingmail/"),
        client.get(f"/admin/pages/outgoingmail/{OutgoingMail.objects.get().pk}/change/"),
    ):
        assert answer.status_code in {302, 403}
    assert User.objects.filter(username="ada").exists()


def test_the_outbox_shows_administrators_whom_it_goes_to_and_never_the_text(administrator):
    queue_mails([OutgoingMail(key="a", to="ada@mail.example", subject="<b>News</b>", text="/secret/key/")])
    one = f"/admin/pages/outgoingmail/{OutgoingMail.objects.get().pk}/change/"

    for address in ("/admin/pages/outgoingmail/", one):
        html = administrator.get(address).content.decode()
        assert "ada@mail.example" in html
        assert "&lt;b&gt;News" in html
        assert "/secret/key/" not in html
