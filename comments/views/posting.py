"""Posting a comment, previewing it, following its permalink."""

import logging
import re

from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_comments.signals import comment_was_posted, comment_will_be_posted

from comments.actions import DiscussionClosed, ParentGone, post, posted_before
from comments.forms import MAX_COMMENT_CHARS, PageCommentForm
from comments.limits import comment_limits
from comments.models import MAX_COMMENT_ID, PageComment, State, discussion_of
from comments.moderation import held_ids, refusal, remember_held, rules_of
from comments.views.screens import TOO_MANY, answer, too_many
from pages.models import Page
from pages.permissions import can_read, is_moderator
from pages.text.markdown import render_comment
from pages.text.refusals import Refusal
from pages.throttle import Limit, address_of, seconds_to_wait, take

BUSY_SECONDS = 5
PAGE_TYPE = "pages.page"
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


logger = logging.getLogger(__name__)


class TooQuick(Exception):
    """This person has to wait before the next comment."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@require_POST
def post_comment(request: HttpRequest) -> HttpResponse:
    """Store a comment and lead to it, or show the form again with what was typed."""
    page = _target(request)
    form = PageCommentForm(page, request.POST, by=request.user)
    is_valid = form.is_valid()
    if sentence := refusal(page, request.user, rules_of(request)):
        return _refused(request, form, sentence)
    if not is_valid:
        return _form_again(request, form, status=400 if form.security_errors() else 422)
    comment = form.comment_draft(address_of(request))
    if "preview" in request.POST:
        return _form_again(request, form, preview_html=comment.html)
    if seconds := _seconds_to_wait(request, comment):
        return _too_quick(request, form, seconds)
    return _post(request, form, comment)


@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """The comment as readers would see it, for the form's live preview."""
    text = request.POST.get("comment", "")
    if len(text) > MAX_COMMENT_CHARS:
        sentence = f"A comment may have at most {MAX_COMMENT_CHARS:,} characters."
        return JsonResponse({"html": "", "error": sentence}, status=422)
    try:
        return JsonResponse({"html": render_comment(text)})
    except Refusal as refused:
        return JsonResponse({"html": "", "error": str(refused)}, status=422)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: leads to the comment on its page, for those who may see it."""
    if pk > MAX_COMMENT_ID:
        raise Http404
    comments, held = PageComment.objects.select_related("page__discussion"), held_ids(request)
    comment = comments.visible_to(request.user, held).filter(pk=pk).first()
    if comment and can_read(request.user, comment.page) and not discussion_of(comment.page).is_closed:
        return redirect(comment.place(request.user, held))
    if is_moderator(request.user) and PageComment.objects.filter(pk=pk).exists():
        return redirect(reverse("admin:comments_pagecomment_change", args=[pk]))
    raise Http404


def _post(request: HttpRequest, form: PageCommentForm, comment: PageComment) -> HttpResponse:
    """Ask the library's receivers, store, and tell them."""
    answers = comment_will_be_posted.send(sender=PageComment, comment=comment, request=request)
    if any(answer is False for _receiver, answer in answers):
        return _refused(request, form, "This comment was refused.")
    try:
        posted = _take_and_post(request, comment)
    except TooQuick as error:
        return _too_quick(request, form, error.seconds)
    except DiscussionClosed as error:
        return _refused(request, form, str(error))
    except ParentGone as error:
        form.add_error(None, str(error))
        return _form_again(request, form, status=422)
    except OperationalError:
        logger.exception("A comment could not be stored.")
        form.add_error(
            None, _("The site cannot store anything at the moment. Your text is kept: send it again.")
        )
        return _form_again(request, form, status=503, wait=BUSY_SECONDS)
    if posted is comment:  # and not the first of a double post
        comment_was_posted.send_robust(sender=PageComment, comment=posted, request=request)
    if posted.state == State.SPAM:
        return answer(request, "comments/kept_as_spam.html", {"comment": posted, "page": posted.page})
    response = HttpResponseRedirect(posted.place(request.user, held_ids(request)), status=303)
    is_own = posted is comment or posted.ip_address == comment.ip_address
    if (
        is_own and not request.user.is_authenticated
    ):  # others may send the same words: they get no right to it
        remember_held(request, response, posted)
    return response


def _seconds_to_wait(request: HttpRequest, comment: PageComment) -> int:
    """How long this person has to wait; not for a double post, which stores nothing."""
    seconds = seconds_to_wait(_limits(request, comment))
    return 0 if seconds and posted_before(comment) else seconds


@transaction.atomic
def _take_and_post(request: HttpRequest, comment: PageComment) -> PageComment:
    """Store it and count it together, at one time: a comment that is not stored costs no turn."""
    now = timezone.now()
    if not posted_before(comment, now=now) and (seconds := take(_limits(request, comment), now=now)):
        raise TooQuick(seconds)
    return post(comment, is_held=not comment.is_public, now=now)


def _limits(request: HttpRequest, comment: PageComment) -> list[Limit]:
    return comment_limits(request.user, comment.ip_address, rules_of(request))


def _too_quick(request: HttpRequest, form: PageCommentForm, seconds: int) -> HttpResponse:
    form.add_error(None, too_many(seconds))
    return _form_again(request, form, status=TOO_MANY, wait=seconds)


def _target(request: HttpRequest) -> Page:
    """The page that the form is about; 404 for anything else that a form may name."""
    number = request.POST.get("object_pk", "")
    if request.POST.get("content_type") != PAGE_TYPE or not NUMBER.fullmatch(number):
        raise Http404("This form belongs to no page.")
    page = get_object_or_404(Page.objects.visible().select_related("current"), pk=int(number))
    if not can_read(request.user, page):
        raise Http404("This form belongs to no page.")
    return page


def _refused(request: HttpRequest, form: PageCommentForm, sentence: str) -> HttpResponse:
    """Say why, with the text kept: the discussion may have been closed, or its author banned, meanwhile."""
    form.add_error(None, sentence)
    return _form_again(request, form, status=403)


def _form_again(
    request: HttpRequest, form: PageCommentForm, *, preview_html: str = "", status: int = 200, wait: int = 0
) -> HttpResponse:
    context = {"form": form, "page": form.target_object, "preview_html": preview_html}
    context["reply_to"] = form.cleaned_data.get("reply_to")
    return answer(request, "comments/reply.html", context, status=status, wait=wait)
