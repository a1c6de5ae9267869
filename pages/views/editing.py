"""Editing a page: the form, its preview, and what happens when somebody was faster."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pages.actions.edit import edit
from pages.actions.errors import BaseMissing, EditConflict, NothingChanged, TitleTaken
from pages.forms import EditForm
from pages.models import Page, Revision
from pages.permissions import can_edit, can_rename
from pages.rendering import preview
from pages.text import diff
from pages.text.refusals import Refusal
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, refuse, see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def edit_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = load_page(request, slug, Page.objects.visible().with_current())
    if not can_edit(request.user, page):
        return refuse(request, page=page)
    if request.method != "POST":
        return edit_screen(request, _form_for(page), page)
    form = EditForm(request.POST, base_revision=_base(request, page))
    if not form.is_valid():
        return edit_screen(request, form, page, status=400)
    if "preview" in request.POST:
        return edit_screen(request, form, page, shows_preview=True)
    return _save(request, form, page)


def _save(request: HttpRequest, form: EditForm, page: Page) -> HttpResponseBase:
    fields = form.cleaned_data
    try:
        revision = edit(
            page,
            fields["body"],
            by=request.user,
            base=form.base_revision.number if form.base_revision else None,
            summary=fields["summary"],
            is_minor=fields["minor"],
            title=fields["title"],
        )
    except NothingChanged:
        messages.info(request, _("Nothing was changed, so no revision was saved."))
        return see_other(page)
    except EditConflict as conflict:
        return _conflict_screen(request, form, page, conflict.current)
    except BaseMissing:
        form.add_error(
            None,
            _("This form did not say which revision it started from. Compare your text with the page below."),
        )
        return _conflict_screen(request, form, page, page.current)
    except (TitleTaken, PermissionDenied) as error:
        form.add_error("title", str(error))
    except Refusal as refusal:
        form.add_error("body", str(refusal))
    else:
        messages.success(request, _("Saved as revision %(number)d.") % {"number": revision.number})
        return see_other(revision.page)
    return edit_screen(request, form, page, status=400)


def _conflict_screen(request: HttpRequest, form: EditForm, page: Page, current: Revision) -> HttpResponse:
    """The person's text, its difference to the current revision, and a form that starts from that one now."""
    text = form.cleaned_data["body"]
    conflict = {"revision": current, "rows": diff.rows(current.text, text)}
    again = EditForm(dict(form.data.items()) | {"base": current.number}, base_revision=current)
    again.full_clean()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return edit_screen(request, again, page, status=409, conflict=conflict)


def edit_screen(
    request: HttpRequest,
    form: EditForm,
    page: Page | None,
    *,
    status: int = 200,
    shows_preview: bool = False,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    """The edit page for a form in any state. Whatever was typed stays in it."""
    html, warnings = _preview_of(form) if form.is_bound or page else ("", ())
    context = {
        "form": form,
        "page": page,
        "base_revision": form.base_revision or (page.current if page else None),
        "preview_html": html,
        "shows_preview": shows_preview,
        "warnings": warnings,
        "conflict": conflict,
        "can_rename": page is None or can_rename(request.user, page),
        "suggested_summary": "" if page else _("New page"),
        "tab": "edit",
    }
    return render(request, "pages/edit.html", context, status=status)


def _form_for(page: Page) -> EditForm:
    current = page.current
    initial = {"title": page.title, "body": current.text, "base": current.number}
    return EditForm(initial=initial, base_revision=current)


def _base(request: HttpRequest, page: Page) -> Revision | None:
    number = request.POST.get("base", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return page.revisions.filter(number=int(number)).first()


def _preview_of(form: EditForm) -> tuple[str, tuple[Any, ...]]:
    body = form["body"].value() or ""
    try:
        result, html = preview(body)
    except Refusal:
        return "", ()
    return mark_safe(html), result.warnings
