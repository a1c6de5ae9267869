"""The moderation queue and one comment in it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comments.actions.decide import MAX_REASON_CHARS
from comments.admin.buttons import buttons_on, chosen_state
from comments.admin.deciding import Outcome, answer, decide_many, decide_one, undo_one
from comments.admin.editing import edit_comment
from comments.admin.filters import AuthorFilter, PageFilter, RuleFilter, StateFilter
from comments.admin.reading import mark_read, readers_of
from comments.admin.screen import Queue
from comments.models import COMMENT_ID, PageComment, ReadyReason, State
from pages.permissions import is_moderator

ROWS_A_SCREEN = 100
FILTERS: list[type[admin.SimpleListFilter]] = [StateFilter, AuthorFilter, RuleFilter, PageFilter]
allow_form = require_http_methods(["GET", "HEAD", "POST"])


class ReasonForm(ActionForm):
    """The bar above the queue: what to do with the chosen comments, why, and whether the author hears it."""

    reason = forms.CharField(
        required=False,
        max_length=MAX_REASON_CHARS,
        label=gettext_lazy("Reason"),
        widget=forms.TextInput(attrs={"list": "ready-reasons", "autocomplete": "off"}),
    )


@admin.register(PageComment)
class PageCommentAdmin(admin.ModelAdmin):
    """The moderation queue. It decides through `comments.actions` and changes nothing by itself."""

    list_display = ["said"]
    list_filter = tuple(FILTERS)
    list_select_related = ["page", "reply_to", "author"]
    list_per_page = ROWS_A_SCREEN
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    search_fields = ["comment", "user_name", "user_email", "page__title"]
    action_form = ReasonForm
    fields = readonly_fields = (
        "said",
        "state",
        "why",
        "below",
        "revision",
        "user_name",
        "user_email",
        "user_url",
        "ip_address",
        "submit_date",
        "decided",
        "former",
    )

    class Media:
        css = {"all": ["css/moderation.css"]}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """None, which is answered like any missing one, for a number that no key can have."""
        return super().get_object(request, object_id, from_field) if COMMENT_ID.fullmatch(object_id) else None

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """The parameters of the filters; any other one is answered 400."""
        return lookup in {each.parameter_name for each in FILTERS}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("reading/", self._own(require_POST(self.reading_view)), name="comments_pagecomment_reading"),
            path("<int:pk>/edit/", self._own(allow_form(self.edit_view)), name="comments_pagecomment_edit"),
        ]
        return [*own, *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Queue

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who waits longest comes first; of what is decided, the newest."""
        return ("pk",) if chosen_state(request.GET.get("state")) == State.PENDING else ("-pk",)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """What makes sense for all comments of the chosen state. `changelist_view` carries them out."""
        state = chosen_state(request.GET.get("state"))
        return {
            verb: (None, verb, _("%(verb)s: selected comments") % {"verb": button.label})
            for verb, button in buttons_on(state).items()
        }

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST":
            self._allow(request)
            return answer(request, self._decide(request), request.get_full_path())
        context = {"title": _("Comments to moderate"), "ready_reasons": ReadyReason.objects.all()}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            self._allow(request)
            return answer(request, decide_one(request), reverse("admin:comments_pagecomment_changelist"))
        return super().change_view(request, object_id, form_url, extra_context)

    def reading_view(self, request: HttpRequest) -> HttpResponse:
        """Mark the comment that the script names as being read; tell who reads those it shows."""
        self._allow(request)
        current, shown = request.POST.get("current", ""), request.POST.get("shown", "").split(",")
        if COMMENT_ID.fullmatch(current):
            mark_read(int(current), request.user)
        pks = [int(pk) for pk in shown[:ROWS_A_SCREEN] if COMMENT_ID.fullmatch(pk)]
        return JsonResponse({"readers": readers_of(pks, request.user)})

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._allow(request)
        return edit_comment(self.admin_site, request, pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            obj.buttons = buttons_on(obj.state)
            context |= {"title": _("Comment"), "ready_reasons": ReadyReason.objects.all()}
        return super().render_change_form(request, context, *args, **options)

    def view_on_site(self, comment: PageComment) -> str:
        return comment.get_absolute_url()

    def _own(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _decide(self, request: HttpRequest) -> Outcome:
        if "undo" in request.POST:
            return undo_one(request)
        if "decide" in request.POST:
            return decide_one(request)
        try:
            return decide_many(request, self.get_changelist_instance(request).queryset)
        except IncorrectLookupParameters:
            return Outcome(None)

    @admin.display(description=gettext_lazy("comment"))
    def said(self, comment: PageComment) -> SafeString:
        return render_to_string("admin/comments/_said.html", {"comment": comment})

    @admin.display(description=gettext_lazy("held because"))
    def why(self, comment: PageComment) -> SafeString:
        return render_to_string("admin/comments/_why.html", {"comment": comment})

    @admin.display(description=gettext_lazy("page"))
    def below(self, comment: PageComment) -> SafeString:
        return format_html('<a href="{}#comments">{}</a>', comment.page.get_absolute_url(), comment.page)

    @admin.display(description=gettext_lazy("decisions"))
    def decided(self, comment: PageComment) -> SafeString:
        verdicts = comment.verdicts.select_related("decided_by").order_by("-pk")
        return render_to_string("admin/comments/_decided.html", {"verdicts": verdicts})

    @admin.display(description=gettext_lazy("said before"))
    def former(self, comment: PageComment) -> SafeString:
        texts = comment.former_texts.select_related("edited_by").order_by("-number")
        return render_to_string("admin/comments/_former.html", {"texts": texts})
