"""A product sheet (CSV) read as it arrives: bytes in, products and problems out."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain

from hallmint_server.catalog.sheet_row import CELL_MOST, CellProblem, SheetColumns, SheetRow
from hallmint_server.errors import Reason

ROWS_MOST = 100_000
"""Products in one sheet."""
ROW_MOST = 256 * 1024
"""Bytes of UTF-8 in one row, quotes, delimiters and line end included."""

_WIDEST = 4  # bytes of a character in UTF-8
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
_BOM_MOST = 3
_UTF_8 = "utf-8"
_DECODERS: dict[str, Callable[[bytes, str, bool], tuple[str, int]]] = {
    _UTF_8: codecs.utf_8_decode,
    "utf-16-le": codecs.utf_16_le_decode,
    "utf-16-be": codecs.utf_16_be_decode,
}
_BOMS = ((codecs.BOM_UTF8, _UTF_8), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class SheetReader:
    """Reads one sheet: a header, and one product in each row below it (RFC 4180).

    UTF-8, or UTF-16 with a byte order mark; delimiter comma, semicolon or tab; any line end. Rows of which all cells are
    empty are passed over, but count in row numbers. What is given back is in the order of rows, all problems of a row
    together, and does not depend on how the bytes were cut; a row is given back at the latest when as many bytes again
    have come. Holds at most about 2 * ROW_MOST beside the last chunk, and each SKU and GTIN.

    A wrong row does not keep the next from being read. Where it cannot be known what follows (a wrong header or encoding,
    a quote out of place, a row too long or one too many) the problem is the last thing given back, and `stopped` is true.
    Blocks while it reads, about 1 ms for each 4 KiB: feed an event loop in small chunks.
    """

    def __init__(self) -> None:
        self.rows = 0
        """Rows below the header so far, wrong ones too, blank ones not."""
        self.stopped = False
        """Whether the rest of the sheet is not read."""
        self._chunks: list[bytes] = []
        self._waiting = 0
        self._encoding = ""
        self._bytes = b""
        self._offset = 0
        self._text = ""
        self._row = 0
        self._line = 0
        self._delimiter = ""
        self._columns: SheetColumns | None = None
        self._found: list[SheetRow | CellProblem] = []

    def feed(self, chunk: bytes) -> list[SheetRow | CellProblem]:
        """Take the next bytes; give back the rows that are complete. Nothing about the content of a sheet raises."""
        if self.stopped:
            return []
        self._chunks.append(chunk)
        self._waiting += len(chunk)
        if self._waiting < len(
            self._text
        ):  # an open row is read again only when it has doubled, however small the chunks
            return []
        self._read(final=False)
        return self._give()

    def end(self) -> list[SheetRow | CellProblem]:
        """Take the sheet as complete; give back what is left of it."""
        if self.stopped:
            return []
        self._read(final=True)
        if not (self.stopped or self._columns):
            self._stop("the sheet is empty: it must begin with a header", row=1, reason=Reason.FIELD_REQUIRED)
        return self._give()

    def _give(self) -> list[SheetRow | CellProblem]:
        found, self._found = self._found, []
        return found

    def _stop(self, description: str, *, row: int = 0, column: str = "", reason: Reason = Reason.FIELD_INVALID) -> None:
        """Add the last problem; its row is the one that is open unless one is named."""
        self._found.append(
            CellProblem(
                row=row or self._row + 1, line=self._line + 1, column=column, reason=reason, description=description
            )
        )
        self.stopped = True

    def _read(self, *, final: bool) -> None:
        data = b"".join((self._bytes, *self._chunks))
        self._chunks.clear()
        self._waiting = 0
        if not self._encoding:
            if len(data) < _BOM_MOST and not final:
                self._bytes = data
                return
            mark, self._encoding = next(((m, e) for m, e in _BOMS if data.startswith(m)), (b"", _UTF_8))
            data = data[len(mark) :]
            self._offset = len(mark)
        text, wrong = self._decode(data, final=final)
        self._text += text
        self._split(final=final and not wrong, ended=final or bool(wrong))
        if wrong and not self.stopped:
            self._stop(wrong)

    def _decode(self, data: bytes, *, final: bool) -> tuple[str, str]:
        """What can be read as text, and what is wrong with the bytes behind it."""
        decode = _DECODERS[self._encoding]
        wrong = ""
        try:
            text, used = decode(data, "strict", final)
        except UnicodeDecodeError as error:
            text, used = decode(data[: error.start], "strict", True)
            wrong = self._undecodable(data[error.start], self._offset + error.start)
        if (place := text.find("\0")) >= 0:
            text = text[:place]
            at = self._offset + len(text.encode(self._encoding))
            wrong = (
                f"byte {at} of the sheet, from 0, is a NUL character; a sheet is UTF-8,"
                " or UTF-16 with a byte order mark, and no workbook such as .xlsx"
            )
        self._bytes = data[used:]
        self._offset += used
        return text, wrong

    def _undecodable(self, byte: int, at: int) -> str:
        where = f"byte {at} of the sheet, from 0, is 0x{byte:02X} and"
        if self._encoding != _UTF_8:
            return f"{where} begins no character of {self._encoding.upper()}, which the byte order mark announced"
        guess = bytes([byte]).decode("cp1252", "ignore")
        hint = f"; was it saved as Windows-1252 or Latin-1, where this byte is {guess}?" if guess else ""
        return f"{where} begins no character of UTF-8{hint}; save the sheet as CSV UTF-8"

    def _split(self, *, final: bool, ended: bool) -> None:
        """Read the rows that are complete. `ended`: a CR at the end is a line end, no half of CRLF."""
        text = self._text
        feed = text.rfind("\n")
        cut = len(text) if final else max(feed, text.rfind("\r", feed + 1, len(text) - (not ended))) + 1
        lines = list(io.StringIO(text[:cut], newline=""))
        if not self._delimiter:
            first = next((line for line in lines if line.strip("\r\n")), "")
            bare = _QUOTED.sub("", first)
            self._delimiter = max(",;\t", key=bare.count) if first else ""
        done = self._rows(lines)
        if not self.stopped:
            self._text = "".join(lines[done:]) + text[cut:]
            if _is_longer(self._text, ROW_MOST):
                self._stop(_TOO_LONG)
            elif final and self._text:
                self._stop_open(lines[done:])

    def _stop_open(self, lines: list[str]) -> None:
        """The sheet ended within quotes: name the column in which they were opened."""
        cells = next(csv.reader(lines, delimiter=self._delimiter or ","))
        column = self._columns.column(len(cells) - 1) if self._columns else ""
        self._stop("a quoted cell is not closed before the sheet ends", column=column)

    def _rows(self, lines: list[str]) -> int:
        """Read whole rows; how many of the lines they were."""
        ran_out: list[bool] = []
        reader = csv.reader(chain(lines, _note(ran_out)), delimiter=self._delimiter or ",", strict=True)
        done = 0
        try:
            for cells in reader:
                taken = reader.line_num - done
                size = len(lines[done]) if taken == 1 else sum(map(len, lines[done : done + taken]))
                if size * _WIDEST > CELL_MOST and _is_longer("".join(lines[done : done + taken]), ROW_MOST):
                    self._stop(_TOO_LONG)
                    return done
                if any(cells):
                    self._take(cells, large=size * _WIDEST > CELL_MOST)
                if self.stopped:
                    return done
                done += taken
                self._row += 1
                self._line += taken
        except csv.Error as error:
            broken = "".join(lines[done : reader.line_num])
            if ran_out:
                return done
            if _is_longer(broken, ROW_MOST) or "limit" in str(error):
                self._stop(_TOO_LONG)
            else:
                self._stop("a quoted cell goes on behind its closing quote: a quote within a cell is written twice")
        return done

    def _take(self, cells: list[str], *, large: bool) -> None:
        """Read one row that is not blank."""
        row, line = self._row + 1, self._line + 1
        if self._columns is None:
            self._columns = SheetColumns(row, line, cells)
            self._found += self._columns.problems
            self.stopped = bool(self._columns.problems)
            return
        if self.rows == ROWS_MOST:
            self._stop(f"the sheet has more than {ROWS_MOST:,} products")
            return
        self.rows += 1
        if large and (long := self._columns.long_cells(row, line, cells)):
            self._found += long
            return
        read = self._columns.read(row, line, cells)
        if isinstance(read, SheetRow):
            self._found.append(read)
        else:
            self._found += read


_TOO_LONG = (
    f"the row is longer than {ROW_MOST // 1024} KiB, or a cell of it longer than {CELL_MOST // 1024} KiB:"
    " is a quote not closed? Nothing behind it was read"
)


def _is_longer(text: str, most: int) -> bool:
    return len(text) * _WIDEST > most and len(text.encode()) > most


def _note(ran_out: list[bool]) -> Iterator[str]:
    """No line; a mark that all were taken."""
    ran_out.append(True)
    yield from ()
