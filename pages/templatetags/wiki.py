"""What every template may say: icons, avatars, bars, and how numbers, times and directions are written."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pages.models import Watch
from pages.text.charts import BAR_SVG
from pages.text.outline import Heading

register = template.Library()

MINUS = "\u2212"
AVATAR_HUES = 6
RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"})


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """A picture from the sprite; decorative, so hidden from assistive technology."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        _classes("i", cls),
        static("icons.svg"),
        name,
    )


@register.simple_tag
def avatar(name: str | None, cls: str = "") -> SafeString:
    """Somebody's initials on a color that stays theirs; a figure when the name has no letter to show."""
    letters = initials(name or "")
    if not letters:
        return format_html(
            '<span class="{}" data-h="0" aria-hidden="true">{}</span>', _classes("avatar", cls), icon("user")
        )
    hue = crc32((name or "").encode()) % AVATAR_HUES
    return format_html(
        '<span class="{}" data-h="{}" data-i="{}" aria-hidden="true"></span>',
        _classes("avatar", cls),
        hue,
        letters,
    )


@register.simple_tag(takes_context=True)
def unread_pages(context: template.Context) -> int:
    """How many pages on the reader's watchlist changed; asked where the screen does not know."""
    if watching := context.get("watching"):
        return int(watching.unread_count)
    return Watch.objects.of(context.get("user")).unread().count()


@register.simple_tag
def bar(value: float, top: float, cls: str = "") -> SafeString:
    """A bar as long as `value` is of `top`; SVG geometry, because the CSP allows no inline style."""
    share = min(100, max(1, round(100 * value / top))) if top > 0 else 1
    return format_html(BAR_SVG, _classes("bar", cls), share)


@register.simple_tag
def columns(counts: Sequence[int], said: str) -> SafeString:
    """Counts over time as columns from zero; `said` tells it to those who do not see it."""
    top = max(counts, default=0) or 1
    heights = [max(1, round(38 * count / top)) for count in counts]
    rects = ((10 * at + 1, 40 - height, height) for at, height in enumerate(heights))
    drawn = format_html_join("", '<rect x="{}" y="{}" width="8" height="{}"/>', rects)
    return format_html(
        '<svg class="columns" viewBox="0 0 {} 40" preserveAspectRatio="none" role="img" aria-label="{}">'
        "{}</svg>",
        10 * len(counts),
        said,
        drawn,
    )


@register.filter
def delta(number: int) -> str:
    """A change with its sign: +1,204, −36, 0."""
    if not number:
        return "0"
    return f"{'+' if number > 0 else MINUS}{abs(number):,}"


@register.filter
def bytes_short(size: int) -> str:
    """A size in the unit that needs the fewest digits: 812 B, 9.8 kB, 2.2 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


@register.filter
def when(moment: datetime | None, now: datetime | None = None) -> str:
    """A time as people say it: "today, 14:31", "20 November, 18:10", "4 March 2024"."""
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    clock = date_format(local, "H:i")
    days = (today.date() - local.date()).days
    if days == 0:
        return gettext("today, %(clock)s") % {"clock": clock}
    if days == 1:
        return gettext("yesterday, %(clock)s") % {"clock": clock}
    if local.year == today.year:
        return f"{date_format(local, 'j F')}, {clock}"
    return date_format(local, "j F Y")


@register.filter(name="dir")
def direction(lang: str) -> str:
    """The direction that a language tag (BCP 47) is read in: "rtl" or "ltr"."""
    language, *subtags = lang.lower().split("-")
    script = next((tag for tag in subtags if len(tag) == 4 and tag.isalpha()), "")
    is_rtl = script in RTL_SCRIPTS if script else language in RTL_LANGUAGES
    return "rtl" if is_rtl else "ltr"


@register.filter
def sections(outline: Iterable[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """The outline two levels deep: each heading with the level-3 headings that follow it."""
    found: list[tuple[Heading, list[Heading]]] = []
    for heading in outline:
        if heading.level == 2 or (heading.level == 3 and not found):
            found.append((heading, []))
        elif heading.level == 3:
            found[-1][1].append(heading)
    return found


def initials(name: str) -> str:
    """The first letters of the first two words, in capitals: "Mara Lindqvist" gives "ML"."""
    firsts = (word[0] for word in name.split() if word[0].isalnum())
    return "".join(list(firsts)[:2]).upper()


def _classes(*names: str) -> str:
    return " ".join(name for name in names if name)
