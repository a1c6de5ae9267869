"""How well a score told spam from ham where people have told already."""

from dataclasses import dataclass

from comments.spam.limits import HOLD_PERCENT
from comments.spam.score import Score


@dataclass
class Outcome:
    """Counts of what was held, from `hold_percent` on, and what was not."""

    hold_percent: int = HOLD_PERCENT
    spam_held: int = 0
    spam_unheld: int = 0
    ham_held: int = 0
    ham_unheld: int = 0

    def count(self, score: Score, *, is_spam: bool) -> None:
        is_held = score.percent >= self.hold_percent
        name = f"{'spam' if is_spam else 'ham'}_{'held' if is_held else 'unheld'}"
        setattr(self, name, getattr(self, name) + 1)

    @property
    def precision(self) -> float:
        """Share of spam in what was held."""
        return _share(self.spam_held, self.ham_held)

    @property
    def recall(self) -> float:
        """Share of spam that was held."""
        return _share(self.spam_held, self.spam_unheld)

    @property
    def spam_passed(self) -> float:
        return _share(self.spam_unheld, self.spam_held)

    @property
    def ham_stopped(self) -> float:
        return _share(self.ham_held, self.ham_unheld)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 0.0
