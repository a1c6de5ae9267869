"""The words of comments that readers see, in the index by which they are found."""

from collections.abc import Iterable

from pages.search.backends import adapter
from pages.search.backends.sought import Index
from pages.search.stems import with_stems

COMMENTS = Index("comments_search", "comments_pagecomment", "xtdcomment_ptr_id", "search_words")


def index_words(comments: Iterable[tuple[int, str, str]]) -> None:
    """Make comments found, given their numbers, texts and the languages of their pages."""
    adapter().put(COMMENTS, [(number, with_stems(text, lang)) for number, text, lang in comments])


def forget_words(numbers: Iterable[int]) -> None:
    """Let nobody find these comments."""
    adapter().take(COMMENTS, list(numbers))
