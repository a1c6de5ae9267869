"""Editing a page: the form, and its preview."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pages.forms import EditForm
from pages.models import Page
from pages.permissions import can_edit
from pages.views.edit_screens import edit_screen, refuse_with_text
from pages.views.fact_fields import typed_facts
from pages.views.reading import elsewhere_is_an_answer
from pages.views.saving import posted_revision, save_or_answer
from pages.views.screens import load_page, refuse
from pages.views.sectioning import page_instead, section_or_page_screen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def edit_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    # What was typed for a page that is deleted by now comes back in its form.
    pages = Page.objects.all() if request.method == "POST" else Page.objects.visible()
    page = load_page(request, slug, pages.with_current())
    if not can_edit(request.user, page):
        return _refuse(request, page)
    if request.method != "POST":
        return section_or_page_screen(request, page, request.GET.get("section", ""))
    typed = typed_facts(request.POST)
    form = EditForm(typed.fields, base_revision=posted_revision(request, page, "base"))
    if form.has_lost_section:
        return page_instead(request, page, typed=form)
    if not typed.are_in(form):
        return edit_screen(request, form, page, status=400)
    if "preview" in request.POST:
        return edit_screen(request, form, page, shows_preview=True)
    return save_or_answer(request, form, page)


def _refuse(request: HttpRequest, page: Page) -> HttpResponseBase:
    if request.method == "POST":
        typed = typed_facts(request.POST)
        form = EditForm(typed.fields, base_revision=posted_revision(request, page, "base"))
        return refuse_with_text(request, form, page)
    return refuse(request, page=page)
