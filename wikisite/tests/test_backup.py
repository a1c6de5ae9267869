"""Backups: taken while people write, restored on an empty machine by the documented commands, and proved."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from wikisite.backup.archive import DamagedArchive, Writer, unpack, whole_file
from wikisite.tests.cluster import own_cluster
from wikisite.tests.conftest import PROJECT

START = """
from pages.actions.attach import attach
from pages.tests.factories import make_contributor, make_page
from pages.tests.uploads import picture, upload
ada = make_contributor("ada")
pages = [make_page(f"Page {number}", "Start.\\n") for number in range(8)]
attach(pages[0], upload(picture()), by=ada, alt="A view")
"""
WRITE = """
from django.contrib.auth.models import User
from pages.actions.edit import edit
from pages.models import Page
ada, number = User.objects.get(username="ada"), 0
while True:
    for page in Page.objects.order_by("pk").select_related("current"):
        number += 1
        edit(page, f"{page.current.text}Line {number}.\\n", by=ada, base=page.revision_count)
        print(number, flush=True)
"""
READ = """
from django.test import Client
from pages.models import AttachmentVersion, Page, Revision
client, file = Client(SERVER_NAME="localhost"), AttachmentVersion.objects.get()
answers = [client.get(path) for path in ("/wiki/page-3.md", file.url)]
print([answer.status_code for answer in answers], Page.objects.count(), Revision.objects.count())
"""


class Machine:
    """A folder and a database of a site's own; `manage` runs its command in a process of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.variables = {**kept, "DATA_DIR": str(folder), "DATABASE_URL": database_url}

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def manage(self, *command: str, code: int = 0) -> str:
        running = self.start(*command)
        said, _ = running.communicate(timeout=300)
        assert running.returncode == code, said
        return said


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(request: Any, tmp_path: Path) -> Iterator[Callable[[str], Machine]]:
    """Makes empty machines by name, all on the same kind of database."""
    if request.param == "sqlite":
        yield lambda name: Machine(tmp_path / name, "")
        return
    with own_cluster() as cluster:

        def make(name: str) -> Machine:
            with psycopg.connect(cluster.url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return Machine(tmp_path / name, cluster.url.replace("/postgres", f"/{name}"))

        yield make


@pytest.mark.drill
def test_a_backup_under_writes_is_one_moment_and_restores_on_an_empty_machine(machines) -> None:
    before, after = machines("before"), machines("after")
    before.manage("migrate", "-v0")
    before.manage("shell", "-c", START)
    writer = before.start("shell", "-v0", "-c", WRITE)
    try:
        acknowledged = [writer.stdout.readline() for _ in range(20)]
        said = before.manage("backup")
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    backup = re.search(r"(\S+\.tar\.zst): [\d,]+ bytes, read back and whole", said)[1]

    said = after.manage("restore", backup)

    assert "the history is whole" in said
    answer = after.manage("shell", "-v0", "-c", READ).splitlines()[-1]
    assert re.fullmatch(r"(.*) (\d+) (\d+)", answer), answer
    statuses, pages, revisions = re.fullmatch(r"(.*) (\d+) (\d+)", answer).groups()
    assert (statuses, pages) == ("[200, 200]", "8")
    assert int(revisions) >= 8 + int(acknowledged[-1])
    for name in ("secret-key", "media"):
        assert _bytes(before.folder / name) == _bytes(after.folder / name)
    assert "There is a wiki already" in after.manage("restore", backup, code=1)


def _bytes(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A small archive that is whole."""
    source = tmp_path / "source"
    source.write_bytes(b"words " * 5_000)
    target = tmp_path / "wikisite-1.tar.zst"
    with whole_file(target) as file, source.open("rb") as content:
        writer = Writer(file)
        writer.add("database.sqlite3", content, source.stat().st_size)
        writer.close({"database": "sqlite"})
    return target


def test_an_archive_gives_back_what_was_put_in(backup: Path, tmp_path: Path) -> None:
    about = unpack(backup, tmp_path / "out")
    assert about["database"] == "sqlite"
    assert (tmp_path / "out" / "database.sqlite3").read_bytes() == b"words " * 5_000
    assert (tmp_path / "out" / "database.sqlite3").stat().st_mode & 0o777 == 0o600
    assert backup.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", [0, 9, 30, -30, -5, -1])
def test_one_flipped_bit_is_found(backup: Path, place: int) -> None:
    content = bytearray(backup.read_bytes())
    content[place] ^= 1
    backup.write_bytes(content)
    with pytest.raises(DamagedArchive):
        unpack(backup, None)


@pytest.mark.parametrize("share", [0, 0.3, 0.9])
def test_an_archive_that_was_cut_off_is_refused(backup: Path, share: float) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DamagedArchive):
        unpack(backup, None)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "media/../../evil", "other", "media/"])
def test_a_member_that_no_backup_has_is_refused(tmp_path: Path, name: str, backup: Path) -> None:
    target = tmp_path / "hostile.tar.zst"
    with whole_file(target) as file, backup.open("rb") as content:
        writer = Writer(file)
        writer.add(name, content, 10)
        writer.close({})
    with pytest.raises(DamagedArchive, match=r"no backup has|damaged"):
        unpack(target, tmp_path / "out")
    assert not (tmp_path / "evil").exists()


def test_a_backup_that_is_killed_leaves_nothing_under_its_name(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "site", "")
    machine.manage("migrate", "-v0")
    running = machine.start("backup")
    while running.poll() is None and not list(machine.folder.glob("backups/.wikisite*")):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not list(machine.folder.glob("backups/wikisite*"))


def test_only_the_newest_backups_are_kept(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "site", "")
    machine.manage("migrate", "-v0")
    folder = machine.folder / "backups"
    folder.mkdir()
    for year in (2001, 2002, 2003):
        (folder / f"wikisite-{year}0101-000000.tar.zst").touch()
    machine.manage("backup", "--keep", "2")
    assert [path.name[9:13] for path in sorted(folder.iterdir())] == ["2003", f"{time.gmtime().tm_year}"]
    assert "must be 1 or more" in machine.manage("backup", "--keep", "0", code=1)


def test_a_backup_of_another_database_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    before, after = Machine(tmp_path / "before", ""), Machine(tmp_path / "after", "")
    before.manage("migrate", "-v0")
    before.manage("backup")
    (backup,) = (before.folder / "backups").iterdir()
    content = backup.read_bytes()
    backup.write_bytes(content[:-100])
    assert "Nothing was restored" in after.manage("restore", str(backup), code=1)
    assert "Nothing was restored" in after.manage("restore", str(tmp_path / "not-there"), code=1)
    assert [path.name for path in after.folder.iterdir() if not path.name.startswith("wiki.sqlite3")] == [
        "secret-key"
    ]
