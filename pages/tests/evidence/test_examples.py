"""The programs that are measured are the programs that the guide prints."""

import re

import pytest

from pages.evidence.systems import EXAMPLES, RUNS, SYSTEMS, WAITING_RUNS
from pages.tests.guide_pages import SYSTEMS as SYSTEM_PAGES
from pages.tests.guide_pages import source

BLOCK = re.compile(r"^```\w+ title=(\S+)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
PRINTED = [(slug, name, code) for slug in SYSTEM_PAGES for name, code in BLOCK.findall(source(slug))]


def test_every_system_of_the_guide_is_measured():
    assert set(SYSTEM_PAGES) == set(SYSTEMS)
    assert {run.system for run in RUNS} == set(SYSTEMS) - {"jinja"}
    assert {run.system for run in WAITING_RUNS} < set(SYSTEMS)


@pytest.mark.parametrize(("slug", "name", "code"), PRINTED)
def test_printed_code_is_the_code_that_runs(slug, name, code):
    assert (EXAMPLES / slug / name).read_text(encoding="utf-8") == code


@pytest.mark.parametrize("slug", SYSTEMS)
def test_all_files_of_an_example_are_there(slug):
    assert all((EXAMPLES / slug / name).is_file() for name in SYSTEMS[slug].files)
