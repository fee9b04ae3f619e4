"""Pictures that somebody sends: decoded, made small, and left with nothing but pixels."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from plugin.curate.image_files import LARGEST_SIDE, as_small_jpeg
from plugin.errors import BadInput


def sent(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    """Return a file of this kind."""
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **more)
    return out.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """Return a small PNG whose head says another size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_a_jpeg(kind: str) -> None:
    with Image.open(BytesIO(as_small_jpeg(sent(kind)))) as small:
        assert (small.format, small.size, small.mode) == ("JPEG", (40, 30), "RGB")


def test_nothing_that_a_file_says_of_itself_is_kept_but_how_to_turn_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera of Somebody"
    exif.get_ifd(0x8825)[2] = (54.0, 58.0, 1.0)  # where it was taken
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "Words of somebody")
    files = (
        sent("JPEG", exif=exif, comment=b"Words of somebody"),
        sent("PNG", pnginfo=told, exif=exif),
        sent("WEBP", exif=exif, xmp=b"<x>Words of somebody</x>"),
    )

    for each in files:
        small = as_small_jpeg(each)
        assert b"Somebody" not in small
        assert b"somebody" not in small
        assert b"Exif" not in small
        with Image.open(BytesIO(small)) as found:
            assert (found.size, dict(found.getexif())) == ((30, 40), {})


def test_a_large_one_is_made_small_and_clear_parts_are_white() -> None:
    with Image.open(BytesIO(as_small_jpeg(sent("PNG", (3_200, 800), "RGBA")))) as small:
        assert small.size == (LARGEST_SIDE, 400)
        assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "Choose a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "cannot be"),
        (b"%PDF-1.7 not a picture", "cannot be"),
        (sent("GIF"), "cannot be"),
        (sent("JPEG", (400, 400))[:600], "cannot be"),
        (sent("PNG")[:60], "cannot be"),
        (png_that_says(40, 40_000), "cannot be"),
        (png_that_says(60_000, 60_000), "too many pixels"),
        (png_that_says(5_000, 5_000), "too many pixels"),
        (sent("PNG", (2, 2)), "too small"),
    ],
    ids=("none", "svg", "pdf", "gif", "cut", "cut too", "empty", "bomb", "large", "dot"),
)
def test_what_is_no_picture_is_refused_in_a_sentence(file: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        as_small_jpeg(file)

    assert "Nothing was stored" in str(refused.value)
