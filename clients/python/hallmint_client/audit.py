"""The rpcs of AuditService, and the proof that no event was changed, added or taken away."""

import hashlib
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from hallmint.v1 import audit_service_pb2, event_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages

AuditHead = audit_service_pb2.GetAuditHeadResponse
"""Where a chain ends or ended: its brand, the number of the last event and its hash."""

_HASH_LENGTH = 32


class AuditCalls(Connection):
    """The audit trail of the acting brand: a part of `Client`."""

    async def list_events(
        self,
        *,
        entity_type: str = "",
        entity_id: str = "",
        actor: str = "",
        action: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        oldest_first: bool = False,
        chained_only: bool = False,
        page_size: int = 0,
        page_token: str = "",
    ) -> audit_service_pb2.ListEventsResponse:
        """One page of events, newest first unless asked otherwise. `since` is included, `until` is not; both need a time
        zone. `chained_only` leaves out what scans did to units. `page_size` 0 is 50, at most 500. ValueError for a time
        without a zone.
        """
        request = audit_service_pb2.ListEventsRequest(
            page_size=page_size,
            page_token=page_token,
            entity_type=entity_type,
            entity_id=entity_id,
            actor=actor,
            action=action,
            since=_timestamp(since),
            until=_timestamp(until),
            oldest_first=oldest_first,
            chained_only=chained_only,
        )
        return await self._transport.unary(self._transport.audit.ListEvents, request)

    async def events(
        self,
        *,
        entity_type: str = "",
        entity_id: str = "",
        actor: str = "",
        action: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        oldest_first: bool = False,
        chained_only: bool = False,
    ) -> AsyncGenerator[event_pb2.Event, None]:
        """All events, through all pages; as `list_events`."""
        async for page in pages(
            lambda at: self.list_events(
                entity_type=entity_type,
                entity_id=entity_id,
                actor=actor,
                action=action,
                since=since,
                until=until,
                oldest_first=oldest_first,
                chained_only=chained_only,
                page_size=FULL_PAGE,
                page_token=at,
            )
        ):
            for event in page.events:
                yield event

    async def audit_head(self) -> AuditHead:
        """Where the chain ends now. Keep it elsewhere: who can write to the database could make a whole chain again."""
        return await self._transport.unary(self._transport.audit.GetAuditHead, audit_service_pb2.GetAuditHeadRequest())

    async def list_audit_anchors(
        self, *, page_size: int = 0, page_token: str = ""
    ) -> audit_service_pb2.ListAuditAnchorsResponse:
        """One page of the months whose heads are in the log, the oldest first. `page_size` 0 is 50, at most 500."""
        request = audit_service_pb2.ListAuditAnchorsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.audit.ListAuditAnchors, request)

    async def audit_anchors(self) -> AsyncGenerator[audit_service_pb2.AuditAnchor, None]:
        """All of them, through all pages; what they say is to be checked (`Anchors`), not to be believed."""
        async for page in pages(lambda at: self.list_audit_anchors(page_size=FULL_PAGE, page_token=at)):
            for anchor in page.anchors:
                yield anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainBreak:
    """The first number at which a chain is not what it must be, and what is wrong there, for people."""

    number: int
    problem: str


class Chain:
    """Makes a chain again, event by event from number 1 on, and compares it with heads that it must pass through."""

    def __init__(self, *heads: AuditHead) -> None:
        """Take one head or more, all of one chain. ValueError where they are of several, or none is given."""
        brands = {head.brand_id for head in heads}
        if len(brands) != 1:
            raise ValueError("a chain is verified against heads of one brand")
        self._brand_id = brands.pop()
        self._heads = heads
        self._number = 0
        self._hash = bytes(_HASH_LENGTH)

    def start(self) -> ChainBreak | None:
        """Compare with heads of the empty chain."""
        return self._compare()

    def add(self, event: event_pb2.Event) -> ChainBreak | None:
        """The next event. Where it breaks the chain, nothing is known of those behind it."""
        expected = self._number + 1
        if event.number != expected:
            return ChainBreak(
                number=expected, problem=f"event {expected} is missing: {event.number} follows on {self._number}"
            )
        if event.hash != event_hash(self._brand_id, self._hash, event):
            return ChainBreak(
                number=expected, problem=f"event {expected} was changed: it does not hash to what it says"
            )
        self._number, self._hash = event.number, event.hash
        return self._compare()

    def finish(self) -> ChainBreak | None:
        """No more events come."""
        if any(head.number > self._number for head in self._heads):
            end = self._number + 1
            return ChainBreak(number=end, problem=f"event {end} and those behind it are missing: they were cut off")
        return None

    def _compare(self) -> ChainBreak | None:
        if any(head.number == self._number and head.hash != self._hash for head in self._heads):
            return ChainBreak(
                number=self._number,
                problem=f"event {self._number} is not the one of the head: the chain was made again up to there or further",
            )
        return None


def verify_chain(events: Iterable[event_pb2.Event], *heads: AuditHead) -> ChainBreak | None:
    """Where a chain breaks, or None where it is whole: all its events (`chained_only`), the oldest first, with its head and
    with heads that were kept from earlier. ValueError where no head is given or they are of several brands.
    """
    chain = Chain(*heads)
    found = chain.start()
    for event in events:
        if found is not None:
            return found
        found = chain.add(event)
    return found or chain.finish()


def event_hash(brand_id: str, before: bytes, event: event_pb2.Event) -> bytes:
    """What the hash of an event must be (`Event.hash` of event.proto), 32 bytes."""
    lines = (
        "hallmint/event/v1",
        before.hex(),
        brand_id,
        str(event.number),
        str(event.at.ToMicroseconds()),
        event.entity_type,
        event.entity_id,
        event.action,
        event.actor,
        event.request_id,
        event.detail,
    )
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()


def _timestamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("a time needs a time zone")
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return stamp
