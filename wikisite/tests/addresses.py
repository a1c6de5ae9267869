"""Every address that the resolver knows, filled with samples."""

import re
from collections.abc import Mapping

from django.urls import get_resolver

from wikisite.tests.test_persona_matrix import patterns

UNKNOWN = "1-sample"


def all_addresses(samples: Mapping[str, str]) -> list[str]:
    """Return each pattern once, converters (`<wiki:slug>`) filled from `samples`, or else with a word."""
    found = sorted({path for path, _ in patterns(get_resolver())})
    return [f"/{_filled(path, samples)}" for path in found]


def _filled(path: str, samples: Mapping[str, str]) -> str:
    for converter, value in samples.items():
        path = path.replace(converter, value)
    path = re.sub(r"\(\?P<app_label>(\w+).*?\)", r"\1", path)
    path = re.sub(r"\(\?P<\w+>.*?\)(?=[/$-]|$)|<[\w:]+>", UNKNOWN, path)
    return path.replace("^", "").replace("$", "")
