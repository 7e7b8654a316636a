"""The body of `add-checkpoint`: C2SP tlog-witness, "add-checkpoint"."""

import re
from dataclasses import dataclass

from hallmint_server.log.checkpoint import Checkpoint, parse_checkpoint
from hallmint_server.log.note import read_note
from hallmint_server.log.signature import NoteError, base64_bytes
from hallmint_server.log.tile import HASH

MOST_BYTES = 64 * 1024
"""Of a body: 63 hashes, and a checkpoint with hundreds of signatures."""
MOST_HASHES = 63
_OLD = re.compile(rb"old (0|[1-9][0-9]{0,18})", re.ASCII)
_MOST_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCheckpoint:
    """What a log asks for: `note` is the signed checkpoint as it came, and `checkpoint` what it says, **not verified**."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes
    checkpoint: Checkpoint


def parse(body: bytes) -> AddCheckpoint:
    """Raises NoteError, whose message says what is wrong and holds nothing of the body."""
    head, gap, note = body.partition(b"\n\n")
    first, *rest = head.split(b"\n")
    old = _OLD.fullmatch(first)
    if old is None or int(old[1]) > _MOST_SIZE:
        raise NoteError("the first line must be `old` and a size, without leading zeros")
    if not gap:
        raise NoteError("an empty line and a checkpoint must follow")
    if len(rest) > MOST_HASHES:
        raise NoteError(f"a proof has at most {MOST_HASHES} hashes")
    text, _ = read_note(note)
    return AddCheckpoint(
        old=int(old[1]), proof=tuple(_hash(line) for line in rest), note=note, checkpoint=parse_checkpoint(text)
    )


def _hash(line: bytes) -> bytes:
    try:
        found = base64_bytes(line.decode("ascii"))
    except UnicodeDecodeError:
        raise NoteError("not base64") from None
    if len(found) != HASH:
        raise NoteError("a line of a proof is a hash of 32 bytes, in base64")
    return found
