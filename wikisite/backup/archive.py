"""The file of a backup: a tar under zstd whose last member, the manifest, has checksums of the others."""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import zstandard

FORMAT = 1
MANIFEST = "manifest.json"
# What a backup may hold; a name from outside never leads out of the folder that it is unpacked into.
MEMBER = re.compile(r"database\.(?:sqlite3|dump)|secret-key|media(?:/[\w-][\w.-]*)+")
DAMAGES = (tarfile.TarError, zstandard.ZstdError, EOFError, ValueError, KeyError, TypeError)


class DamagedArchive(Exception):
    """The file is no backup of ours or not whole; `str(error)` is a sentence that says what is wrong."""


class Writer:
    """Adds members to an archive one after the other; `close` with the manifest makes it whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._packed = zstandard.ZstdCompressor(level=3, write_checksum=True).stream_writer(
            file, closefd=False
        )
        self._tar = tarfile.open(fileobj=self._packed, mode="w|")  # noqa: SIM115 - closed by `close`
        self._sums: dict[str, str] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add `size` bytes of `content`, which is read once."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reader = _Summing(content)
        self._tar.addfile(member, reader)
        self._sums[name] = reader.sum.hexdigest()

    def close(self, about: dict[str, Any]) -> None:
        manifest = json.dumps({"format": FORMAT, **about, "sha256": self._sums}, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(manifest), 0o600
        self._tar.addfile(member, io.BytesIO(manifest))
        self._tar.close()
        self._packed.close()


class _Summing:
    """A file that keeps the SHA-256 of what was read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        return piece


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name when all of it is on the disk, readable by its owner alone."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(draft, "xb", opener=_for_its_owner) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def unpack(archive: Path, folder: Path | None) -> dict[str, Any]:
    """Check every member against the manifest, which is returned; write them into `folder` if there is one.

    Raises `DamagedArchive` for a file that is not whole, changed, or none of ours.
    """
    sums: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    try:
        for name, content in _members(archive):
            if name == MANIFEST:
                manifest = json.loads(content.read())
            else:
                sums[name] = _copy(content, folder and folder / name)
    except DAMAGES as error:
        raise DamagedArchive(f"{archive} is damaged or is no backup of this software.") from error
    _compare(archive, manifest, sums)
    return manifest


def _members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Names and contents, each to be read before the next one is asked for."""
    with (
        archive.open("rb") as file,
        zstandard.ZstdDecompressor().stream_reader(file) as plain,
        tarfile.open(fileobj=plain, mode="r|") as tar,
    ):
        for member in tar:
            content = tar.extractfile(member)
            if content is None or not (member.name == MANIFEST or MEMBER.fullmatch(member.name)):
                raise DamagedArchive(f"{archive} holds “{member.name}”, which no backup has.")
            yield member.name, content


def _compare(archive: Path, manifest: dict[str, Any], sums: dict[str, str]) -> None:
    if not manifest:
        raise DamagedArchive(f"{archive} ends before its manifest: the backup was cut off.")
    if manifest.get("format") != FORMAT:
        raise DamagedArchive(f"{archive} has format {manifest.get('format')}; this version reads {FORMAT}.")
    wrong = sorted(name for name, _ in sums.items() ^ dict(manifest["sha256"]).items())
    if wrong:
        raise DamagedArchive(
            f"{archive} is damaged: “{wrong[0]}” does not have the checksum of its manifest."
        )


def _copy(content: IO[bytes], target: Path | None) -> str:
    """Read it all, write it to `target` if there is one, and return its SHA-256."""
    reader = _Summing(content)
    with _opened(target) as file:
        while piece := reader.read(1 << 20):
            file.write(piece)
    return reader.sum.hexdigest()


@contextmanager
def _opened(target: Path | None) -> Iterator[IO[bytes]]:
    if target is None:
        with open(os.devnull, "wb") as file:
            yield file
        return
    with suppress(FileExistsError):
        target.parent.mkdir(parents=True)
    with open(target, "xb", opener=_for_its_owner) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _for_its_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
