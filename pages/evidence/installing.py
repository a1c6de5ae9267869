"""Installs a system from its registry into a folder of its own, and counts what came."""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pages.evidence.left_out import LeftOut
from pages.evidence.systems import EXAMPLES, System

INSTALL_TIMEOUT_S = 300
_STAMP = "installed.json"


@dataclass(frozen=True, slots=True)
class Interpreters:
    """The programs that run the examples: `node` is empty where there is none."""

    python: str
    node: str


@dataclass(frozen=True, slots=True)
class Installed:
    """Where a system lies, and what it alone weighs: `versions` of its packages, itself included."""

    folder: Path
    versions: dict[str, str]
    size_bytes: int
    also: dict[str, str]


def find_interpreters(python: str = "", node: str = "") -> Interpreters:
    return Interpreters(python or sys.executable, node or shutil.which("node") or "")


def install(system: System, work: Path, interpreters: Interpreters, *, anew: bool) -> Installed:
    """Install `system` below `work`, or take what lies there unless `anew`. Raises `LeftOut`."""
    folder = work / system.slug
    wanted = _wanted(system, interpreters)
    if not anew and (found := _found(folder, wanted)):
        return found
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    way = _with_pip if system.registry == "pypi" else _with_npm
    installed = way(system, folder, interpreters)
    state = {"wanted": wanted, **_as_json(installed)}
    (folder / _STAMP).write_text(json.dumps(state), encoding="utf-8")
    return installed


def node_of(installed: Installed, interpreters: Interpreters) -> str:
    """Return the Node.js that npm brought, or else the machine's own."""
    brought = sorted(installed.folder.glob("node_modules/node-*/bin/node"))
    return str(brought[0]) if brought else interpreters.node


def _wanted(system: System, interpreters: Interpreters) -> list[str]:
    runner = interpreters.python if system.registry == "pypi" else interpreters.node
    return [runner, *system.packages, *system.also]


def _found(folder: Path, wanted: list[str]) -> Installed | None:
    try:
        state = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if state.pop("wanted", None) != wanted:
        return None
    return Installed(folder=folder, **state)


def _as_json(installed: Installed) -> dict[str, object]:
    return {"versions": installed.versions, "size_bytes": installed.size_bytes, "also": installed.also}


def _with_pip(system: System, folder: Path, interpreters: Interpreters) -> Installed:
    environment = folder / "venv"
    _call([interpreters.python, "-m", "venv", "--without-pip", str(environment)])
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet"]
    pip += ["--no-compile", "--no-input", "--disable-pip-version-check"]
    _call([*pip, *system.packages])
    site = next((environment / "lib").glob("python3*")) / "site-packages"
    alone, size = _distributions(site), _tree_bytes(site)
    if system.also:
        _call([*pip, *system.also])
    # Bytecode is made now, so that no first start pays for it.
    _call([str(environment / "bin" / "python"), "-m", "compileall", "-q", str(site)], may_fail=True)
    also = {name: version for name, version in _distributions(site).items() if name not in alone}
    return Installed(folder, alone, size, also)


def _with_npm(system: System, folder: Path, interpreters: Interpreters) -> Installed:
    if not interpreters.node:
        raise LeftOut("node is not on this machine's PATH.")
    if not (npm := shutil.which("npm")):
        raise LeftOut("npm is not on this machine's PATH.")
    (folder / "package.json").write_text('{"name": "guide-example", "private": true}', encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    _call([*command, *(name.format(platform=_node_platform()) for name in system.packages)], folder)
    alone, size = _locked(folder), _tree_bytes(folder / "node_modules")
    if system.also:
        _call([*command, *system.also], folder)
    shutil.copytree(EXAMPLES / system.slug, folder, dirs_exist_ok=True)
    also = {name: version for name, version in _locked(folder).items() if name not in alone}
    return Installed(folder, alone, size, also)


def _node_platform() -> str:
    machine = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64"}.get(
        platform.machine(), platform.machine()
    )
    return f"{platform.system().lower()}-{machine}"


def _locked(folder: Path) -> dict[str, str]:
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {path.split("node_modules/")[-1]: meta["version"] for path, meta in packages.items() if path}


def _distributions(site: Path) -> dict[str, str]:
    heads = (path.read_text(errors="replace") for path in sorted(site.glob("*.dist-info/METADATA")))
    return dict(_name_and_version(head.split("\n\n")[0]) for head in heads)


def _name_and_version(head: str) -> tuple[str, str]:
    fields = dict(re.findall(r"(?m)^(Name|Version): *(.+?)\s*$", head))
    return fields["Name"], fields["Version"]


def _tree_bytes(folder: Path) -> int:
    size = 0
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        size += sum(os.lstat(os.path.join(root, name)).st_size for name in names)
    return size


def _call(command: list[str], folder: Path | None = None, *, may_fail: bool = False) -> None:
    """Run an installer to its end; its last line is the reason if it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - programs of this module, with packages of `systems`
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=INSTALL_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LeftOut(f"{Path(command[0]).name} could not be run: {error}.") from error
    if done.returncode and not may_fail:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
        raise LeftOut(f"{Path(command[0]).name} could not install: {said[-1].strip()}")
