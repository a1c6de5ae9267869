"""Images as people send them, turned into images that hold pixels and nothing else."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from PIL import Image, ImageCms, ImageOps

from pages.text.file_types import FileRefused, FileType

MAX_SIDE_PIXELS = 16_383  # the most that WebP can hold (RFC 9649, 2.6)
WEBP_QUALITY = 85
BROKEN = "This image is broken or was cut off: open it in an image program, save it anew and upload that."
ANIMATED = "Moving images cannot be uploaded: save one frame of it as PNG."

# What JPEG's loss has touched already is small as WebP; what has sharp edges stays as exact as it is.
_LOSSLESS = frozenset({"PNG", "GIF"})
_JPEG_OF_SEVERAL_IMAGES = "MPO"  # what many cameras write; the first image is the photograph


@dataclass(frozen=True)
class CleanImage:
    """An image of which nothing but its pixels is left."""

    content: bytes
    file_type: FileType
    width: int
    height: int


def clean_image(content: bytes, source_format: str) -> CleanImage:
    """Decode an image and write it anew, upright, without metadata. Raises `FileRefused`.

    `source_format` is what its first bytes say; no other decoder of Pillow is tried.
    """
    try:
        return _rewritten(content, source_format)
    except FileRefused:
        raise
    except Exception as fault:  # decoders raise OSError, SyntaxError, struct.error, ValueError and others
        raise FileRefused(BROKEN) from fault


def _rewritten(content: bytes, source_format: str) -> CleanImage:
    with _opened(content, source_format) as image:
        upright = ImageOps.exif_transpose(image)
        pixels = _in_plain_colors(upright)
    file_type = FileType.PNG if source_format in _LOSSLESS else FileType.WEBP
    pixels.info = {}
    written = BytesIO()
    if file_type == FileType.PNG:
        pixels.save(written, "PNG")
    else:
        pixels.save(written, "WEBP", quality=WEBP_QUALITY)
    return CleanImage(written.getvalue(), file_type, *pixels.size)


def _opened(content: bytes, source_format: str) -> Image.Image:
    """The image, not decoded yet: its header has been read, and refused where it promises too much."""
    try:
        image = Image.open(BytesIO(content), formats=[source_format])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise FileRefused(_too_many_pixels()) from bomb
    width, height = image.size
    if width * height > settings.UPLOAD_MAX_IMAGE_PIXELS:
        raise FileRefused(_too_many_pixels())
    if max(width, height) > MAX_SIDE_PIXELS:
        raise FileRefused(f"An image has at most {MAX_SIDE_PIXELS:,} pixels on a side: make it smaller.")
    if image.format != _JPEG_OF_SEVERAL_IMAGES and getattr(image, "is_animated", False):
        raise FileRefused(ANIMATED)
    image.load()
    return image


def _in_plain_colors(image: Image.Image) -> Image.Image:
    """Gray or sRGB, with or without transparency: a palette could spell words, and profiles are not kept."""
    has_transparency = image.has_transparency_data
    if image.mode in ("I", "I;16"):  # 65,536 grays: screens show 256
        return image.point(lambda gray: gray / 257).convert("L")
    if image.mode in ("1", "L", "LA"):
        mode = "LA" if has_transparency else image.mode
        return image.convert(mode) if mode != image.mode else image
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        image = _in_srgb(image, profile)
    return image.convert("RGBA" if has_transparency else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    srgb: Any = ImageCms.createProfile("sRGB")
    try:
        return (
            ImageCms.profileToProfile(
                image, ImageCms.getOpenProfile(BytesIO(profile)), srgb, outputMode="RGB"
            )
            or image
        )
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile changes colors a little, and is no reason to refuse a photograph


def _too_many_pixels() -> str:
    most = settings.UPLOAD_MAX_IMAGE_PIXELS // 1_000_000
    return f"An image has at most {most} million pixels: make it smaller."
