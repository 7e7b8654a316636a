"""The columns of a product sheet, and the product that stands in one row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hallmint_server.catalog import sheet_cell
from hallmint_server.catalog.model import CommercialStatus, NewProduct, ProductGroup
from hallmint_server.catalog.sheet_cell import CellError, show
from hallmint_server.errors import Reason

CELL_MOST = 64 * 1024
"""Bytes of UTF-8 in one cell."""

_T = TypeVar("_T")
_REQUIRED = ("sku", "name", "group")
_OPTIONAL = ("gtin", "gtin_company_prefix_length", "commercial_status", "attributes")
_DOTTED = "attributes."
_COLUMNS_MOST = 1_000
_PARTS_MOST = 32  # each is one level of nesting
_PREFIX_LENGTHS = tuple(
    str(digits) for digits in range(4, 13)
)  # GS1 General Specifications: digits of a GS1 Company Prefix
_GROUPS = {group.value: group for group in ProductGroup}
_STATUSES = {status.value: status for status in CommercialStatus}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """One thing that is wrong with a sheet.

    `row` is the row as a spreadsheet shows it: the header is 1, blank rows count. `line` is the line of the file in which
    the row begins, from 1. `column` is the name in the header, cut to 100 characters; it is empty where the whole row or
    the file is meant.
    """

    row: int
    line: int
    column: str
    reason: Reason
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One product of a sheet, and what was changed in reading it. `row` and `line` as in CellProblem."""

    row: int
    line: int
    product: NewProduct
    notes: tuple[str, ...] = ()


class SheetColumns:
    """The header of a sheet. It reads the rows below it, and remembers their SKUs and GTINs."""

    def __init__(self, row: int, line: int, header: Sequence[str]) -> None:
        """`problems` holds what is wrong with the header; where there is any, no row can be read."""
        self._row = row
        self._line = line
        self.problems: list[CellProblem] = []
        self._names = [name.strip() for name in header]
        self._width = len(self._names)
        self._check_header()
        sku, name, group, gtin, prefix, status, attributes = (
            self._names.index(name) if name in self._names else self._width for name in (*_REQUIRED, *_OPTIONAL)
        )  # the place behind the last column is an empty cell in every row
        self._sku, self._name, self._group, self._gtin = sku, name, group, gtin
        self._prefix, self._status, self._attributes = prefix, status, attributes
        self._paths = [
            (index, name.split(".")[1:-1], name.split(".")[-1])
            for index, name in enumerate(self._names)
            if name.startswith(_DOTTED)
        ]
        self._skus: dict[str, int] = {}
        self._gtins: dict[str, int] = {}

    def column(self, index: int) -> str:
        """The name of a column by its place from 0, as problems give it."""
        name = self._names[index][:100] if index < self._width else ""
        return name if name.isprintable() else repr(name)[1:-1]

    def read(self, row: int, line: int, cells: list[str]) -> SheetRow | list[CellProblem]:
        """The product of a row, or all that is wrong with it. `cells` is used up."""
        self._row = row
        self._line = line
        self.problems = []
        if len(cells) != self._width:
            self._refuse(-1, Reason.FIELD_INVALID, f"the row has {len(cells)} cells and the header {self._width}")
            return self.problems
        cells.append("")
        sku, gtin = cells[self._sku], ""
        notes: tuple[str, ...] = ()
        if self._is_line(self._sku, sku):
            self._check_first(self._sku, sku, self._skus)
        self._is_line(self._name, cells[self._name])
        if written := cells[self._gtin].strip():
            try:
                gtin = sheet_cell.read_gtin(written)
            except CellError as error:
                self._refuse(self._gtin, Reason.GTIN_INVALID, f"gtin {error}")
            else:
                self._check_first(self._gtin, gtin, self._gtins)
                if gtin != written:
                    notes = (f"gtin {written} was padded to {gtin}",)
        group = self._one_of(self._group, _GROUPS, cells[self._group], None)
        status = self._one_of(self._status, _STATUSES, cells[self._status], CommercialStatus.DRAFT)
        prefix = self._read_prefix(cells[self._prefix])
        attributes = self._read_attributes(cells)
        if self.problems or group is None or status is None:
            return self.problems
        product = NewProduct(
            sku=sku,
            gtin=gtin,
            name=cells[self._name],
            group=group,
            commercial_status=status,
            attributes=attributes,
            company_prefix_length=prefix,
        )
        return SheetRow(row=row, line=line, product=product, notes=notes)

    def long_cells(self, row: int, line: int, cells: Sequence[str]) -> list[CellProblem]:
        """A problem for each cell of more than CELL_MOST bytes."""
        return [
            CellProblem(
                row=row,
                line=line,
                column=self.column(index),
                reason=Reason.FIELD_INVALID,
                description=f"{self.column(index) or 'a cell'} is longer than {CELL_MOST // 1024} KiB",
            )
            for index, cell in enumerate(cells)
            if len(cell.encode()) > CELL_MOST
        ]

    def _refuse(self, index: int, reason: Reason, description: str) -> None:
        column = self.column(index) if index >= 0 else ""
        self.problems.append(
            CellProblem(row=self._row, line=self._line, column=column, reason=reason, description=description)
        )

    def _check_header(self) -> None:
        known = ", ".join((*_REQUIRED, *_OPTIONAL, f"{_DOTTED}<path>"))
        seen: set[str] = set()
        if self._width > _COLUMNS_MOST:
            self._refuse(-1, Reason.FIELD_INVALID, f"the header has more than {_COLUMNS_MOST:,} columns")
            return
        for index, name in enumerate(self._names):
            if name in seen:
                self._refuse(
                    index, Reason.FIELD_INVALID, f"column {index + 1}, {show(name)}, stands twice in the header"
                )
            elif not name:
                self._refuse(index, Reason.FIELD_INVALID, f"column {index + 1} has no name")
            elif name.startswith(_DOTTED):
                parts = name.split(".")[1:]
                if not all(parts) or len(parts) > _PARTS_MOST or not name.isprintable():
                    words = f"must be {_DOTTED}<path>: 1 to {_PARTS_MOST} names with a dot between, and no control"
                    self._refuse(index, Reason.FIELD_INVALID, f"column {index + 1}, {show(name)}, {words}")
            elif name not in _REQUIRED and name not in _OPTIONAL:
                words = f"is unknown; there are {known}"
                self._refuse(index, Reason.FIELD_INVALID, f"column {index + 1}, {show(name)}, {words}")
            seen.add(name)
        self.problems += [
            CellProblem(
                row=self._row,
                line=self._line,
                column=name,
                reason=Reason.FIELD_REQUIRED,
                description=f"the header has no column {name}",
            )
            for name in _REQUIRED
            if name not in seen
        ]

    def _is_line(self, index: int, text: str) -> bool:
        try:
            sheet_cell.check_line(text)
        except CellError as error:
            reason = Reason.FIELD_INVALID if text.strip() else Reason.FIELD_REQUIRED
            self._refuse(index, reason, f"{self._names[index]} {error}")
            return False
        return True

    def _check_first(self, index: int, value: str, seen: dict[str, int]) -> None:
        first = seen.setdefault(value, self._row)
        if first != self._row:
            words = f"{self._names[index]} {show(value)} stands in row {first} already"
            self._refuse(index, Reason.FIELD_INVALID, words)

    def _one_of(self, index: int, known: dict[str, _T], text: str, default: _T | None) -> _T | None:
        """The value that a cell names, in any case; `default` where it is empty, and None for a problem."""
        found = known.get(text) or known.get(text.strip().lower())
        if found is not None:
            return found
        if text.strip():
            self._refuse(index, Reason.FIELD_INVALID, f"{self._names[index]} must be one of {', '.join(known)}")
            return None
        if default is None:
            self._refuse(index, Reason.FIELD_REQUIRED, f"{self._names[index]} is required")
        return default

    def _read_prefix(self, text: str) -> int | None:
        if not (trimmed := text.strip()):
            return None
        if trimmed in _PREFIX_LENGTHS:
            return int(trimmed)
        self._refuse(self._prefix, Reason.FIELD_INVALID, "gtin_company_prefix_length must be a number from 4 to 12")
        return None

    def _read_attributes(self, cells: Sequence[str]) -> dict[str, Any]:
        attributes: dict[str, Any] = {}
        if text := cells[self._attributes]:
            try:
                attributes = sheet_cell.read_object(text)
            except CellError as error:
                self._refuse(self._attributes, Reason.FIELD_INVALID, f"attributes {error}")
        for index, parents, key in self._paths:
            if not (text := cells[index]):
                continue
            try:
                value = sheet_cell.read_value(text)
            except CellError as error:
                self._refuse(index, Reason.FIELD_INVALID, f"{self.column(index)} {error}")
                continue
            if not _put(attributes, parents, key, value):
                self._refuse(index, Reason.FIELD_INVALID, f"{self.column(index)} is given in another column too")
        return attributes


def _put(tree: dict[str, Any], parents: Sequence[str], key: str, value: Any) -> bool:
    """Whether there was room for the value at its path."""
    for part in parents:
        tree = tree.setdefault(part, {})
        if not isinstance(tree, dict):
            return False
    if key not in tree:
        tree[key] = value
        return True
    return _merge(tree, {key: value})


def _merge(tree: dict[str, Any], more: dict[str, Any]) -> bool:
    """Put one object into another, member by member; False where both give the same member and not as two objects."""
    for key, value in more.items():
        if key not in tree:
            tree[key] = value
        elif not (isinstance(tree[key], dict) and isinstance(value, dict) and _merge(tree[key], value)):
            return False
    return True
