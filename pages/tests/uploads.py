"""Files as people send them, and as attackers do: all made here, none stored."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

MARK = b"XSSMARK"
SCRIPT = b"<script>alert('XSSMARK')</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"


def picture(
    image_format: str = "PNG", size: tuple[int, int] = (20, 10), mode: str = "RGB", **options
) -> bytes:
    """An image with two colors, so that a turned one is told from an upright one."""
    is_gray = mode in ("1", "L", "I;16")
    image = Image.new("RGB" if mode == "P" else mode, size, 1 if is_gray else "red")
    image.paste(0 if is_gray else "blue", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.convert(mode).save(written, image_format, **options)
    return written.getvalue()


def upload(content: bytes, name: str = "a.png", content_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, *, has_pixels: bool = True, extra: bytes = b"") -> bytes:
    """A black PNG of that size, a few kilobytes for any: one bit a pixel, and zlib likes zeros."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush() if has_pixels else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def moving(image_format: str) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue", "green")]
    frames[0].save(written, image_format, save_all=True, append_images=frames[1:])
    return written.getvalue()


def zipped(names: list[str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, SCRIPT)
    return written.getvalue()


def tarred() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        member = tarfile.TarInfo("../../etc/cron.d/evil")
        member.size = len(SCRIPT)
        archive.addfile(member, io.BytesIO(SCRIPT))
    return written.getvalue()


def _exif() -> Image.Exif:
    """A description that is a script, and the camera's word that it lay on its side."""
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    exif[0x0112] = 6
    return exif


def with_exif_script() -> bytes:
    return picture("JPEG", exif=_exif(), comment=SCRIPT)


def with_text_script() -> bytes:
    text = PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    text.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    return picture(pnginfo=text)


def with_palette_script() -> bytes:
    image = Image.new("P", (8, 8))
    image.putpalette((SCRIPT + b" " * 768)[:768])
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def gif_and_javascript() -> bytes:
    """`GIF89a/*...*/=1;alert()`: a script, for whoever does not look at the type."""
    gif = picture("GIF")
    return gif[:6] + b"/*" + gif[8:] + b"*/=1;alert('XSSMARK')//"


def _cut(content: bytes, part: float) -> bytes:
    return content[: int(len(content) * part)]


# name: (content, file name, type that the browser claims)
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "svg with a script": (lambda: SVG, "a.svg", "image/svg+xml"),
    "svg called png": (lambda: SVG, "a.png", "image/png"),
    "svg after an xml head": (lambda: b'<?xml version="1.0"?>\n' + SVG, "a.svg", "image/svg+xml"),
    "svg after a comment": (lambda: b"<!-- " + b"x" * 9000 + b" -->" + SVG, "a.txt", "text/plain"),
    "svg after a doctype": (lambda: b"<!DOCTYPE svg>" + SVG, "a.svg", "image/png"),
    "svg after a byte order mark": (lambda: b"\xef\xbb\xbf \n" + SVG, "a.svg", "image/png"),
    "svg with a prefix": (lambda: b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', "a.svg", "image/svg+xml"),
    "svg in utf-16": (lambda: SVG.decode().encode("utf-16"), "a.svg", "image/svg+xml"),
    "html called png": (lambda: HTML, "evil.png", "image/png"),
    "html called gif": (lambda: HTML, "evil.html", "image/gif"),
    "html called text": (lambda: b"\n\t " + HTML, "a.txt", "text/plain"),
    "html of one tag": (lambda: SCRIPT, "a.md", "text/plain"),
    "html comment first": (lambda: b"<!--x-->" + SCRIPT, "a.txt", "text/plain"),
    "html in utf-16": (lambda: HTML.decode().encode("utf-16"), "a.html", "text/html"),
    "html in utf-16 without a mark": (lambda: HTML.decode().encode("utf-16-le"), "a.html", "text/html"),
    "xml with an entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "a.xml",
        "",
    ),
    "php": (lambda: b"<?php system($_GET['a']); ?>", "a.php.png", "image/png"),
    "nothing": (lambda: b"", "a.png", "image/png"),
    "nothing, as text": (lambda: b"", "a.txt", "text/plain"),
    "text with nul": (lambda: b"a\0b", "a.txt", "text/plain"),
    "text with escape codes": (lambda: b"\x1b]0;evil\x07", "a.txt", "text/plain"),
    "text in latin-1": (lambda: "Grüße".encode("latin-1"), "a.txt", "text/plain"),
    "text in utf-16": (lambda: "Grüße".encode("utf-16"), "a.txt", "text/plain"),
    "windows program": (lambda: b"MZ\x90\0" + b"\0" * 60, "a.png", "image/png"),
    "linux program": (lambda: b"\x7fELF\x02\x01\x01\0", "a.pdf", "application/pdf"),
    "mp4": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a.png", "image/png"),
    "tiff": (lambda: picture("TIFF"), "a.png", "image/png"),
    "bmp": (lambda: picture("BMP"), "a.png", "image/png"),
    "icon": (lambda: picture("ICO", (16, 16)), "a.ico", "image/x-icon"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n\0", "a.png", "image/png"),
    "pdf not at the start": (lambda: b"\0\0%PDF-1.7\n", "a.pdf", "application/pdf"),
    "png header alone": (lambda: b"\x89PNG\r\n\x1a\n", "a.png", "image/png"),
    "png and html": (lambda: b"\x89PNG\r\n\x1a\n" + HTML, "a.png", "image/png"),
    "half a png": (lambda: _cut(picture(size=(400, 400)), 0.5), "a.png", "image/png"),
    "png without pixels": (lambda: png_of(100, 100, has_pixels=False), "a.png", "image/png"),
    "png with a false checksum": (lambda: picture().replace(b"IDAT", b"IDAX", 1), "a.png", "image/png"),
    "png of no size": (lambda: png_of(0, 0), "a.png", "image/png"),
    "png of 13,300 x 13,300": (lambda: png_of(13_300, 13_300), "a.png", "image/png"),
    "png of 8,000 x 8,000": (lambda: png_of(8_000, 8_000), "a.png", "image/png"),
    "png that promises 2 billion lines": (
        lambda: png_of(2**31 - 1, 2**31 - 1, has_pixels=False),
        "a.png",
        "image/png",
    ),
    "png of one long line": (lambda: png_of(30_000, 1), "a.png", "image/png"),
    "png whose text unpacks to 100 MB": (
        lambda: png_of(8, 8, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 100_000_000, 9))),
        "a.png",
        "image/png",
    ),
    "jpeg header alone": (lambda: b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg"),
    "jpeg and html": (lambda: b"\xff\xd8\xff\xe0" + HTML, "a.jpg", "image/jpeg"),
    "half a jpeg": (lambda: _cut(picture("JPEG", (400, 400)), 0.5), "a.jpg", "image/jpeg"),
    "jpeg of 65,500 x 65,500": (
        lambda: picture("JPEG").replace(struct.pack(">HH", 10, 20), struct.pack(">HH", 65_500, 65_500), 1),
        "a.jpg",
        "image/jpeg",
    ),
    "gif that is a script": (lambda: b"GIF89a=1;alert('XSSMARK')", "a.gif", "image/gif"),
    "gif of 65,535 x 65,535": (lambda: b"GIF89a" + b"\xff" * 4 + picture("GIF")[10:], "a.gif", "image/gif"),
    "gif that moves": (lambda: moving("GIF"), "a.gif", "image/gif"),
    "webp that moves": (lambda: moving("WEBP"), "a.webp", "image/webp"),
    "png that moves": (lambda: moving("PNG"), "a.png", "image/png"),
    "avif that moves": (lambda: moving("AVIF"), "a.avif", "image/avif"),
    "webp header alone": (lambda: b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", "image/webp"),
    "webp and html": (lambda: b"RIFF\xff\0\0\0WEBP" + HTML, "a.webp", "image/webp"),
    "half a webp": (lambda: _cut(picture("WEBP", (400, 400)), 0.5), "a.webp", "image/webp"),
    "avif header alone": (lambda: b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", "a.avif", "image/avif"),
    "half an avif": (lambda: _cut(picture("AVIF", (400, 400)), 0.5), "a.avif", "image/avif"),
}
INERT: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "script in exif": (with_exif_script, "a.jpg", "image/jpeg"),
    "script in png text": (with_text_script, "a.png", "image/png"),
    "script in a palette": (with_palette_script, "a.png", "image/png"),
    "script after a png": (lambda: picture() + SCRIPT, "a.png", "text/html"),
    "script after a jpeg": (lambda: picture("JPEG") + SCRIPT, "a.html", "text/html"),
    "html after a webp": (lambda: picture("WEBP") + HTML, "a.html", "text/html"),
    "zip after a gif": (lambda: picture("GIF") + zipped(["a.js"]), "a.jar", "application/java-archive"),
    "script in a gif comment": (lambda: picture("GIF", comment=SCRIPT), "a.gif", "text/javascript"),
    "script in xmp": (lambda: picture("WEBP", xmp=SCRIPT), "a.webp", "image/webp"),
    "script in a color profile": (lambda: picture("PNG", icc_profile=SCRIPT * 9), "a.png", "image/png"),
    "script in an avif's exif": (lambda: picture("AVIF", exif=_exif()), "a.avif", "image/avif"),
    "pdf with a script": (
        lambda: b"%PDF-1.7\n1 0 obj <</S/JavaScript/JS(app.alert(1))>>" + SCRIPT,
        "a.html",
        "text/html",
    ),
    "text with a script": (lambda: b"alert(1) // " + SCRIPT, "evil.html", "text/html"),
    "javascript": (lambda: b"alert('XSSMARK')", "evil.js", "text/javascript"),
    "markdown with an svg in it": (lambda: b"# A\n\n" + SVG, "a.md", "text/markdown"),
    "zip with paths upwards": (
        lambda: zipped(["../../evil", "/etc/passwd", "a\\..\\b"]),
        "a.zip",
        "text/html",
    ),
    "gzip bomb, not opened": (lambda: gzip.compress(b"\0" * 50_000_000), "a.gz", "text/html"),
    "tar with a path upwards": (tarred, "a.tar", "text/html"),
}
NAMES = [
    "../../evil.png", "..\\..\\evil.png", "/etc/passwd", "C:\\Windows\\win.ini", "....//....//evil.png", "..",
    ".", "", " ", "a\0.png", "a\r\nSet-Cookie: b=c.png", "a\u202egnp.exe", "\u2066a\u2069.png",
    "evil.php.png", "evil.png.html", ".htaccess", "con", "a" * 500 + ".png", "é" * 300, "%2e%2e%2fevil.png",
    "..%00.png",
    "~root", "$(id).png", "`id`.png", "<script>alert(1)</script>.png", "\"onload=\"alert(1).png", "'; --.png",
    "a/b\\c.png", "\ufeffa.png", "a\u2028b.png", "\ud83d.png", "file.", "file...", "-rf", "nul.png:stream",
]  # fmt: skip
