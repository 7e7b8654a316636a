"""What a picture is, from its bytes alone: names and declared types say nothing."""

import gzip
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_GZIP = b"\x1f\x8b"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LOOK_BYTES = 4096  # a document says within these what it is
_SCANS_MOST = 100  # a progressive JPEG has about ten; each further one costs a pass over all pixels

# What Pillow raises for files that are broken, cut off or lie about themselves.
_BROKEN = (
    SyntaxError,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    OverflowError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class ImageType(StrEnum):
    """What is taken, as media types."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture whose header was read: size in pixels, and how many follow each other in an animation."""

    width: int
    height: int
    frames: int
    file: Image.Image

    def is_whole(self) -> bool:
        """Whether all of it can be decoded. Takes 4 bytes a pixel, 8 where the file has 16 bits a channel."""
        try:
            self.file.load()
        except _BROKEN:
            return False
        return True


def image_type(data: bytes) -> ImageType | None:
    """What a file begins as; None for everything that is not taken."""
    if data.startswith(_PNG):
        return ImageType.PNG
    if data.startswith(_JPEG):
        return ImageType.JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageType.WEBP
    return None


def is_markup(data: bytes) -> bool:
    """Whether a file begins as XML or HTML does, as SVG must; also compressed, as SVGZ is, and in UTF-16."""
    if data.startswith(_GZIP):
        try:
            with gzip.GzipFile(fileobj=BytesIO(data)) as file:
                data = file.read(_LOOK_BYTES)
        except (OSError, EOFError, zlib.error):
            return False
    head = data[:_LOOK_BYTES]
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            head = head.removeprefix(bom).decode(encoding, errors="ignore").encode()
            break
    return head.replace(b"\x00", b"").lstrip().startswith(b"<")


def is_apng(data: bytes) -> bool:
    """Whether a PNG is animated: acTL stands before the first IDAT (PNG, third edition, 11.3.6.1)."""
    return b"acTL" in data[: data.find(b"IDAT")]


def read_header(data: bytes, kind: ImageType) -> Picture | None:
    """Read what a file says of itself, without decoding its pixels; None where it is broken."""
    try:
        # The plugin itself: `Image.open` would try others too, and warn of large sizes where we refuse them.
        file: PngImagePlugin.PngImageFile | JpegImagePlugin.JpegImageFile | WebPImagePlugin.WebPImageFile
        match kind:
            case ImageType.PNG:
                file = PngImagePlugin.PngImageFile(BytesIO(data))
            case ImageType.JPEG:
                file = JpegImagePlugin.JpegImageFile(BytesIO(data))
            case ImageType.WEBP:
                file = WebPImagePlugin.WebPImageFile(BytesIO(data))
    except _BROKEN:
        return None
    return Picture(width=file.width, height=file.height, frames=getattr(file, "n_frames", 1), file=file)


def ends_with_picture(data: bytes, kind: ImageType) -> bool:
    """Whether the file is the picture from the first byte to the last: nothing is missing, and nothing of another sort hangs
    on to it.
    """
    try:
        match kind:
            case ImageType.PNG:
                return _png_end(data) == len(data)
            case ImageType.JPEG:
                return _jpeg_end(data) == len(data)
            case ImageType.WEBP:
                return int.from_bytes(data[4:8], "little") + 8 == len(data)
    except (IndexError, ValueError):
        return False


def _png_end(data: bytes) -> int:
    """The place behind IEND (PNG, third edition, 5.3: length, type, data and CRC of each chunk)."""
    at = len(_PNG)
    while True:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise ValueError("a chunk that is cut off or damaged")
        if kind == b"IEND":
            return end
        at = end


def _jpeg_end(data: bytes) -> int:
    """The place behind EOI (ITU-T T.81, B.1.1: segments with their lengths; scans until the next marker but RSTn and 0)."""
    at, scans = 2, 0
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004 - each marker begins so
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill bytes may precede it
            at += 1
            continue
        if marker == 0xD9:  # noqa: PLR2004 - EOI
            return at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:  # noqa: PLR2004 - SOS
            scans += 1
            if scans > _SCANS_MOST:
                raise ValueError("too many scans")
            at = data.index(b"\xff", at)
            while data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:  # noqa: PLR2004 - stuffing, RST0 to RST7
                at = data.index(b"\xff", at + 2)
