"""Guesses in which script and language a text is written, well enough to notice a foreign one."""

import re
import unicodedata
from collections import Counter

from comments.spam.tokens import words

SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "THAI",
    "DEVANAGARI",
)
SCRIPT_OF = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), ("CYRILLIC",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("ARABIC",)),
    "el": ("GREEK",), "he": ("HEBREW",), "zh": ("CJK",),
    "ko": ("HANGUL",), "th": ("THAI",), "hi": ("DEVANAGARI",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
}  # fmt: skip
STOP_WORDS = {
    "en": "the and to of is in it you that for was with are this but not have on be as at my so they from",
    "de": "der die das und ist nicht ich sie mit es ein eine auf für zu den von dem wir auch sich bei sind",
    "fr": "le la les des et est pas je vous que pour une dans sur avec qui au nous ce ne plus mais du en",
    "es": "el la los las de y que en un una por con para es no se lo del al como más su pero esta muy tu",
    "pt": "o a os as de e que em um uma por com para é não se do da no na como mais seu mas muito você sem",
    "it": "il lo la gli le di e che in un una per con è non si del della sono come più ma anche questo nel",
    "nl": "de het een en van is niet ik je dat op te zijn met voor er maar ook aan bij om naar dit uw wij",
    "pl": "i w na z nie się to jest do że o jak po ale za od przez dla czy są tylko już co tak być może",
    "tr": "ve bir bu da de için ile çok ne gibi daha en ama var mı olarak siz biz her şey kadar sonra iyi",
    "sv": "och att det som en är på av för med till den har inte om ett men jag du vi kan så från var",
    "id": "yang dan di ini itu untuk dengan dari tidak ada saya anda akan pada ke bisa juga kami atau",
    "vi": "và của là có cho không được các một trong với tại này bạn để khi người những chúng tôi đến",
}
STOP_SETS = {
    lang: frozenset(word for word in listed.split() if len(word) > 1) for lang, listed in STOP_WORDS.items()
}
MIN_LETTERS = 8
MIN_STOP_WORDS = 3
WORDS_READ = 200
LETTERS_READ = 1_000
LETTERS = re.compile(r"[^\W\d_]")


def script_of(text: str) -> str:
    """The script that most of the first letters are in, as Unicode names it; empty for too few letters."""
    letters = LETTERS.findall(text)[:LETTERS_READ]
    counts = Counter(filter(None, map(_script, letters)))
    return counts.most_common(1)[0][0] if sum(counts.values()) >= MIN_LETTERS else ""


def language_of(text: str) -> str:
    """The language whose small words a text uses most; empty where two are close or too few are known."""
    spoken = words(text)[:WORDS_READ]
    ranking = sorted(
        ((sum(word in known for word in spoken), lang) for lang, known in STOP_SETS.items()), reverse=True
    )
    (best, lang), (second, _) = ranking[:2]
    return lang if best >= MIN_STOP_WORDS and best >= 1.3 * second and best * 12 >= len(spoken) else ""


def is_foreign(text: str, page_language: str) -> bool:
    """Whether a text is in another language than the page below which it stands; not where that is unsure."""
    page = page_language.partition("-")[0].casefold()
    if not page:
        return False
    script = script_of(text)
    if script and script not in SCRIPT_OF.get(page, ("LATIN",)):
        return True
    found = language_of(text)
    return bool(found) and page in STOP_SETS and found != page


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in SCRIPTS if name.startswith(script)), "")
