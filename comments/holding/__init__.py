"""Why a comment waits: rules that read one comment and say what they found, in words for its author."""

from comments.holding.reasons import Reason, calls_it_spam, flagged, reasons_to_hold

__all__ = ["Reason", "calls_it_spam", "flagged", "reasons_to_hold"]
