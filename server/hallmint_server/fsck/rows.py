"""The rows of one batch, as they come from the database in order of seq: whatever stands in them, nothing here raises."""

from collections import Counter
from collections.abc import Iterator, Sequence

from hallmint_server.fsck.report import Report
from hallmint_server.log.entry import BLOCK_UNITS
from hallmint_server.minting.model import Batch, TokenStatus
from mintcore import CodeKey, block_hashes, extend_range

Row = tuple[int, str, int, bool]
"""seq, code, status, and whether it has a time of activation."""

_SHOWN = 3
_HASH = 32
_KNOWN = frozenset(TokenStatus)


class RowCheck:
    """Rows dense from 0 to cursor - 1, codes of their own place, statuses possible, and root and hashes of blocks made again from
    them.
    """

    def __init__(self, batch: Batch, key: CodeKey | None) -> None:
        self._batch = batch
        self._key = key
        self._lots = [(lot.lot_code, lot.quantity) for lot in batch.lots]
        self._read = 0
        self._next = 0
        self._gaps: list[tuple[int, int]] = []
        self._folded = 0
        self._unreadable = ""
        self._compact_range = b""
        self._blocks = b""
        self._wrong_codes: list[int] = []
        self._unknown: list[int] = []
        self._early: list[int] = []
        self.statuses: Counter[TokenStatus] = Counter()

    def add(self, rows: Sequence[Row]) -> None:
        """The next rows: a multiple of 256 of them, but for the last."""
        for first, codes in _stretches(rows):
            if first != self._next:
                self._gaps.append((self._next, first - 1))
            self._next = first + len(codes)
            if not self._unreadable and first >= 0 and self._next <= self._batch.quantity:
                self._add_codes(first, codes)
        for (status, is_activated), count in Counter((row[2], row[3]) for row in rows).items():
            if status in _KNOWN:
                self.statuses[TokenStatus(status)] += count
            else:
                self._unknown += [row[0] for row in rows if row[2] == status]
            if is_activated and status == TokenStatus.MINTED:
                self._early += [row[0] for row in rows if row[2] == status and row[3]]
        self._read += len(rows)

    def _add_codes(self, first: int, codes: list[str]) -> None:
        batch = self._batch
        try:
            if self._key is not None:
                self._wrong_codes += self._key.mismatches(batch.context, batch.batch_no, first, codes)
            # Behind a row that is missing there is neither root nor hash to make again; codes say their own places.
            if self._gaps:
                return
            self._compact_range = extend_range(
                str(batch.batch_id), batch.context, self._lots, first, codes, self._compact_range
            )
            self._blocks += block_hashes(str(batch.batch_id), batch.context, self._lots, first, codes)
            self._folded += len(codes)
        except ValueError as error:  # a code, a context or lots that no batch can have; the message holds none of them
            self._unreadable = str(error)

    def finish(self, report: Report, where: str, blocks: bytes | None) -> None:
        """Note what was found. `blocks` are the stored hashes, or None where they are not there yet."""
        report.tokens += self._read
        report.expect(where, "rows", self._batch.cursor, self._read)
        if self._next < self._batch.cursor:
            self._gaps.append((self._next, self._batch.cursor - 1))
        if self._gaps:
            shown = _shown([str(first) if first == last else f"{first} to {last}" for first, last in self._gaps])
            is_one = len(self._gaps) == 1 and self._gaps[0][0] == self._gaps[0][1]
            report.add(where, f"seq is not dense: {shown} {'is' if is_one else 'are'} missing")
        _note(report, where, self._wrong_codes, "codes do not decode to their own row")
        _note(report, where, self._unknown, "tokens have a status that there is not")
        _note(report, where, self._early, "tokens are not active, and have a time of activation")
        if self._unreadable:
            report.add(where, f"the root cannot be made again from the rows: {self._unreadable}")
        elif not self._gaps and self._compact_range != self._batch.compact_range:
            report.add(where, "the root made again from the rows is not the stored one")
        if blocks is not None:
            self._compare(report, where, blocks)

    def _compare(self, report: Report, where: str, blocks: bytes) -> None:
        full = self._batch.cursor // BLOCK_UNITS
        report.expect(where, "hashes of full blocks", full, len(blocks) // _HASH)
        # Behind a gap, or what could not be read, there is nothing to compare with.
        ends = range(_HASH, _HASH * min(full, self._folded // BLOCK_UNITS) + 1, _HASH)
        wrong = [
            f"{end // _HASH - 1} (seq {BLOCK_UNITS * (end // _HASH - 1)} to {BLOCK_UNITS * end // _HASH - 1})"
            for end in ends
            if end <= min(len(blocks), len(self._blocks))
            and blocks[end - _HASH : end] != self._blocks[end - _HASH : end]
        ]
        if wrong:
            report.add(where, f"{len(wrong)} blocks of rows are not those that were minted: block {_shown(wrong)}")


def _stretches(rows: Sequence[Row]) -> Iterator[tuple[int, list[str]]]:
    """The codes of rows whose seqs follow each other, with the first seq of each stretch."""
    first, codes = 0, list[str]()
    for seq, code, _, _ in rows:
        if codes and seq != first + len(codes):
            yield first, codes
            codes = []
        if not codes:
            first = seq
        codes.append(code)
    if codes:
        yield first, codes


def _note(report: Report, where: str, seqs: Sequence[int], what: str) -> None:
    if seqs:
        report.add(where, f"{len(seqs)} {what}: seq {_shown([str(seq) for seq in seqs])}")


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
