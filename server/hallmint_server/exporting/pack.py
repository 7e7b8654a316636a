"""What an export is made with: its profile, as it was copied into the export, and the bytes of a pack."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from hallmint_server.exporting import csv_rows
from hallmint_server.exporting.drawn.draw import WRITERS
from hallmint_server.exporting.model import Export, Slice
from hallmint_server.exporting.profile import render
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.file_name import file_name
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Encoding,
    Format,
    dump_profile,
    load_profile,
)
from hallmint_server.exporting.table import parquet, xlsx


class Made(NamedTuple):
    """A pack before it is stored: its bytes, the name that its file is given to people, and what is in it."""

    data: bytes
    file_name: str
    media_type: str


def copied(key: str, version: int, profile: CarrierProfile) -> Mapping[str, Any]:
    """A profile as exports keep it."""
    return {"name": key, "version": version, "profile": dump_profile(profile)}


def profile_of(copied: Mapping[str, Any]) -> CarrierProfile:
    """The profile that was copied into an export."""
    return load_profile(copied["profile"])


def make(export: Export, batch: BatchFacts, units: Slice) -> Made:
    """The pack at the export's cursor, of `units`, which are its slice. The same for the same arguments. Raises
    CellRefusedError for a unit that the profile cannot write.
    """
    profile, seqs = profile_of(export.profile), export.slice_of(export.cursor)
    name = file_name(
        profile.file_name, batch, pack_no=export.cursor, packs=export.packs, first_seq=seqs.start, units=len(seqs)
    )
    return Made(written(batch, units, profile), name, media_type(profile))


def written(batch: BatchFacts, units: Slice, profile: CarrierProfile) -> bytes:
    """The bytes of a file of units, in the profile's format. Raises CellRefusedError for one that the profile cannot write."""
    return b"".join(_WRITE[profile.format](batch, units, profile))


_Write = Callable[[BatchFacts, Slice, CarrierProfile], Iterator[bytes]]
_WRITE: Mapping[Format, _Write] = {
    Format.CSV: csv_rows.write,
    Format.NDJSON: render.rows,
    Format.PARQUET: parquet.write,
    Format.XLSX: xlsx.write,
    **{form: writer.write for form, writer in WRITERS.items()},
}
_MEDIA_TYPES: Mapping[Format, str] = {
    Format.NDJSON: "application/x-ndjson",
    Format.PARQUET: parquet.MEDIA_TYPE,
    Format.XLSX: xlsx.MEDIA_TYPE,
    **{form: writer.media_type for form, writer in WRITERS.items()},
}


def media_type(profile: CarrierProfile) -> str:
    """What is in the files of a profile, as HTTP says it."""
    settings = profile.settings
    if not isinstance(settings, CsvSettings):
        return _MEDIA_TYPES[profile.format]
    charset = "windows-1252" if settings.encoding is Encoding.WINDOWS_1252 else "utf-8"
    header = "present" if settings.header else "absent"
    return f"text/csv; charset={charset}; header={header}"  # RFC 4180, 3
