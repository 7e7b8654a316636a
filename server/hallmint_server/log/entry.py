"""Entries of the log: what is told of a batch and of an audit chain, and what is committed to and not told.

An entry gives away that a batch ended, never whose, of what product, or how many: docs/verify/README.md says how each is made.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

DIGEST = 32  # bytes of a tag, a commitment, a head, a root, a salt and a monitor key
BLOCK_UNITS = 256
"""Units of a batch whose leaves have one hash that is kept (identity.md, "The log")."""

_BATCH = re.compile(rb"hallmint/batch/v1\n([0-9a-f-]{36})\n([0-9a-f]{64})\n([0-9a-f]{64})\n")
_AUDIT = re.compile(rb"hallmint/audit/v1\n([0-9a-f]{64})\n([0-9a-f]{64})\n")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """A batch that ended: `tag` of 32 bytes tells its brand whose it is, `commitment` of 32 bytes binds what it holds."""

    batch_id: UUID
    tag: bytes
    commitment: bytes

    def __bytes__(self) -> bytes:
        """The entry as it stands in the log."""
        return f"hallmint/batch/v1\n{self.batch_id}\n{self.tag.hex()}\n{self.commitment.hex()}\n".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """The head of a brand's chain of events at the end of a month; `tag` is that of `audit_name`."""

    tag: bytes
    head: bytes

    def __bytes__(self) -> bytes:
        """The entry as it stands in the log."""
        return f"hallmint/audit/v1\n{self.tag.hex()}\n{self.head.hex()}\n".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a batch's commitment binds, told in proofs of its tokens only. `quantity` is units minted, `root` that of the
    batch's tree, `minted` when it ended, `salt` 32 random bytes kept with it.
    """

    product: UUID
    quantity: int
    root: bytes
    minted: datetime
    salt: bytes

    def commitment(self) -> bytes:
        """32 bytes."""
        told = f"{self.product}\n{self.quantity}\n{self.root.hex()}\n{time_text(self.minted)}\n"
        return hashlib.sha256(self.salt + told.encode()).digest()


def parse_entry(data: bytes) -> BatchEntry | AuditEntry | None:
    """An entry out of the log; None for what is neither."""
    if found := _BATCH.fullmatch(data):
        text, tag, commitment = (part.decode() for part in found.groups())
        try:
            batch_id = UUID(text)
        except ValueError:
            return None
        entry = BatchEntry(batch_id=batch_id, tag=bytes.fromhex(tag), commitment=bytes.fromhex(commitment))
        return entry if bytes(entry) == data else None
    if found := _AUDIT.fullmatch(data):
        tag, head = (part.decode() for part in found.groups())
        return AuditEntry(tag=bytes.fromhex(tag), head=bytes.fromhex(head))
    return None


def brand_tag(monitor_key: bytes, name: UUID | str) -> bytes:
    """By what a brand finds its own entries, 32 bytes: HMAC-SHA256 of a batch's id, or of `audit_name`. Raises ValueError for a
    monitor key that has not 32 bytes.
    """
    if len(monitor_key) != DIGEST:
        raise ValueError(f"a monitor key has {DIGEST} bytes, not {len(monitor_key)}")
    return hmac.digest(monitor_key, str(name).encode(), "sha256")


def audit_name(month: str) -> str:
    """What the tag of a month's audit entry is made of; the month as `2027-02`. Raises ValueError for another form."""
    if not _MONTH.fullmatch(month):
        raise ValueError(f"a month is told as 2027-02, not {month!r}")
    return f"audit/{month}"


def time_text(at: datetime) -> str:
    """RFC 3339 in UTC with six digits: `2027-02-18T09:30:00.000000Z`. Raises ValueError for a time of no zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
