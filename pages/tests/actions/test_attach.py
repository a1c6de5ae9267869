"""Uploaded files: taken by content, stored without what they hid, refused without a trace."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult
from PIL import Image, features

from pages.actions.attach import attach
from pages.actions.delete import delete
from pages.actions.edit import edit
from pages.derived import make_sizes
from pages.models import Attachment, AttachmentVersion
from pages.tests.factories import make_contributor, make_moderator, make_page, make_person
from pages.tests.uploads import (
    INERT,
    MARK,
    NAMES,
    REFUSED,
    SCRIPT,
    gif_and_javascript,
    picture,
    png_of,
    upload,
)
from pages.text.file_names import MAX_FILE_NAME_CHARS
from pages.text.file_types import FileRefused

pytestmark = pytest.mark.django_db


def on_disk(settings) -> dict[str, int]:
    root = Path(settings.MEDIA_ROOT).parent
    return {str(path.relative_to(root)): path.stat().st_size for path in root.rglob("*") if path.is_file()}


def stored(settings, attachment: Attachment) -> bytes:
    return (Path(settings.MEDIA_ROOT) / attachment.current.stored_name).read_bytes()


@pytest.mark.parametrize("what", REFUSED)
def test_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(what, settings):
    make, name, content_type = REFUSED[what]
    page, before = make_page(), on_disk(settings)
    with pytest.raises(FileRefused) as refusal:
        attach(page, upload(make(), name, content_type), by=make_contributor(), alt="A picture")
    assert str(refusal.value).endswith(".")
    assert (on_disk(settings), AttachmentVersion.objects.count()) == (before, 0)
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("what", INERT)
def test_file_that_hides_a_script_is_stored_under_a_name_of_ours(what, settings):
    make, name, content_type = INERT[what]
    attachment = attach(
        make_page(), upload(make(), name, content_type), by=make_contributor(), alt="A picture"
    )
    assert Path(attachment.current.stored_name).suffix in {
        ".png",
        ".webp",
        ".pdf",
        ".txt",
        ".zip",
        ".gz",
        ".tar",
    }
    assert on_disk(settings).keys() == {f"media/{attachment.current.stored_name}"}
    assert not attachment.is_image or MARK not in stored(settings, attachment)


def test_gif_that_is_a_script_too_is_refused_or_rewritten(settings):
    try:
        attachment = attach(make_page(), upload(gif_and_javascript()), by=make_contributor(), alt="A picture")
    except FileRefused:
        assert on_disk(settings) == {}
    else:
        assert MARK not in stored(settings, attachment)


@pytest.mark.parametrize("name", NAMES)
def test_name_is_only_shown_and_never_a_path(name, settings):
    file = upload(picture())
    file._name = name  # Django's own cleaning is not what this relies on
    attachment = attach(make_page(), file, by=make_contributor(), alt="A picture")
    assert on_disk(settings).keys() == {f"media/{attachment.current.stored_name}"}
    assert 0 < len(attachment.name) <= MAX_FILE_NAME_CHARS
    assert attachment.name.isprintable()
    assert not {"/", "\\"} & set(attachment.name)
    assert attachment.name not in (".", "..")


@pytest.mark.parametrize(
    ("source", "ending"),
    [("PNG", "png"), ("GIF", "png"), ("JPEG", "webp"), ("WEBP", "webp"), ("AVIF", "webp")],
)
def test_image_of_each_format_is_written_anew(source, ending):
    attachment = attach(make_page(), upload(picture(source)), by=make_contributor(), alt="A picture")
    version = attachment.current
    assert (version.file_type, version.width, version.height) == (ending, 20, 10)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_png_of_each_color_mode_keeps_its_pixels(mode, settings):
    sent = picture(mode=mode)
    attachment = attach(make_page(), upload(sent), by=make_contributor(), alt="A picture")
    before, after = Image.open(io.BytesIO(sent)), Image.open(io.BytesIO(stored(settings, attachment)))
    for at in ((2, 2), (15, 5)):
        assert before.convert("RGBA").getpixel(at) == after.convert("RGBA").getpixel(at)


def test_image_of_65536_grays_keeps_as_many_as_screens_show(settings):
    written = io.BytesIO()
    Image.new("I;16", (4, 4), 0x8080).save(written, "PNG")
    attachment = attach(make_page(), upload(written.getvalue()), by=make_contributor(), alt="Gray")
    assert Image.open(io.BytesIO(stored(settings, attachment))).getpixel((1, 1)) == 0x80


def test_photograph_is_turned_as_its_camera_said(settings):
    attachment = attach(
        make_page(), upload(INERT["script in exif"][0]()), by=make_contributor(), alt="Turned"
    )
    image = Image.open(io.BytesIO(stored(settings, attachment))).convert("RGB")
    red, _green, blue = image.getpixel((5, 2))
    assert image.size == (10, 20)
    assert blue > red
    assert not image.getexif()


def test_printers_colors_become_a_screens(settings):
    attachment = attach(make_page(), upload(picture("JPEG", mode="CMYK")), by=make_contributor(), alt="A")
    assert Image.open(io.BytesIO(stored(settings, attachment))).mode == "RGB"


def test_transparent_pixels_stay_transparent(settings):
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(written, "WEBP", lossless=True)
    attachment = attach(make_page(), upload(written.getvalue()), by=make_contributor(), alt="A")
    assert Image.open(io.BytesIO(stored(settings, attachment))).getpixel((1, 1))[3] == 0


def test_same_bytes_are_stored_once(settings):
    first = attach(make_page(), upload(picture()), by=make_contributor(), alt="A picture")
    again = attach(make_page(), upload(picture(), "b.png"), by=make_contributor(), alt="A picture")
    assert first.current.stored_name == again.current.stored_name
    assert len(on_disk(settings)) == 1


def test_file_that_a_dying_process_left_cut_off_is_written_again(settings):
    first = attach(make_page(), upload(picture()), by=make_contributor(), alt="A picture")
    whole = stored(settings, first)
    (Path(settings.MEDIA_ROOT) / first.current.stored_name).write_bytes(whole[:5])
    attach(make_page(), upload(picture()), by=make_contributor(), alt="A picture")
    assert stored(settings, first) == whole


def test_replacing_keeps_the_older_version(settings):
    page, person = make_page(), make_contributor()
    attachment = attach(page, upload(picture()), by=person, alt="A picture")
    attach(page, upload(picture(size=(30, 10))), by=person, replaces=attachment)
    assert [version.number for version in attachment.versions.order_by("number")] == [1, 2]
    assert len(on_disk(settings)) == 2
    assert page.log.get().verb == "replace file"


@pytest.mark.parametrize("content", [b"Words", picture()])
def test_replacing_refuses_another_kind_and_the_same_file(content):
    page, person = make_page(), make_contributor()
    attachment = attach(page, upload(picture()), by=person, alt="A picture")
    with pytest.raises(FileRefused):
        attach(page, upload(content), by=person, replaces=attachment)
    assert attachment.versions.count() == 1


def test_image_needs_a_description_or_to_be_decoration():
    page, person = make_page(), make_contributor()
    with pytest.raises(FileRefused, match="Describe the image"):
        attach(page, upload(picture()), by=person, alt=" \n ")
    assert attach(page, upload(picture()), by=person, is_decorative=True).alt == ""
    with pytest.raises(FileRefused, match="at most 300"):
        attach(page, upload(picture()), by=person, alt="a" * 301)


def test_limits_of_a_file_a_person_and_a_page(settings):
    page, person = make_page(), make_contributor()
    settings.UPLOAD_MAX_FILE_BYTES = 100
    with pytest.raises(FileRefused, match="A file has at most"):
        attach(page, upload(b"a" * 101), by=person)
    settings.UPLOAD_MAX_BYTES_A_PERSON = 150
    attach(page, upload(b"a" * 100), by=person)
    with pytest.raises(FileRefused, match="Your files would take more"):
        attach(page, upload(b"b" * 100), by=person)
    settings.UPLOAD_MAX_FILES_A_PAGE = 1
    with pytest.raises(FileRefused, match="A page has at most 1"):
        attach(page, upload(b"b" * 100), by=make_contributor())
    assert len(on_disk(settings)) == 1


def test_image_of_forty_million_pixels_is_taken(settings):
    settings.UPLOAD_MAX_IMAGE_PIXELS = 1_000_000
    attachment = attach(make_page(), upload(png_of(1000, 1000)), by=make_contributor(), alt="Black")
    assert attachment.current.width == 1000
    with pytest.raises(FileRefused, match="at most 1 million pixels"):
        attach(make_page(), upload(png_of(1001, 1000)), by=make_contributor(), alt="Black")


def test_only_those_who_may_edit_the_page_add_files(settings):
    page, moderator = make_page(), make_moderator()
    for person in (make_person(), make_person("", "Contributors", "Banned")):
        with pytest.raises(PermissionDenied):
            attach(page, upload(picture()), by=person, alt="A picture")
    delete(page, by=moderator, reason="Spam")
    page.refresh_from_db()
    with pytest.raises(PermissionDenied):
        attach(page, upload(picture()), by=moderator, alt="A picture")
    assert on_disk(settings) == {}


def test_smaller_sizes_are_made_by_a_task_and_again_the_same(settings):
    attachment = attach(make_page(), upload(picture(size=(1000, 500))), by=make_contributor(), alt="Wide")
    name = attachment.current.stored_name
    assert DBTaskResult.objects.get().args_kwargs["args"] == [name]
    make_sizes.func(name)
    made = on_disk(settings)
    make_sizes.func(name)
    endings = ("webp", "avif") if features.check("avif") else ("webp",)
    expected = {f"media/{name[:64]}-{width}.{ending}" for width in (480, 960) for ending in endings}
    assert made.keys() == {f"media/{name}"} | expected
    assert on_disk(settings) == made
    smaller = Path(settings.MEDIA_ROOT) / f"{name[:64]}-480.webp"
    assert Image.open(smaller).size == (480, 240)


def test_image_in_a_page_says_its_shape_and_its_sizes():
    page, person = make_page(), make_contributor()
    wide = attach(page, upload(picture(size=(1000, 500))), by=person, alt="A [wide] one")
    small = attach(page, upload(picture()), by=person, alt="Small")
    words = f'{wide.markdown}\n\n{small.markdown}\n\n<p title="<img src=/media/a.png">Words</p>\n'
    edit(page, words, by=person, base=1)
    html = page.rendering.html
    digest = wide.current.sha256
    assert f"/media/{digest}-480.webp 480w, /media/{digest}-960.webp 960w, /media/{digest}.png 1000w" in html
    assert 'width="1000" height="500"' in html
    assert 'alt="A [wide] one"' in html
    assert 'width="20" height="10"' in html
    assert html.count("<picture>") == 1


def test_script_is_what_the_hostile_files_hold():
    """Or else the tests above would look for what never was there."""
    assert MARK in SCRIPT
    holding = [what for what, (make, *_rest) in INERT.items() if MARK in make()]
    assert len(holding) >= 10
