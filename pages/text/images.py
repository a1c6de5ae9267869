"""What a browser needs to know of our images before it has them: their shapes and their smaller sizes."""

import re
from collections.abc import Mapping
from html import unescape

SIZES_PIXELS = (480, 960, 1440)
MEDIA_NAME = r"[0-9a-f]{64}(?:-(?:480|960|1440))?\.[a-z]{2,4}"
COLUMN = "(min-width: 45rem) 41rem, 100vw"  # the widest that prose gets in site.css

# Every tag is matched, so that nothing inside of an attribute is taken for one. The sanitizer writes each
# attribute in double quotes and each other "<" as an entity.
_TAG = re.compile(r'<[a-z][a-z0-9]*(?: [^\s=">]+="[^"]*")*>')
_SOURCE = re.compile(r' src="/media/([0-9a-f]{64}\.(?:png|webp))"')


def media_names(html: str) -> set[str]:
    """Return the stored names of our own images that sanitized `html` shows."""
    return {
        match[1] for tag in _TAG.findall(html) if tag.startswith("<img ") and (match := _SOURCE.search(tag))
    }


def with_sizes(html: str, shapes: Mapping[str, tuple[int, int]]) -> str:
    """Return sanitized `html` with width, height and smaller sizes of the images in `shapes`, by stored name.

    Nothing shifts then while an image is on its way, and a phone fetches no more than it can show.
    """
    return _TAG.sub(lambda match: _sized(match[0], shapes), html)


def sizes_of(width: int) -> list[int]:
    """Return the widths, in pixels, that an image of this width is also kept in."""
    return [size for size in SIZES_PIXELS if size < width]


def _sized(tag: str, shapes: Mapping[str, tuple[int, int]]) -> str:
    found = _SOURCE.search(tag) if tag.startswith("<img ") else None
    shape = shapes.get(unescape(found[1])) if found else None
    if not found or not shape:
        return tag
    width, height = shape
    added = "" if " width=" in tag or " height=" in tag else f' width="{width}" height="{height}"'
    if not sizes_of(width):
        return f"{tag[:-1]}{added}>"
    stem = found[1].partition(".")[0]
    own = [f"/media/{found[1]} {width}w"] if width <= SIZES_PIXELS[-1] else []
    webp, avif = (_choices(stem, width, ending) for ending in ("webp", "avif"))
    return (
        f'<picture><source type="image/avif" srcset="{", ".join(avif)}" sizes="{COLUMN}">'
        f'{tag[:-1]}{added} srcset="{", ".join([*webp, *own])}" sizes="{COLUMN}"></picture>'
    )


def _choices(stem: str, width: int, ending: str) -> list[str]:
    return [f"/media/{stem}-{size}.{ending} {size}w" for size in sizes_of(width)]
