"""Flagging a comment."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.actions import AlreadyFlagged, NotThere, flag
from comments.limits import FLAGS_AN_HOUR, hourly_limits
from comments.models import PageComment
from comments.moderation import held_ids, rules_of
from comments.reader_forms import FlagForm
from comments.views.screens import TOO_MANY, answer, load_comment, too_many
from pages.permissions import ban_of, is_banned
from pages.throttle import address_of, take

TEMPLATE = "comments/flag.html"


@require_http_methods(["GET", "HEAD", "POST"])
def flag_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is wrong with a comment that readers see, and tell the moderators."""
    comment = load_comment(request, pk)
    if request.method != "POST":
        return _screen(request, comment, FlagForm(), is_done="thanks" in request.GET)
    form = FlagForm(request.POST)
    if is_banned(request.user):
        form.add_error(None, _why_banned(request.user))
        return _screen(request, comment, form, status=403)
    if not form.is_valid():
        return _screen(request, comment, form, status=422)
    return _flag(request, comment, form)


def _flag(request: HttpRequest, comment: PageComment, form: FlagForm) -> HttpResponse:
    address = address_of(request)
    if seconds := take(hourly_limits("flag", request.user, address, FLAGS_AN_HOUR)):
        form.add_error(None, too_many(seconds))
        return _screen(request, comment, form, status=TOO_MANY, wait=seconds)
    fields = form.cleaned_data
    try:
        kept = flag(
            comment,
            fields["reason"],
            by=request.user,
            words=fields["words"],
            address=address,
            rules=rules_of(request),
        )
    except (AlreadyFlagged, NotThere) as error:
        form.add_error(None, str(error))
        return _screen(request, comment, form, status=409)
    return HttpResponseRedirect(_after(request, kept.comment), status=303)


def _why_banned(person: Any) -> str:
    ban = ban_of(person)
    return ban.says if ban else _("You may read here, but not flag comments.")


def _after(request: HttpRequest, comment: PageComment) -> str:
    """The thanks; the page where the comment is hidden now, so that its own address answers 404."""
    seen = PageComment.objects.visible_to(request.user, held_ids(request))
    if seen.filter(pk=comment.pk).exists():
        return f"{reverse('comments:flag', args=[comment.pk])}?thanks"
    return f"{comment.page.get_absolute_url()}#comments"


def _screen(
    request: HttpRequest,
    comment: PageComment,
    form: FlagForm,
    *,
    is_done: bool = False,
    status: int = 200,
    wait: int = 0,
) -> HttpResponse:
    context = {"comment": comment, "page": comment.page, "form": form, "is_done": is_done}
    return answer(request, TEMPLATE, context, status=status, wait=wait)
