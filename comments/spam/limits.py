"""Bounds that keep the work on any text small, and the score from which a comment is held."""

HOLD_PERCENT = 50
MAX_CHARS = 10_000  # what a comment may have; more is not read
MAX_WORDS = 700  # of a longer text its beginning and its end are read: links are put there
MAX_WORD_CHARS = 40
MAX_WORD_CLUES = 24  # the most telling words count; a long text does not win by its length
MAX_DOMAINS = 20
MAX_REASONS = 8
SKETCH_SHINGLES = 3  # rows that a posted comment leaves behind
SHINGLE_WORDS = 3
MIN_SHINGLED_WORDS = 6  # "Thanks, that helped me" may be said twice
