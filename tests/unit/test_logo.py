"""A brand's logo: pictures that are what they say, and nothing else."""

import gzip
import io
import random
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from hallmint_server.content.theme import Logo, check_logo
from hallmint_server.errors import Problems

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def picture(form: str, width: int = 40, height: int = 30, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 50).convert("RGB").save(file, form, **options)
    return file.getvalue()


def flat(form: str, width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(file, form)
    return file.getvalue()


def animation(form: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, form, save_all=True, append_images=frames[1:])
    return file.getvalue()


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in chunks:
        parts += [struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(kind + data))]
    return b"".join(parts)


def png_of_size(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b""))


def webp_of_size(width: int, height: int) -> bytes:
    data = bytearray(picture("WEBP", lossless=True))
    assert data[12:16] == b"VP8L"
    bits = int.from_bytes(data[21:25], "little") & ~0xFFFFFFF | width - 1 | height - 1 << 14
    data[21:25] = bits.to_bytes(4, "little")
    return bytes(data)


def jpeg_of_size(width: int, height: int) -> bytes:
    data = bytearray(picture("JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def look(data: bytes) -> Logo | str | None:
    """The logo, or why it is none."""
    problems = Problems()
    logo = check_logo(problems, "change.theme.logo", data)
    if not problems.found:
        return logo
    (found,) = problems.found
    assert (logo, found.field) == (None, "change.theme.logo")
    return found.description


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (2_000, 2_000)])
def test_pictures_are_known_by_their_bytes(form: str, size: tuple[int, int]) -> None:
    data = flat(form, *size)
    assert look(data) == Logo(data=data, media_type=FORMATS[form])


@pytest.mark.parametrize(
    "data",
    [picture("JPEG", progressive=True), picture("WEBP", lossless=True), picture("PNG", optimize=True)],
    ids=["progressive", "lossless", "optimized"],
)
def test_other_ways_to_write_the_same_formats_are_taken(data: bytes) -> None:
    assert isinstance(look(data), Logo)


def test_no_bytes_are_no_logo() -> None:
    assert look(b"") is None


def test_a_file_above_256_kib_is_refused_whatever_it_is() -> None:
    data = picture("PNG", 400, 400)
    assert len(data) > 256 * 1024
    assert "256 KiB" in str(look(data))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", [(2_001, 1), (1, 2_001)])
def test_a_picture_above_2000_pixels_is_refused(form: str, size: tuple[int, int]) -> None:
    assert "2,000 by 2,000" in str(look(flat(form, *size)))


@pytest.mark.parametrize(
    "data",
    [
        png_of_size(60_000, 60_000),
        png_of_size(2**31 - 1, 2**31 - 1),
        jpeg_of_size(65_000, 65_000),
        webp_of_size(16_000, 16_000),
        webp_of_size(10_000, 10_000),
    ],
    ids=["png", "largest png", "jpeg", "webp", "smaller webp"],
)
def test_a_bomb_is_refused_by_its_header(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(*_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)
    monkeypatch.setattr("PIL.WebPImagePlugin.WebPImageFile.load", decode)
    assert isinstance(look(data), str)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_an_animation_is_refused(form: str) -> None:
    assert "animated" in str(look(animation(form)))


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_cut_off_anywhere_is_refused(form: str) -> None:
    data = picture(form)
    taken = [end for end in range(1, len(data)) if isinstance(look(data[:end]), Logo)]
    assert taken == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tail", [SVG, b"\0", b"PK\x03\x04", b"\xff\xd9"])
def test_nothing_hangs_on_to_a_picture(form: str, tail: bytes) -> None:
    assert "nothing else" in str(look(picture(form) + tail))


@pytest.mark.parametrize("form", FORMATS)
def test_damage_never_raises(form: str) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage in each run
    data = picture(form)
    for _ in range(500):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 4))):
            damaged[chance.randrange(chance.choice((64, len(data))))] = chance.randrange(256)
        found = look(bytes(damaged))
        assert isinstance(found, Logo | str)


def test_pixels_that_are_not_all_there_are_refused() -> None:
    header = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * (40 * 3 + 1) * 30)
    assert isinstance(look(png((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))), Logo)
    assert "damaged" in str(look(png((b"IHDR", header), (b"IDAT", rows[:-8]), (b"IEND", b""))))
    assert "damaged" in str(look(png((b"IHDR", header), (b"IEND", b""))))


def test_a_jpeg_of_very_many_scans_is_refused_before_they_are_decoded() -> None:
    data = picture("JPEG", 64, 64, progressive=True, quality=1)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert isinstance(look(data[:-2] + scan * 10 + b"\xff\xd9"), Logo)
    assert isinstance(look(data[:-2] + scan * 200 + b"\xff\xd9"), str)


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        b"\xef\xbb\xbf" + SVG,
        b"\n \t" + SVG,
        b'<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY x "y">]>' + SVG,
        b"<!-- \x89PNG\r\n\x1a\n \xff\xd8\xff -->" + SVG,
        b"<!--" + b"x" * 100_000 + b"-->" + SVG,
        SVG.decode().encode("utf-16"),
        SVG.decode().encode("utf-16-be"),
        gzip.compress(SVG),
        gzip.compress(b"\xef\xbb\xbf" + SVG + b" " * 10_000_000),
        b"<html><script>alert(1)</script></html>",
    ],
    ids=["plain", "bom", "blank", "doctype", "magic", "long", "utf-16", "utf-16-be", "svgz", "svgz bomb", "html"],
)
def test_svg_is_refused_for_what_it_is(data: bytes) -> None:
    assert "SVG is refused" in str(look(data))


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a" + bytes(50),
        b"BM" + bytes(50),
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WAVE",
        gzip.compress(b"text"),
        b"\x1f\x8b\x08",
        b"x",
    ],
    ids=["gif", "bmp", "pdf", "wave", "gzip", "cut gzip", "text"],
)
def test_everything_else_is_refused(data: bytes) -> None:
    assert look(data) == "change.theme.logo must be PNG, JPEG or WebP"
