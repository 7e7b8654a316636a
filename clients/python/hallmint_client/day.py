"""The proof that nobody changed what scans did to units: each closed day's digest stands in the chain."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from hallmint.v1 import event_pb2


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBreak:
    """A day in UTC whose events of units are not those of its digest, and what is wrong, for people."""

    day: str
    problem: str


@dataclass(slots=True)
class _Day:
    hash: Any
    events: int = 0


@dataclass(slots=True)
class Days:
    """Makes the digests of a brand's days again from all its events, those of units among them, the oldest first. Holds one
    running hash for each day that is not closed yet. The chain itself is `Chain`'s to prove.
    """

    brand_id: str
    closed: int = 0
    """Days that were found as their digests say."""
    events: int = 0
    """Events of units on those days."""
    _open: dict[str, _Day] = field(default_factory=dict)
    _last: str = ""

    def add(self, event: event_pb2.Event) -> DayBreak | None:
        """The next event: one of a unit is hashed, a digest compared, another one passed over."""
        if event.number == 0:
            return self._count(event)
        if event.entity_type == "DAY" and event.action == "DIGESTED":
            return self._compare(event)
        return None

    def still_open(self) -> list[str]:
        """Days with events of units that no digest has closed so far, in order: those of today and yesterday, as a rule."""
        return sorted(self._open)

    def _count(self, event: event_pb2.Event) -> DayBreak | None:
        micros = event.at.ToMicroseconds()
        day = event.at.ToJsonString()[:10]
        if day <= self._last:
            return DayBreak(day=day, problem=f"an event of a unit was added to {day}: a digest had closed the day")
        found = self._open.setdefault(day, _Day(day_hash(self.brand_id, day)))
        found.hash.update(f"{micros} {event.entity_id} {event.action}\n".encode())
        found.events += 1
        return None

    def _compare(self, event: event_pb2.Event) -> DayBreak | None:
        day = event.entity_id
        self._last = max(self._last, day)
        older = min(self._open, default=day)
        if older < day:
            return DayBreak(day=older, problem=f"events of units were added to {older}: its digest tells of none")
        found = self._open.pop(day, None) or _Day(day_hash(self.brand_id, day))
        told = json.loads(event.detail)
        if told != {"events": found.events, "sha256": found.hash.hexdigest()}:
            return DayBreak(
                day=day,
                problem=f"events of units of {day} are not those of its digest: it tells of {told.get('events')}, "
                f"there are {found.events}",
            )
        self.closed += 1
        self.events += found.events
        return None


def day_hash(brand_id: str, day: str) -> Any:
    """What the hash of a day begins with (event.proto)."""
    return hashlib.sha256(f"hallmint/unit-events/v1\n{brand_id}\n{day}\n".encode())
