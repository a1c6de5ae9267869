"""What was learned from one comment, so that it can be unlearned to the last count."""

from array import array
from collections.abc import Iterable

from django.db import models


class Lesson(models.Model):
    """A comment that was counted as spam or ham, with the keys that were counted.

    The keys are kept because the comment may be edited, or read by a newer version of the score, meanwhile.
    """

    comment = models.OneToOneField(
        "comments.PageComment", on_delete=models.CASCADE, primary_key=True, related_name="lesson"
    )
    is_spam = models.BooleanField()
    packed_keys = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.comment_id} was {'spam' if self.is_spam else 'ham'}"

    @property
    def keys(self) -> list[int]:
        return list(array("q", bytes(self.packed_keys)))


def pack(keys: Iterable[int]) -> bytes:
    """Keys as `Lesson.packed_keys` holds them: 64 bits each."""
    return array("q", keys).tobytes()
