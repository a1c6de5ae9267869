"""Saving an edit form, and answering whatever stands against that without losing a word of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from pages.actions.edit import edit
from pages.actions.errors import BaseMissing, EditConflict, NothingChanged, TitleTaken
from pages.forms import EditForm
from pages.models import Page, Revision
from pages.text import diff
from pages.text.refusals import Refusal
from pages.views.edit_screens import conflict_screen, edit_screen, suggested_summary
from pages.views.screens import see_other


def save_or_answer(
    request: HttpRequest, form: EditForm, page: Page, *, typed: EditForm | None = None
) -> HttpResponseBase:
    """Save a valid form; whatever stands against that is answered with the person's text in a form.

    `typed` is the form that `form` was decided from, if another: it says which section the person was in.
    """
    fields, typed = form.cleaned_data, typed or form
    try:
        revision = edit(
            page,
            fields["body"],
            by=request.user,
            base=form.base_revision.number if form.base_revision else None,
            summary=fields["summary"] or suggested_summary(typed, page),
            is_minor=fields["minor"],
            title=form.new_title,
            section=fields["section"],
            draft=posted_draft(request),
        )
    except NothingChanged:
        messages.info(request, _("Nothing was changed, so no revision was saved."))
        return see_other(page, typed.saved_section(page.current.text))
    except EditConflict as conflict:
        return conflict_screen(request, form, page, conflict.current, conflict.merge)
    except BaseMissing:
        form.add_error(
            None,
            _("This form did not say which revision it started from. Compare your text with the page below."),
        )
        return _baseless_screen(request, form, page, page.current)
    except (TitleTaken, PermissionDenied) as error:
        form.add_error("title", str(error))
    except Refusal as refusal:
        form.add_error("body", str(refusal))
    else:
        messages.success(request, _thanks(revision, form.base_revision))
        return see_other(revision.page, typed.saved_section(revision.text))
    return edit_screen(request, form, page, status=400)


def _thanks(revision: Revision, base: Revision | None) -> str:
    """What was saved, and with whose changes it was merged."""
    others = revision.merged_with(base.number if base else revision.number)
    if not others:
        return _("Saved as revision %(number)d.") % {"number": revision.number}
    words = _("Saved as revision %(number)d, together with the changes that %(names)s made meanwhile.")
    return words % {"number": revision.number, "names": get_text_list(others, _("and"))}


def _baseless_screen(request: HttpRequest, form: EditForm, page: Page, current: Revision) -> HttpResponse:
    """The person's text, its difference to the current revision, and a form that starts from that one now."""
    text = form.cleaned_data["body"]
    conflict = {"revision": current, "rows": diff.rows(current.text, text)}
    again = EditForm(dict(form.data.items()) | {"base": current.number}, base_revision=current)
    again.full_clean()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return edit_screen(request, again, page, status=409, conflict=conflict)


def posted_draft(request: HttpRequest) -> int | None:
    """The number of the draft that the form was filled from or kept in."""
    number = request.POST.get("draft", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def posted_revision(request: HttpRequest, page: Page, field: str) -> Revision | None:
    """The revision whose number a form sent in `field`; None where there is no such one, or no text of it."""
    number = request.POST.get(field, "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return page.revisions.with_text().filter(number=int(number)).first()
