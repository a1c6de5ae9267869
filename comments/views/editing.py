"""Changing one's own comment, and what comments said before."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comments.actions import EditedMeanwhile, edit
from comments.limits import EDITS_AN_HOUR, hourly_limits
from comments.models import PageComment, State
from comments.moderation import held_ids, rules_of
from comments.permissions import can_change
from comments.reader_forms import OwnCommentForm
from comments.views.screens import TOO_MANY, answer, load_comment, too_many
from pages.permissions import ban_of, is_banned, is_moderator
from pages.text.markdown import render_comment
from pages.text.refusals import Refusal
from pages.throttle import address_of, take

TEMPLATE = "comments/edit.html"
TOO_LATE = gettext_lazy(
    "The time to change this comment is over. Your words are below: copy them if you need them."
)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the author of a comment say it in other words, as long as the rules allow it."""
    comment = load_comment(request, pk)
    if request.method != "POST":
        number = comment.former_texts.count()
        form = OwnCommentForm(initial={"comment": comment.comment, "base": number})
        return _screen(request, comment, form, status=200 if _may(request, comment) else 403)
    form = OwnCommentForm(request.POST)
    if not _may(request, comment):
        form.add_error(None, _why_not(request))
        return _screen(request, comment, form, status=403)
    if not form.is_valid():
        return _screen(request, comment, form, status=422)
    if "preview" in request.POST:
        return _preview(request, comment, form)
    return _save(request, comment, form)


@require_safe
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment that readers see said before, for moderators; of all others the admin tells."""
    if not is_moderator(request.user):
        raise Http404
    comment = load_comment(request, pk)
    former = comment.former_texts.select_related("edited_by").order_by("-number")
    return answer(
        request, "comments/texts.html", {"comment": comment, "page": comment.page, "former": former}
    )


def _preview(request: HttpRequest, comment: PageComment, form: OwnCommentForm) -> HttpResponse:
    try:
        html = render_comment(form.cleaned_data["comment"])
    except Refusal as refusal:
        form.add_error("comment", str(refusal))
        return _screen(request, comment, form, status=422)
    return _screen(request, comment, form, preview_html=html)


def _save(request: HttpRequest, comment: PageComment, form: OwnCommentForm) -> HttpResponse:
    if seconds := take(hourly_limits("edit", request.user, address_of(request), EDITS_AN_HOUR)):
        form.add_error(None, too_many(seconds))
        return _screen(request, comment, form, status=TOO_MANY, wait=seconds)
    held, fields = held_ids(request), form.cleaned_data
    options = {"by": request.user, "base": fields["base"], "held": held, "rules": rules_of(request)}
    try:
        changed = edit(comment, fields["comment"], **options)
    except PermissionDenied:
        form.add_error(None, _why_not(request))
        return _screen(request, comment, form, status=403)
    except EditedMeanwhile as error:
        form.add_error(None, str(error))
        return _screen(request, comment, form, status=409)
    except Refusal as refusal:
        form.add_error("comment", str(refusal))
        return _screen(request, comment, form, status=422)
    if changed.state == State.SPAM:
        return answer(request, "comments/kept_as_spam.html", {"comment": changed, "page": changed.page})
    return HttpResponseRedirect(changed.place(request.user, held), status=303)


def _may(request: HttpRequest, comment: PageComment) -> bool:
    if is_banned(request.user):
        return False
    rules = rules_of(request)
    return can_change(comment, request.user, held_ids(request), rules, now=timezone.now())


def _why_not(request: HttpRequest) -> str:
    ban = ban_of(request.user)
    return ban.says if ban else str(TOO_LATE)


def _screen(
    request: HttpRequest,
    comment: PageComment,
    form: OwnCommentForm,
    *,
    status: int = 200,
    wait: int = 0,
    preview_html: str = "",
) -> HttpResponse:
    """The form; without a button where the time is over, the words still in it."""
    context = {
        "comment": comment,
        "page": comment.page,
        "form": form,
        "can_change": _may(request, comment),
        "rules": rules_of(request),
        "preview_html": preview_html,
    }
    return answer(request, TEMPLATE, context, status=status, wait=wait)
