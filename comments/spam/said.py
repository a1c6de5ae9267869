"""What is judged: a comment's words and what came with them."""

from dataclasses import dataclass

from comments.spam.limits import MAX_CHARS


@dataclass(frozen=True)
class Said:
    """One comment as the score sees it. `language` is the page's, empty where it is not known."""

    text: str
    language: str = ""
    website: str = ""
    is_hidden_field_filled: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text[:MAX_CHARS])
