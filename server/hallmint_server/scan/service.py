"""What a brand may know of scans."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from hallmint_server.catalog import store as catalog_store
from hallmint_server.catalog.model import ProductRef
from hallmint_server.db.pool import Database
from hallmint_server.errors import Problems, Reason, not_found
from hallmint_server.minting.model import Token
from hallmint_server.scan import store
from hallmint_server.scan.model import RANGE_DAYS, Counts, Dimension, Range, Scan, TrafficCount, merge
from hallmint_server.tenancy.model import Caller

_USUAL_DAYS = 30
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class ScanService:
    """Scans of the acting brand. They may lie in another database than products."""

    def __init__(self, database: Database, scans: Database) -> None:
        self._database = database
        self._scans = scans

    async def read_range(self, caller: Caller, first: str, last: str, problems: Problems) -> Range:
        """Days of a request, `YYYY-MM-DD`; empty ones mean the 30 days up to today. Raises what is wrong with them, with the
        problems found before.
        """
        async with self._scans.act(caller.acting_brand) as conn:
            today = await store.today(conn)
        until = _day(problems, "last_date", last) or today
        since = _day(problems, "first_date", first)
        if since is None:
            since = max(until, date.min + timedelta(days=_USUAL_DAYS)) - timedelta(days=_USUAL_DAYS - 1)
        if not problems.found and not 0 <= (until - since).days < RANGE_DAYS:
            problems.add(
                Reason.FIELD_INVALID,
                "first_date",
                f"first_date must not be after last_date, and not {RANGE_DAYS} days before it",
            )
        problems.check()
        return Range(first=since, last=until)

    async def summary(
        self, caller: Caller, days: Range, *, product: ProductRef | None, dimension: Dimension | None
    ) -> Counts:
        """All scans of these days, by the dimension. Raises PRODUCT_NOT_FOUND."""
        total: dict[str, int] = {}
        for _, value, scans in await self._cells(caller, days, product, dimension):
            total[value] = total.get(value, 0) + scans
        return _counts(total, dimension)

    async def series(
        self, caller: Caller, days: Range, *, product: ProductRef | None, dimension: Dimension | None
    ) -> Sequence[tuple[date, Counts]]:
        """The same for each day, the oldest first. Raises PRODUCT_NOT_FOUND."""
        by_day: dict[date, dict[str, int]] = {day: {} for day in days.days}
        for day, value, scans in await self._cells(caller, days, product, dimension):
            by_day[day][value] = scans
        return [(day, _counts(cells, dimension)) for day, cells in by_day.items()]

    async def token_scans(
        self, caller: Caller, token: Token, *, until: datetime | None, skip: int, limit: int
    ) -> Sequence[Scan]:
        """Up to `limit` scans of a token of the brand, the latest first, from the one behind `skip` of those at or before
        `until` on.
        """
        async with self._scans.act(caller.acting_brand) as conn:
            return await store.token_scans(conn, token.batch.batch_no, token.seq, until=until, skip=skip, limit=limit)

    async def traffic_counts(self, caller: Caller, days: Range) -> Sequence[TrafficCount]:
        """Visits by day and class, the oldest first."""
        async with self._scans.act(caller.acting_brand) as conn:
            return await store.traffic_counts(conn, days)

    async def _cells(
        self, caller: Caller, days: Range, product: ProductRef | None, dimension: Dimension | None
    ) -> Sequence[tuple[date, str, int]]:
        product_id = None if product is None else await self._product_id(caller, product)
        async with self._scans.act(caller.acting_brand) as conn:
            return await store.cells(conn, days, product_id=product_id, dimension=dimension)

    async def _product_id(self, caller: Caller, ref: ProductRef) -> UUID:
        async with self._database.act(caller.acting_brand) as conn:
            found = await catalog_store.find_product(conn, caller.acting_brand, ref)
        if found is None:
            raise not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
        return found.product_id


def _counts(cells: Mapping[str, int], dimension: Dimension | None) -> Counts:
    return merge(cells) if dimension else Counts(total=sum(cells.values()), by_value=(), other=0)


def _day(problems: Problems, field: str, text: str) -> date | None:
    if not text:
        return None
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    problems.add(Reason.FIELD_INVALID, field, f"{field} must be a day, as in 2026-11-30")
    return None
