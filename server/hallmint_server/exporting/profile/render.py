"""Packs in plain Python: right before quick. mintcore writes the same bytes for a million units; tests compare the two."""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from hallmint_server.exporting.profile.cell import Value, columns
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Encoding,
    NdjsonSettings,
    Quoting,
)
from hallmint_server.exporting.profile.text import CellRefusedError

_AT_ONCE = 1_000


def rows(batch: BatchFacts, units: Iterable[UnitRow], profile: CarrierProfile) -> Iterator[bytes]:
    """The bytes of one pack's file: the byte order mark and header row first, where the profile has them, then one item for each
    unit. A function of its arguments alone; holds 1,000 units at a time. The profile must have passed check.py.

    ValueError for a format that has no rows of text. CellRefusedError for a unit that the profile cannot write: what came before
    it is no pack.
    """
    settings = profile.settings
    cells = _cells(batch, units, profile)
    headers = [column.header for column in profile.columns]
    if isinstance(settings, CsvSettings):
        return _csv(cells, headers, settings)
    if isinstance(settings, NdjsonSettings):
        return _ndjson(cells, headers)
    raise ValueError(f"{profile.format} is not written in rows of text")


_Cells = Iterator[tuple[int, tuple[Value, ...]]]
"""Each unit's seq and its cells in the order of columns."""


def _cells(batch: BatchFacts, units: Iterable[UnitRow], profile: CarrierProfile) -> _Cells:
    rest = iter(units)
    while some := list(islice(rest, _AT_ONCE)):
        yield from zip((unit.seq for unit in some), zip(*columns(batch, some, profile), strict=True), strict=True)


def _csv(cells: _Cells, headers: list[str], settings: CsvSettings) -> Iterator[bytes]:
    line = csv_line(settings)
    first = codecs.BOM_UTF8 if settings.encoding is Encoding.UTF_8_BOM else b""
    if settings.header:
        first += line(headers)
    if first:
        yield first
    for seq, values in cells:
        try:
            yield line(values)
        except UnwritableError as error:
            raise CellRefusedError(f"column {headers[error.column]}, seq {seq}: the value {error}") from None


class UnwritableError(ValueError):
    """The settings cannot write a cell; `column` counts from 0."""

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(problem)
        self.column = column


def csv_line(settings: CsvSettings) -> Callable[[Sequence[Value]], bytes]:
    """Writes one row with its line end (RFC 4180); UnwritableError for a cell that cannot be written.

    Not the standard library's writer: what that quotes has changed between versions of Python, and packs must not.
    """
    delimiter, end, codec = str(settings.delimiter), str(settings.line_end), settings.encoding.codec
    special = frozenset((delimiter, '"', "\r", "\n"))

    def cell(text: str, *, alone: bool) -> str:
        is_special = not special.isdisjoint(text) or (alone and not text)
        if settings.quoting is Quoting.NEVER and is_special:
            raise ValueError(
                "holds a delimiter, quote or line end, or is an empty line, and the profile quotes nothing"
            )
        if is_special or settings.quoting is Quoting.ALL:
            return '"' + text.replace('"', '""') + '"'
        return text

    def line(values: Sequence[Value]) -> bytes:
        written = []
        for column, value in enumerate(values):
            text = "" if value is None else str(value)
            try:
                written.append(cell(text, alone=len(values) == 1).encode(codec))
            except UnicodeEncodeError as error:
                char = ord(error.object[error.start])
                raise UnwritableError(column, f"holds U+{char:04X}, which {settings.encoding} has not") from None
            except ValueError as error:
                raise UnwritableError(column, str(error)) from None
        return delimiter.encode(codec).join(written) + end.encode(codec)

    return line


def _ndjson(cells: _Cells, headers: list[str]) -> Iterator[bytes]:
    write = json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":")
    ).encode  # as json.dumps would make one for each line
    for _, values in cells:
        yield write(dict(zip(headers, values, strict=True))).encode() + b"\n"
