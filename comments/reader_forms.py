"""What people may type about a comment that is there: a flag, other words, the mode of a discussion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import MAX_COMMENT_CHARS, PlainText, SeveralLines
from comments.models import Flag, Mode
from comments.models.flag import MAX_FLAG_CHARS


class FlagForm(forms.Form):
    """What is wrong with a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    words = PlainText(label=_("In your words"), required=False, max_length=MAX_FLAG_CHARS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == Flag.Reason.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Say in a few words what is wrong."))
        return cleaned


class OwnCommentForm(forms.Form):
    """Other words for one's own comment. `base` is how often it had been changed when the form was opened."""

    comment = SeveralLines(label=_("Comment"), max_length=MAX_COMMENT_CHARS, widget=forms.Textarea)
    base = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class ModeForm(forms.Form):
    """What people may do in a discussion from now on, and why."""

    mode = forms.TypedChoiceField(label=_("Discussion"), choices=Mode.choices, coerce=Mode)
    reason = PlainText(label=_("Reason"), required=False, max_length=MAX_FLAG_CHARS)
