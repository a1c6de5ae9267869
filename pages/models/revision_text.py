"""The bytes of a revision, compressed."""

import zstandard
from django.db import models

from pages.models.revision import Revision, UnreadableText

COMPRESSION_LEVEL = 3
MAX_TEXT_BYTES = 64 * 1024 * 1024  # a bound for a damaged frame, far above what an edit may hold


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
        """The text. Raises `UnreadableText` where the bytes, or those of the keyframe, are damaged."""
        try:
            return self.raw().decode()
        except UnicodeDecodeError as error:
            raise UnreadableText(str(error)) from error

    def raw(self) -> bytes:
        """The text in UTF-8. One query more where the keyframe was not selected with it."""
        if self.encoding == Encoding.ZSTD:
            return unpack(bytes(self.content))
        if self.encoding != Encoding.STAR:
            raise UnreadableText(f"encoding {self.encoding} is not known to this version of Wikisite")
        try:
            keyframe = self.keyframe
        except RevisionText.DoesNotExist:
            # Its text was suppressed since this row was read: this one stands by itself now.
            self.refresh_from_db()
            return self.raw()
        if keyframe is None or keyframe.encoding != Encoding.ZSTD:
            raise UnreadableText("the keyframe that it needs is not one")
        return unpack(bytes(self.content), against=keyframe.raw())


def pack(raw: bytes, *, against: bytes | None = None) -> bytes:
    """Compress; `against` is a text like it, which `unpack` must be given again."""
    return zstandard.ZstdCompressor(level=COMPRESSION_LEVEL, dict_data=_dictionary(against)).compress(raw)


def unpack(content: bytes, *, against: bytes | None = None) -> bytes:
    """What `pack` was given. Raises `UnreadableText`, for a text that is too long before it takes memory."""
    try:
        # The library allocates whatever size the frame's header claims and heeds no limit then.
        if zstandard.get_frame_parameters(content).content_size > MAX_TEXT_BYTES:
            raise UnreadableText(f"it claims to be longer than {MAX_TEXT_BYTES} bytes")
        return zstandard.ZstdDecompressor(dict_data=_dictionary(against)).decompress(content)
    except zstandard.ZstdError as error:
        raise UnreadableText(str(error)) from error


def store_text(revision: Revision, text: str) -> RevisionText:
    """Keep `text` as the bytes of `revision`, which must be saved already."""
    return RevisionText.objects.create(revision=revision, content=pack(text.encode()))


def remove_text(revision: Revision) -> None:
    """Take the bytes of `revision` out of storage; texts that need them stand by themselves first.

    Raises `UnreadableText` where such a text is damaged; then nothing was removed. Hold the page's lock.
    """
    stored = RevisionText.objects.filter(revision=revision).first()
    if stored is None:
        return
    alone = {dependent.pk: pack(dependent.raw()) for dependent in stored.dependents.all()}
    for pk, content in alone.items():
        RevisionText.objects.filter(pk=pk).update(encoding=Encoding.ZSTD, keyframe=None, content=content)
    stored.delete()


def _dictionary(against: bytes | None) -> zstandard.ZstdCompressionDict | None:
    if against is None:
        return None
    return zstandard.ZstdCompressionDict(against, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
