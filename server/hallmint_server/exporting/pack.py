"""What an export is made with: its profile, as it was copied into the export, and the bytes of a pack."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.errors import Reason, not_found
from hallmint_server.exporting.model import Export, Wanted
from hallmint_server.exporting.profile.builtin import BUILT_IN, BuiltIn
from hallmint_server.exporting.profile.choice import Purpose, default_profile
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.file_name import file_name
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Ecosystem,
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


async def find_profile(conn: Connection, brand_id: UUID, wanted: Wanted) -> tuple[str, int, CarrierProfile]:
    """TEMPORARY: built-ins alone."""
    del conn, brand_id
    if not wanted.profile and wanted.kind:
        shipped = default_profile(Purpose(wanted.ecosystem or Ecosystem.GENERIC, wanted.kind), {})
        assert isinstance(shipped, BuiltIn)
        return shipped.key, shipped.number, shipped.profile
    found = max(
        (e for e in BUILT_IN.values() if e.key == wanted.profile and wanted.version in (0, e.number)),
        key=lambda each: each.number,
        default=None,
    )
    if found is None:
        raise not_found(Reason.PROFILE_NOT_FOUND, "there is no such carrier profile")
    return found.key, found.number, found.profile


def copied(name: str, version: int, profile: CarrierProfile) -> Mapping[str, Any]:
    """A profile as exports keep it."""
    return {"name": name, "version": version, "profile": dump_profile(profile)}


def notes(profile: CarrierProfile, batch: BatchFacts) -> list[str]:
    """What to know before printing, in English."""
    del profile, batch
    return []


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
