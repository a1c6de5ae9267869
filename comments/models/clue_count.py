"""What the spam score has learned: how often each clue was in spam, in ham, in anything posted."""

from collections.abc import Iterable, Mapping

from django.db import connections, models

from comments.spam import TOTAL, Count, Known

# One statement for both databases; Django's bulk_create can overwrite on a conflict, but not add.
ADD = """
    INSERT INTO comments_cluecount AS known (key, spam, ham, seen) VALUES (%s, %s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET
        spam = known.spam + excluded.spam, ham = known.ham + excluded.ham, seen = known.seen + excluded.seen
"""


class ClueCountQuerySet(models.QuerySet["ClueCount"]):
    def known(self, keys: Iterable[int]) -> Known:
        """All that a judgement needs, by one query."""
        rows = self.filter(key__in=[*keys, TOTAL]).values_list("key", "spam", "ham", "seen")
        return Known({key: Count(*counts) for key, *counts in rows.iterator()})

    def add(self, changes: Mapping[int, Count]) -> None:
        """Add to the counts, in the order of their keys, so that two who add never wait for each other."""
        rows = [(key, *changes[key]) for key in sorted(changes) if any(changes[key])]
        if rows:
            with connections[self.db].cursor() as cursor:
                cursor.executemany(ADD, rows)


class ClueCount(models.Model):
    """One clue by the hash of what it is: words that people wrote are not kept here a second time."""

    key = models.BigIntegerField(primary_key=True)
    spam = models.IntegerField(default=0)
    ham = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)

    objects = ClueCountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key}: {self.spam} spam, {self.ham} ham"
