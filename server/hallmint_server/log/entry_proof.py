"""Proofs that entries are of the log: C2SP tlog-proofs alone, without what Hallmint's own proof files have before them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from hallmint_server.db.pool import Connection
from hallmint_server.log import store, tile
from hallmint_server.log.proof import TLOG_PROOF


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """That an entry is number `index`, from 0, of the log: `path` has hashes of 32 bytes, leaf side first, and `checkpoint` is
    the signed note.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def __bytes__(self) -> bytes:
        """The text."""
        lines = [TLOG_PROOF, f"index {self.index}", *(base64.b64encode(node).decode() for node in self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


async def entry_proofs(conn: Connection, numbers: Sequence[int], size: int, note: bytes) -> list[EntryProof]:
    """Of each entry in turn, to a published checkpoint of `size` entries that has them all. Always the same bytes, as tiles only
    grow. Reads a tile a level and entry.
    """
    spans = [tile.inclusion(number, size) for number in numbers]
    rows = await store.read_tiles(conn, {row for each in spans for row in tile.rows(each)})
    return [
        EntryProof(
            index=number,
            path=tuple(tile.hashes(each, tile.reader(rows))),
            checkpoint=note,
        )
        for number, each in zip(numbers, spans, strict=True)
    ]
