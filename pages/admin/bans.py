"""Bans: whom, why, until when; lifted from the list."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pages.actions.ban import NotToBeBanned, ban_network, ban_person, lift
from pages.actions.errors import NothingChanged, ReasonMissing
from pages.admin.read_only import ReadOnlyAdmin
from pages.models import Ban
from pages.models.ban import MAX_REASON_CHARS
from pages.permissions import is_moderator
from pages.text.networks import Network, readable_network

FOR_GOOD = "0"
PERIODS = [
    ("1", _("1 day")),
    ("7", _("1 week")),
    ("30", _("30 days")),
    ("365", _("1 year")),
    (FOR_GOOD, _("For good")),
]


class BanForm(forms.ModelForm):
    """Who is banned, as a user name, an IP address or a network; saved by the action."""

    who = forms.CharField(
        label=_("Who"),
        max_length=150,
        help_text=_(
            "A user name, an IP address, or a network as 203.0.113.0/24 or 2001:db8::/64. A network "
            "shuts out people without an account only."
        ),
    )
    reason = forms.CharField(
        max_length=MAX_REASON_CHARS, help_text=_("The banned person reads it, and the public log shows it.")
    )
    period = forms.ChoiceField(label=_("For how long"), choices=PERIODS, initial="7")

    class Meta:
        model = Ban
        fields = ()

    def clean_who(self) -> Any:
        word = self.cleaned_data["who"].strip()
        person = get_user_model().objects.filter(username=word).first()
        found = person or readable_network(word)
        if found is None:
            raise forms.ValidationError(_("There is no account and no network of this name."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ban here, so that what stands against it is told in the form."""
        fields = super().clean() or {}
        if self.errors:
            return fields
        options = {"by": self.by, "reason": fields["reason"], "ends_at": _end(fields["period"])}
        act: Any = ban_person if not isinstance(fields["who"], Network) else ban_network
        try:
            self.instance = act(fields["who"], **options)
        except (NotToBeBanned, ReasonMissing) as refused:
            raise forms.ValidationError(str(refused)) from None
        return fields

    by: Any = None


@admin.register(Ban)
class BanAdmin(ReadOnlyAdmin):
    list_display = ("banned_at", "__str__", "reason", "ends_at", "banned_by", "lifted_at", "lifted_by")
    list_select_related = ("person", "banned_by", "lifted_by")
    list_filter = (("lifted_at", admin.EmptyFieldListFilter),)
    search_fields = ("person__username", "network", "reason")
    ordering = ("-banned_at", "-id")
    actions = ("lift_bans",)
    fields = readonly_fields = (
        "person",
        "network",
        "reason",
        "banned_by",
        "banned_at",
        "ends_at",
        "lifted_at",
        "lifted_by",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(self.fields) if obj else ("who", "reason", "period")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.readonly_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        if obj:
            return super().get_form(request, obj, change, **options)
        return type("BanFormOfOne", (BanForm,), {"by": request.user})

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"who": request.GET.get("who", "")[:150]}

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        """The form's action has stored it."""

    @admin.action(description=_("Lift: selected bans"))
    def lift_bans(self, request: HttpRequest, chosen: QuerySet[Ban]) -> None:
        lifted = sum(_lifted(ban, request.user) for ban in chosen)
        self.message_user(
            request,
            ngettext("%(count)d ban lifted.", "%(count)d bans lifted.", lifted) % {"count": lifted},
            messages.SUCCESS,
        )


def _lifted(ban: Ban, person: Any) -> bool:
    try:
        lift(ban, by=person)
    except NothingChanged:
        return False
    return True


def _end(days: str) -> Any:
    return None if days == FOR_GOOD else timezone.now() + timedelta(days=int(days))
