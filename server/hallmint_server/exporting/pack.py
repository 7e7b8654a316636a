"""What an export is made with: its profile, as it was copied into the export, and the bytes of a pack."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hallmint_server.exporting.model import Export
from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.file_name import file_name
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Encoding,
    Format,
    dump_profile,
    load_profile,
)
from hallmint_server.exporting.profile.render import rows

_WRITTEN = (Format.CSV, Format.NDJSON)
"""The formats that packs can be made in."""


class Made(NamedTuple):
    """A pack before it is stored: its bytes, the name that its file is given to people, and what is in it."""

    data: bytes
    file_name: str
    media_type: str


def find_profile(name: str) -> Mapping[str, Any] | None:
    """A published carrier profile by name, in its newest version, as it is copied into exports; None where there is none that
    packs can be made with.
    """
    found = max((each for each in BUILT_IN.values() if each.key == name), key=lambda each: each.number, default=None)
    if found is None or found.profile.format not in _WRITTEN:
        return None
    return {"name": found.key, "version": found.number, "profile": dump_profile(found.profile)}


def profile_of(copied: Mapping[str, Any]) -> CarrierProfile:
    """The profile that was copied into an export."""
    return load_profile(copied["profile"])


def make(export: Export, batch: BatchFacts, units: Iterable[UnitRow]) -> Made:
    """The pack at the export's cursor, of `units`, which are its slice. The same for the same arguments. Raises
    CellRefusedError for a unit that the profile cannot write.
    """
    profile, seqs = profile_of(export.profile), export.slice_of(export.cursor)
    name = file_name(
        profile.file_name, batch, pack_no=export.cursor, packs=export.packs, first_seq=seqs.start, units=len(seqs)
    )
    return Made(b"".join(rows(batch, units, profile)), name, _media_type(profile))


def _media_type(profile: CarrierProfile) -> str:
    if not isinstance(profile.settings, CsvSettings):
        return "application/x-ndjson"
    charset = "windows-1252" if profile.settings.encoding is Encoding.WINDOWS_1252 else "utf-8"
    header = "present" if profile.settings.header else "absent"
    return f"text/csv; charset={charset}; header={header}"  # RFC 4180, 3
