"""The one kind of error by which the text rooms say: this text cannot be taken."""


class Refusal(ValueError):
    """A text that we refuse; `str(error)` is one clear sentence for the person who sent it."""
