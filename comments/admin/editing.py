"""The screen on which a moderator changes what a comment says."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.actions import EditedMeanwhile, edit
from comments.forms import MAX_COMMENT_CHARS, SeveralLines
from comments.models import MAX_COMMENT_ID, PageComment
from pages.text.refusals import Refusal


class TextForm(forms.Form):
    """A comment's text, and how often it had been changed when it was opened here."""

    comment = SeveralLines(
        label=gettext_lazy("Comment"),
        max_length=MAX_COMMENT_CHARS,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
    )
    base = forms.IntegerField(min_value=0, max_value=MAX_COMMENT_ID, widget=forms.HiddenInput)


def edit_comment(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, or save what came and lead back to the comment in the queue."""
    comments = PageComment.objects.select_related("page", "reply_to")
    comment = get_object_or_404(comments, pk=min(pk, MAX_COMMENT_ID))
    opened = {"comment": comment.comment, "base": comment.former_texts.count()}
    form = TextForm(request.POST if request.method == "POST" else None, initial=opened)
    if form.is_bound and form.is_valid() and _save(form, comment, request.user):
        messages.success(request, _("Saved. What the comment said before is kept with it."))
        return HttpResponseRedirect(_place(request, comment), status=303)
    context = {
        **site.each_context(request),
        "title": _("Change what a comment says"),
        "opts": PageComment._meta,
        "comment": comment,
        "form": form,
        "texts": comment.former_texts.select_related("edited_by").order_by("-number"),
        "media": form.media + forms.Media(css={"all": ["css/moderation.css"]}),
        "back": _place(request, comment),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/comments/edit.html", context, status=status)


def _save(form: TextForm, comment: PageComment, person: Any) -> bool:
    try:
        edit(comment, form.cleaned_data["comment"], by=person, base=form.cleaned_data["base"])
    except EditedMeanwhile:
        sentence = _("Somebody else changed this comment since you opened it. Your text is still here.")
        form.add_error("comment", sentence)
    except Refusal as refusal:
        form.add_error("comment", str(refusal))
    return form.is_valid()


def _place(request: HttpRequest, comment: PageComment) -> str:
    """Where it stands in the queue: on the screen that the person came from, where that is known."""
    query = QueryDict(request.GET.get("back", "") or f"state={comment.state}").urlencode()
    return f"{reverse('admin:comments_pagecomment_changelist')}?{query}#q{comment.pk}"
