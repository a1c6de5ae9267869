"""What is shown while somebody edits: the form in any state, and the clashes that wait for a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pages.forms import EditForm
from pages.models import MAX_SUMMARY_CHARS, Attachment, Draft, Page, Revision
from pages.permissions import can_attach, can_create, can_rename
from pages.rendering import preview
from pages.text import diff
from pages.text.merge import Conflict, Merge
from pages.text.refusals import Refusal
from pages.views.fact_fields import fact_fields
from pages.views.restoring import Restored, last_saved, of_other_parts, unfinished
from pages.views.screens import why_not


def edit_screen(
    request: HttpRequest,
    form: EditForm,
    page: Page | None,
    *,
    status: int = 200,
    shows_preview: bool = False,
    conflict: dict[str, Any] | None = None,
    restored: Restored | None = None,
    loose_texts: Sequence[str] = (),
    lost_section: dict[str, Any] | None = None,
) -> HttpResponse:
    """The edit page for a form in any state. Whatever was typed stays in it, or above it in `loose_texts`."""
    is_shown = (form.is_bound or page) and can_create(request.user)
    html, warnings = _preview_of(form) if is_shown else ("", ())
    context = {
        "form": form,
        "page": page,
        "base_revision": form.base_revision or (page.current if page else None),
        "preview_html": html,
        "shows_preview": shows_preview,
        "warnings": warnings,
        "conflict": conflict,
        "restored": restored,
        "loose_texts": loose_texts,
        "lost_section": lost_section,
        "part": form.part,
        "other_parts": _drafts_of_other_parts(request, form, page),
        "last_saved": last_saved(request.user, page),
        "now": timezone.now(),
        "unfinished": [] if page or form.is_bound else unfinished(request.user, restored),
        "can_rename": page is None or can_rename(request.user, page),
        "files": _files_of(page),
        **fact_fields(str(form["body"].value() or "")),
        "can_attach": bool(page and can_attach(request.user, page)),
        "suggested_summary": suggested_summary(form, page),
        "must_sign_in": status == 403 and not request.user.is_authenticated,
        "tab": "edit",
    }
    return render(request, "pages/edit.html", context, status=status)


def suggested_summary(form: EditForm, page: Page | None) -> str:
    """The summary of those who write none: of a new page, and of a section."""
    if page is None:
        return _("New page")
    if form.part is None:
        return ""
    words = _("Section “%(title)s”") % {"title": form.part.title or form.part.id}
    return Truncator(words).chars(MAX_SUMMARY_CHARS)


def _drafts_of_other_parts(request: HttpRequest, form: EditForm, page: Page | None) -> list[Draft]:
    if page is None or form.is_bound:
        return []
    return of_other_parts(request.user, page, form["section"].value() or "")


def _files_of(page: Page | None) -> Iterable[Attachment]:
    if page is None or page.is_deleted:
        return []
    return page.attachments.live().with_versions().order_by("-pk")


def refuse_with_text(
    request: HttpRequest, form: EditForm, page: Page | None, loose_texts: Sequence[str] = ()
) -> HttpResponse:
    """Tell somebody who lost the right to save while typing; the text is still in the form."""
    form.add_error(None, why_not(request.user, page) or _("You may not save this page."))
    return edit_screen(request, form, page, status=403, loose_texts=loose_texts)


ALL_LINES = 10_000


@dataclass(frozen=True)
class Decision:
    """One clash as the screen shows it: both sides word by word, and what was chosen so far."""

    conflict: Conflict
    chosen: str
    own: str

    @property
    def number(self) -> int:
        return self.conflict.index + 1

    def mine(self) -> list[Any]:
        return diff.rows(self.conflict.base, self.conflict.mine, context=ALL_LINES)

    def theirs(self) -> list[Any]:
        return diff.rows(self.conflict.base, self.conflict.theirs, context=ALL_LINES)

    def text(self) -> str | None:
        """The text that was decided for; None as long as nothing is."""
        if self.own.strip():
            return self.own
        sides = {"mine": self.conflict.mine, "theirs": self.conflict.theirs, "both": self.conflict.both}
        return sides.get(self.chosen)


def conflict_screen(
    request: HttpRequest,
    form: EditForm,
    page: Page,
    onto: Revision,
    merged: Merge,
    decisions: list[Decision] | None = None,
) -> HttpResponse:
    """What fits, what clashes, and the person's whole text in the form: nothing is thrown away."""
    is_open = decisions is None
    decisions = decisions or [Decision(conflict, "", "") for conflict in merged.conflicts]
    undecided = [decision.number for decision in decisions if decision.text() is None]
    result = merged.resolve({d.conflict.index: d.text() or d.conflict.theirs for d in decisions})
    context = {
        "form": form,
        "page": page,
        "onto": onto,
        "decisions": decisions,
        "undecided": [] if is_open else undecided,
        "rows": diff.rows(onto.text, result),
        "preview_html": _preview(result) if not undecided else "",
        "tab": "edit",
    }
    return render(request, "pages/conflict.html", context, status=409 if undecided else 200)


def _preview_of(form: EditForm) -> tuple[str, tuple[Any, ...]]:
    body = form["body"].value() or ""
    try:
        result, html = preview(body, title=str(form["title"].value() or ""))
    except Refusal:
        return "", ()
    return mark_safe(html), result.warnings


def _preview(text: str) -> SafeString:
    try:
        return mark_safe(preview(text)[1])
    except Refusal as refusal:
        return format_html("<p>{}</p>", str(refusal))
