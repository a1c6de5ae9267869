"""How much a text says of what was asked: BM25 without the part that reads the whole index. Pure.

All candidates have all terms: how often they say them, for their length, is what tells them apart. How rare a
term is would be the same factor for each; FTS5 finds it by reading every row that has the term.
"""

from pages.search.query import Query

SATURATION = 1.2  # k1 of BM25: the tenth mention says little more than the ninth
TYPICAL_CHARS = 3_000
LEAST_SHARE_OF_LENGTH = 0.25
OTHER_FORM = 0.5  # mentions that a form of the word is worth, where the word itself is not in the text


def patterns_of(query: Query) -> str:
    """What `worth` looks for, a line each."""
    terms = (term for term in query.terms if not term.is_fact)
    return "\n".join(f" {' '.join(term.words)}{'' if term.is_prefix else ' '}" for term in terms)


def worth(words: str, patterns: str) -> float:
    """The less, the better: `words` are those that an index holds of one text."""
    text = f" {words} "
    length = LEAST_SHARE_OF_LENGTH + (1 - LEAST_SHARE_OF_LENGTH) * len(text) / TYPICAL_CHARS
    counts = (text.count(pattern) or OTHER_FORM for pattern in patterns.split("\n"))
    return -sum(count / (count + SATURATION * length) for count in counts)
