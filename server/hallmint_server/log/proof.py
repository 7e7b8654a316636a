"""Proof files of tokens: that a token is one of a batch, and the batch's entry one of the log, for anyone to check offline.

The second half is exactly a C2SP tlog-proof. Here proofs are written and their form is read; what verifies them is mintcore's
`verify_proof` and docs/verify/verify.py.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hallmint_server.log.checkpoint import parse_checkpoint
from hallmint_server.log.entry import BatchEntry, Opening, time_text
from hallmint_server.log.note import read_note
from hallmint_server.log.signature import NoteError, base64_bytes
from hallmint_server.log.tile import HASH, leaf_hash

MOST_BYTES = 8192  # the core's MAX_PROOF: 16 signatures, which every client takes, fit (C2SP signed-note)
MEDIA_TYPE = "text/plain; charset=utf-8"
TLOG_PROOF = "c2sp.org/tlog-proof@v1"

_FIRST = "hallmint/proof/v1"
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_PART = "(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+"
_IDENTITY = re.compile(rf"/01/[0-9]{{14}}(?:/10/{_PART})?/21/{_PART}|/t/{_PART}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LONGEST_PATH = 63
_MOST = 2**63 - 1


class ProofError(ValueError):
    """A text is no proof file: one line that says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenProof:
    """A token of a batch of the log. `identity` is its canonical path, `path` leads from its leaf to the batch's root,
    `index` and `log_path` from the batch's entry to the root of the checkpoint, hashes of 32 bytes, leaf side first;
    `checkpoint` is the signed note.
    """

    batch_id: UUID
    seq: int
    identity: str
    opening: Opening
    tag: bytes
    path: tuple[bytes, ...]
    index: int
    log_path: tuple[bytes, ...]
    checkpoint: bytes

    def leaf(self) -> bytes:
        """The token's leaf in the tree of its batch, a hash."""
        return hashlib.sha256(f"\0hallmint/v1\n{self.batch_id}\n{self.seq}\n{self.identity}\n".encode()).digest()

    def entry(self) -> BatchEntry:
        """The batch's entry in the log."""
        return BatchEntry(batch_id=self.batch_id, tag=self.tag, commitment=self.opening.commitment())

    def entry_leaf(self) -> bytes:
        """The entry's leaf in the log, a hash."""
        return leaf_hash(bytes(self.entry()))

    def __bytes__(self) -> bytes:
        """The file. Raises ProofError where it would be larger than is read."""
        opening = self.opening
        lines = [
            _FIRST,
            f"batch {self.batch_id}",
            f"seq {self.seq}",
            f"identity {self.identity}",
            f"quantity {opening.quantity}",
            f"root {opening.root.hex()}",
            f"product {opening.product}",
            f"minted {time_text(opening.minted)}",
            f"salt {opening.salt.hex()}",
            f"tag {self.tag.hex()}",
            *(f"path {_base64(node)}" for node in self.path),
            TLOG_PROOF,
            f"index {self.index}",
            *(_base64(node) for node in self.log_path),
            "",
            "",
        ]
        data = "\n".join(lines).encode() + self.checkpoint
        if len(data) > MOST_BYTES:
            raise ProofError(
                f"a proof of {len(data)} bytes, and verifiers read {MOST_BYTES} at most: too many signatures"
            )
        return data


def parse_proof(data: bytes) -> TokenProof:
    """A proof file, **not verified**. Raises ProofError for whatever TokenProof would not write in exactly these bytes."""
    if len(data) > MOST_BYTES:
        raise ProofError(f"a proof of {len(data)} bytes, and at most {MOST_BYTES} are read")
    head, gap, checkpoint = data.partition(b"\n\n")
    try:
        lines = iter(head.decode().split("\n"))
        found = _parse(lines, checkpoint)
        size = parse_checkpoint(read_note(checkpoint)[0]).size
    except StopIteration:
        raise ProofError("the proof ends too early") from None
    except UnicodeDecodeError:
        raise ProofError("a proof must be UTF-8") from None
    except NoteError as error:
        raise ProofError(str(error)) from None
    if not gap or bytes(found) != data:
        raise ProofError("not in the one form of a proof")
    if found.seq >= found.opening.quantity or found.index >= size:
        raise ProofError("seq must be below quantity, and index below the log's size")
    return found


def _parse(lines: Iterator[str], checkpoint: bytes) -> TokenProof:
    if next(lines) != _FIRST:
        raise ProofError(f"the first line of a proof is {_FIRST}")
    batch_id = _uuid("batch", _value(lines, "batch"))
    seq = _number("seq", _value(lines, "seq"))
    identity = _value(lines, "identity")
    if not _IDENTITY.fullmatch(identity):
        raise ProofError("identity is no canonical path")
    quantity = _number("quantity", _value(lines, "quantity"))
    root = _hex("root", _value(lines, "root"))
    product = _uuid("product", _value(lines, "product"))
    minted = _time(_value(lines, "minted"))
    salt = _hex("salt", _value(lines, "salt"))
    tag = _hex("tag", _value(lines, "tag"))
    path: list[bytes] = []
    while (line := next(lines)) != TLOG_PROOF:
        if not line.startswith("path "):
            raise ProofError(f"neither a path nor {TLOG_PROOF}")
        path.append(_hash(line.removeprefix("path ")))
    index = _number("index", _value(lines, "index"))
    log_path = [_hash(line) for line in lines]
    if max(len(path), len(log_path)) > _LONGEST_PATH:
        raise ProofError("a path that is too long")
    opening = Opening(product=product, quantity=quantity, root=root, minted=minted, salt=salt)
    return TokenProof(
        batch_id=batch_id,
        seq=seq,
        identity=identity,
        opening=opening,
        tag=tag,
        path=tuple(path),
        index=index,
        log_path=tuple(log_path),
        checkpoint=checkpoint,
    )


def _value(lines: Iterator[str], name: str) -> str:
    line = next(lines)
    if not line.startswith(f"{name} "):
        raise ProofError(f"a line is missing, or is not {name}")
    return line.removeprefix(f"{name} ")


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > _MOST:
        raise ProofError(f"{name} must be a number without leading zeros")
    return int(text)


def _hex(name: str, text: str) -> bytes:
    if not _HEX.fullmatch(text):
        raise ProofError(f"{name} must be 64 lower-case hex digits")
    return bytes.fromhex(text)


def _uuid(name: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ProofError(f"{name} must be a UUID") from None


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        raise ProofError("minted must be a time in UTC with six digits") from None


def _hash(text: str) -> bytes:
    data = base64_bytes(text)
    if len(data) != HASH:
        raise ProofError("a hash of a path must have 32 bytes")
    return data


def _base64(node: bytes) -> str:
    return base64.b64encode(node).decode()
