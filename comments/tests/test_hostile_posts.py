"""What the form refuses, repairs and survives: wrong fields, forged fields, odd requests."""

import pytest
from django.utils import timezone

from comments.models import PageComment
from comments.tests.factories import form_of, make_page

pytestmark = pytest.mark.django_db
POST = "/comments/post/"


def only_comment():
    return PageComment.objects.get()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"comment": ""}, "This field is required."),
        ({"comment": "  \n "}, "This field is required."),
        ({"comment": "x" * 10_001}, "at most 10000 characters"),
        ({"name": ""}, "This field is required."),
        ({"name": "n" * 51}, "at most 50 characters"),
        ({"name": "\u202e\x07"}, "This field is required."),
        ({"name": "\u200b"}, "Give a name that can be read."),
        ({"email": "nobody"}, "valid email address"),
        (
            {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 63}.example"},
            "at most 254 characters",
        ),
        ({"url": "javascript:alert(1)"}, "valid URL"),
        ({"url": "ftp://files.example/x"}, "valid URL"),
        ({"url": f"https://example.org/{'x' * 200}"}, "at most 200 characters"),
    ],
)
def test_a_wrong_field_comes_back_with_a_sentence_and_the_text_kept(stranger, fields, sentence):
    page = make_page()

    answer = stranger.post(POST, form_of(page, **{"comment": "Kept words", **fields}))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fields.get("comment", "Kept words").strip() in answer.content.decode()
    assert not PageComment.objects.exists()


def test_an_error_is_tied_to_its_field(stranger):
    page = make_page()

    html = stranger.post(POST, form_of(page, name="")).content.decode()

    assert 'href="#reply-name"' in html
    assert 'aria-describedby="reply-name_error reply-notice"' in html
    assert 'id="reply-name_error"' in html


def test_10000_characters_of_lines_are_taken_as_typed(stranger):
    page = make_page()

    stranger.post(POST, form_of(page, comment="ab\r\n" * 3333))

    assert only_comment().comment == ("ab\n" * 3333).strip()


def test_a_text_that_cannot_be_rendered_is_an_error_of_its_field(stranger):
    page = make_page()

    answer = stranger.post(POST, form_of(page, comment="> " * 4_900 + "deep"))

    assert answer.status_code == 422
    assert 'href="#reply-comment"' in answer.content.decode()
    assert not PageComment.objects.exists()


def test_a_name_loses_the_marks_that_would_turn_the_line_around(stranger):
    page = make_page()

    stranger.post(POST, form_of(page, name="  Ma\u202era \t L.  "))

    assert only_comment().user_name == "Mara L."


def test_an_address_without_a_scheme_is_https(stranger):
    page = make_page()

    stranger.post(POST, form_of(page, url="mara.example"))

    assert only_comment().user_url == "https://mara.example"


def test_the_honeypot_keeps_the_text_of_a_person_who_fell_into_it(stranger):
    page = make_page()

    answer = stranger.post(POST, form_of(page, honeypot="x", comment="Kept words"))

    assert answer.status_code == 400
    assert "Kept words" in answer.content.decode()


@pytest.mark.parametrize("name", ["timestamp", "security_hash"])
@pytest.mark.parametrize("value", ["", "1", "9" * 400, "\ud7ff", "é" * 40])
def test_a_changed_security_field_is_refused(stranger, name, value):
    page = make_page()

    answer = stranger.post(POST, form_of(page, **{name: value}))

    assert answer.status_code == 400
    assert not PageComment.objects.exists()


@pytest.mark.parametrize("number", ["0", "1abc", "-1", "9" * 30, "", "1.0", "٣"])
def test_a_form_for_no_page_is_not_found(stranger, number):
    assert stranger.post(POST, form_of(make_page(), object_pk=number)).status_code == 404


@pytest.mark.parametrize("content_type", ["", "auth.user", "pages.revision", "pages", "nothing.page"])
def test_a_form_for_anything_but_a_page_is_not_found(stranger, content_type):
    assert stranger.post(POST, form_of(make_page(), content_type=content_type)).status_code == 404


def test_a_deleted_page_takes_no_comment(stranger):
    page = make_page()
    form = form_of(page)
    page.deleted_at = timezone.now()
    page.save()

    assert stranger.post(POST, form).status_code == 404


@pytest.mark.parametrize("path", ["/comments/post/", "/comments/preview/"])
@pytest.mark.parametrize(
    "persona", ["stranger", "reader", "contributor", "moderator", "administrator", "banned"]
)
def test_no_one_breaks_a_door_with_odd_requests(path, persona, request):
    person = request.getfixturevalue(persona)
    make_page()

    statuses = [
        person.get(path).status_code,
        person.put(path).status_code,
        person.post(path).status_code,
        person.post(path, {"comment": "a\x00b"}).status_code,
        person.post(path, {"comment": "x" * 10_000_000}).status_code,
        person.post(path, "not=%ff", content_type="application/x-www-form-urlencoded").status_code,
    ]

    empty = 200 if "preview" in path else 404
    assert statuses == [405, 405, empty, 400, 413, 400]
