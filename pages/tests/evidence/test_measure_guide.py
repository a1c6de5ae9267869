"""The command leaves out what this machine cannot do, and says why; it is never a traceback."""

import json
import os
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from pages.evidence.installing import Interpreters, install
from pages.evidence.left_out import LeftOut
from pages.evidence.survey import Report
from pages.evidence.systems import SYSTEMS


@pytest.fixture
def without_tools(tmp_path, monkeypatch):
    """A machine with Python and nothing else, and no way to a registry."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", os.fspath(tmp_path / "bin"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return tmp_path / "work"


def test_missing_tools_leave_rows_out_with_the_reason(without_tools, capsys, tmp_path):
    out = tmp_path / "report.json"
    with pytest.raises(CommandError, match="Nothing could be checked"):
        call_command("measure_guide", quick=True, only=["jinja", "express"], work=without_tools, out=out)

    left_out = json.loads(out.read_text())["left_out"]
    assert left_out["express"] == left_out["nodejs"] == "node is not on this machine's PATH."
    assert left_out["express/node"] == "express is not installed."
    assert left_out["jinja"].startswith("python")
    assert "LEFT OUT express: node is not on this machine's PATH." in capsys.readouterr().out


def test_a_python_that_is_not_there_is_a_reason(tmp_path):
    with pytest.raises(LeftOut, match="python9 could not be run"):
        install(SYSTEMS["flask"], tmp_path, Interpreters("/nowhere/python9", ""), anew=True)


def test_an_unknown_system_is_named():
    with pytest.raises(CommandError, match=r"No system is named flsk; there are flask, werkzeug"):
        call_command("measure_guide", "--only", "flsk,django")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999"])
def test_numbers_are_bounded(number):
    with pytest.raises(CommandError, match="is not a whole number from 1 to"):
        call_command("measure_guide", "--seconds", number)


def test_a_report_counts_the_moments_at_which_the_machine_was_busy():
    report = Report(date(2026, 11, 25), Interpreters(sys.executable, ""), None)
    report.runs["a"] = {"spin_ms": [{"wall_ms": 100.0, "cpu_ms": 99.0}, {"wall_ms": 300.0, "cpu_ms": 99.0}]}
    written = report.as_json()
    assert written["quiet"] == {"busy_moments": 1, "moments": 2, "was_quiet": False}
    assert written["date"] == "2026-11-25"
    assert written["machine"]["cpu"]
