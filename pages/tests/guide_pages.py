"""The guide's files as the tests read them: pages, facts, measurements."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from pages.text.front_matter import read

FOLDER = Path(__file__).parent.parent / "guide"
CONTENTS = yaml.safe_load((FOLDER / "contents.yaml").read_text(encoding="utf-8"))
TITLES = {entry["slug"]: entry["title"] for entry in CONTENTS}
SLUGS = list(TITLES)
MEASURED = json.loads((FOLDER / "measurements.json").read_text(encoding="utf-8"))
SECOND_RUN = json.loads((FOLDER / "evidence" / "2026-11-25.json").read_text(encoding="utf-8"))
VERIFIED = yaml.safe_load((FOLDER / "verified_facts.yaml").read_text(encoding="utf-8"))
# The one run of each system that its front matter and the charts quote.
RUNS = {
    "django": "django/gunicorn-gthread",
    "express": "express/node",
    "flask": "flask/gunicorn-gthread",
    "nodejs": "nodejs/own",
    "react": "react/node",
    "tornado": "tornado/own",
    "werkzeug": "werkzeug/gunicorn-gthread",
}
CONNECTIONS = {"flask": "flask/gunicorn-gthread4-raised", "tornado": "tornado/own", "nodejs": "nodejs/own"}
# What the second run alone has measured, by the run that the front matter quotes.
SECOND_RUNS = {"fastapi": "fastapi/uvicorn", "quart": "quart/uvicorn"}
SECOND_CONNECTIONS = {
    "django": "django/gunicorn-gthread4-raised",
    "express": "express/node",
    "fastapi": "fastapi/uvicorn",
    "quart": "quart/uvicorn",
}


def source(slug: str) -> str:
    return (FOLDER / f"{slug}.md").read_text(encoding="utf-8")


def body(slug: str) -> str:
    """The text without front matter and without code."""
    return re.sub(r"^```.*?^```$", "", read(source(slug)).body, flags=re.DOTALL | re.MULTILINE)


def facts(slug: str) -> dict[str, Any]:
    return read(source(slug)).values


def is_system(slug: str) -> bool:
    return facts(slug)["type"] == "system"


SYSTEMS = [slug for slug in SLUGS if is_system(slug)]
MEASURED_SYSTEMS = [slug for slug in SYSTEMS if slug in MEASURED["installed"]]
