"""Events, and where their chain ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

FIRST_HASH = bytes(32)
"""What stands for the hash before the first event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the chain. `detail` is JSON as it was hashed; `hash` has 32 bytes (event.proto says of what)."""

    number: int
    at: datetime
    entity_type: str
    entity_id: str
    action: str
    actor: str
    request_id: str
    detail: str
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The last event of a chain: its number and hash, 0 and zeros where there is none. The nil UUID is the installation's."""

    brand_id: UUID
    number: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events; empty and None mean all. `since` is included, `until` is not."""

    entity_type: str = ""
    entity_id: str = ""
    actor: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
