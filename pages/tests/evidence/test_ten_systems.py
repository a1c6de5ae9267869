"""Each system, as its registry has it today, answers what the guide says. Deselected but in `.ci/run`."""

import pytest
from django.conf import settings

from pages.evidence.installing import find_interpreters, install, node_of
from pages.evidence.left_out import LeftOut
from pages.evidence.measuring import Bench, check_run
from pages.evidence.survey import RENDERING
from pages.evidence.systems import RUNS, SYSTEMS

pytestmark = pytest.mark.evidence
WORK = settings.BASE_DIR / "build" / "evidence"


@pytest.mark.xdist_group("npm")
@pytest.mark.parametrize("slug", [slug for slug, system in SYSTEMS.items() if system.registry == "npm"])
def test_system_of_npm_answers(slug, tmp_path):
    check(slug, tmp_path)


@pytest.mark.parametrize("slug", [slug for slug, system in SYSTEMS.items() if system.registry == "pypi"])
def test_system_of_pypi_answers(slug, tmp_path):
    check(slug, tmp_path)


def check(slug, tmp_path):
    """Check all runs of a system; what this machine lacks skips it, loudly."""
    known = find_interpreters()
    try:
        installed = install(SYSTEMS[slug], WORK, known, anew=False)
    except LeftOut as reason:
        pytest.skip(f"{slug.upper()} IS NOT CHECKED: {reason}")
    with (tmp_path / "log").open("wb") as log:
        for run in (each for each in (RENDERING, *RUNS) if each.system == slug):
            check_run(run, Bench(installed, node_of(installed, known), log))
