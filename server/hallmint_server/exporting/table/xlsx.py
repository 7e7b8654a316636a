"""Packs as workbooks of Office Open XML (ISO/IEC 29500)."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from hallmint_server.exporting.profile.cell import columns
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.model import CarrierProfile, XlsxSettings

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_TEXT = {"num_format": "@"}
"""What is typed into such a cell later stays text too."""
_WIDTHS = range(8, 81)
"""Characters."""


def write(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> Iterator[bytes]:
    """The bytes of one pack: a function of its arguments and the versions of XlsxWriter and zlib alone. Each cell is text,
    numbers too; what a unit has not is no cell. Nothing is a formula, a link or a date.

    The profile must have passed check.py. CellRefusedError for a unit that it cannot write.
    """
    from xlsxwriter import Workbook  # large, and most workers and servers never write one

    settings = profile.settings
    assert isinstance(settings, XlsxSettings)  # noqa: S101 - writers are found by format
    cells = [[None if value is None else str(value) for value in values] for values in columns(batch, units, profile)]
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": batch.created_utc.replace(tzinfo=None)})  # else the time of day
        text = book.add_format(_TEXT)
        sheet = book.add_worksheet(settings.sheet)
        first = 0
        if settings.header:
            bold = book.add_format({**_TEXT, "bold": True})
            for at, column in enumerate(profile.columns):
                sheet.write_string(0, at, column.header, bold)
            sheet.freeze_panes(1, 0)
            first = 1
        for at, (column, values) in enumerate(zip(profile.columns, cells, strict=True)):
            longest = max([len(column.header), *(len(value or "") for value in values)])
            sheet.set_column(at, at, min(max(longest + 2, _WIDTHS.start), _WIDTHS.stop - 1), text)
            for row, value in enumerate(values, first):
                if value is not None:
                    sheet.write_string(row, at, value, text)
    yield out.getvalue()
