"""Editing one section of a page: its form, and what is shown where the page has no such section."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from pages.forms import EditForm
from pages.models import Draft, Page
from pages.text.sections import name_of
from pages.views.edit_screens import edit_screen
from pages.views.restoring import restore_draft

MAX_LOST_TEXTS = 10


def form_for(page: Page, section: str = "") -> EditForm:
    """The edit form of the page as readers see it, or of one section of that."""
    current = page.current
    initial = {"title": page.title, "body": current.text, "base": current.number, "section": section}
    form = EditForm(initial=initial, base_revision=current)
    if form.part:
        form.initial["body"] = form.part.cut(current.text)
    return form


def section_or_page_screen(request: HttpRequest, page: Page, section: str) -> HttpResponse:
    """The form of one section, filled from the draft of it; of the page where that has no such section."""
    restored = restore_draft(request.user, page, section)
    form = restored.form() if restored else form_for(page, section)
    if form.has_lost_section:
        return _page_screen(request, page, section)
    return edit_screen(request, form, page, restored=restored)


def page_instead(
    request: HttpRequest, page: Page, *, typed: EditForm, loose_texts: Sequence[str] = ()
) -> HttpResponse:
    """The whole page to edit, where the section of the sent form `typed` is not in its base.

    What was written for the section stands above the form, to be copied; title and summary are in the form.
    """
    form = form_for(page)
    form.initial.update({name: typed[name].value() for name in ("title", "summary", "minor")})
    lost = _lost(request, page, typed["section"].value(), [typed["body"].value() or "", *loose_texts])
    return edit_screen(request, form, page, status=409, lost_section=lost)


def _page_screen(request: HttpRequest, page: Page, section: str) -> HttpResponse:
    restored = restore_draft(request.user, page)
    form = restored.form() if restored else form_for(page)
    return edit_screen(request, form, page, restored=restored, lost_section=_lost(request, page, section, []))


def _lost(request: HttpRequest, page: Page, section: str, texts: list[str]) -> dict[str, Any]:
    """The section's name, and all that the person wrote for it: in a form just now, or in drafts."""
    drafts = Draft.objects.of(request.user).live().filter(page=page, section=section).newest_first()
    kept = drafts.values_list("body", flat=True)[:MAX_LOST_TEXTS]
    return {"name": name_of(section), "texts": list(dict.fromkeys([*texts, *kept]))}
