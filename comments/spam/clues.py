"""A clue: one thing in a text that can be counted in spam and in ham."""

from dataclasses import dataclass, field

from comments.spam.shingles import key_of

NEUTRAL = 0.5


@dataclass(frozen=True)
class Clue:
    """Something noticed. `mark` is what is counted, `name` what a moderator reads.

    `prior` is the chance of spam before anything was learned, `strength` the number of decisions that it
    takes to outweigh it. A trait never speaks for the other side: `prior` above 0.5 stays there.
    """

    mark: str
    name: str
    prior: float = NEUTRAL
    strength: float = 1.0
    key: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.mark))
