"""What the edge keeps, within a number of bytes."""

from collections import OrderedDict
from threading import Lock

from wikisite.edge.admission import Key
from wikisite.edge.entry import Entry

# What was asked for once has a quarter of the room: a walk through every address pushes nothing popular out.
NEW_SHARE = 4


class Shelf:
    """Entries within a number of bytes; those leave first that were not asked for the longest."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._sizes: dict[Key, int] = {}

    def get(self, key: Key) -> Entry | None:
        try:
            self._entries.move_to_end(key)
            return self._entries[key]
        except KeyError:
            return None

    def put(self, key: Key, entry: Entry) -> None:
        self.pop(key)
        self._entries[key], self._sizes[key] = entry, entry.size
        self.bytes += entry.size
        while self.bytes > self.most_bytes:
            self.pop(next(iter(self._entries)))

    def pop(self, key: Key) -> Entry | None:
        self.bytes -= self._sizes.pop(key, 0)
        return self._entries.pop(key, None)


class Store:
    """Entries by key. One that is asked for again goes from the shelf of new ones to that of popular ones."""

    def __init__(self, most_bytes: int) -> None:
        self._lock = Lock()
        self._new = Shelf(most_bytes // NEW_SHARE)
        self._popular = Shelf(most_bytes - most_bytes // NEW_SHARE)

    @property
    def bytes(self) -> int:
        return self._new.bytes + self._popular.bytes

    def get(self, key: Key) -> Entry | None:
        found = self._popular.get(key)  # without the lock: it is what nearly every request does
        if found is not None:
            return found
        with self._lock:
            if entry := self._new.pop(key):
                self._popular.put(key, entry)
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep `entry`, or count its bytes anew where it is kept already."""
        with self._lock:
            shelf = self._popular if self._popular.get(key) else self._new
            shelf.put(key, entry)
