"""Reads a picture that somebody sends, and makes a small one of it that holds nothing but pixels.

What a file is, is found by decoding it: neither its name nor what the browser says counts. Where a
photo was taken, with what and when, stands in its file: none of it is kept.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from plugin.errors import BadInput

LARGEST_SIDE = 1_600
_FORMATS = ("PNG", "JPEG", "WEBP")  # no SVG: it can hold scripts, and words that nobody sees
_MOST_PIXELS = 16_000_000  # a small file can unfold into gigabytes
_LEAST_SIDE = 16
_QUALITY = 86
MEDIA_TYPE = "image/jpeg"

_NO_FILE = "Choose a picture first. Nothing was stored, and what you typed is still here."
_NOT_READ = (
    "That file cannot be read as a picture. Nothing was stored, and what you typed is still here. "
    "Use a PNG, JPEG or WebP file."
)
_TOO_LARGE = (
    "That picture has too many pixels to be read here. Nothing was stored, and what you typed is "
    "still here. Make it smaller, to 4,000 by 4,000 at most."
)
_TOO_SMALL = "That picture is too small to show anything. Nothing was stored. Choose another."
# What Pillow raises for files that are broken, cut off, or made to break it.
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    EOFError,
)


def as_small_jpeg(sent: bytes) -> bytes:
    """Return a picture as a JPEG of at most 1600 pixels a side; raise BadInput for anything else.

    Clear parts become white.
    """
    if not sent:
        raise BadInput(_NO_FILE)
    try:
        with Image.open(BytesIO(sent), formats=_FORMATS) as found:
            width, height = found.size
            if width * height > _MOST_PIXELS:
                raise BadInput(_TOO_LARGE)
            if min(width, height) < _LEAST_SIDE:
                raise BadInput(_TOO_SMALL)
            found.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a JPEG is read smaller at once
            return _written(ImageOps.exif_transpose(found))
    except Image.DecompressionBombError as error:
        raise BadInput(_TOO_LARGE) from error
    except _BROKEN as error:
        raise BadInput(_NOT_READ) from error


def _written(picture: Image.Image) -> bytes:
    seen = picture.convert("RGBA")
    seen.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    # A new picture: what a file says of itself stays with the old one.
    bare = Image.new("RGB", seen.size, "white")
    bare.paste(seen, mask=seen.getchannel("A"))
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
