"""The rpcs of ScanService."""

from collections.abc import AsyncGenerator

from hallmint.v1 import product_pb2, scan_pb2, scan_service_pb2, token_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class ScanCalls(Connection):
    """Scans of the acting brand's codes, reduced, and counts of them: a part of `Client`.

    Days are `YYYY-MM-DD` in UTC, at most 760 in one call; an empty last one means today, an empty first one 29 days before.
    """

    async def get_scan_summary(
        self,
        *,
        first_date: str = "",
        last_date: str = "",
        product_id: str = "",
        sku: str = "",
        dimension: scan_pb2.ScanDimension.ValueType = scan_pb2.SCAN_DIMENSION_UNSPECIFIED,
    ) -> scan_service_pb2.GetScanSummaryResponse:
        """How many scans there were, by one dimension; values that fewer than 10 have are merged.

        NOT_FOUND `PRODUCT_NOT_FOUND`.
        """
        request = scan_service_pb2.GetScanSummaryRequest(
            first_date=first_date, last_date=last_date, product=_product(product_id, sku), dimension=dimension
        )
        return await self._transport.unary(self._transport.scan.GetScanSummary, request)

    async def get_scan_series(
        self,
        *,
        first_date: str = "",
        last_date: str = "",
        product_id: str = "",
        sku: str = "",
        dimension: scan_pb2.ScanDimension.ValueType = scan_pb2.SCAN_DIMENSION_UNSPECIFIED,
    ) -> scan_service_pb2.GetScanSeriesResponse:
        """The same for every day of the range, the oldest first. NOT_FOUND `PRODUCT_NOT_FOUND`."""
        request = scan_service_pb2.GetScanSeriesRequest(
            first_date=first_date, last_date=last_date, product=_product(product_id, sku), dimension=dimension
        )
        return await self._transport.unary(self._transport.scan.GetScanSeries, request)

    async def list_token_scans(
        self, token: token_pb2.TokenRef, *, page_size: int = 0, page_token: str = ""
    ) -> scan_service_pb2.ListTokenScansResponse:
        """One page of a token's scans, the latest first. `page_size` 0 means 50, above 500 means 500.

        NOT_FOUND `TOKEN_NOT_FOUND`; PERMISSION_DENIED without `scan:detail`.
        """
        request = scan_service_pb2.ListTokenScansRequest(token=token, page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.scan.ListTokenScans, request)

    async def token_scans(self, token: token_pb2.TokenRef) -> AsyncGenerator[scan_pb2.Scan, None]:
        """All scans of a token that are kept, the latest first, in as many calls as it takes."""
        async for page in pages(lambda at: self.list_token_scans(token, page_size=FULL_PAGE, page_token=at)):
            for found in page.scans:
                yield found

    async def get_traffic_counts(
        self, *, first_date: str = "", last_date: str = ""
    ) -> scan_service_pb2.GetTrafficCountsResponse:
        """Visits by day and class of visitor, machines too, the oldest day first."""
        request = scan_service_pb2.GetTrafficCountsRequest(first_date=first_date, last_date=last_date)
        return await self._transport.unary(self._transport.scan.GetTrafficCounts, request)


def _product(product_id: str, sku: str) -> product_pb2.ProductRef | None:
    if product_id:
        return product_pb2.ProductRef(product_id=product_id)
    return product_pb2.ProductRef(sku=sku) if sku else None
