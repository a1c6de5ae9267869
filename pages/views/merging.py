"""The conflict screen: two people changed the same words, and the second one decides, hunk by hunk."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pages.forms import EditForm
from pages.models import Page, Revision
from pages.permissions import can_edit
from pages.text.line_endings import restore
from pages.text.merge import Merge, merge
from pages.views.edit_screens import Decision, conflict_screen, edit_screen, refuse_with_text
from pages.views.reading import elsewhere_is_an_answer
from pages.views.saving import posted_revision, save_or_answer
from pages.views.screens import load_page
from pages.views.sectioning import page_instead


@dataclass(frozen=True)
class Attempt:
    """A conflict screen as it was sent: what was decided to become the text after `onto`."""

    form: EditForm
    onto: Revision
    merged: Merge
    decisions: list[Decision]

    def settled(self) -> EditForm | None:
        """The edit form of the decided text, which starts from `onto`; None while a decision is missing."""
        texts = {d.conflict.index: text for d in self.decisions if (text := d.text()) is not None}
        if len(texts) < len(self.decisions):
            return None
        decided = self.merged.resolve(texts)
        fields = dict(self.form.data.items()) | {"body": decided, "base": str(self.onto.number)}
        fields["section"] = ""  # what was decided is the whole page
        form = EditForm(fields, base_revision=self.onto)
        form.full_clean()
        form.cleaned_data["body"] = decided
        return form


@never_cache
@require_POST
@elsewhere_is_an_answer
def merge_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Save what was decided onto the revision `onto`; whatever was saved since is merged in turn."""
    page = load_page(request, slug, Page.objects.with_current())
    form = EditForm(request.POST, base_revision=posted_revision(request, page, "base"))
    if form.has_lost_section and can_edit(request.user, page):
        return page_instead(request, page, typed=form, loose_texts=_own_texts(request))
    # A deleted page is merged with nothing: the answer would show its text.
    onto = None if page.is_deleted else posted_revision(request, page, "onto")
    attempt = _attempt(request, form, onto)
    settled = attempt.settled() if attempt else None
    loose_texts = [] if settled else _own_texts(request)
    if not can_edit(request.user, page):
        return refuse_with_text(request, settled or form, page, loose_texts)
    if attempt is None:
        return _broken_screen(request, form, page, loose_texts)
    if "editor" in request.POST:
        return edit_screen(request, settled or form, page, loose_texts=loose_texts)
    if "preview" in request.POST or settled is None:
        return conflict_screen(request, form, page, attempt.onto, attempt.merged, attempt.decisions)
    return save_or_answer(request, settled, page, typed=form)


def _attempt(request: HttpRequest, form: EditForm, onto: Revision | None) -> Attempt | None:
    """What was sent; None where it is no whole conflict screen."""
    base = form.base_revision
    if not form.is_valid() or base is None or onto is None:
        return None
    merged = merge(base.text, form.cleaned_data["body"], onto.text)
    return Attempt(form, onto, merged, _decisions(request, merged, onto))


def _broken_screen(request: HttpRequest, form: EditForm, page: Page, loose_texts: list[str]) -> HttpResponse:
    if form.is_valid():
        words = _("This form did not say which revisions it merges. Check your text and save it.")
        form.add_error(None, words)
    return edit_screen(request, form, page, status=400, loose_texts=loose_texts)


def _own_texts(request: HttpRequest) -> list[str]:
    return [str(text) for name, text in request.POST.items() if name.startswith("own-") and str(text).strip()]


def _decisions(request: HttpRequest, merged: Merge, onto: Revision) -> list[Decision]:
    return [
        Decision(
            conflict,
            request.POST.get(f"choice-{conflict.index}", ""),
            restore(onto.text, request.POST.get(f"own-{conflict.index}", "")),
        )
        for conflict in merged.conflicts
    ]
