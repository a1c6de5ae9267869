"""What the screens about one comment share: finding it, and saying that somebody is too quick."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import MAX_COMMENT_ID, PageComment, discussion_of
from comments.moderation import held_ids
from pages.permissions import can_read

MINUTE_SECONDS = 60
TOO_MANY = 429  # RFC 6585, 4


def load_comment(request: HttpRequest, pk: int) -> PageComment:
    """The comment, where this person sees it on its page. Raises `Http404`."""
    if pk > MAX_COMMENT_ID:
        raise Http404
    visible = PageComment.objects.select_related("page__discussion").visible_to(
        request.user, held_ids(request)
    )
    comment = visible.filter(pk=pk).first()
    if comment is None or not can_read(request.user, comment.page) or discussion_of(comment.page).is_closed:
        raise Http404
    return comment


def too_many(seconds: int) -> str:
    """Return the sentence for somebody who has to wait that long; what was typed is kept."""
    if seconds < 2 * MINUTE_SECONDS:
        words = ngettext("Wait %(n)d second", "Wait %(n)d seconds", seconds) % {"n": seconds}
    else:
        words = _("Wait %(n)d minutes") % {"n": -(-seconds // MINUTE_SECONDS)}
    return _("Too many in a short time. %(wait)s, then send it again: your text is kept.") % {"wait": words}


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, wait: int = 0
) -> HttpResponse:
    """Render a screen that belongs to this person alone."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    if wait:
        response["Retry-After"] = str(wait)
    return response
