"""Uploading and fetching files over HTTP: every persona, every hostile file, the headers, and privacy."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.actions.attach import attach
from pages.actions.delete import delete
from pages.actions.remove_attachment import remove_attachment
from pages.derived import make_sizes
from pages.models import Attachment, LogEntry
from pages.tests.broken_uploads import NEARLY
from pages.tests.factories import make_contributor, make_moderator, make_page
from pages.tests.uploads import INERT, NAMES, REFUSED, SCRIPT, picture, upload

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
SANDBOX = "sandbox; default-src 'none'"


@pytest.fixture
def flask():
    return make_page("Flask")


def send(client: Client, file, address="/wiki/flask/files/", *, alt="A picture", **headers):
    return client.post(address, {"file": file, "alt": alt}, **headers)


def body(answer) -> bytes:
    return b"".join(answer)


@pytest.mark.parametrize("what", REFUSED)
def test_hostile_upload_is_refused_in_words(flask, contributor, what, settings):
    make, name, content_type = REFUSED[what]
    for headers in ({}, JSON):
        answer = send(contributor, upload(make(), name, content_type), **headers)
        assert answer.status_code == 400
        assert (answer.json()["error"] if headers else answer.context["problem"]).endswith(".")
    assert not Path(settings.MEDIA_ROOT).exists()


@pytest.mark.parametrize("what", INERT)
def test_upload_that_hides_a_script_is_served_inert(flask, contributor, stranger, what):
    make, name, content_type = INERT[what]
    url = send(contributor, upload(make(), name, content_type), **JSON).json()["url"]
    answer = stranger.get(url)
    is_image = answer["Content-Type"] in ("image/png", "image/webp")
    plain = (
        "application/pdf",
        "text/plain; charset=utf-8",
        "application/zip",
        "application/gzip",
        "application/x-tar",
    )
    assert is_image or answer["Content-Type"] in plain
    assert answer["Content-Disposition"].startswith("inline" if is_image else "attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", SANDBOX)
    assert not is_image or b"XSSMARK" not in body(answer)


@pytest.mark.parametrize("what", NEARLY)
def test_upload_that_is_nearly_a_file_is_refused_in_words_or_served_inert(
    flask, contributor, stranger, what, settings
):
    make, name, content_type = NEARLY[what]
    sent = send(contributor, upload(make(), name, content_type), **JSON)
    if sent.status_code == 400:
        assert sent.json()["error"].endswith(".")
        assert not Path(settings.MEDIA_ROOT).exists()
        return
    assert sent.status_code == 201
    answer = stranger.get(sent.json()["url"])
    is_image = answer["Content-Type"] in ("image/png", "image/webp")
    assert answer["Content-Disposition"].startswith("inline" if is_image else "attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", SANDBOX)
    assert not is_image or b"XSSMARK" not in body(answer)


def test_hostile_files_and_names_are_150_at_least():
    assert len(REFUSED) + len(INERT) + len(NAMES) + len(NEARLY) >= 150


@pytest.mark.parametrize("name", NAMES)
def test_upload_of_any_name_is_answered_and_stays_in_its_folder(flask, contributor, name, settings):
    file = upload(b"Words", "a.txt", "text/plain")
    file._name = name.encode("utf-8", "replace").decode()  # no client can send half a surrogate pair
    answer = send(contributor, file)
    assert answer.status_code in (303, 400)
    outside = [
        p
        for p in Path(settings.MEDIA_ROOT).parent.rglob("*")
        if p.is_file() and p.parent != settings.MEDIA_ROOT
    ]
    assert outside == []
    assert contributor.get("/wiki/flask/files/").status_code == 200


@pytest.mark.parametrize(
    ("persona", "status"),
    [("stranger", 302), ("reader", 403), ("banned", 403), ("contributor", 303), ("moderator", 303)],
)
def test_each_persona_uploads_replaces_and_describes_or_does_not(flask, persona, status, request):
    client = request.getfixturevalue(persona)
    attachment = attach(flask, upload(picture()), by=make_contributor(), alt="A picture")
    at = f"/wiki/flask/files/{attachment.pk}"
    assert send(client, upload(b"Words", "a.txt")).status_code == status
    assert send(client, upload(picture(size=(9, 9))), f"{at}/replace/").status_code == status
    assert client.post(f"{at}/describe/", {"alt": "Better"}).status_code == status
    assert (Attachment.objects.count(), attachment.versions.count()) == ((2, 2) if status == 303 else (1, 1))
    assert Attachment.objects.get(pk=attachment.pk).alt == ("Better" if status == 303 else "A picture")


@pytest.mark.parametrize(
    ("persona", "status"),
    [("stranger", 302), ("reader", 403), ("banned", 403), ("contributor", 403), ("moderator", 303)],
)
def test_only_moderators_remove_what_others_uploaded(flask, persona, status, request):
    attachment = attach(flask, upload(picture()), by=make_contributor(), alt="A picture")
    answer = request.getfixturevalue(persona).post(f"/wiki/flask/files/{attachment.pk}/remove/")
    attachment.refresh_from_db()
    assert (answer.status_code, bool(attachment.removed_at)) == (status, status == 303)


def test_whoever_uploaded_a_file_removes_it_and_the_log_says_so(flask, contributor):
    attachment = attach(flask, upload(picture()), by=contributor.person, alt="A picture")
    contributor.post(f"/wiki/flask/files/{attachment.pk}/remove/")
    assert contributor.get(attachment.current.url).status_code == 404
    entry = LogEntry.objects.get(verb="remove file")
    assert (entry.page, entry.details, entry.actor.user) == (flask, {"file": "a.png"}, contributor.person)


def test_removed_file_is_given_back_with_its_address_and_the_log_says_so(flask, contributor, stranger):
    attachment = attach(flask, upload(picture()), by=contributor.person, alt="A picture")
    contributor.post(f"/wiki/flask/files/{attachment.pk}/remove/")
    assert "Give back" in contributor.get("/wiki/flask/files/").content.decode()
    assert contributor.post(f"/wiki/flask/files/{attachment.pk}/restore/").status_code == 303
    assert stranger.get(attachment.current.url).status_code == 200
    assert LogEntry.objects.filter(verb="restore file", details={"file": "a.png"}).count() == 1
    assert contributor.post(f"/wiki/flask/files/{attachment.pk}/restore/").status_code == 404


@pytest.mark.parametrize(
    ("persona", "status"),
    [("stranger", 302), ("reader", 403), ("banned", 403), ("contributor", 403), ("moderator", 303)],
)
def test_only_moderators_give_back_what_others_uploaded(flask, persona, status, request):
    client, by = request.getfixturevalue(persona), make_contributor()
    attachment = attach(flask, upload(picture()), by=by, alt="A picture")
    remove_attachment(attachment, by=by)
    assert ("Give back" in client.get("/wiki/flask/files/").content.decode()) == (status == 303)
    assert client.post(f"/wiki/flask/files/{attachment.pk}/restore/").status_code == status
    attachment.refresh_from_db()
    assert bool(attachment.removed_at) == (status != 303)


def test_file_is_not_given_back_to_a_full_page(flask, contributor, settings):
    attachment = attach(flask, upload(picture()), by=contributor.person, alt="A picture")
    remove_attachment(attachment, by=contributor.person)
    settings.UPLOAD_MAX_FILES_A_PAGE = 0
    answer = contributor.post(f"/wiki/flask/files/{attachment.pk}/restore/")
    assert (answer.status_code, "at most 0" in answer.context["problem"]) == (400, True)


def test_wrong_methods_and_missing_things_are_refused(flask, contributor):
    other = attach(make_page("Other"), upload(picture()), by=contributor.person, alt="A picture")
    for verb in ("describe", "replace", "remove", "restore"):
        assert contributor.get(f"/wiki/flask/files/{other.pk}/{verb}/").status_code == 405
        assert contributor.post(f"/wiki/flask/files/{other.pk}/{verb}/").status_code == 404
        assert contributor.post(f"/wiki/nowhere/files/{other.pk}/{verb}/").status_code == 404
    assert contributor.delete("/wiki/flask/files/").status_code == 405
    assert contributor.post("/media/" + "0" * 64 + ".png").status_code == 405
    answer = contributor.post("/wiki/flask/files/", {"file": "words, not a file"}, **JSON)
    assert (answer.status_code, answer.json()["error"]) == (400, "Choose a file first.")


def test_editor_is_told_in_json_what_to_insert_and_who_may_not(flask, contributor, stranger, reader):
    answer = send(contributor, upload(picture(), "cat].png"), alt="A cat]", **JSON)
    assert answer.status_code == 201
    assert answer.json()["markdown"] == f"![A cat\\]]({answer.json()['url']})"
    for client, words in ((stranger, "sign in"), (reader, "may not")):
        refused = send(client, upload(picture()), **JSON)
        assert (refused.status_code, words in refused.json()["error"]) == (403, True)


def test_upload_with_a_session_needs_the_token(flask, contributor):
    client = Client(enforce_csrf_checks=True)
    client.cookies = contributor.cookies
    assert send(client, upload(picture())).status_code == 403
    assert not Attachment.objects.exists()


def test_file_over_the_limit_is_refused_and_other_forms_stay_small(flask, contributor, settings):
    most = settings.UPLOAD_MAX_FILE_BYTES
    assert send(contributor, upload(b"a" * most, "a.txt")).status_code == 303
    assert send(contributor, upload(b"a" * (most + 1), "a.txt")).status_code == 400
    assert send(contributor, upload(b"a" * (most + 4 * 1024 * 1024), "a.txt")).status_code == 413
    assert send(contributor, upload(b"a" * (4 * 1024 * 1024)), "/preview/").status_code == 413


def test_image_is_kept_by_browsers_and_by_no_cache_that_people_share(flask, stranger):
    url = attach(flask, upload(picture()), by=make_contributor(), alt="A picture").current.url
    answer = stranger.get(url)
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    again = stranger.get(url, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["Content-Security-Policy"]) == (304, SANDBOX)
    assert not answer.cookies


def test_download_has_a_name_that_tells_what_it_is(flask, stranger):
    url = attach(flask, upload(SCRIPT.join([b"x", b""]), "Grüße.html"), by=make_contributor()).current.url
    assert stranger.get(url)["Content-Disposition"] == "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.html.txt"


def test_smaller_size_is_the_whole_image_until_it_is_made(flask, stranger):
    version = attach(flask, upload(picture(size=(1000, 9))), by=make_contributor(), alt="A line").current
    url = f"/media/{version.sha256}-480.webp"
    early = stranger.get(url)
    assert (early["Content-Type"], early["Cache-Control"]) == ("image/png", "private, max-age=60")
    make_sizes.func(version.stored_name)
    assert stranger.get(url)["Content-Type"] == "image/webp"
    assert stranger.get(url)["Cache-Control"].endswith("immutable")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "a.png",
            "",
            "secret-key",
            "../wiki.sqlite3",
            "..%2fsecret-key",
            "%2e%2e/secret-key",
            "//etc/passwd",
        ),
        *("0" * 64 + end for end in ("", ".png", "-480.webp", "-99999.webp", ".png/..", ".png%00")),
    ],
)
def test_name_that_is_not_a_stored_file_is_not_there(flask, contributor, name):
    attach(flask, upload(picture()), by=contributor.person, alt="A picture")
    assert contributor.get(f"/media/{name}").status_code in (404, 400)


def test_stored_name_with_another_ending_is_not_there(flask, stranger):
    version = attach(flask, upload(picture()), by=make_contributor(), alt="A picture").current
    for ending in ("html", "svg", "txt", "webp", "PNG"):
        assert stranger.get(f"/media/{version.sha256}.{ending}").status_code == 404


def test_files_of_a_deleted_page_are_for_moderators_alone(flask, stranger, contributor, moderator):
    version = attach(flask, upload(picture(size=(600, 9))), by=contributor.person, alt="A picture").current
    make_sizes.func(version.stored_name)
    delete(flask, by=make_moderator(), reason="Spam")
    for url in (version.url, f"/media/{version.sha256}-480.webp"):
        assert stranger.get(url).status_code == 404
        assert contributor.get(url).status_code == 404
        shown = moderator.get(url)
        assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    assert stranger.get("/wiki/flask/files/").status_code == 404
    assert moderator.get("/wiki/flask/files/").status_code == 200
    assert send(moderator, upload(b"Words", "a.txt")).status_code == 403


def test_file_that_a_visible_page_has_too_stays_when_the_other_is_deleted(flask, stranger):
    url = attach(flask, upload(picture()), by=make_contributor(), alt="A picture").current.url
    attach(make_page("Other"), upload(picture()), by=make_contributor(), alt="A picture")
    delete(flask, by=make_moderator(), reason="Spam")
    assert stranger.get(url).status_code == 200


def test_list_shows_names_and_descriptions_as_words(flask, contributor):
    file = upload(picture())
    file._name = SCRIPT.decode().replace("/", "")
    attach(flask, file, by=contributor.person, alt=f'"{SCRIPT.decode()}')
    html = contributor.get("/wiki/flask/files/").content
    assert b"&lt;script&gt;" in html
    assert b"<script>alert" not in html


def test_list_makes_as_many_queries_for_ten_files_as_for_one(flask, contributor, django_assert_num_queries):
    person = contributor.person
    attach(flask, upload(b"One", "a.txt"), by=person)
    contributor.get("/wiki/flask/files/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        contributor.get("/wiki/flask/files/")
    for number in range(9):
        attach(flask, upload(b"%d" % number, "a.txt"), by=make_contributor())
    with django_assert_num_queries(len(few)):
        contributor.get("/wiki/flask/files/")


def test_editor_has_the_page_s_files_and_a_new_page_has_none(flask, contributor):
    attachment = attach(flask, upload(picture()), by=contributor.person, alt="A picture")
    html = contributor.get("/wiki/flask/edit/").content.decode()
    assert attachment.current.url in html
    assert reverse("pages:files", args=["flask"]) in html
    assert "data-upload-url" not in contributor.get("/new/").content.decode()
