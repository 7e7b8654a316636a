"""AuditService."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from hallmint.v1 import audit_service_pb2 as pb
from hallmint.v1 import audit_service_pb2_grpc, event_pb2
from hallmint_server.audit.model import Event, EventFilter, Place, UnitPlace
from hallmint_server.audit.service import AuditService
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert, page
from hallmint_server.rpc.caller import acting
from hallmint_server.rpc.context import Context
from hallmint_server.verification.anchor import Anchor, AnchorService

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = re.compile(r"(-|[0-9]{1,19})(?: ([0-9]{1,18}) ([0-9]{1,9}) ([0-9]{1,9}) ([A-Z]{1,32}))?", re.ASCII)
_PAGE_BYTES = 2 * 1024 * 1024


class AuditServicer(audit_service_pb2_grpc.AuditServiceServicer):
    """The rpcs of AuditService; the proto says what each does."""

    def __init__(self, service: AuditService, anchors: AnchorService) -> None:
        self._service = service
        self._anchors = anchors

    async def ListEvents(self, request: pb.ListEventsRequest, context: Context) -> pb.ListEventsResponse:
        caller = acting()
        problems = Problems()
        wanted = EventFilter(
            entity_type=request.entity_type,
            entity_id=request.entity_id,
            actor=request.actor,
            action=request.action,
            since=_time(problems, "since", request.since) if request.HasField("since") else None,
            until=_time(problems, "until", request.until) if request.HasField("until") else None,
            chained_only=request.chained_only,
        )
        filters = ("events", caller.acting_brand, wanted, request.oldest_first)
        size = page.page_size(problems, request.page_size)
        after = _read_place(problems, page.read_text(problems, request.page_token, *filters))
        problems.check()
        found = await self._service.list_events(
            caller, wanted, after=after, limit=size + 1, oldest_first=request.oldest_first
        )
        size = min(size, _fitting(found))
        more = page.make_token(_write_place(_behind(after, found[:size])), *filters) if len(found) > size else ""
        return pb.ListEventsResponse(events=[event(each) for each in found[:size]], next_page_token=more)

    async def GetAuditHead(self, request: pb.GetAuditHeadRequest, context: Context) -> pb.GetAuditHeadResponse:
        head = await self._service.head(acting())
        return pb.GetAuditHeadResponse(brand_id=str(head.brand_id), number=head.number, hash=head.hash)

    async def ListAuditAnchors(
        self, request: pb.ListAuditAnchorsRequest, context: Context
    ) -> pb.ListAuditAnchorsResponse:
        caller = acting()
        problems = Problems()
        size = page.page_size(problems, request.page_size)
        filters = ("anchors", caller.acting_brand)
        after = page.read_int(problems, request.page_token, 0, *filters)
        problems.check()
        found = await self._anchors.list(caller, after=after, limit=size + 1)
        more = page.make_token(found[size - 1].anchor_no, *filters) if len(found) > size else ""
        return pb.ListAuditAnchorsResponse(anchors=[_anchor(each) for each in found[:size]], next_page_token=more)


def _fitting(found: Sequence[Event]) -> int:
    """How many events, at least one, a message has room for: clients take 4 MiB (gRPC's default)."""
    room = _PAGE_BYTES
    for index, each in enumerate(found):
        room -= len(each.detail.encode())
        if room < 0:
            return max(index, 1)
    return len(found)


def _anchor(found: Anchor) -> pb.AuditAnchor:
    return pb.AuditAnchor(
        month=found.month,
        number=found.number,
        head=found.head,
        tag=found.tag,
        proof=b"" if found.proof is None else bytes(found.proof),
        entry_no=0 if found.proof is None else found.proof.index,
    )


def event(found: Event) -> event_pb2.Event:
    """An event, to the microsecond that was hashed."""
    return event_pb2.Event(
        number=found.number,
        at=convert.timestamp(found.at),
        entity_type=found.entity_type,
        entity_id=found.entity_id,
        action=found.action,
        actor=found.actor,
        request_id=found.request_id,
        detail=found.detail,
        hash=found.hash,
    )


def _behind(place: Place, shown: Sequence[Event]) -> Place:
    """Where a list stands that stood at `place` and then showed these."""
    for each in shown:
        place = replace(place, unit=each.unit) if each.unit else replace(place, number=each.number)
    return place


def _write_place(place: Place) -> str:
    """As in `12`, or `12 1764000000000000 7 0 ACTIVATED` behind an event of a unit; `-` where there was none of the chain."""
    number = "-" if place.number is None else str(place.number)
    if place.unit is None:
        return number
    at, batch_no, seq, action = place.unit
    return f"{number} {(at - _EPOCH) // _MICROSECOND} {batch_no} {seq} {action}"


def _read_place(problems: Problems, text: str) -> Place:
    if not text:
        return Place()
    match = _PLACE.fullmatch(text)
    number, at, batch_no, seq, action = match.groups() if match else ("",) * 5
    try:
        unit = UnitPlace(_EPOCH + int(at) * _MICROSECOND, int(batch_no), int(seq), action) if at else None
        if match and int(number.replace("-", "0")) < 2**63:
            return Place(number=None if number == "-" else int(number), unit=unit)
    except OverflowError:
        pass  # a time behind the year 9999: nothing that was written here
    problems.add(Reason.PAGE_TOKEN_INVALID, "page_token", "page_token is not one of this list; start without it")
    return Place()


def _time(problems: Problems, field: str, stamp: Timestamp) -> datetime | None:
    try:
        return stamp.ToDatetime(UTC)
    except (ValueError, OverflowError):
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be a time of the years 1 to 9999")
        return None
