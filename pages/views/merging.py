"""The conflict screen: two people changed the same words, and the second one decides, hunk by hunk."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pages.forms import EditForm
from pages.models import Page, Revision
from pages.permissions import can_edit
from pages.text.line_endings import restore
from pages.text.merge import Merge, merge
from pages.views.edit_screens import Decision, conflict_screen, edit_screen
from pages.views.reading import elsewhere_is_an_answer
from pages.views.saving import posted_revision, save_or_answer
from pages.views.screens import load_page, refuse


@never_cache
@require_POST
@elsewhere_is_an_answer
def merge_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Save what was decided onto the revision `onto`; whatever was saved since is merged in turn."""
    page = load_page(request, slug, Page.objects.visible().with_current())
    if not can_edit(request.user, page):
        return refuse(request, page=page)
    base, onto = posted_revision(request, page, "base"), posted_revision(request, page, "onto")
    form = EditForm(request.POST, base_revision=base)
    if not form.is_valid() or base is None or onto is None or "editor" in request.POST:
        return edit_screen(request, form, page)
    merged = merge(base.text, form.cleaned_data["body"], onto.text)
    decisions = _decisions(request, merged, onto)
    texts = {decision.conflict.index: decision.text() for decision in decisions}
    if "preview" in request.POST or None in texts.values():
        return conflict_screen(request, form, page, onto, merged, decisions)
    decided = merged.resolve({index: text or "" for index, text in texts.items()})
    fields = dict(form.data.items()) | {"body": decided, "base": str(onto.number)}
    again = EditForm(fields, base_revision=onto)
    again.full_clean()
    again.cleaned_data["body"] = decided
    return save_or_answer(request, again, page)


def _decisions(request: HttpRequest, merged: Merge, onto: Revision) -> list[Decision]:
    return [
        Decision(
            conflict,
            request.POST.get(f"choice-{conflict.index}", ""),
            restore(onto.text, request.POST.get(f"own-{conflict.index}", "")),
        )
        for conflict in merged.conflicts
    ]
