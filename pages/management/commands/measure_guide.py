"""Measure the ten systems of the guide on this machine."""

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.evidence.installing import find_interpreters
from pages.evidence.measuring import Effort
from pages.evidence.survey import Report, Survey, machine_is_quiet
from pages.evidence.systems import SYSTEMS
from pages.management.progress import progress

USUAL = Effort()


class Command(BaseCommand):
    help = (
        "Install each system of the guide from its registry into a folder of its own, run its example on "
        "127.0.0.1, check its answers and measure it. What is missing here is left out with the reason."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", type=_systems, default=list(SYSTEMS), help="flask,tornado")
        parser.add_argument("--quick", action="store_true", help="check the answers, measure nothing")
        parser.add_argument("--work", type=Path, default=settings.BASE_DIR / "build" / "evidence")
        parser.add_argument(
            "--out", type=Path, help="the file to write; build/evidence/DATE.json if left out"
        )
        parser.add_argument("--python", default="", help="the Python to measure with; this one if left out")
        parser.add_argument(
            "--node", default="", help="the Node.js to install with; that on PATH if left out"
        )
        parser.add_argument("--seconds", type=_positive, default=USUAL.seconds, help="of each load")
        parser.add_argument("--repeat", type=_positive, default=USUAL.loads, help="starts and loads")
        parser.add_argument("--visitors", type=_positive, default=USUAL.visitors, help="who wait at once")

    def handle(self, *args: Any, **options: Any) -> None:
        report = self._surveyed(options)
        self._tell(report)
        if not options["quick"] or options["out"]:
            self._write(report, options["out"] or options["work"] / f"{report.day.isoformat()}.json")
        if report.wrong:
            raise CommandError(f"{len(report.wrong)} gave a wrong answer.")
        if not report.checked:
            raise CommandError("Nothing could be checked on this machine.")

    def _surveyed(self, options: dict[str, Any]) -> Report:
        interpreters = find_interpreters(options["python"], options["node"])
        report = Report(date.today(), interpreters, None if options["quick"] else _effort(options))
        work = options["work"].resolve()
        work.mkdir(parents=True, exist_ok=True)
        if report.effort and not machine_is_quiet():
            self.stderr.write(self.style.WARNING("This machine is busy: the report will say so."))
        with (work / "servers.log").open("ab") as log:
            steps = Survey(report, work, log, anew=not options["quick"]).steps(options["only"])
            for step in progress(steps, len(steps), self.stderr):
                if options["verbosity"] > 1:
                    self.stderr.write(step.words)
                step.do()
        return report

    def _tell(self, report: Report) -> None:
        for name in report.checked:
            self.stdout.write(f"{name}: {'measured' if report.effort else 'answers as it should'}")
        for name, reason in report.left_out.items():
            self.stdout.write(self.style.WARNING(f"LEFT OUT {name}: {reason}"))
        for name, reason in report.wrong.items():
            self.stdout.write(self.style.ERROR(f"WRONG {name}: {reason}"))
        busy, moments = report.busy_rows()
        if busy:
            self.stdout.write(self.style.WARNING(f"The machine was busy at {busy} of {moments} moments."))

    def _write(self, report: Report, path: Path) -> None:
        path.write_text(json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        self.stdout.write(self.style.SUCCESS(f"Written to {path}."))


def _effort(options: dict[str, Any]) -> Effort:
    repeat = options["repeat"]
    return Effort(starts=repeat, loads=repeat, seconds=options["seconds"], visitors=options["visitors"])


def _systems(text: str) -> list[str]:
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    if unknown := [word for word in wanted if word not in SYSTEMS]:
        raise ArgumentTypeError(f"No system is named {', '.join(unknown)}; there are {', '.join(SYSTEMS)}.")
    return wanted or list(SYSTEMS)


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 20_000:
        raise ArgumentTypeError(f"{text} is not a whole number from 1 to 20,000.")
    return int(text)
