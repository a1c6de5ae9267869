"""The bytes of a revision, compressed."""

import zstandard
from django.db import models

from pages.models.revision import Revision

COMPRESSION_LEVEL = 3
MAX_TEXT_BYTES = 64 * 1024 * 1024  # a bound for a damaged frame, far above what an edit may hold


class UnreadableText(ValueError):
    """The stored bytes of a revision cannot be read; `verify` names the revision."""


class Encoding(models.IntegerChoices):
    """How `content` holds the text. A later encoding is a new number; old rows stay readable."""

    ZSTD = 1, "zstd, by itself"
    STAR = 2, "zstd against a keyframe"


class RevisionText(models.Model):
    """A revision's text. Apart from `Revision`, so that lists of revisions never read it."""

    revision = models.OneToOneField(
        "pages.Revision", on_delete=models.CASCADE, primary_key=True, related_name="stored_text"
    )
    encoding = models.PositiveSmallIntegerField(choices=Encoding.choices, default=Encoding.ZSTD)
    keyframe = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="dependents")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"Text of {self.revision}"

    def read(self) -> str:
        """The text. Raises `UnreadableText` where the bytes are damaged."""
        if self.encoding != Encoding.ZSTD:
            raise UnreadableText(f"encoding {self.encoding} is not known to this version of Wikisite")
        try:
            raw = zstandard.ZstdDecompressor().decompress(bytes(self.content), max_output_size=MAX_TEXT_BYTES)
            return raw.decode()
        except (zstandard.ZstdError, UnicodeDecodeError) as error:
            raise UnreadableText(str(error)) from error


def store_text(revision: Revision, text: str) -> RevisionText:
    """Keep `text` as the bytes of `revision`, which must be saved already."""
    packed = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(text.encode())
    return RevisionText.objects.create(revision=revision, content=packed)


def remove_text(revision: Revision) -> None:
    """Take the bytes of `revision` out of storage; a text stored as a difference to it stands alone first.

    Raises `UnreadableText` where such a text is damaged. The page's lock must be held.
    """
    stored = RevisionText.objects.filter(revision=revision).first()
    if stored is None:
        return
    for dependent in stored.dependents.select_related("revision"):
        following, text = dependent.revision, dependent.read()
        dependent.delete()
        store_text(following, text)
    stored.delete()
