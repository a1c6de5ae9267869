"""Everything that is noticed in a comment, before anything is known of it."""

from dataclasses import dataclass

from comments.spam.clues import Clue
from comments.spam.rules import domain_clues, traits
from comments.spam.said import Said
from comments.spam.shingles import sketch
from comments.spam.tokens import features

WORD_STRENGTH = 3.0


@dataclass(frozen=True)
class Notes:
    """What to ask for, to judge by and to learn: traits, words and pairs, and the sketch of the text."""

    traits: tuple[Clue, ...]
    words: tuple[Clue, ...]
    sketch: tuple[int, ...]

    @property
    def keys(self) -> list[int]:
        """The keys of all that is counted, each once."""
        clues = [clue.key for clue in (*self.traits, *self.words)]
        return list(dict.fromkeys([*clues, *self.sketch]))


def notes_on(said: Said) -> Notes:
    """Read a comment once."""
    words = (
        Clue(f"word:{word}", f"“{word.strip('^$ ')}”", strength=WORD_STRENGTH) for word in features(said.text)
    )
    return Notes((*traits(said), *domain_clues(said)), tuple(words), tuple(sketch(said.text)))
