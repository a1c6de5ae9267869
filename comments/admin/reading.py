"""Who is reading which comment at this moment, so that two moderators do not take the same one."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache

SECONDS_READ = 20  # the queue's script says it again every eight
Reader = tuple[int, str]


def readers_of(pks: Iterable[int], person: Any) -> dict[int, str]:
    """The names of others who are reading these comments, by comment; one look into the cache for all."""
    keys = {_key(pk): pk for pk in pks}
    found: dict[str, Reader] = cache.get_many(keys)
    return {keys[key]: name for key, (reader, name) in found.items() if reader != person.pk}


def mark_read(pk: int, person: Any) -> None:
    """Say that this person is reading the comment, unless somebody else is already."""
    reader: Reader = (person.pk, person.get_short_name() or person.get_username())
    if not cache.add(_key(pk), reader, SECONDS_READ) and cache.get(_key(pk), reader)[0] == person.pk:
        cache.set(_key(pk), reader, SECONDS_READ)


def _key(pk: int) -> str:
    return f"comments.reading.{pk}"
