"""Renaming a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pages.actions.errors import NothingChanged, TitleTaken
from pages.actions.rename import rename
from pages.actions.rewrite_links import rewrite_links
from pages.forms import RenameForm
from pages.models import Page
from pages.permissions import can_rename
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, refuse, see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def rename_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = load_page(request, slug)
    if not can_rename(request.user, page):
        return refuse(request, page=page, reason=_("The front page keeps its name.") if page.is_home else "")
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"title": page.title})
    if form.is_valid() and _rename(request, form, page):
        page.refresh_from_db()
        if form.cleaned_data["rewrite"]:
            messages.info(request, _told(*rewrite_links(page, by=request.user)))
        return see_other(page)
    links = Page.objects.linking_to_any_name_of(page).exclude(pk=page.pk).distinct().count()
    context = {"page": page, "form": form, "linked_from": links}
    return render(request, "pages/rename.html", context, status=400 if form.is_bound else 200)


def _rename(request: HttpRequest, form: RenameForm, page: Page) -> bool:
    """Whether it was done; else the form says why not. The same title with links to rewrite is fine."""
    fields = form.cleaned_data
    try:
        rename(page, fields["title"], by=request.user, reason=fields["reason"])
    except (NothingChanged, TitleTaken) as error:
        if isinstance(error, NothingChanged) and fields["rewrite"]:
            return True
        form.add_error("title", str(error))
        return False
    messages.success(request, _("The page is renamed. Its old name leads to it."))
    return True


def _told(edited: int, remaining: int) -> str:
    words = (
        ngettext("%d page links to the new name now.", "%d pages link to the new name now.", edited) % edited
    )
    if not remaining:
        return words
    rest = ngettext(
        "%d more page uses an old name; its links work as before.",
        "%d more pages use an old name; their links work as before.",
        remaining,
    )
    return f"{words} {rest % remaining}"
