"""What an uploaded file is, told by its bytes: never by its name or by what a browser says of it."""

import re
from enum import StrEnum

from pages.text.refusals import Refusal


class FileRefused(Refusal):
    """A file that the wiki does not take."""


class FileType(StrEnum):
    """Each kind of content that is stored, by the ending of its stored name."""

    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    PDF = "pdf"
    TEXT = "txt"
    ZIP = "zip"
    GZIP = "gz"
    TAR = "tar"


CONTENT_TYPES = {
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.AVIF: "image/avif",
    FileType.PDF: "application/pdf",
    FileType.TEXT: "text/plain; charset=utf-8",
    FileType.ZIP: "application/zip",
    FileType.GZIP: "application/gzip",
    FileType.TAR: "application/x-tar",
}
IMAGE_TYPES = frozenset({FileType.PNG, FileType.WEBP, FileType.AVIF})

SVG = "SVG can run scripts: export the image as PNG or WebP and upload that."
HTML = "HTML can run scripts: upload it as a ZIP, or as plain text without tags at its beginning."
UNKNOWN = (
    "This is none of the kinds of file that can be uploaded: PNG, JPEG, WebP, GIF and AVIF images, "
    "PDF, plain text in UTF-8, ZIP, gzip and tar."
)

_TAR_MAGIC_AT = 257
_MARKUP = re.compile(r"<[a-z!?/]", re.IGNORECASE)
_SVG = re.compile(r"<(?:\w+:)?svg\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def image_format(content: bytes) -> str | None:
    """Return the name that Pillow has for the format of an image; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    # ISO 14496-12, 4.3: the brands of a file type box. `avis`, a sequence, is refused later.
    if content[4:8] == b"ftyp" and {b"avif", b"avis"} & {content[at : at + 4] for at in range(8, 64, 4)}:
        return "AVIF"
    return None


def download_type(content: bytes) -> FileType:
    """Return what a file that is no image is. Raises `FileRefused`."""
    if content.startswith(b"%PDF-"):
        return FileType.PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileType.ZIP
    if content.startswith(b"\x1f\x8b\x08"):
        return FileType.GZIP
    if content[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
        return FileType.TAR
    return _text_type(content)


def _text_type(content: bytes) -> FileType:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        if b"<\0s\0v\0g" in content[:4096] or b"\0<\0s\0v\0g" in content[:4096]:
            raise FileRefused(SVG)
        raise FileRefused("This text is written in UTF-16: save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(UNKNOWN) from None
    start = text.lstrip()
    if _MARKUP.match(start):
        raise FileRefused(SVG if _SVG.search(start) else HTML)
    if _CONTROL.search(text):
        raise FileRefused("This text holds NUL or other control characters, so it is not plain text.")
    return FileType.TEXT
