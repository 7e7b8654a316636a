"""A profile of rows in another format of rows: the same columns, in a file of another kind."""

from collections.abc import Mapping
from dataclasses import replace

from hallmint_server.errors import Reason, Violation, refused
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Format,
    NdjsonSettings,
    ParquetSettings,
    Settings,
    XlsxSettings,
)

_SETTINGS: Mapping[Format, Settings] = {
    Format.CSV: CsvSettings(),
    Format.NDJSON: NdjsonSettings(),
    Format.PARQUET: ParquetSettings(),
    Format.XLSX: XlsxSettings(),
}


def in_format(profile: CarrierProfile, wanted: Format | None) -> CarrierProfile:
    """The profile in a format, with that format's usual settings where it is another than the profile's. The file's name ends
    as the format's do. Raises FIELD_INVALID for `format` where one of the two has no rows.
    """
    if wanted is None or wanted is profile.format:
        return profile
    settings = _SETTINGS.get(wanted)
    if settings is None or not profile.format.is_table:
        others = ", ".join(_SETTINGS)
        words = (
            f"format must be empty or {profile.format}: only profiles with columns are written in another, of {others}"
        )
        raise refused([Violation(reason=Reason.FIELD_INVALID, field="format", description=words)])
    stem = profile.file_name.rpartition(".")[0]
    return replace(profile, settings=settings, file_name=f"{stem}.{wanted}")
