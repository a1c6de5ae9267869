"""What the queue is narrowed down to: a state, a page, a rule that held, a first comment."""

import re
from collections import Counter
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.buttons import ALL, chosen_state
from comments.models import COMMENT_ID, PageComment, State

MAX_PAGES_OFFERED = 10
MAX_ROWS_ASKED_FOR_RULES = 1000
RULE = re.compile(r"[\w-]{1,50}", re.ASCII)
Comments = QuerySet[PageComment]


class Filter(admin.SimpleListFilter):
    """A filter with the queue's own markup."""

    template = "admin/comments/_filter.html"


class StateFilter(Filter):
    """Comments of one state with their numbers; those that wait unless another is chosen."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = PageComment.objects.order_by().values_list("state").annotate(Count("pk"))
        self.counts = Counter(dict(rows))
        named = [(state.value, f"{state.label} ({self.counts[state]:,})") for state in State]
        return [*named, (ALL, _("All (%(number)s)") % {"number": f"{self.counts.total():,}"})]

    def value(self) -> str:
        return chosen_state(super().value())

    def choices(self, changelist: ChangeList) -> Any:
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        return queryset if self.value() == ALL else queryset.filter(state=self.value())


class PageFilter(Filter):
    """The pages with the most comments of the state that is looked at."""

    title = gettext_lazy("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = _looked_at(request).values_list("page", "page__title").annotate(number=Count("pk"))
        most = rows.order_by("-number", "page")[:MAX_PAGES_OFFERED]
        return [(str(pk), f"{title} ({number:,})") for pk, title, number in most]

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        chosen = self.value() or ""
        return queryset.filter(page=int(chosen)) if COMMENT_ID.fullmatch(chosen) else queryset


class RuleFilter(Filter):
    """The rules that held the comments which are looked at."""

    title = gettext_lazy("reason")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        held = _looked_at(request).order_by("pk").values_list("held_because", flat=True)
        reasons = (reason for rules in held[:MAX_ROWS_ASKED_FOR_RULES] for reason in rules)
        rules = Counter(str(reason.get("rule", "")) for reason in reasons)
        return [(rule, rule.replace("_", " ").capitalize()) for rule in sorted(rules) if RULE.fullmatch(rule)]

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        """By the stored text: SQLite knows no `contains` of JSON, and both write a pair in one way."""
        chosen = self.value() or ""
        if not RULE.fullmatch(chosen):
            return queryset
        written = queryset.annotate(held_text=Cast("held_because", TextField()))
        return written.filter(held_text__contains=f'"rule": "{chosen}"')


class AuthorFilter(Filter):
    """Comments of people of whom nothing has been approved yet."""

    title = gettext_lazy("author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("new", _("Nothing approved yet"))]

    def queryset(self, request: HttpRequest, queryset: Comments) -> Comments:
        if self.value() != "new":
            return queryset
        approved = PageComment.objects.approved().filter(author_mark=OuterRef("author_mark"))
        return queryset.exclude(Exists(approved))


def _looked_at(request: HttpRequest) -> Comments:
    state = chosen_state(request.GET.get("state"))
    comments = PageComment.objects.order_by()
    return comments if state == ALL else comments.filter(state=state)
