"""The proof that a chain of events is the one whose heads the public log has: month by month, with the log's key alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hallmint.v1 import audit_service_pb2, event_pb2
from hallmint_client.client import Client
from hallmint_client.error import HallmintError
from mintcore import Head, ProofError, verify_checkpoint, verify_consistency, verify_entry_proof

AuditAnchor = audit_service_pb2.AuditAnchor
"""The head of a chain at the end of a month, with the proof that it is in the log."""

_LATE = timedelta(days=1)
"""How long after its end a month may have no proof: an installation that is up needs minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBreak:
    """A month in UTC (`2027-02`) whose head in the log is not the chain's, or missing, and what is wrong, for people."""

    month: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A head of the log that a proof leads to, or an event of the chain tells of: of `size` entries, with this root."""

    month: str
    size: int
    root: bytes


@dataclass(slots=True)
class Anchors:
    """Holds a chain, event by event from number 1 on, against the heads in the log. That events hash to what they say is
    `Chain`'s to prove.

    `listed` are all anchors of the chain, in order, asked for before its head: what they say is believed as far as the log has
    it. A second head of the same month in the log is not seen here: a monitor sees it, who reads every entry.
    """

    listed: Sequence[AuditAnchor]
    log_key: str
    witness_keys: Sequence[str] = ()
    witnesses: int = 0
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    carried: list[Carried] = field(default_factory=list)
    """Heads of the log that proofs lead to and that the chain tells of: one tree must have grown out of all of them."""
    _first: str = ""
    _passed: int = 0
    _told: set[str] = field(default_factory=set)
    _last: int = 0

    @property
    def proved(self) -> int:
        """How many months have a proof."""
        return sum(1 for each in self.listed if each.proof)

    def start(self) -> MonthBreak | None:
        """Verify the proofs, and that no month is left out between them. ValueError for keys that are none."""
        for number, each in enumerate(self.listed):
            if number and each.month != _next(self.listed[number - 1].month):
                return _break(_next(self.listed[number - 1].month), "is missing between the months in the log")
            if not each.proof:
                if any(later.proof for later in self.listed[number:]):
                    return _break(each.month, "has no proof, and a later month has one")
                continue
            entry = f"hallmint/audit/v1\n{each.tag.hex()}\n{each.head.hex()}\n".encode()
            try:
                _, head = verify_entry_proof(
                    entry, each.proof, self.log_key, witness_keys=self.witness_keys, witnesses=self.witnesses
                )
            except ProofError as error:
                return _break(each.month, f"is not proved to be in the log under this key: {error}")
            # As a rule all proofs lead to one. Whoever has the log's key could sign a tree for each month.
            if all((head.size, head.root) != (other.size, other.root) for other in self.carried):
                self.carried.append(Carried(month=each.month, size=head.size, root=head.root))
        return None

    def add(self, event: event_pb2.Event) -> MonthBreak | None:
        """The next event of the chain."""
        at = event.at.ToDatetime(UTC)
        if not self._first:
            self._first = at.strftime("%Y-%m")
            if self.listed and self.listed[0].month != self._first:
                return _break(self._first, "is the first month of the chain, and not the first one in the log")
        if self._passed and at < _end(self.listed[self._passed - 1].month):
            closed = self.listed[self._passed - 1]
            return _break(closed.month, f"event {event.number} is dated before its end, and behind its head in the log")
        self._last = event.number
        while self._passed < len(self.listed) and self.listed[self._passed].number <= event.number:
            anchor = self.listed[self._passed]
            if anchor.number == event.number and (anchor.head != event.hash or at >= _end(anchor.month)):
                return _break(
                    anchor.month,
                    f"event {event.number} is not the head that the log has: it or one before it was changed since",
                )
            self._passed += 1
        if (event.entity_type, event.action) == ("AUDIT", "ANCHORED"):
            return self._compare(event)
        return None

    def finish(self) -> MonthBreak | None:
        """No more events come."""
        if self._passed < len(self.listed):
            anchor = self.listed[self._passed]
            return _break(
                anchor.month, f"the log has event {anchor.number} as its head, and the chain ends with {self._last}"
            )
        for each in self.listed:
            if each.month not in self._told:
                return _break(each.month, "is in the log, and the chain does not tell of it")
        late = [month for month in self.still_open() if _end(month) + _LATE < self.now]
        return _break(late[0], "ended more than a day ago, and the log has no head of it") if late else None

    def still_open(self) -> list[str]:
        """Months of the chain that are over and have no proof, in order: none as a rule, or the one that has just ended."""
        last = max((each.month for each in self.listed if each.proof), default="")
        month, found = _next(last) if last else self._first, []
        while month and _end(month) <= self.now:
            found.append(month)
            month = _next(month)
        return found

    def _compare(self, event: event_pb2.Event) -> MonthBreak | None:
        month, told = event.entity_id, _told(event.detail)
        anchor = next((each for each in self.listed if each.month == month), None)
        if anchor is None:
            return _break(month, "is in the log by what the chain says, and not by what is listed")
        if (told.get("number"), told.get("head")) != (anchor.number, anchor.head.hex()):
            return _break(month, f"has another head in the log than event {event.number} says")
        self._told.add(month)
        checkpoint = told.get("checkpoint")
        if checkpoint:
            self.carried.append(
                Carried(month=month, size=int(checkpoint["size"]), root=bytes.fromhex(checkpoint["root"]))
            )
        return None


async def check_carried(client: Client, anchors: Anchors) -> MonthBreak | None:
    """Whether one tree, the log's now, has grown out of each head that proofs lead to or the chain tells of. HallmintError."""
    now: Head | None = None
    for each in anchors.carried:
        if each.size == 0:  # every tree has
            continue
        try:
            now = await _grown(client, anchors, each, now)
        except (ProofError, ValueError) as error:
            words = "the log did not grow out of the head of it that the chain tells of, or a proof leads to"
            return _break(each.month, f"{words}: {error}")
        except HallmintError as error:
            if error.reason != "FIELD_INVALID":
                raise
            return _break(each.month, f"the chain tells of {each.size} entries of the log, and it has fewer")
    return None


async def _grown(client: Client, anchors: Anchors, carried: Carried, now: Head | None) -> Head:
    """The log's head `now`, at first the last one, where it has grown out of another. ProofError, ValueError, HallmintError."""
    told = await client.get_consistency_proof(carried.size, now.size if now else 0)
    head = verify_checkpoint(
        told.checkpoint, anchors.log_key, witness_keys=anchors.witness_keys, witnesses=anchors.witnesses
    )
    if now is not None and (head.size, head.root) != (now.size, now.root):
        raise ValueError(f"it shows another tree of {head.size} entries than the one of {now.size} before")
    verify_consistency(carried.size, carried.root, head.size, head.root, b"".join(told.hashes))
    return head


def _told(detail: str) -> dict[str, Any]:
    """What an event says; nothing where it is not of the form."""
    try:
        told = json.loads(detail)
        checkpoint = told["checkpoint"]
        if checkpoint is not None and (
            int(checkpoint["size"]) < 0 or len(bytes.fromhex(checkpoint["root"])) != len(bytes(32))
        ):
            return {}
    except (ValueError, TypeError, KeyError):
        return {}
    return dict(told)


def _break(month: str, problem: str) -> MonthBreak:
    return MonthBreak(month=month, problem=f"month {month}: {problem}")


def _next(month: str) -> str:
    return _end(month).strftime("%Y-%m")


def _end(month: str) -> datetime:
    """When a month is over."""
    year, number = map(int, month.split("-"))
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
