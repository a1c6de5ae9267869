"""A page in the admin: its text is saved by the same action as in the wiki."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pages.actions.edit import edit
from pages.actions.errors import NothingChanged
from pages.admin.read_only import ReadOnlyAdmin
from pages.admin.verbs import VERBS, ReasonForm
from pages.forms import EditForm
from pages.models import Page
from pages.permissions import can_edit, is_moderator
from pages.rendering import render_source
from pages.text.line_endings import restore
from pages.text.refusals import Refusal

STALE = (
    "Somebody saved this page since you opened it. Your text is still here: "
    "open the page anew and add it there."
)


class PageForm(forms.ModelForm):
    """The wiki's edit form inside the admin: the same fields, saved by the same action."""

    body = EditForm.base_fields["body"]
    summary = EditForm.base_fields["summary"]
    minor = EditForm.base_fields["minor"]
    base = EditForm.base_fields["base"]

    class Meta:
        model = Page
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The widget of the wiki's own screen brings a preview whose address is not mounted.
        self.fields["body"].widget = AdminTextareaWidget(attrs={"rows": 30})
        current = self.instance.current
        if current:
            self.initial.update(body=current.text, base=current.number)

    def clean(self) -> dict[str, Any]:
        """Refuse here whatever the action would refuse, so that the text stays in the form.

        The admin runs this in one transaction with the save, so the lock that is taken holds until then.
        """
        fields = super().clean() or {}
        page = Page.objects.locked().get(pk=self.instance.pk)
        base = page.revisions.filter(number=fields.get("base") or 0).first()
        if base is None or base.pk != page.current_id:
            raise forms.ValidationError(STALE)
        fields["body"] = restore(base.text, fields.get("body", ""))
        try:
            render_source(fields["body"])
        except Refusal as refusal:
            self.add_error("body", str(refusal))
        return fields


@admin.register(Page)
class PageAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "slug",
        "protection",
        "revision_count",
        "contributor_count",
        "updated_at",
        "deleted_at",
        "links",
    )
    list_filter = ("protection", ("deleted_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "slug")
    action_form = ReasonForm
    actions = VERBS
    ordering = ("-updated_at",)
    form = PageForm
    readonly_fields = (
        "title",
        "slug",
        "lang",
        "protection",
        "revision_count",
        "contributor_count",
        "updated_at",
        "deleted_at",
        "links",
    )
    fields = (*readonly_fields, "body", "summary", "minor", "base")

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj) and (
            obj is None or can_edit(request.user, obj)
        )

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        # Django 6.1 passes where the actions stand; 5.2 knows no such argument.
        where = {"action_location": action_location} if action_location else {}
        return super().get_actions(request, **where) if is_moderator(request.user) else {}

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        fields = form.cleaned_data
        try:
            edit(
                obj,
                fields["body"],
                by=request.user,
                base=fields["base"],
                summary=fields["summary"],
                is_minor=fields["minor"],
            )
        except NothingChanged as same:
            messages.info(request, str(same))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).select_related("current")

    @admin.display(description=_("In the wiki"))
    def links(self, page: Page) -> SafeString:
        url = f"/wiki/{page.slug}/"
        return format_html(
            '<a href="{}">Read</a> · <a href="{}edit/">Edit</a> · <a href="{}history/">History</a>',
            url,
            url,
            url,
        )
