"""What people may type when they comment."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.forms import XtdCommentForm

from comments.actions import draft
from comments.actions.post import MAX_NAME_CHARS
from comments.models import MAX_COMMENT_ID, MailChoice, PageComment, State
from pages.models import Page
from pages.text.refusals import Refusal

MAX_COMMENT_CHARS = 10_000  # not the setting COMMENT_MAX_LENGTH: the library's migration is fixed to 3,000
MAX_URL_CHARS = 200  # contrib-comments' columns
MAX_EMAIL_CHARS = 254
MAX_TIMESTAMP = 2**40
# Marks that turn the direction of the text behind them: a name must not rearrange the line it stands in.
DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNPAIRED = re.compile("[\ud800-\udfff]")


class PlainText(forms.CharField):
    """Text without control characters. NUL is refused by Django's own validator, a lone surrogate here."""

    keeps = ""

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else str(value)
        if UNPAIRED.search(text):
            raise forms.ValidationError(_("This holds half a character. Type it again."), code="surrogate")
        text = "".join(char for char in text if char in self.keeps or _is_printed(char) or char == "\0")
        return str(super().to_python(text))


class SeveralLines(PlainText):
    """The same with line breaks, which browsers send as CR LF."""

    keeps = "\n\t" + DIRECTION_MARKS

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else str(value)
        return super().to_python(text.replace("\r\n", "\n").replace("\r", "\n"))


class PageCommentForm(XtdCommentForm):
    """A comment on a page, under contrib-comments' field names and with its signed timestamp and honeypot.

    `by` is the person who types; name and email of somebody who is signed in come from the account. After
    `is_valid()`, `comment_draft()` is the comment, not stored yet.
    """

    comment = SeveralLines(label=_("Comment"), max_length=MAX_COMMENT_CHARS, widget=forms.Textarea)
    name = PlainText(label=_("Name"), max_length=MAX_NAME_CHARS)
    email = forms.EmailField(label=_("Email"), max_length=MAX_EMAIL_CHARS)
    url = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=MAX_URL_CHARS,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    # Without a bound the library's own check overflows on a number of 400 digits.
    timestamp = forms.IntegerField(min_value=0, max_value=MAX_TIMESTAMP, widget=forms.HiddenInput)
    reply_to = forms.IntegerField(
        required=False, min_value=0, max_value=MAX_COMMENT_ID, widget=forms.HiddenInput
    )

    followup = forms.BooleanField(required=False, label=_("Notify me about further comments"))

    def __init__(self, target_object: Page, data: Any = None, *, by: Any = None, **options: Any) -> None:
        super().__init__(target_object, data=data, **options)
        self.by = by if by is not None and by.is_authenticated else None
        self._dress()
        if self.by:
            del self.fields["name"], self.fields["email"]

    def _dress(self) -> None:
        """Give the fields our widgets: the library's carry another design's classes and placeholders."""
        widgets = {
            "comment": forms.Textarea(attrs={"rows": 6, "aria-describedby": "reply-notice reply-hint"}),
            "name": forms.TextInput(attrs={"autocomplete": "name", "aria-describedby": "reply-notice"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "reply-notice"}),
            "url": forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
            "followup": forms.CheckboxInput(),
        }
        for name, widget in widgets.items():
            field = self.fields[name]
            field.label = self.base_fields[name].label
            field.help_text = ""
            widget.attrs |= {"id": f"reply-{name}", **field.widget_attrs(widget)}
            widget.is_required = field.required
            field.widget = widget

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(unicodedata.category(char)[0] in "LNSP" for char in name):
            raise forms.ValidationError(_("Give a name that can be read."), code="invisible")
        return name

    def clean_reply_to(self) -> PageComment | None:
        """The comment replied to, where it is one that readers of this page see (trap 4)."""
        pk = self.cleaned_data["reply_to"]
        if not pk:
            return None
        found = PageComment.objects.filter(pk=pk, page=self.target_object, state=State.APPROVED).first()
        if found is None:
            raise forms.ValidationError(_("The comment you reply to is not there any more."), code="gone")
        return found

    def clean_security_hash(self) -> str:
        try:
            return str(super().clean_security_hash())
        except UnicodeEncodeError:
            raise forms.ValidationError("Security hash check failed.") from None

    def clean(self) -> dict[str, Any]:
        """Render the comment, so that a text which cannot be shown is an error of its field."""
        cleaned = super().clean()
        if not self.errors:
            try:
                self._draft = self._make_draft(cleaned)
            except Refusal as refusal:
                self.add_error("comment", str(refusal))
        return cleaned

    def comment_draft(self, address: str | None = None) -> PageComment:
        self._draft.ip_address = address
        return self._draft

    def get_comment_object(self, site_id: int | None = None) -> PageComment:
        """The library's name for the same."""
        return self.comment_draft()

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.fields.keys() & self.errors.keys():
            attrs = self.fields[name].widget.attrs
            attrs["aria-describedby"] = f"reply-{name}_error {attrs.get('aria-describedby', '')}".strip()

    def problems(self) -> list[tuple[str, str]]:
        """Each error as a sentence, with the id of the control to correct where there is one to see.

        What stands against the whole form stands alone: nothing that is corrected would change it.
        """
        if refusals := self.non_field_errors():
            return [(sentence, "") for sentence in refusals]
        if self.security_errors():
            return [(str(self._security_problem()), "")]
        return [
            (sentence, "" if name == "reply_to" else f"reply-{name}")
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]

    def _security_problem(self) -> Any:
        failed = set(self.security_errors())
        if failed == {"timestamp"}:
            return _("This form was open for more than two hours. Your text is kept: send it again.")
        if failed == {"honeypot"}:
            return _("A field that must stay empty was filled in. Your text is kept: send it again.")
        return _("This form was changed on its way. Your text is kept: send it again.")

    @property
    def security(self) -> dict[str, str]:
        """The hidden fields as they are now, also where the form came back: its own may have expired."""
        return self.generate_security_data()

    def generate_security_hash(self, content_type: str, object_pk: str, timestamp: str) -> str:
        """The library's hash by SHA-256 instead of SHA-1, cut to the 40 digits that its field takes."""
        value = f"{content_type}-{object_pk}-{timestamp}"
        return salted_hmac("comments.PageCommentForm", value, algorithm="sha256").hexdigest()[:40]

    def _make_draft(self, cleaned: dict[str, Any]) -> PageComment:
        return draft(
            self.target_object,
            cleaned["comment"],
            by=self.by,
            name=cleaned.get("name", ""),
            email=cleaned.get("email", ""),
            url=cleaned["url"],
            reply_to=cleaned["reply_to"],
            is_followed=cleaned["followup"],
        )


def _is_printed(char: str) -> bool:
    return unicodedata.category(char) != "Cc" and char not in DIRECTION_MARKS


class MailChoiceForm(forms.ModelForm):
    """What mail somebody wants; the question about the queue is for moderators."""

    class Meta:
        model = MailChoice
        fields = ["moderation", "replies"]
        widgets = {"moderation": forms.RadioSelect}
        labels = {
            "moderation": _("Comments that wait for a moderator"),
            "replies": _("Mail me when somebody replies to my comment"),
        }

    def __init__(self, *args: Any, is_moderator: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_moderator:
            del self.fields["moderation"]
