"""What can be seen in a text without having learned anything: traits with a name and a chance."""

import re
import unicodedata
from collections.abc import Iterator

from comments.spam import vocabulary
from comments.spam.clues import Clue
from comments.spam.language import is_foreign
from comments.spam.links import domains, is_marked_up, links, without_code, without_links
from comments.spam.said import Said
from comments.spam.tokens import INVISIBLE, words

STRENGTH = 12.0
MIXED_WORD = re.compile(r"\b(?=\w*[a-z])(?=\w*[а-яёα-ω])\w{3,40}\b", re.IGNORECASE)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
HIDDEN = INVISIBLE
MIN_CAPITALS, SHARE_OF_CAPITALS = 12, 0.6
SHARE_OF_LINKS = 0.4
LINKS = {1: 0.68, 2: 0.68, 3: 0.7, 5: 0.8}  # each step adds to the one before: more links never help


def traits(said: Said) -> list[Clue]:
    """Every trait of a comment. The order has no meaning."""
    text = said.text
    prose = without_code(text)
    wishes = [*_links(text), *_wishes(prose)]
    found = [*wishes, *_looks(without_links(prose)), *_praise(said, prose)]
    if not wishes:
        found.append(_trait("wants nothing", "wants nothing", 0.35))
    if said.is_hidden_field_filled:
        found.append(_trait("hidden field", "a hidden field was filled in", 0.999))
    if is_foreign(without_links(prose), said.language):
        found.append(_trait("foreign", "not in the page's language", 0.8))
    return found


def _trait(mark: str, name: str, prior: float) -> Clue:
    return Clue(f"trait:{mark}", name, prior, STRENGTH)


def _links(text: str) -> Iterator[Clue]:
    addresses = links(text)
    number = len(addresses)
    for least, prior in LINKS.items():
        if number >= least:
            yield _trait(f"links {least}", f"{number} links" if number > 1 else "1 link", prior)
    if sum(map(len, addresses)) > SHARE_OF_LINKS * len(text.strip()):
        yield _trait("mostly links", "mostly links", 0.75)
    if is_marked_up(text):
        yield _trait("markup", "links in HTML or BBCode", 0.8)


def _wishes(prose: str) -> Iterator[Clue]:
    if vocabulary.ASKS_TO_VISIT.search(prose):
        yield _trait("asks", "asks to visit or follow", 0.8)
    if vocabulary.TALKS_OF_ONESELF.search(prose):
        yield _trait("self", "speaks of the writer's own site or trade", 0.75)
    if vocabulary.BEGS.search(prose):
        yield _trait("begs", "begs", 0.75)
    if vocabulary.BAITS.search(prose):
        yield _trait("baits", "asks for likes or followers", 0.75)
    if vocabulary.MONEY.search(prose):
        yield _trait("money", "sums or easy money", 0.7)
    if vocabulary.CONTACT.search(prose):
        yield _trait("contact", "a phone number, messenger or mail address", 0.75)
    for topic, pattern in vocabulary.TOPIC.items():
        hits = {match.casefold() for match in pattern.findall(prose)}
        for least in (1, 2, 4):
            if len(hits) >= least:
                yield _trait(f"{topic} {least}", f"words of {topic}", 0.74)


def _looks(prose: str) -> Iterator[Clue]:
    letters = [char for char in prose if char.isalpha() and char.upper() != char.lower()]
    capitals = sum(map(str.isupper, letters))
    if capitals >= MIN_CAPITALS and capitals > SHARE_OF_CAPITALS * len(letters):
        yield _trait("capitals", "capitals", 0.62)
    if prose.count("!") >= 4:
        yield _trait("shouting", "exclamation marks", 0.55)
    if len(EMOJI.findall(prose)) >= 3:
        yield _trait("emoji", "many emoji", 0.6)
    if MIXED_WORD.search(prose):
        yield _trait("mixed", "letters of two scripts in a word", 0.9)
    if HIDDEN.search(prose):
        yield _trait("invisible", "invisible characters", 0.7)
    if unicodedata.normalize("NFKC", prose) != prose and _fancy(prose):
        yield _trait("fancy", "letters in disguise", 0.85)
    spoken = words(prose)
    if len(spoken) >= 20 and len(set(spoken)) < 0.35 * len(spoken):
        yield _trait("repeats itself", "repeats itself", 0.7)


def _fancy(prose: str) -> bool:
    return (
        sum(
            char.isalpha() and unicodedata.normalize("NFKC", char).isascii() != char.isascii()
            for char in prose
        )
        >= 4
    )


def _praise(said: Said, prose: str) -> Iterator[Clue]:
    if not vocabulary.PRAISE.search(prose):
        return
    yield _trait("praise", "praise that fits any page", 0.66)
    if said.website or links(prose):
        yield _trait("praise and link", "praise that fits any page, with an address", 0.85)
    if len(words(prose)) < 25:
        yield _trait("bare praise", "nothing but praise", 0.6)


def domain_clues(said: Said) -> list[Clue]:
    """The domains that a comment leads to, for what became of earlier comments with them."""
    return [Clue(f"domain:{name}", name, 0.5, 0.4) for name in domains([*links(said.text), said.website])]
