"""Real processes in an environment of their own, as an operator would start them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site_environment(tmp_path: Path) -> dict[str, str]:
    """As small as `env -i` leaves it, with an empty DATA_DIR whose path has a space."""
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "a site")}


@pytest.fixture
def run_manage(site_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return `run_manage(*arguments, **variables)`, which runs manage.py to its end."""

    def run(*arguments: str, **variables: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(PROJECT / "manage.py"), *arguments],
            env={**site_environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
