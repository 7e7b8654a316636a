"""AuditService."""

from collections.abc import Sequence
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from hallmint.v1 import audit_service_pb2 as pb
from hallmint.v1 import audit_service_pb2_grpc, event_pb2
from hallmint_server.audit.model import Event, EventFilter
from hallmint_server.audit.service import AuditService
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert, page
from hallmint_server.rpc.caller import acting
from hallmint_server.rpc.context import Context

_LAST_NUMBER = 2**63 - 1
_DIGITS = len(str(_LAST_NUMBER))
_PAGE_BYTES = 2 * 1024 * 1024


class AuditServicer(audit_service_pb2_grpc.AuditServiceServicer):
    """The rpcs of AuditService; the proto says what each does."""

    def __init__(self, service: AuditService) -> None:
        self._service = service

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
        )
        filters = ("events", caller.acting_brand, wanted, request.oldest_first)
        size = page.page_size(problems, request.page_size)
        after = _after(problems, request, filters)
        problems.check()
        found = await self._service.list_events(
            caller, wanted, after=after, limit=size + 1, oldest_first=request.oldest_first
        )
        size = min(size, _fitting(found))
        more = page.make_token(str(found[size - 1].number), *filters) if len(found) > size else ""
        return pb.ListEventsResponse(events=[event(each) for each in found[:size]], next_page_token=more)

    async def GetAuditHead(self, request: pb.GetAuditHeadRequest, context: Context) -> pb.GetAuditHeadResponse:
        head = await self._service.head(acting())
        return pb.GetAuditHeadResponse(brand_id=str(head.brand_id), number=head.number, hash=head.hash)


def _fitting(found: Sequence[Event]) -> int:
    """How many events, at least one, a message has room for: clients take 4 MiB (gRPC's default)."""
    room = _PAGE_BYTES
    for index, each in enumerate(found):
        room -= len(each.detail.encode())
        if room < 0:
            return max(index, 1)
    return len(found)


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


def _after(problems: Problems, request: pb.ListEventsRequest, filters: tuple[object, ...]) -> int:
    """The number to go on after. Chains may grow beyond what `page.read_int` holds, so tokens have it as text."""
    start = 0 if request.oldest_first else _LAST_NUMBER
    text = page.read_text(problems, request.page_token, *filters)
    if not text:
        return start
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) <= _LAST_NUMBER:
        return int(text)
    problems.add(Reason.PAGE_TOKEN_INVALID, "page_token", "page_token is not one of this list; start without it")
    return start


def _time(problems: Problems, field: str, stamp: Timestamp) -> datetime | None:
    try:
        return stamp.ToDatetime(UTC)
    except (ValueError, OverflowError):
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be a time of the years 1 to 9999")
        return None
