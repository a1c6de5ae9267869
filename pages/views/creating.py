"""Writing a new page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pages.actions.create import create
from pages.actions.errors import TitleTaken
from pages.forms import EditForm
from pages.permissions import can_create
from pages.text.refusals import Refusal
from pages.text.titles import MAX_TITLE_CHARS
from pages.views.edit_screens import edit_screen, refuse_with_text
from pages.views.fact_fields import typed_facts
from pages.views.restoring import restore_new
from pages.views.saving import posted_draft
from pages.views.screens import refuse, see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create_page(request: HttpRequest) -> HttpResponseBase:
    if not can_create(request.user):
        is_typed = request.method == "POST"
        if not is_typed:
            return refuse(request)
        return refuse_with_text(request, EditForm(typed_facts(request.POST).fields), None)
    if request.method != "POST":
        title = request.GET.get("title", "")[:MAX_TITLE_CHARS]
        restored = restore_new(request.user, title)
        form = restored.form() if restored else EditForm(initial={"title": title})
        return edit_screen(request, form, None, restored=restored)
    typed = typed_facts(request.POST)
    form = EditForm(typed.fields)
    if not typed.are_in(form):
        return edit_screen(request, form, None, status=400)
    if "preview" in request.POST:
        return edit_screen(request, form, None, shows_preview=True)
    return _save(request, form)


def _save(request: HttpRequest, form: EditForm) -> HttpResponseBase:
    fields = form.cleaned_data
    try:
        page = create(
            fields["title"],
            fields["body"],
            by=request.user,
            summary=fields["summary"] or _("New page"),
            draft=posted_draft(request),
        )
    except TitleTaken as taken:
        form.add_error("title", str(taken))
    except Refusal as refusal:
        form.add_error("body", str(refusal))
    else:
        messages.success(request, _("The page is there. Thank you for writing it."))
        return see_other(page)
    return edit_screen(request, form, None, status=400)
