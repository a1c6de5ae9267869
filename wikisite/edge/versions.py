"""The site's version as it is now: asked of the database, or on SQLite seen from what each commit changes."""

import mmap
import os
from pathlib import Path
from threading import Lock
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from wikisite.edge.connections import OwnConnections, opened

VERSION = "SELECT CAST(SUM(version) AS bigint) FROM wikisite_siteversion"
# The header of SQLite's WAL index (fileformat2, "WAL-Index Format"): iChange, sizes, checksums and salts.
HEADER = slice(8, 48)
SECONDS_BETWEEN_LOOKS = 0.1


class VersionUnknown(Exception):
    """The database cannot be asked, so nothing that was kept may be given away."""


class Selecting:
    """One SELECT each time: exact on both databases."""

    def __init__(self) -> None:
        self.connections = OwnConnections()

    def now(self) -> int:
        """A version that was current at some moment after the call. Raises `VersionUnknown`."""
        try:
            found = self._ask()
        except VersionUnknown:
            found = self._ask()  # by a new connection: the old one may have idled through a restart
        if found is None:
            raise VersionUnknown
        return found

    def _ask(self) -> int | None:
        try:
            return self.connections.first_value(VERSION)
        except (DatabaseError, InterfaceError) as error:
            self.connections.drop()
            raise VersionUnknown from error


class Stamping(Selecting):
    """SQLite alone: as long as no process committed anything, the version is what it was."""

    def __init__(self) -> None:
        super().__init__()
        name = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
        self._header = WalHeader(Path(f"{name}-shm"), self.connections)
        self._known: tuple[bytes, int] | None = None

    def now(self) -> int:
        stamp = self._header.read()  # before the version, so that it is never newer than what it vouches for
        known = self._known
        if known and known[0] == stamp:
            return known[1]
        version = super().now()
        self._known = stamp, version
        return version


class WalHeader:
    """What every commit changes, whoever made it: forty bytes of the file beside the database.

    Its descriptors are never closed. To close any descriptor of a file drops all locks that the process holds
    on it (POSIX), and SQLite's locks lie on this one.
    """

    def __init__(self, file: Path, owner: OwnConnections) -> None:
        self._path = str(file)
        self._owner = owner
        self._opening = Lock()
        self._never_closed: list[mmap.mmap] = []
        self._header: mmap.mmap | bytes = b""
        self._number = 0
        self._look_again_at = 0.0

    def read(self) -> bytes:
        """The bytes as they are now. Raises `VersionUnknown` where there is no such file."""
        if monotonic() > self._look_again_at:
            self._look()
        return self._header[HEADER]

    def _look(self) -> None:
        """See whether another file has come in this one's place, as when a backup was put back."""
        with self._opening:
            try:
                if not self._never_closed or os.stat(self._path).st_ino != self._number:
                    self._open()
            except (OSError, DatabaseError) as error:
                raise VersionUnknown from error
            self._look_again_at = monotonic() + SECONDS_BETWEEN_LOOKS

    def _open(self) -> None:
        self._owner.drop_all()
        # The file is there in its full size while anybody has the database open: this process always has.
        self._kept_open = opened()
        self._kept_open.connection.execute(VERSION).fetchall()
        descriptor = os.open(self._path, os.O_RDONLY)
        self._number = os.fstat(descriptor).st_ino
        self._header = mmap.mmap(descriptor, HEADER.stop, prot=mmap.PROT_READ)
        self._never_closed.append(self._header)
