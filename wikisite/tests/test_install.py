"""`make` says in one sentence which Python is missing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wikisite.tests.conftest import PROJECT

TOO_OLD = "#!/bin/sh\nexit 1\n"
SHIM = "#!/bin/sh\necho 'python3: command not found' >&2\nexit 127\n"
WITHOUT_VENV = f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'


@pytest.mark.parametrize(
    ("pythons", "sentence"),
    [
        ({}, "needs Python 3.11 or newer, and none was found"),
        ({"python3": TOO_OLD, "python3.13": SHIM}, "needs Python 3.11 or newer, and none was found"),
        ({"python3": WITHOUT_VENV, "python3.13": SHIM}, "lacks its venv module"),
    ],
)
def test_missing_python_is_one_sentence(tmp_path: Path, pythons: dict[str, str], sentence: str) -> None:
    for tool in ("sh", "cat", "cksum", "basename", "rm"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    for name, script in pythons.items():
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [str(tmp_path / "sh"), str(PROJECT / ".ci" / "install"), "requirements.txt"],
        env={"PATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
