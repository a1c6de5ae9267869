"""Runs every module of this folder, prints one table and writes build/bench.json.

A module's `run()` returns rows: `name`, `value`, `unit` and perhaps `note`. An empty database is there. The
table says how a figure stands to its target, and to the last run that had it.
`python -m bench reading writing` runs only those named.
"""

import json
import os
import pkgutil
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

import bench
from bench.targets import MISSED, target_of

REPORT = Path(__file__).resolve().parent.parent / "build" / "bench.json"
PACKAGES = ("Django", "granian", "markdown-it-py", "nh3", "zstandard")

Row = dict[str, Any]


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="wikisite-bench-") as folder:
        Path(folder, "static").mkdir()  # whitenoise warns of a missing one
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="wikisite.settings", LOG_LEVEL="ERROR")
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        rows = [judged(row) for name in modules(wanted) for row in measured(name)]
    print(table(rows, former_values()))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2) + "\n")
    missed = [f"{row['bench']}: {row['name']}" for row in rows if row["target"].startswith(MISSED)]
    print(f"\nMissed: {', '.join(missed) or 'none'}.\nWritten to {REPORT}.")


def modules(wanted: list[str]) -> list[str]:
    known = sorted(
        module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"
    )
    if unknown := set(wanted) - set(known):
        raise SystemExit(f"No benchmark is named {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    return wanted or known


def measured(name: str) -> list[Row]:
    print(f"-- {name}", file=sys.stderr, flush=True)
    before = time.perf_counter()
    rows = import_module(f"bench.{name}").run()
    print(f"   {time.perf_counter() - before:.1f} s", file=sys.stderr)
    return [{"bench": name, **row} for row in rows]


def judged(row: Row) -> Row:
    is_postgresql = bool(os.environ.get("DATABASE_URL"))
    target = target_of(row["bench"], row["name"], is_postgresql=is_postgresql)
    return {**row, "target": target.said_of(row["value"]) if target else ""}


def former_values() -> dict[tuple[str, str], float]:
    """The figures of the last run on this machine, by benchmark and name."""
    rows = json.loads(REPORT.read_text())["rows"] if REPORT.exists() else []
    return {(row["bench"], row["name"]): row["value"] for row in rows}


def table(rows: list[Row], former: dict[tuple[str, str], float]) -> str:
    cells = [("benchmark", "figure", "value", "unit", "change", "target", "note")]
    for row in rows:
        before = former.get((row["bench"], row["name"]))
        change = f"{row['value'] / before - 1:+.0%}" if before else ""
        words = (row["bench"], row["name"], _number(row["value"]), row["unit"])
        cells.append((*words, change, row["target"], str(row.get("note", ""))))
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    return "\n".join(
        f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}  {d:<{widths[3]}}  {e:>{widths[4]}}  "
        f"{f:<{widths[5]}}  {g}".rstrip()
        for a, b, c, d, e, f, g in cells
    )


def machine() -> dict[str, Any]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
        **{package: version(package) for package in PACKAGES},
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main(sys.argv[1:])
