"""Brings the guide that comes with the software into the wiki, and never overwrites what people wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.create import create
from pages.derived import recount_links
from pages.models import Page, Redirect
from pages.models.contributor import SOFTWARE_SLUG
from pages.rendering import render_source

FOLDER = Path(__file__).resolve().parent.parent / "guide"


@dataclass(frozen=True)
class Loaded:
    """What became of a page: `outcome` is created, updated, unchanged, edited by people, or deleted."""

    title: str
    outcome: str


def load(folder: Path = FOLDER) -> Iterator[Loaded]:
    """Load the pages that `contents.yaml` of `folder` lists, in its order. Safe to repeat.

    A page's `also` are further names under which readers look for it: each leads to it while no page has it.
    """
    for entry in yaml.safe_load((folder / "contents.yaml").read_text(encoding="utf-8")):
        slug, title = entry["slug"], entry["title"]
        text = (folder / f"{slug}.md").read_text(encoding="utf-8")
        outcome = _load(slug, title, text)
        for name in entry.get("also", ()):
            _lead(name, slug)
        yield Loaded(title, outcome)


def _load(slug: str, title: str, text: str) -> str:
    page = Page.objects.named(slug).first()
    if page is None:
        create(title, text, by=None, slug=slug, summary="The guide as it comes with Wikisite")
        return "created"
    return _update(page, text)


def _update(page: Page, text: str) -> str:
    source = render_source(text)
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if page.is_deleted:
            return "deleted"
        if page.current and page.current.text == text:
            return "unchanged"
        if page.revisions.exclude(author__slug=SOFTWARE_SLUG).exists():
            return "edited by people"
        append(page, text, source, by=None, summary="A newer edition of the guide", now=timezone.now())
        return "updated"


def _lead(name: str, slug: str) -> None:
    page = Page.objects.named(slug).first()
    if page and not Page.objects.filter(slug=name).exists():
        Redirect.objects.get_or_create(slug=name, defaults={"page": page})
        recount_links({name})
