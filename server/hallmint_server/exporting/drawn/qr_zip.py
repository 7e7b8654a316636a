"""A picture of the QR code of each unit, all in one ZIP archive."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from hallmint_server.exporting.drawn.unit import in_chunks
from hallmint_server.exporting.profile.check_settings import dots
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.model import CarrierProfile, Format, QrZipSettings
from hallmint_server.exporting.profile.text import CellRefusedError
from mintcore import qr_pngs, qr_svgs

MEDIA_TYPE = "application/zip"

_NAME = re.compile(r"[0-9A-Z]{16}")
_UNIX = 3
_READABLE = 0o100644 << 16


def write(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> Iterator[bytes]:
    """The archive in pieces, of which it holds one at a time: `<code>.svg` or `<code>.png` for each unit, in their order. SVG is
    compressed; PNG is already. All members bear the first day that ZIP has, and no attributes of a host: the same arguments
    give the same bytes, as long as zlib is the same.

    CellRefusedError for a unit that the profile cannot draw, or whose code would be no safe and unique name of a file: what came
    before it is no pack.
    """
    settings = profile.settings
    if not isinstance(settings, QrZipSettings):
        raise ValueError(f"{profile.format} is no archive of pictures")  # noqa: TRY004 - a wrong value of the profile
    is_svg = settings.format is Format.QR_SVG_ZIP
    method = zipfile.ZIP_DEFLATED if is_svg else zipfile.ZIP_STORED
    sink = _Sink()
    names: set[str] = set()
    with zipfile.ZipFile(sink, "w") as archive:
        for labels in in_chunks(batch, units, profile, settings):
            urls = [label.url for label in labels]
            pictures = _svgs(urls, settings) if is_svg else _pngs(urls, settings)
            for label, picture in zip(labels, pictures, strict=True):
                code, seq = label.unit.code, label.unit.seq
                if not _NAME.fullmatch(code) or code in names:
                    raise CellRefusedError(
                        f"file name, seq {seq}: the code is no name of a file, or another unit's too"
                    )
                names.add(code)
                archive.writestr(_member(f"{code}.{'svg' if is_svg else 'png'}", method), picture)
            yield sink.take()
    yield sink.take()


def _svgs(urls: list[str], settings: QrZipSettings) -> list[bytes]:
    qr = settings.qr
    return qr_svgs(urls, level=qr.error_level.upper(), quiet_zone=qr.quiet_zone, module_um=qr.module_size)


def _pngs(urls: list[str], settings: QrZipSettings) -> list[bytes]:
    qr, dpi = settings.qr, settings.dpi
    return qr_pngs(urls, level=qr.error_level.upper(), quiet_zone=qr.quiet_zone, module_px=dots(qr, dpi), dpi=dpi)


def _member(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # of 1 January 1980
    info.compress_type = method
    info.create_system = _UNIX
    info.external_attr = _READABLE
    return info


class _Sink(io.RawIOBase):
    """A file of which only what was not taken is held. ZipFile goes back to write the size of a member before it, which this one
    lets it do; to a stream it would write sizes behind, and not all programs read that of members that are stored.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held = io.BytesIO()
        self._taken = 0

    def take(self) -> bytes:
        """What was written since the last time."""
        data = self._held.getvalue()
        self._taken += len(data)
        self._held = io.BytesIO()
        return data

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._taken + self._held.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("a ZIP is written from its start")
        return self._taken + self._held.seek(offset - self._taken)

    def write(self, data: bytes) -> int:  # type: ignore[override] # ZipFile writes bytes
        return self._held.write(data)
