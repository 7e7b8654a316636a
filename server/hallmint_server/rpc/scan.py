"""ScanService."""

from datetime import datetime

from hallmint.v1 import scan_pb2, scan_service_pb2_grpc
from hallmint.v1 import scan_service_pb2 as pb
from hallmint_server.errors import Problems, Reason
from hallmint_server.minting.service import MintingService
from hallmint_server.rpc import convert, page, parse
from hallmint_server.rpc.caller import acting
from hallmint_server.rpc.context import Context
from hallmint_server.scan.model import Counts, Dimension, Outcome, Scan, Traffic
from hallmint_server.scan.service import ScanService

OUTCOMES = convert.EnumMap(Outcome, scan_pb2.ScanOutcome, "SCAN_OUTCOME")
TRAFFIC = convert.EnumMap(Traffic, scan_pb2.TrafficClass, "TRAFFIC_CLASS")
DIMENSIONS = convert.EnumMap(Dimension, scan_pb2.ScanDimension, "SCAN_DIMENSION")


class ScanServicer(scan_service_pb2_grpc.ScanServiceServicer):
    """The rpcs of ScanService; the proto says what each does."""

    def __init__(self, service: ScanService, minting: MintingService) -> None:
        self._service = service
        self._minting = minting

    async def GetScanSummary(self, request: pb.GetScanSummaryRequest, context: Context) -> pb.GetScanSummaryResponse:
        caller = acting()
        problems = Problems()
        product = parse.product_ref(problems, "product", request.product)
        dimension = parse.enum(problems, "dimension", request.dimension, DIMENSIONS, None)
        days = await self._service.read_range(caller, request.first_date, request.last_date, problems)
        found = await self._service.summary(caller, days, product=product, dimension=dimension)
        return pb.GetScanSummaryResponse(
            first_date=str(days.first),
            last_date=str(days.last),
            scans=found.total,
            counts=_counts(found, dimension),
            other=found.other,
        )

    async def GetScanSeries(self, request: pb.GetScanSeriesRequest, context: Context) -> pb.GetScanSeriesResponse:
        caller = acting()
        problems = Problems()
        product = parse.product_ref(problems, "product", request.product)
        dimension = parse.enum(problems, "dimension", request.dimension, DIMENSIONS, None)
        days = await self._service.read_range(caller, request.first_date, request.last_date, problems)
        found = await self._service.series(caller, days, product=product, dimension=dimension)
        return pb.GetScanSeriesResponse(
            days=[
                scan_pb2.ScanDay(
                    date=str(day), scans=counts.total, counts=_counts(counts, dimension), other=counts.other
                )
                for day, counts in found
            ]
        )

    async def ListTokenScans(self, request: pb.ListTokenScansRequest, context: Context) -> pb.ListTokenScansResponse:
        caller = acting()
        problems = Problems()
        ref = parse.token_ref(problems, "token", request.token)
        filters = ("token_scans", caller.acting_brand, request.token)
        size = page.page_size(problems, request.page_size)
        until, skip = _place(problems, page.read_text(problems, request.page_token, *filters))
        problems.check()
        token = await self._minting.get_token(caller, ref)
        found = await self._service.token_scans(caller, token, until=until, skip=skip, limit=size + 1)
        more = ""
        if len(found) > size:
            last = found[size - 1].at
            # Several may have one time: the next page begins at it, behind those of them that were shown.
            shown = sum(each.at == last for each in found[:size]) + (skip if last == until else 0)
            more = page.make_token(f"{last.isoformat()}/{shown}", *filters)
        return pb.ListTokenScansResponse(scans=[scan(each) for each in found[:size]], next_page_token=more)

    async def GetTrafficCounts(
        self, request: pb.GetTrafficCountsRequest, context: Context
    ) -> pb.GetTrafficCountsResponse:
        caller = acting()
        days = await self._service.read_range(caller, request.first_date, request.last_date, Problems())
        found = await self._service.traffic_counts(caller, days)
        return pb.GetTrafficCountsResponse(
            counts=[
                scan_pb2.TrafficCount(date=str(each.day), traffic=_traffic(each.traffic), visits=each.visits)
                for each in found
            ]
        )


def scan(found: Scan) -> scan_pb2.Scan:
    """A scan."""
    return scan_pb2.Scan(
        at=convert.timestamp(found.at),
        product_id=str(found.product_id),
        outcome=OUTCOMES.wire(found.outcome) if found.outcome else scan_pb2.SCAN_OUTCOME_UNSPECIFIED,
        country=found.country,
        subdivision=found.subdivision,
        browser=found.browser,
        browser_major=found.browser_major,
        os=found.os,
        device=found.device,
        user_agent=found.user_agent,
    )


def _traffic(found: Traffic | None) -> scan_pb2.TrafficClass.ValueType:
    number: scan_pb2.TrafficClass.ValueType = TRAFFIC.wire(found) if found else scan_pb2.TRAFFIC_CLASS_UNSPECIFIED
    return number


def _counts(found: Counts, dimension: Dimension | None) -> list[scan_pb2.ScanCount]:
    is_outcome = dimension is Dimension.OUTCOME
    return [
        scan_pb2.ScanCount(key=value.upper() if is_outcome else value, scans=scans) for value, scans in found.by_value
    ]


def _place(problems: Problems, text: str) -> tuple[datetime | None, int]:
    """Where a page begins: at or before a time, behind so many."""
    if not text:
        return None, 0
    at, _, skip = text.partition("/")
    try:
        until = datetime.fromisoformat(at)
        if until.tzinfo is not None and skip.isascii() and skip.isdigit() and int(skip) < 2**31:
            return until, int(skip)
    except ValueError:
        pass
    problems.add(Reason.PAGE_TOKEN_INVALID, "page_token", "page_token is not one of this list; start without it")
    return None, 0
