"""Finds comments that everybody may read: what SEARCH_SOURCES names."""

from django.db.models import Q

from comments.models import PageComment
from comments.models.index import COMMENTS, index_words
from comments.models.page_comment import PageCommentQuerySet
from pages.models import Contributor
from pages.models.revision import start_of_day
from pages.search import Query
from pages.search.backends.sought import Sought
from pages.search.finding import marked
from pages.search.looking import look
from pages.search.snippet import snippet
from pages.search.sources import Remark, Remarks

ROWS_AT_ONCE = 500


def find(query: Query, *, limit: int, after: str | None = None, by_time: bool = False) -> Remarks:
    """The approved comments that have what `query` asks for; none where it asks for a fact."""
    if not query.is_asking or any(term.is_fact for term in query.terms):
        return Remarks()
    sought = Sought(query, COMMENTS, _among(query), "submit_date", ("-pk",), by_time)
    screen = look(sought, limit=limit, after=after)
    return Remarks(
        tuple(_remark(comment, screen.asked) for comment in _loaded(screen.ids)),
        screen.next_cursor,
        screen.total,
        screen.has_uncounted,
    )


def index_again() -> int:
    """Fill the index with all comments that readers see; return how many those are."""
    after = count = 0
    rows = PageComment.objects.approved().order_by("pk").values_list("pk", "comment", "page__lang")
    while found := list(rows.filter(pk__gt=after)[:ROWS_AT_ONCE]):
        index_words(found)
        after, count = found[-1][0], count + len(found)
    return count


def _among(query: Query) -> PageCommentQuerySet:
    """The comments that the operators leave."""
    comments = PageComment.objects.seen_by_readers()
    if query.after:
        comments = comments.filter(submit_date__gte=start_of_day(query.after))
    if query.before:
        comments = comments.filter(submit_date__lt=start_of_day(query.before))
    for name in query.by:
        comments = comments.filter(_said_by(name, query))
    for name in query.not_by:
        comments = comments.exclude(_said_by(name, query))
    return comments


def _said_by(name: str, query: Query) -> Q:
    """By an account of this name or, where words are asked for too, by a stranger who gave it.

    No index knows the names of strangers: they are read of what has the words, never of all comments.
    """
    author = Contributor.objects.named(name)
    by_account = Q(author=author) if author else Q(pk=None)
    return by_account | Q(author=None, user_name__iexact=name) if query.terms else by_account


def _loaded(ids: list[int]) -> list[PageComment]:
    by_id = PageComment.objects.seen_by_readers().select_related("page", "author").in_bulk(ids)
    return [by_id[number] for number in ids if number in by_id]


def _remark(comment: PageComment, query: Query) -> Remark:
    pieces, _ = snippet(comment.comment, query, comment.page.lang)
    return Remark(
        title=comment.page.title,
        url=comment.get_absolute_url(),
        snippet_html=marked(pieces),
        at=comment.submit_date,
        name=comment.author.name if comment.author else comment.user_name,
    )
