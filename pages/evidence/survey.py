"""The whole survey in steps that can be counted: install, check, measure; and the report it fills."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from pages.evidence.installing import Installed, Interpreters, install, node_of
from pages.evidence.left_out import LeftOut, WrongAnswer
from pages.evidence.machine import describe_machine, spin, version_of
from pages.evidence.measuring import Bench, Effort, check_run, measure_rendering, measure_run, measure_waiting
from pages.evidence.systems import EXAMPLES, RUNS, SYSTEMS, WAITING_RUNS, Run, System, example_lines

RENDERING = Run("jinja/rendering", "jinja", "", "")


@dataclass
class Report:
    """What is written: dated, with its machine; `left_out` and `wrong` say why a row is missing."""

    day: date
    interpreters: Interpreters
    effort: Effort | None
    installed: dict[str, dict[str, Any]] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    rendering: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def busy_rows(self) -> tuple[int, int]:
        """Return before and after how many rows the machine was busy, of all such moments."""
        rows = [*self.runs.values(), *self.waiting.values(), *filter(None, [self.rendering])]
        spins = [moment for row in rows for moment in row["spin_ms"]]
        return sum(moment["wall_ms"] > moment["cpu_ms"] * 1.25 for moment in spins), len(spins)

    def as_json(self) -> dict[str, Any]:
        busy, moments = self.busy_rows()
        written = {
            "date": self.day.isoformat(),
            "machine": describe_machine(),
            "tools": {
                "python": version_of(self.interpreters.python),
                "node": version_of(self.interpreters.node) if self.interpreters.node else "",
                "load": "the guide's own generator (pages/evidence/load.py), 1 process, 32 connections",
            },
            "quiet": {"busy_moments": busy, "moments": moments, "was_quiet": busy == 0},
            "effort": asdict(self.effort) if self.effort else None,
        }
        parts = ("installed", "checked", "runs", "rendering", "waiting", "left_out", "wrong")
        return written | {part: getattr(self, part) for part in parts}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with the words that tell what is being done."""

    words: str
    do: Callable[[], None]


class Survey:
    """Works through systems; a system that cannot be installed leaves out its rows, never the others'."""

    def __init__(self, report: Report, work: Path, log: IO[bytes], *, anew: bool) -> None:
        self.report, self._work, self._log, self._anew = report, work, log, anew
        self._installed: dict[str, Installed] = {}

    def steps(self, slugs: Sequence[str]) -> list[Step]:
        """Return all steps for the systems; only installing and checking where the report has no effort."""
        systems = [SYSTEMS[slug] for slug in slugs]
        if any(system.registry == "npm" for system in systems) and "nodejs" not in slugs:
            systems.insert(0, SYSTEMS["nodejs"])  # Express and React run on it
        installing = [Step(f"installing {system.slug}", self._installing(system)) for system in systems]
        return [*installing, *self._measuring(set(slugs))]

    def _measuring(self, slugs: set[str]) -> Iterator[Step]:
        effort = self.report.effort
        for run in (each for each in (RENDERING, *RUNS) if each.system in slugs):
            if effort is None:
                yield Step(f"checking {run.name}", self._row(run, self._check))
            else:
                yield Step(f"measuring {run.name}", self._row(run, self._measure))
        for run in (each for each in WAITING_RUNS if effort and effort.visitors and each.system in slugs):
            yield Step(f"waiting on {run.name}", self._row(run, self._wait, suffix=" waiting"))

    def _installing(self, system: System) -> Callable[[], None]:
        def do() -> None:
            try:
                found = install(system, self._work, self.report.interpreters, anew=self._anew)
            except LeftOut as reason:
                self.report.left_out[system.slug] = str(reason)
                return
            self._installed[system.slug] = found
            self.report.installed[system.slug] = _weight(system, found)
            if system.slug == "nodejs":
                self._use_node(found)

        return do

    def _use_node(self, found: Installed) -> None:
        known = self.report.interpreters
        self.report.interpreters = Interpreters(known.python, node_of(found, known))

    def _row(self, run: Run, act: Callable[[Run, Bench], None], *, suffix: str = "") -> Callable[[], None]:
        def do() -> None:
            if run.system not in self._installed:
                self.report.left_out[run.name + suffix] = f"{run.system} is not installed."
                return
            try:
                act(run, Bench(self._installed[run.system], self.report.interpreters.node, self._log))
            except LeftOut as reason:
                self.report.left_out[run.name + suffix] = str(reason)
            except WrongAnswer as wrong:
                self.report.wrong[run.name + suffix] = str(wrong)

        return do

    def _check(self, run: Run, bench: Bench) -> None:
        check_run(run, bench)
        self.report.checked.append(run.name)

    def _measure(self, run: Run, bench: Bench) -> None:
        effort = self.report.effort or Effort()
        if run.system == "jinja":
            self.report.rendering = measure_rendering(bench, effort)
        else:
            self.report.runs[run.name] = measure_run(run, bench, effort)
        self.report.checked.append(run.name)

    def _wait(self, run: Run, bench: Bench) -> None:
        self.report.waiting[run.name] = measure_waiting(run, bench, self.report.effort or Effort())


def _weight(system: System, found: Installed) -> dict[str, Any]:
    return {
        "packages": len(found.versions),
        "installed_bytes": found.size_bytes,
        "example_lines": example_lines(*(EXAMPLES / system.slug / name for name in system.files)),
        "versions": found.versions,
        "also": found.also,
    }


def machine_is_quiet() -> bool:
    return spin().was_quiet
