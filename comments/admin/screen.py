"""One screen of the queue: found by key, each comment with what a moderator asks about it."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from comments.admin.buttons import buttons_on
from comments.admin.reading import readers_of
from comments.models import COMMENT_ID, Flag, PageComment, State

AFTER = "after"
BEFORE_IT = (State.APPROVED, State.SPAM, State.REJECTED, State.REMOVED)


class Queue(ChangeList):
    """A screen of comments that know their authors' earlier ones, by a number of queries that never grows.

    Screens follow one another by key, `?after=`: the hundredth costs what the first does, and a comment that
    was decided on meanwhile makes nobody miss another.
    """

    after = ""
    next_after: int | None = None

    def get_queryset(self, request: HttpRequest, *args: Any, **options: Any) -> QuerySet[PageComment]:
        """All that match, on any screen: what "all matching" means. `after` is no filter."""
        self.after = self.params.pop(AFTER, self.after)
        self.filter_params.pop(AFTER, None)
        return super().get_queryset(request, *args, **options)

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """What the admin says; no column of this list can be sorted by."""
        return list(self.model_admin.get_ordering(request))

    def get_results(self, request: HttpRequest) -> None:
        self.read_at = timezone.now()
        self.result_count = self.queryset.count()
        found = list(self._behind(self.get_ordering(request, None)[0])[: self.list_per_page + 1])
        self.result_list = found[: self.list_per_page]
        self.next_after = self.result_list[-1].pk if len(found) > self.list_per_page else None
        self.newest = PageComment.objects.order_by("-pk").values_list("pk", flat=True).first()
        self.full_result_count, self.show_full_result_count, self.show_admin_actions = None, False, True
        self.can_show_all, self.multi_page, self.paginator = False, False, None
        _tell_about(self.result_list, request)

    def next_address(self) -> str:
        return self.get_query_string({AFTER: str(self.next_after)})

    def start_address(self) -> str:
        return self.get_query_string()

    def oldest_waiting(self) -> datetime | None:
        oldest = PageComment.objects.pending().order_by("pk").values_list("submit_date", flat=True)
        return oldest.first()

    def _behind(self, order: str) -> QuerySet[PageComment]:
        if not COMMENT_ID.fullmatch(self.after):
            return self.queryset
        return self.queryset.filter(**{"pk__gt" if order == "pk" else "pk__lt": int(self.after)})


def _tell_about(comments: list[PageComment], request: HttpRequest) -> None:
    """Give each comment its author's history, its buttons, who else is reading it, and the way back here."""
    marks = {comment.author_mark for comment in comments}
    rows = PageComment.objects.filter(author_mark__in=marks).order_by().values_list("author_mark", "state")
    counts = Counter({row[:2]: row[2] for row in rows.annotate(Count("pk"))})
    readers = readers_of([comment.pk for comment in comments], request.user)
    flags = defaultdict(list)
    for flag in Flag.objects.filter(comment__in=comments).with_people():
        flags[flag.comment_id].append(flag)
    for comment in comments:
        comment.flagged_as = flags[comment.pk]
        earlier: dict[str, int] = {state: counts[comment.author_mark, state] for state in BEFORE_IT}
        if comment.state in earlier:
            earlier[comment.state] -= 1
        comment.history = [
            (State(state).label.lower(), number) for state, number in earlier.items() if number
        ]
        comment.is_first = sum(counts[comment.author_mark, state] for state in State) == 1
        comment.buttons = buttons_on(comment.state)
        comment.back = request.GET.urlencode()
        comment.reader = readers.get(comment.pk, "")
