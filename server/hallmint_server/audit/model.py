"""Events, and where their chain ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

FIRST_HASH = bytes(32)
"""What stands for the hash before the first event."""


SCAN = "scan"
"""The actor of what a person's scan did to a unit."""
UNIT_ACTIONS = frozenset({"ACTIVATED"})
"""What happens to units apart from the chain."""


class UnitPlace(NamedTuple):
    """Where an event of a unit stands among the others of its brand: the order of these four."""

    at: datetime
    batch_no: int
    seq: int
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the chain: `detail` is JSON as it was hashed, `hash` has 32 bytes (event.proto says of what). Or, with
    `unit`, what happened to a unit: then `number` is 0 and `hash` empty.
    """

    number: int
    at: datetime
    entity_type: str
    entity_id: str
    action: str
    actor: str
    request_id: str
    detail: str
    hash: bytes
    unit: UnitPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a list has come: the last event of the chain and the last of a unit that it held; None where it held none."""

    number: int | None = None
    unit: UnitPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The last event of a chain: its number and hash, 0 and zeros where there is none. The nil UUID is the installation's."""

    brand_id: UUID
    number: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events; empty and None mean all. `since` is included, `until` is not. `chained_only`: none of units."""

    entity_type: str = ""
    entity_id: str = ""
    actor: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    chained_only: bool = False
