"""Counts of scans: days that were folded and days that were not add up the same."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from hallmint.v1 import product_pb2, scan_pb2
from hallmint.v1 import scan_service_pb2 as pb
from hallmint_server.catalog.readiness import Schemas
from hallmint_server.errors import HallmintError, Reason
from hallmint_server.jobs.maintenance import maintain
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.minting.service import MintingService
from hallmint_server.rpc.scan import ScanServicer
from hallmint_server.scan.model import merge
from hallmint_server.scan.service import ScanService
from tests.support.acting import Brand, acting_database, calling, make_brand
from tests.support.scan_rows import add, day

Conn = psycopg.AsyncConnection[Any]
CONTEXT: Any = None  # this servicer does not use it
COUNTRY, OUTCOME, PRODUCT = (
    scan_pb2.SCAN_DIMENSION_COUNTRY,
    scan_pb2.SCAN_DIMENSION_OUTCOME,
    scan_pb2.SCAN_DIMENSION_PRODUCT,
)


@pytest.fixture
async def acme(conn: Conn) -> Brand:
    return await make_brand(conn, "acme")


@pytest.fixture
async def servicer(database_url: str, tmp_path: Any) -> AsyncIterator[ScanServicer]:
    async with acting_database(database_url) as database:
        minting = MintingService(database, Keyring(KeyFolder(tmp_path, {})), Schemas())
        yield ScanServicer(ScanService(database, database), minting)


def cells(counts: Any) -> dict[str, int]:
    return {count.key: count.scans for count in counts}


@pytest.mark.parametrize("is_folded", [False, True], ids=["from scans", "from aggregates"])
async def test_summaries(servicer: ScanServicer, conn: Conn, acme: Brand, database_url: str, is_folded: bool) -> None:
    other = await make_brand(conn, "other")
    for ago, times, changes in (
        (0, 20, {}),
        (3, 30, {}),
        (3, 12, {"country": "AT", "outcome": "not_issued"}),
        (3, 9, {"country": "FR"}),
        (3, 4, {"country": None}),
        (29, 15, {"device": "desktop"}),
        (30, 1000, {}),
    ):
        await add(conn, acme.brand_id, acme.product_id, ago, times, **changes)
    await add(conn, other.brand_id, other.product_id, 3, 500)
    if is_folded:
        await maintain(database_url, keep_days=180)
        assert await (await conn.execute("SELECT day::text FROM scan_folds WHERE folded_at IS NULL")).fetchall() == [
            (day(0),)
        ]

    async def ask(**values: Any) -> pb.GetScanSummaryResponse:
        with calling(acme.caller):
            return await servicer.GetScanSummary(pb.GetScanSummaryRequest(**values), CONTEXT)

    by_country = await ask(dimension=COUNTRY)
    assert (by_country.first_date, by_country.last_date, by_country.scans) == (day(29), day(0), 90)
    assert [(each.key, each.scans) for each in by_country.counts] == [("DE", 65), ("AT", 12)]
    assert by_country.other == 13
    plain = await ask()
    assert (plain.scans, list(plain.counts), plain.other) == (90, [], 0)
    assert cells((await ask(dimension=OUTCOME)).counts) == {"ACTIVE": 78, "NOT_ISSUED": 12}
    assert cells((await ask(dimension=PRODUCT)).counts) == {str(acme.product_id): 90}
    assert cells((await ask(dimension=scan_pb2.SCAN_DIMENSION_DEVICE)).counts) == {"phone": 75, "desktop": 15}
    narrow = await ask(first_date=day(3), last_date=day(1), dimension=OUTCOME)
    assert (narrow.scans, cells(narrow.counts)) == (55, {"ACTIVE": 43, "NOT_ISSUED": 12})
    assert (await ask(first_date=day(30))).scans == 1090
    assert (await ask(product=product_pb2.ProductRef(sku=acme.sku))).scans == 90
    second = await make_brand(conn, "third")  # another brand's product is as if it were not
    with pytest.raises(HallmintError) as caught:
        await ask(product=product_pb2.ProductRef(product_id=str(second.product_id)))
    assert caught.value.reason is Reason.PRODUCT_NOT_FOUND


async def test_a_series_has_every_day(servicer: ScanServicer, conn: Conn, acme: Brand, database_url: str) -> None:
    await add(conn, acme.brand_id, acme.product_id, 2, 11)
    await add(conn, acme.brand_id, acme.product_id, 2, 3, country="FR")
    await add(conn, acme.brand_id, acme.product_id, 0, 5)
    await maintain(database_url, keep_days=180)
    request = pb.GetScanSeriesRequest(first_date=day(3), dimension=COUNTRY)
    with calling(acme.caller):
        days = (await servicer.GetScanSeries(request, CONTEXT)).days
        usual = (await servicer.GetScanSeries(pb.GetScanSeriesRequest(), CONTEXT)).days
    found = [(each.date, each.scans, cells(each.counts), each.other) for each in days]
    # Of eleven and three nobody can be told from the other where three alone would be left.
    assert found == [(day(3), 0, {}, 0), (day(2), 14, {}, 14), (day(1), 0, {}, 0), (day(0), 5, {}, 5)]
    assert [each.date for each in usual] == [day(ago) for ago in range(29, -1, -1)]
    assert [each.scans for each in usual[-3:]] == [14, 0, 5]
    assert all(not each.counts and not each.other for each in usual)


@pytest.mark.parametrize(
    ("given", "kept", "other"),
    [
        ({}, [], 0),
        ({"a": 10, "b": 11}, [("b", 11), ("a", 10)], 0),
        ({"a": 9}, [], 9),
        ({"a": 9, "b": 100}, [], 109),
        ({"a": 9, "b": 100, "c": 200}, [("c", 200)], 109),
        ({"a": 9, "b": 1, "c": 200}, [("c", 200)], 10),
        ({"a": 5, "b": 4, "c": 10, "d": 11}, [("d", 11)], 19),
    ],
)
def test_few_are_merged_and_never_alone(given: dict[str, int], kept: list[tuple[str, int]], other: int) -> None:
    found = merge(given)
    assert (list(found.by_value), found.other, found.total) == (kept, other, sum(given.values()))


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        ("yesterday", "", ["first_date"]),
        ("2026-02-30", "2026-13-01", ["first_date", "last_date"]),
        ("20260101", "", ["first_date"]),
        ("2026-01-02", "2026-01-01", ["first_date"]),
        ("2020-01-01", "2026-01-01", ["first_date"]),
    ],
)
async def test_ranges_that_are_refused(
    servicer: ScanServicer, acme: Brand, first: str, last: str, fields: list[str]
) -> None:
    for name in ("GetScanSummary", "GetScanSeries", "GetTrafficCounts"):
        request = getattr(pb, f"{name}Request")(first_date=first, last_date=last)
        with calling(acme.caller), pytest.raises(HallmintError) as caught:
            await getattr(servicer, name)(request, CONTEXT)
        assert sorted(violation.field for violation in caught.value.violations) == fields
        assert caught.value.reason is Reason.FIELD_INVALID


async def test_the_first_days_of_the_calendar_and_a_whole_range(servicer: ScanServicer, acme: Brand) -> None:
    with calling(acme.caller):
        early = await servicer.GetScanSummary(pb.GetScanSummaryRequest(last_date="0001-01-05"), CONTEXT)
        whole = pb.GetScanSeriesRequest(first_date="2024-01-01", last_date="2026-01-29")
        days = (await servicer.GetScanSeries(whole, CONTEXT)).days
    assert early.scans == 0
    assert len(days) == 760


async def test_traffic_counts(servicer: ScanServicer, conn: Conn, acme: Brand) -> None:
    other = await make_brand(conn, "other")
    for brand, ago, word, visits in (
        (acme, 1, "search", 3),
        (acme, 0, "person", 7),
        (acme, 0, "ai", 1),
        (acme, 0, "a word of tomorrow", 2),
        (acme, 40, "search", 9),
        (other, 0, "search", 100),
    ):
        await conn.execute(
            "INSERT INTO traffic_counts VALUES (%s, %s, %s, %s)", [day(ago), brand.brand_id, word, visits]
        )
    with calling(acme.caller):
        found = (await servicer.GetTrafficCounts(pb.GetTrafficCountsRequest(), CONTEXT)).counts
    assert [(each.date, each.traffic, each.visits) for each in found] == [
        (day(1), scan_pb2.TRAFFIC_CLASS_SEARCH, 3),
        (day(0), scan_pb2.TRAFFIC_CLASS_UNSPECIFIED, 2),
        (day(0), scan_pb2.TRAFFIC_CLASS_AI, 1),
        (day(0), scan_pb2.TRAFFIC_CLASS_PERSON, 7),
    ]
