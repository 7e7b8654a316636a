"""The rows of one batch, as they come from the database in order of seq: whatever stands in them, nothing here raises."""

from collections import Counter
from collections.abc import Sequence

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
        self._gap: int | None = None
        self._unreadable = ""
        self._compact_range = b""
        self._blocks = b""
        self._wrong_codes: list[int] = []
        self._unknown: list[int] = []
        self._early: list[int] = []
        self.statuses: Counter[TokenStatus] = Counter()

    def add(self, rows: Sequence[Row]) -> None:
        """The next rows: a multiple of 256 of them, but for the last."""
        end = self._read + len(rows)
        seqs = [row[0] for row in rows]
        if self._gap is None and seqs != list(range(self._read, end)):
            self._gap = next(
                expected for seq, expected in zip(seqs, range(self._read, end), strict=True) if seq != expected
            )
        if self._gap is None and not self._unreadable and end <= self._batch.quantity:
            self._add_codes([row[1] for row in rows])
        for (status, is_activated), count in Counter((row[2], row[3]) for row in rows).items():
            if status in _KNOWN:
                self.statuses[TokenStatus(status)] += count
            else:
                self._unknown += [row[0] for row in rows if row[2] == status]
            if is_activated and status == TokenStatus.MINTED:
                self._early += [row[0] for row in rows if row[2] == status and row[3]]
        self._read = end

    def _add_codes(self, codes: list[str]) -> None:
        batch = self._batch
        try:
            if self._key is not None:
                self._wrong_codes += self._key.mismatches(batch.context, batch.batch_no, self._read, codes)
            self._compact_range = extend_range(
                str(batch.batch_id), batch.context, self._lots, self._read, codes, self._compact_range
            )
            self._blocks += block_hashes(str(batch.batch_id), batch.context, self._lots, self._read, codes)
        except ValueError as error:  # a code, a context or lots that no batch can have; the message holds none of them
            self._unreadable = str(error)

    def finish(self, report: Report, where: str, blocks: bytes | None) -> None:
        """Note what was found. `blocks` are the stored hashes, or None where they are not there yet."""
        report.tokens += self._read
        report.expect(where, "rows", self._batch.cursor, self._read)
        if self._gap is not None:
            report.add(where, f"seq is not dense: {self._gap} is missing")
        _note(report, where, self._wrong_codes, "codes do not decode to their own row")
        _note(report, where, self._unknown, "tokens have a status that there is not")
        _note(report, where, self._early, "tokens are not active, and have a time of activation")
        if self._unreadable:
            report.add(where, f"the root cannot be made again from the rows: {self._unreadable}")
        elif self._gap is None and self._compact_range != self._batch.compact_range:
            report.add(where, "the root made again from the rows is not the stored one")
        if blocks is not None:
            self._compare(report, where, blocks)

    def _compare(self, report: Report, where: str, blocks: bytes) -> None:
        full = self._batch.cursor // BLOCK_UNITS
        report.expect(where, "hashes of full blocks", full, len(blocks) // _HASH)
        # Behind a gap, or what could not be read, there is nothing to compare with.
        ends = range(_HASH, _HASH * min(full, self._read // BLOCK_UNITS) + 1, _HASH)
        wrong = [
            f"{end // _HASH - 1} (seq {BLOCK_UNITS * (end // _HASH - 1)} to {BLOCK_UNITS * end // _HASH - 1})"
            for end in ends
            if end <= min(len(blocks), len(self._blocks))
            and blocks[end - _HASH : end] != self._blocks[end - _HASH : end]
        ]
        if wrong:
            shown = ", ".join(wrong[:_SHOWN]) + (", ..." if len(wrong) > _SHOWN else "")
            report.add(where, f"{len(wrong)} blocks of rows are not those that were minted: block {shown}")


def _note(report: Report, where: str, seqs: Sequence[int], what: str) -> None:
    if seqs:
        shown = ", ".join(map(str, seqs[:_SHOWN])) + (", ..." if len(seqs) > _SHOWN else "")
        report.add(where, f"{len(seqs)} {what}: seq {shown}")
