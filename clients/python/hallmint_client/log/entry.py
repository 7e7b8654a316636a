"""Entries of the log, and the tags by which a brand finds its own (docs/verify/README.md)."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

KEY = 32
"""Bytes of a monitor key."""
_BATCH = re.compile(
    rb"hallmint/batch/v1\n([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\n([0-9a-f]{64})\n([0-9a-f]{64})\n"
)
_AUDIT = re.compile(rb"hallmint/audit/v1\n([0-9a-f]{64})\n([0-9a-f]{64})\n")
_FIRST_YEAR = 2026
"""No installation anchored a month before."""
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """A batch that ended, whoever's: `tag` and `commitment` have 32 bytes."""

    batch_id: str
    tag: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Where the audit trail of a brand, whichever, ended in a month."""

    tag: bytes
    head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a batch's entry commits to. `root` and `salt` have 32 bytes, `minted` is to the microsecond."""

    product_id: str
    quantity: int
    root: bytes
    minted: datetime
    salt: bytes

    def commitment(self) -> bytes:
        """32 bytes: SHA-256 of the salt and four lines."""
        told = f"{self.product_id}\n{self.quantity}\n{self.root.hex()}\n{self._time()}\n"
        return hashlib.sha256(self.salt + told.encode()).digest()

    def lines(self) -> bytes:
        """As it stands in a proof file (docs/verify/README.md, "The file"), without the line feed behind it."""
        told = f"quantity {self.quantity}\nroot {self.root.hex()}\nproduct {self.product_id}\nminted {self._time()}\n"
        return f"{told}salt {self.salt.hex()}".encode()

    def _time(self) -> str:
        return self.minted.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_entry(data: bytes) -> BatchEntry | AuditEntry | None:
    """An entry; None for what is neither."""
    if found := _BATCH.fullmatch(data):
        batch_id, tag, commitment = (part.decode() for part in found.groups())
        return BatchEntry(batch_id=batch_id, tag=bytes.fromhex(tag), commitment=bytes.fromhex(commitment))
    if found := _AUDIT.fullmatch(data):
        tag, head = (part.decode() for part in found.groups())
        return AuditEntry(tag=bytes.fromhex(tag), head=bytes.fromhex(head))
    return None


def batch_time(batch_id: str) -> datetime | None:
    """When the id of a batch was made: the milliseconds that a UUID of version 7 begins with (RFC 9562, 5.7). None of others."""
    found = UUID(batch_id)
    if found.version != 7:  # noqa: PLR2004 - the version that batches have
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=found.int >> 80)
    except OverflowError:
        return None


class Tags:
    """The tags of one brand."""

    def __init__(self, monitor_key: bytes, *, now: datetime) -> None:
        """ValueError for a key that has not 32 bytes."""
        if len(monitor_key) != KEY:
            raise ValueError(f"a monitor key has {KEY} bytes, not {len(monitor_key)}")
        self._key = monitor_key
        self._months = {self._tag(f"audit/{month}"): month for month in _months(now)}

    def is_own(self, entry: BatchEntry) -> bool:
        """Whether a batch is the brand's."""
        return hmac.compare_digest(self._tag(entry.batch_id), entry.tag)

    def month(self, entry: AuditEntry) -> str | None:
        """The month, as `2027-02`, whose end of the brand's trail an entry is of; None where it is of another brand."""
        return self._months.get(entry.tag)

    def _tag(self, name: str) -> bytes:
        return hmac.digest(self._key, name.encode(), "sha256")


def _months(now: datetime) -> Iterator[str]:
    for year in range(_FIRST_YEAR, now.year + 2):
        yield from (f"{year}-{month:02}" for month in range(1, _MONTHS + 1))
