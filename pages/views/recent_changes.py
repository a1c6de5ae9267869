"""Recent changes: what everybody did lately, by day and page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.models import Contributor, LogEntry, PageTag, Revision, Tag, Visit
from pages.models.revision import RevisionQuerySet
from pages.text.titles import slugify
from pages.views.cursors import read_moment
from pages.views.lists_of_changes import comments, edits, is_known, log

KINDS = ("", "new", "log", "comments")


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see, as the address has it."""

    show: str = ""
    by: Contributor | None = None
    tag: Tag | None = None
    hides_minor: bool = False
    hides_own: bool = False

    def address(self, **changes: str) -> str:
        """The query of the same choice with these changes."""
        fields = {
            "show": self.show,
            "by": self.by.slug if self.by else "",
            "tag": self.tag.slug if self.tag else "",
            "minor": "hide" if self.hides_minor else "",
            "own": "hide" if self.hides_own else "",
            **changes,
        }
        return f"?{urlencode({key: value for key, value in fields.items() if value})}"


@require_safe
def recent_changes(request: HttpRequest) -> HttpResponse:
    choice, last = _choice(request), read_moment(request.GET.get("before", ""))
    typed, typed_tag = request.GET.get("by", "").strip(), request.GET.get("tag", "").strip()
    context: dict[str, Any] = {
        "choice": choice,
        "kinds": [(kind, choice.address(show=kind)) for kind in KINDS],
        "minor_address": choice.address(minor="" if choice.hides_minor else "hide"),
        "own_address": choice.address(own="" if choice.hides_own else "hide"),
        "address": choice.address(),
        "typed": typed,
        "is_unknown": bool(typed) and choice.by is None,
        "typed_tag": typed_tag,
        "is_unknown_tag": bool(typed_tag) and choice.tag is None,
        "is_first_screen": last is None,
        "since": Visit.objects.note(request.user, now=timezone.now()) if last is None else None,
    }
    if choice.show == "log":
        entries = LogEntry.objects.filter(actor=choice.by) if choice.by else LogEntry.objects.all()
        context |= log(entries, last)
    elif choice.show == "comments":
        context |= comments(choice.by, last)
    else:
        context |= edits(request, _chosen(choice, request.user), last)
    return render(request, "pages/recent_changes.html", context)


def _chosen(choice: Choice, person: Any) -> RevisionQuerySet:
    revisions = Revision.objects.filter(number=1) if choice.show == "new" else Revision.objects.all()
    if choice.by:
        revisions = revisions.filter(author=choice.by)
    if choice.tag:
        revisions = revisions.of_pages(PageTag.objects.filter(slug=choice.tag.slug))
    if choice.hides_minor:
        revisions = revisions.filter(is_minor=False)
    if choice.hides_own and person.is_authenticated:
        revisions = revisions.exclude(author__user=person)
    return revisions


def _choice(request: HttpRequest) -> Choice:
    show, name, tag = (request.GET.get(key, "").strip() for key in ("show", "by", "tag"))
    person = Contributor.objects.named(name) if name else None
    return Choice(
        show=show if show in KINDS else "",
        by=person if person and is_known(person) else None,
        tag=Tag.objects.filter(slug=slugify(tag)).first() if tag else None,
        hides_minor=request.GET.get("minor") == "hide",
        hides_own=request.GET.get("own") == "hide",
    )
