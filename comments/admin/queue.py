"""The moderation queue and one comment in it."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from comments.actions.decide import MAX_REASON_CHARS
from comments.admin.decisions import ALL, DECISIONS, chosen_state, decide_many, decide_one, decisions_on
from comments.models import PageComment, State
from pages.permissions import is_moderator

ROWS_A_SCREEN = 100


class StateFilter(admin.SimpleListFilter):
    """Comments of one state with their numbers; those that wait unless another is chosen."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = PageComment.objects.order_by().values_list("state").annotate(Count("pk"))
        counts = Counter(dict(rows))
        named = [(state.value, f"{state.label} ({counts[state]:,})") for state in State]
        return [*named, (ALL, f"All ({counts.total():,})")]

    def value(self) -> str:
        return chosen_state(super().value())

    def choices(self, changelist: ChangeList) -> Any:
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[PageComment]) -> QuerySet[PageComment]:
        return queryset if self.value() == ALL else queryset.filter(state=self.value())


class ReasonForm(ActionForm):
    """The bar above the queue: what to do with the chosen comments, and why."""

    reason = forms.CharField(required=False, max_length=MAX_REASON_CHARS, label="Reason")


class Queue(ChangeList):
    """A screen of comments that know what their authors' earlier ones became, by one query for all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        marks = {comment.author_mark for comment in self.result_list}
        earlier = PageComment.objects.filter(author_mark__in=marks).order_by()
        counts = Counter({row[:2]: row[2] for row in _by_author_and_state(earlier)})
        for comment in self.result_list:
            comment.approved_before = counts[comment.author_mark, State.APPROVED]
            comment.spam_before = counts[comment.author_mark, State.SPAM]


@admin.register(PageComment)
class PageCommentAdmin(admin.ModelAdmin):
    """The moderation queue. It decides through `comments.actions` and changes nothing by itself."""

    list_display = ["said", "written_by", "below", "age", "state", "decide"]
    list_display_links = ["age"]
    list_filter = [StateFilter]
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
        "below",
        "revision",
        "user_name",
        "user_email",
        "user_url",
        "ip_address",
        "submit_date",
        "decided",
    )

    class Media:
        css = {"all": ["css/moderation.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Queue

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who waits longest comes first; of what is decided, the newest."""
        return ("pk",) if chosen_state(request.GET.get("state")) == State.PENDING else ("-pk",)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """What makes sense for all comments of the chosen state; nothing for a mixture of states."""
        state = chosen_state(request.GET.get("state"))
        return {
            verb: (decide_many, verb, f"{decision.label}: selected comments")
            for verb, decision in DECISIONS.items()
            if state in decision.before
        }

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST" and "decide" in request.POST:
            self._decide(request)
            return HttpResponseRedirect(request.get_full_path(), status=303)
        return super().changelist_view(request, {"title": "Comments to moderate", **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":
            self._decide(request)
            return HttpResponseRedirect(reverse("admin:comments_pagecomment_changelist"), status=303)
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context |= {"decisions": decisions_on(obj), "title": "Comment"}
        return super().render_change_form(request, context, *args, **options)

    def view_on_site(self, comment: PageComment) -> str:
        return comment.get_absolute_url()

    def _decide(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
        decide_one(self, request)

    @admin.display(description="comment")
    def said(self, comment: PageComment) -> SafeString:
        return render_to_string("admin/comments/_said.html", {"comment": comment})

    @admin.display(description="author")
    def written_by(self, comment: PageComment) -> SafeString:
        return render_to_string("admin/comments/_written_by.html", {"comment": comment})

    @admin.display(description="page")
    def below(self, comment: PageComment) -> SafeString:
        return format_html('<a href="{}#comments">{}</a>', comment.page.get_absolute_url(), comment.page)

    @admin.display(description="age")
    def age(self, comment: PageComment) -> str:
        return timesince(comment.submit_date, depth=1)

    @admin.display(description="decisions")
    def decided(self, comment: PageComment) -> SafeString:
        verdicts = comment.verdicts.select_related("decided_by").order_by("-pk")
        return render_to_string("admin/comments/_decided.html", {"verdicts": verdicts})

    @admin.display(description="decide")
    def decide(self, comment: PageComment) -> SafeString:
        context = {"comment": comment, "decisions": decisions_on(comment)}
        return render_to_string("admin/comments/_decide.html", context)


def _by_author_and_state(comments: QuerySet[PageComment]) -> Any:
    return comments.values_list("author_mark", "state").annotate(Count("pk"))
