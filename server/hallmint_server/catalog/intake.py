"""A product sheet on its way into the catalogue: read, checked, and kept as rows for COPY until all of it has come."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.catalog.product import check_prefix, check_product
from hallmint_server.catalog.readiness import BrandSchema, Schemas
from hallmint_server.catalog.sheet import SheetReader
from hallmint_server.catalog.sheet_row import CellProblem, SheetRow
from hallmint_server.errors import HallmintError, Kind, Problems, Reason, Violation
from mintcore import uuid7

SIZE_MOST = 256 * 1024 * 1024
"""Bytes of one sheet."""
PROBLEMS_MOST = 1_000
"""Problems that are told."""
NOTES_MOST = 100
"""Notes that are told."""

_SLICE = 256 * 1024
_ROWS_OF_CHUNK = 5_000
_BYTES_OF_CHUNK = 4 * 1024 * 1024
_MEMORY_MOST = 16 * 1024 * 1024  # what is more goes to a file without a name
_COLUMNS = {"company_prefix_length": "gtin_company_prefix_length"}  # where a sheet names a field otherwise
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Intake:
    """One sheet. All methods block: about a second for each 50,000 rows."""

    def __init__(self, schemas: Schemas, own: Mapping[ProductGroup, BrandSchema]) -> None:
        self.problems: list[CellProblem] = []
        """The first PROBLEMS_MOST, in order of rows."""
        self.notes: list[str] = []
        """The first NOTES_MOST, in order of rows."""
        self.refused = 0
        """Rows with a problem."""
        self._schemas = schemas
        self._own = own
        self._reader = SheetReader()
        self._digest = hashlib.sha256()
        self._size = 0
        self._last_refused = 0
        self._places = 0
        self._lines: list[bytes] = []
        self._waiting = 0
        self._lengths: list[int] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=_MEMORY_MOST)  # noqa: SIM115 - `close` closes it

    @property
    def rows(self) -> int:
        """Rows below the header so far, without blank ones."""
        return self._reader.rows

    @property
    def right(self) -> int:
        """Rows without a problem."""
        return self._places

    @property
    def digest(self) -> bytes:
        """SHA-256 of all bytes so far."""
        return self._digest.digest()

    def feed(self, piece: bytes) -> None:
        """Take the next bytes. Raises SHEET_REFUSED where the sheet as a whole cannot be read."""
        self._size += len(piece)
        if self._size > SIZE_MOST:
            raise self._refusal([f"the sheet is larger than {SIZE_MOST // 1024 // 1024} MiB"])
        self._digest.update(piece)
        view = memoryview(piece)
        for start in range(0, len(piece), _SLICE):
            self._take(self._reader.feed(bytes(view[start : start + _SLICE])))

    def end(self) -> None:
        """Take the sheet as complete. Raises SHEET_REFUSED."""
        self._take(self._reader.end())
        self._flush()

    def chunks(self) -> Iterator[bytes]:
        """The right rows as text of COPY with NULL '', some thousand whole rows in each; columns as in `sheet` of
        importing.sql.
        """
        self._file.seek(0)
        for length in self._lengths:
            yield self._file.read(length)

    def close(self) -> None:
        """Forget the rows."""
        self._file.close()

    def _take(self, found: list[SheetRow | CellProblem]) -> None:
        if self._reader.stopped:
            problems = [item for item in found if isinstance(item, CellProblem)]
            # A wrong header can have several faults; of what else ends a sheet there is one.
            last = [problem for problem in problems if problem.row == problems[-1].row]
            raise self._refusal([f"row {problem.row}: {problem.description}" for problem in last])
        for item in found:
            if isinstance(item, CellProblem):
                self._note(item)
            else:
                self._check(item)

    def _check(self, item: SheetRow) -> None:
        product = item.product
        problems = Problems()
        check_product(problems, product)
        check_prefix(problems, product)
        if problems.found:
            for violation in problems.found:
                column = _COLUMNS.get(violation.field, violation.field)
                self._note(
                    CellProblem(
                        row=item.row,
                        line=item.line,
                        column=column,
                        reason=violation.reason,
                        description=violation.description,
                    )
                )
            return
        self.notes += [f"row {item.row}: {note}" for note in item.notes][: NOTES_MOST - len(self.notes)]
        ready = self._schemas.is_ready(product.group, product.attributes, self._own.get(product.group))
        self._places += 1
        line = _line(self._places, item, ready=ready)
        self._lines.append(line)
        self._waiting += len(line)
        if len(self._lines) == _ROWS_OF_CHUNK or self._waiting >= _BYTES_OF_CHUNK:
            self._flush()

    def _note(self, problem: CellProblem) -> None:
        if problem.row != self._last_refused:
            self._last_refused = problem.row
            self.refused += 1
        if len(self.problems) < PROBLEMS_MOST:
            self.problems.append(problem)

    def _flush(self) -> None:
        if self._lines:
            self._file.write(b"".join(self._lines))
            self._lengths.append(self._waiting)
            self._lines.clear()
            self._waiting = 0

    def _refusal(self, descriptions: list[str]) -> HallmintError:
        violations = [Violation(reason=Reason.SHEET_REFUSED, field="piece", description=d) for d in descriptions]
        return HallmintError(
            Kind.INVALID,
            Reason.SHEET_REFUSED,
            "; ".join(descriptions),
            metadata={"rows": str(self.rows), "refused": str(self.refused)},
            violations=violations,
        )


def _line(place: int, item: SheetRow, *, ready: bool) -> bytes:
    """One row for COPY. No field holds a tab or a line end: the checks refuse them, and JSON escapes them."""
    product = item.product
    cells = (
        str(place),
        str(item.row),
        str(item.line),
        uuid7(),
        product.sku,
        product.gtin,
        product.name,
        product.group,
        product.commercial_status,
        str(product.company_prefix_length or ""),
        "t" if ready else "f",
        _ENCODER.encode(product.attributes),
    )
    return ("\t".join(cells).replace("\\", "\\\\") + "\n").encode()
