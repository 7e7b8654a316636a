"""Packs as Apache Parquet (docs/decisions/0019)."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from arro3.core import Array, DataType, Field, Schema, Table
from arro3.io import write_parquet

from hallmint_server.exporting.profile.cell import columns
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.field import NUMBERS
from hallmint_server.exporting.profile.model import CarrierProfile, Column, ParquetSettings

MEDIA_TYPE = "application/vnd.apache.parquet"

_FIELD = "hallmint.field"
_COMPRESSION = {"none": "uncompressed", "zstd": "zstd(3)"}


def write(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> Iterator[bytes]:
    """The bytes of one pack: a function of its arguments and the version of arro3-io alone. Text is a column of strings, the
    numbers of field.py are 64-bit integers, and what a unit has not is null. Each column says of which field it is in its Arrow
    metadata, `hallmint.field`, as brands name columns as they like; a constant says nothing.

    The profile must have passed check.py. CellRefusedError for a unit that it cannot write.
    """
    settings = profile.settings
    assert isinstance(settings, ParquetSettings)  # noqa: S101 - writers are found by format
    schema = Schema([_field(column) for column in profile.columns])
    cells = columns(batch, units, profile)
    arrays = [Array(values, type=schema.field(at).type) for at, values in enumerate(cells)]
    out = BytesIO()
    write_parquet(Table.from_arrays(arrays, schema=schema), out, compression=_COMPRESSION[settings.compression])
    yield out.getvalue()


def _field(column: Column) -> Field:
    kind = DataType.int64() if column.field in NUMBERS else DataType.string()
    return Field(column.header, kind, metadata={_FIELD: column.field} if column.field else None)
