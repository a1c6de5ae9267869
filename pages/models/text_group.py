"""Fifty revisions of a page share a keyframe: a text by itself, against which the others are compressed."""

from collections.abc import Iterator

from django.db import models, transaction

from pages.models.page import Page
from pages.models.revision_text import Encoding, RevisionText, UnreadableText, pack
from pages.text.hashes import text_hash

REVISIONS_A_GROUP = 50


def groups(page: Page) -> Iterator[int]:
    """The first revision's number of every group of `page` that is complete."""
    for last in range(REVISIONS_A_GROUP, page.revision_count + 1, REVISIONS_A_GROUP):
        yield last - REVISIONS_A_GROUP + 1


def group_texts(page: Page, first: int) -> int:
    """Compress the texts of one group against its first one; return how many took the smaller form.

    Each text is exchanged in a transaction of its own and read back before the former bytes are gone, so this
    can be killed at any moment and run again. A damaged text stays as it is, for `verify` to name.
    """
    by_itself = RevisionText.objects.filter(
        encoding=Encoding.ZSTD,
        revision__page=page,
        revision__number__range=(first, first + REVISIONS_A_GROUP - 1),
    )
    texts = list(by_itself.select_related("revision").order_by("revision__number"))
    against = _whole(texts[0]) if texts else None
    if against is None:
        return 0
    return sum(_lean(stored, texts[0], against) for stored in texts[1:])


def _lean(stored: RevisionText, keyframe: RevisionText, against: bytes) -> bool:
    """Exchange a text's bytes for those against `keyframe` where these are fewer."""
    raw = _whole(stored)
    if raw is None:
        return False
    content = pack(raw, against=against)
    return len(content) < len(stored.content) and _exchange(stored, keyframe, content, raw)


def _exchange(stored: RevisionText, keyframe: RevisionText, content: bytes, raw: bytes) -> bool:
    with transaction.atomic():
        # A suppression holds this lock too: it may have taken either text since both were read.
        Page.objects.locked().get(pk=stored.revision.page_id)
        if not _as_read(keyframe).exists():
            return False
        # A text that others need stays a keyframe: no chains.
        exchanged = (
            _as_read(stored)
            .filter(dependents=None)
            .update(encoding=Encoding.STAR, keyframe=keyframe, content=content)
        )
        if exchanged and RevisionText.objects.get(pk=stored.pk).raw() != raw:
            raise UnreadableText("the new bytes do not give the text back")  # and the former ones stay
        return bool(exchanged)


def _as_read(stored: RevisionText) -> models.QuerySet[RevisionText]:
    return RevisionText.objects.filter(pk=stored.pk, encoding=Encoding.ZSTD, content=stored.content)


def _whole(stored: RevisionText) -> bytes | None:
    """The text, or None where it is not the one that was saved."""
    try:
        text = stored.read()
    except UnreadableText:
        return None
    return text.encode() if text_hash(text) == bytes(stored.revision.text_hash) else None
