"""Scans as a resolver hands them to telemetry, and what has become of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from hallmint_resolver.address import Address, Prefix
from hallmint_resolver.telemetry.buffer import Telemetry, open_telemetry
from hallmint_resolver.telemetry.model import Load, Scan, Visits, day_of
from tests.support.wait import until

Connection = psycopg.AsyncConnection[Any]
BRAND, PRODUCT = UUID(int=1), UUID(int=2)
MIB = 1024 * 1024
CLOSED_PORT = "postgresql://postgres@127.0.0.1:1/postgres"


def prefix_of(text: str) -> Prefix | None:
    address = Address.parse(text)
    return address.prefix if address else None


def scan(seq: int | None = 0, **changes: Any) -> Scan:
    made = Scan(
        at=datetime.now(UTC),
        brand_id=BRAND,
        product_id=PRODUCT,
        batch_no=1,
        seq=seq,
        prefix=prefix_of("203.0.113.77"),
        country="DE",
        subdivision="Berlin",
        browser="firefox",
        browser_major=132,
        os="android",
        device="phone",
        traffic="person",
        outcome="active",
    )
    return made._replace(**changes)


def load(number: int, *scans: Scan) -> Load:
    counts = {Visits(day=day_of(each.at), brand_id=BRAND, traffic="person"): 1 for each in scans}
    days = frozenset(day_of(each.at) for each in scans)
    return Load(
        number=number, rows=b"".join(each.encode() for each in scans), scans=len(scans), days=days, counts=counts
    )


async def rows(conn: Connection, statement: str) -> list[Any]:
    return await (await conn.execute(statement.encode())).fetchall()


async def seqs(conn: Connection) -> list[int]:
    return [seq for (seq,) in await rows(conn, "SELECT seq FROM scans ORDER BY 1")]


async def arrived(conn: Connection, wanted: list[int]) -> None:
    async def all_there() -> bool:
        return await seqs(conn) == wanted

    await until(all_there, what="every scan in the table, once")


def files(folder: Path, pattern: str = "*.scans") -> list[Path]:
    return list(folder.glob(pattern))


async def spooled(folder: Path, least: int = 1) -> None:
    await until(lambda: len(files(folder)) >= least, what="a file in the spool")


@asynccontextmanager
async def telemetry(dsn: str, folder: Path, *, spool_bytes: int = 64 * MIB) -> AsyncIterator[Telemetry]:
    async with open_telemetry(dsn, folder, spool_bytes=spool_bytes) as made:
        yield made
