"""Files that are nearly what they say: cut, damaged, doubly named; refused or inert, never a fault."""

import gzip
from collections.abc import Callable

from pages.tests.uploads import HTML, SCRIPT, SVG, picture, zipped

Case = tuple[Callable[[], bytes], str, str]
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
PARTS = (0.01, 0.1, 0.3, 0.6, 0.9, 0.99)
ENDINGS = (
    "png.html",
    "html.png",
    "php.jpg",
    "svg.png",
    "png.svg",
    "pdf.exe",
    "txt.hta",
    "jpg.js",
    "phtml",
    "shtml",
)


def _cut(kind: str, part: float) -> Callable[[], bytes]:
    def make() -> bytes:
        whole = picture(kind, (200, 200))
        return whole[: max(1, int(len(whole) * part))]

    return make


def _overwritten(kind: str, place: float) -> Callable[[], bytes]:
    def make() -> bytes:
        whole = picture(kind, (200, 200))
        start = int((len(whole) - len(SCRIPT)) * place)
        return whole[:start] + SCRIPT + whole[start + len(SCRIPT) :]

    return make


def cut() -> dict[str, Case]:
    """Each format without its end."""
    return {
        f"{kind}, {part:.0%} of it": (_cut(kind, part), f"a.{ending}", f"image/{ending}")
        for kind, ending in FORMATS.items()
        for part in PARTS
    }


def damaged() -> dict[str, Case]:
    """Each format with a script written over a part of its head, its middle and its end."""
    return {
        f"{kind} with a script at {place:.0%}": (_overwritten(kind, place), f"a.{ending}", "text/html")
        for kind, ending in FORMATS.items()
        for place in (0.02, 0.5, 1)
    }


def doubly_named() -> dict[str, Case]:
    """A real image under names that a careless server would run."""
    return {f"a picture called a.{ending}": (picture, f"a.{ending}", "text/html") for ending in ENDINGS}


def dressed_up() -> dict[str, Case]:
    """Scripts in the clothes of what is accepted."""
    return {
        "html behind a pdf's head": (lambda: b"%PDF-1.4\n" + HTML, "a.html", "text/html"),
        "svg behind a pdf's head": (lambda: b"%PDF-1.4\n" + SVG, "a.svg", "image/svg+xml"),
        "svg, compressed": (lambda: gzip.compress(SVG), "a.svgz", "image/svg+xml"),
        "html, compressed": (lambda: gzip.compress(HTML), "a.html", "text/html"),
        "html behind a zip": (lambda: zipped(["a.txt"]) + HTML, "a.html", "text/html"),
        "zip inside of a picture": (
            lambda: picture() + zipped(["META-INF/MANIFEST.MF"]),
            "a.jar",
            "image/png",
        ),
        "html in utf-7": (lambda: b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "a.html", "text/html"),
        "html behind a thousand lines": (lambda: b"words\n" * 1000 + HTML, "a.html", "text/html"),
        "mime message with a script": (
            lambda: b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT,
            "a.mht",
            "message/rfc822",
        ),
        "style sheet": (lambda: b"body{background:url(javascript:alert(1))}", "a.css", "text/css"),
        "shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", "a.sh", "text/x-sh"),
        "web server's settings": (lambda: b"AddType text/html .png\n", ".htaccess", "text/plain"),
        "gif head before javascript": (
            lambda: b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
            "a.js",
            "image/gif",
        ),
        "jpeg head before a script": (lambda: b"\xff\xd8\xff\xfe\x00\x20" + SCRIPT, "a.jpg", "image/jpeg"),
        "bmp head before a script": (lambda: b"BM" + SCRIPT, "a.bmp", "image/bmp"),
        "one byte": (lambda: b"\x89", "a.png", "image/png"),
        "zeros": (lambda: b"\0" * 5000, "a.png", "image/png"),
        "every byte there is": (lambda: bytes(range(256)) * 8, "a.png", "image/png"),
    }


NEARLY: dict[str, Case] = {**cut(), **damaged(), **doubly_named(), **dressed_up()}
