"""What people may type into the wiki's forms."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from markdownx.fields import MarkdownxFormField

from pages.models import MAX_SUMMARY_CHARS, Part, Protection, Revision, WatchMail
from pages.text.line_endings import restore
from pages.text.markdown import MAX_SOURCE_BYTES
from pages.text.refusals import Refusal
from pages.text.sections import MAX_SECTION_CHARS, Section, find_section, section_starting, splice
from pages.text.titles import MAX_TITLE_CHARS, clean_title

MAX_REASON_CHARS = 300


class EditForm(forms.Form):
    """The edit page: `title`, `body` (the whole source), `summary`, `minor`, `base` (a revision's number).

    With `section`, a heading's id, `body` is that section alone. Cleaned it is the whole source again.
    """

    title = forms.CharField(
        label=_("Page title"),
        max_length=MAX_TITLE_CHARS,
        error_messages={"required": _("Give the page a title.")},
    )
    section = forms.CharField(
        widget=forms.HiddenInput, required=False, strip=False, max_length=MAX_SECTION_CHARS
    )
    body = MarkdownxFormField(label=_("Page text, in Markdown"), strip=False, required=False)
    summary = forms.CharField(label=_("What did you change?"), max_length=MAX_SUMMARY_CHARS, required=False)
    minor = forms.BooleanField(label=_("Minor edit"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    base_title = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, base_revision: Revision | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base_revision = base_revision

    @cached_property
    def part(self) -> Section | None:
        """The section of the base that this form edits; None for a whole page, or where there is none."""
        wanted = self["section"].value()
        try:
            return find_section(self.base_revision.text, wanted) if wanted and self.base_revision else None
        except Refusal:
            return None

    @property
    def has_lost_section(self) -> bool:
        """Whether `body` is a section's text and the base has no such section to put it into."""
        return bool(self["section"].value()) and self.part is None

    def saved_section(self, text: str) -> str:
        """The id that the section has in `text`, the revision that was saved; empty where it has none."""
        whole = self.cleaned_data["body"]
        found = section_starting(whole, self.part.start) if self.part else None
        return found.id if found and find_section(text, found.id) else ""

    @property
    def new_title(self) -> str | None:
        """The title that was typed over the one the form came with: that may be an old one by now.

        A program that does not send `base_title` means the title that it sends.
        """
        title = self.cleaned_data["title"]
        return None if title == self.cleaned_data["base_title"] else title

    def clean_title(self) -> str:
        return _accept(clean_title, self.cleaned_data["title"])

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if len(body.encode(errors="surrogatepass")) > 2 * MAX_SOURCE_BYTES:
            raise forms.ValidationError(_("This text is too long for one page. Split it into several."))
        base = self.base_revision.text if self.base_revision else ""
        if self.has_lost_section:
            raise forms.ValidationError(_("The page has no such section, so this text was not saved."))
        if self.part is None:
            return restore(base, body)
        return splice(base, self.part, restore(self.part.cut(base), body, whole=base))

    def clean_summary(self) -> str:
        return " ".join(self.cleaned_data["summary"].split())


class ReasonForm(forms.Form):
    """Why a page is deleted, protected or the like: the public log shows it."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=MAX_REASON_CHARS,
        error_messages={"required": _("Say why: the log shows the reason to everybody.")},
    )


class ProtectForm(ReasonForm):
    """Who may edit a page from now on."""

    level = forms.TypedChoiceField(
        label=_("Who may edit this page?"),
        choices=Protection.choices,
        coerce=lambda value: Protection(int(value)),
        widget=forms.RadioSelect,
    )


class SuppressForm(ReasonForm):
    """What is taken out of a revision."""

    parts = forms.MultipleChoiceField(
        label=_("What shall be removed?"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what shall be removed.")},
    )


class RenameForm(ReasonForm):
    """A page's new title, and whether the links of other pages shall name it."""

    title = EditForm.base_fields["title"]
    rewrite = forms.BooleanField(label=_("Rewrite the links in other pages"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False

    def clean_title(self) -> str:
        return _accept(clean_title, self.cleaned_data["title"])


class WatchMailForm(forms.ModelForm):
    """When somebody hears by mail of the pages that they watch."""

    class Meta:
        model = WatchMail
        fields = ["when"]
        widgets = {"when": forms.RadioSelect}
        labels = {"when": _("When a page that you watch was changed")}


def _accept(clean: Any, value: str) -> str:
    try:
        return clean(value)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
