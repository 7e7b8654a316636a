# ruff: noqa: N802 - the generated base classes name the methods
"""Scans in memory."""

from typing import Any
from uuid import UUID

from hallmint.v1 import scan_pb2
from hallmint.v1 import scan_service_pb2 as scan
from hallmint.v1.scan_service_pb2_grpc import ScanServiceServicer
from tests.support.fake_call import FakeCalls

DAY = "2026-03-01"


class FakeScan(FakeCalls, ScanServiceServicer):
    """1,234 scans of one day, of which 4 are of countries that fewer than ten have."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = [scan_pb2.ScanCount(key="DE", scans=1_200), scan_pb2.ScanCount(scans=30)]

    def GetScanSummary(self, request: Any, context: Any) -> Any:
        self._enter("GetScanSummary", request, context)
        answer = scan.GetScanSummaryResponse(first_date=DAY, last_date=DAY, scans=1_234)
        if request.dimension:
            answer.counts.extend(self.counts)
            answer.other = 4
        return answer

    def GetScanSeries(self, request: Any, context: Any) -> Any:
        self._enter("GetScanSeries", request, context)
        return scan.GetScanSeriesResponse(
            days=[scan_pb2.ScanDay(date=DAY, scans=1_234, counts=self.counts if request.dimension else (), other=4)]
        )

    def ListTokenScans(self, request: Any, context: Any) -> Any:
        self._enter("ListTokenScans", request, context)
        if request.token.code == "AAAAAAAAAAAAAAAA":
            return scan.ListTokenScansResponse()
        found = scan_pb2.Scan(
            product_id=str(UUID(int=1)),
            outcome=scan_pb2.SCAN_OUTCOME_OTHER_LOT,
            country="DE",
            subdivision="Berlin",
            browser="firefox",
            browser_major=132,
            os="android",
            device="phone",
        )
        found.at.FromJsonString("2026-03-01T14:03:00Z")
        return scan.ListTokenScansResponse(scans=[found], next_page_token="more")  # noqa: S106 - no secret

    def GetTrafficCounts(self, request: Any, context: Any) -> Any:
        self._enter("GetTrafficCounts", request, context)
        kinds = (scan_pb2.TRAFFIC_CLASS_PERSON, scan_pb2.TRAFFIC_CLASS_AI)
        counts = [scan_pb2.TrafficCount(date=DAY, traffic=kind, visits=1_300) for kind in kinds]
        return scan.GetTrafficCountsResponse(counts=counts if not request.last_date else ())
