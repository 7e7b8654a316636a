"""Scans of one token, through a server with its worker, and `hallmint scans`."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import scan_pb2, scan_service_pb2_grpc, token_pb2
from hallmint.v1 import scan_service_pb2 as pb
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.scan_rows import add, day

Conn = psycopg.AsyncConnection[Any]
Hallmint = Callable[..., Awaitable[tuple[int, str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minted:
    """A server with a minted batch of 2 units."""

    api: Api
    stub: "scan_service_pb2_grpc.ScanServiceAsyncStub"
    batch_id: str
    batch_no: int
    brand_id: UUID
    product_id: UUID

    def ref(self, seq: int) -> token_pb2.TokenRef:
        return token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=self.batch_id, seq=seq))

    async def page(self, size: int = 0, token: str = "", seq: int = 1) -> pb.ListTokenScansResponse:
        request = pb.ListTokenScansRequest(token=self.ref(seq), page_size=size, page_token=token)
        return await self.stub.ListTokenScans(request, metadata=self.api.metadata)


@pytest.fixture
async def minted(api: Api, worker: None, conn: Conn) -> Minted:
    del worker
    batch = await api.ended((await api.submit(2)).batch_id)
    row = await (await conn.execute("SELECT brand_id, product_id FROM mint_batches")).fetchone()
    assert row is not None
    return Minted(
        api=api,
        stub=scan_service_pb2_grpc.ScanServiceStub(api.channel),
        batch_id=batch.batch_id,
        batch_no=batch.batch_no,
        brand_id=row[0],
        product_id=row[1],
    )


@pytest.fixture
async def scanned(minted: Minted, conn: Conn) -> Minted:
    """Its token 1 was scanned five times, three times of them at one moment."""
    place: dict[str, Any] = {"batch_no": minted.batch_no, "seq": 1}
    whose = (minted.brand_id, minted.product_id)
    await add(conn, *whose, 5, 1, **place, outcome="activated", country=None)
    await add(conn, *whose, 4, 3, **place)
    await add(conn, *whose, 3, 1, **place, outcome="a word of tomorrow", user_agent="Mozilla/5.0")
    await add(conn, *whose, 3, 7, batch_no=minted.batch_no, seq=0)
    return minted


@pytest.fixture
def hallmint(minted: Minted, server: Installation) -> Hallmint:
    """The command, for the brand's owner. As a process: the server logs to the standard output of this one."""
    variables = {"HALLMINT_SERVER": server.address, "HALLMINT_CREDENTIAL": minted.api.key, "TZ": "UTC"}

    async def call(*arguments: str) -> tuple[int, str, str]:
        command = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hallmint_client", *arguments, env=variables, stdout=PIPE, stderr=PIPE
        )
        out, err = await asyncio.wait_for(command.communicate(), 30)
        return command.returncode or 0, out.decode(), err.decode()

    return call


async def test_the_latest_come_first(scanned: Minted) -> None:
    found = (await scanned.page()).scans
    latest = found[0]
    assert (latest.outcome, latest.user_agent) == (scan_pb2.SCAN_OUTCOME_UNSPECIFIED, "Mozilla/5.0")
    assert latest.product_id == str(scanned.product_id)
    assert (latest.browser, latest.browser_major, latest.os, latest.device) == ("Firefox", 132, "Android", "phone")
    assert [(each.outcome, each.country) for each in found[1:]] == [
        *[(scan_pb2.SCAN_OUTCOME_ACTIVE, "DE")] * 3,
        (scan_pb2.SCAN_OUTCOME_ACTIVATED, ""),
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
async def test_pages_lose_nothing_where_times_are_the_same(scanned: Minted, size: int) -> None:
    whole = list((await scanned.page()).scans)
    paged: list[scan_pb2.Scan] = []
    token = ""
    while True:
        page = await scanned.page(size, token)
        paged += page.scans
        token = page.next_page_token
        if not token:
            break
    assert paged == whole


async def test_a_page_token_is_of_one_token(scanned: Minted) -> None:
    token = (await scanned.page(1)).next_page_token
    assert (await refused(scanned.page(1, token, seq=0))).reason == "PAGE_TOKEN_INVALID"


async def test_another_brands_token_has_no_scans(scanned: Minted) -> None:
    await scanned.api.make_brand("other")
    answers = set()
    for batch_id in (scanned.batch_id, str(uuid4())):
        ref = token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=1))
        call = scanned.stub.ListTokenScans(pb.ListTokenScansRequest(token=ref), metadata=scanned.api.metadata)
        answers.add((await refused(call)).encoded)
    assert len(answers) == 1


async def test_scans_on_the_command_line(scanned: Minted, hallmint: Hallmint, conn: Conn) -> None:
    which = f"{scanned.batch_id}/1"
    code, out, err = await hallmint("scans", "token", which, "--limit", "4")
    assert code == 0
    assert [line.split()[2] for line in out.splitlines()] == ["COUNTRY", "unspecified", *["active"] * 3]
    assert "IP Geolocation by DB-IP" in err
    code, out, _ = await hallmint(*err.partition("more: hallmint ")[2].split())
    assert (code, len(out.splitlines())) == (0, 2)
    assert "activated" in out
    code, out, _ = await hallmint("scans", "token", which, "--json")
    assert (code, len(json.loads(out)["scans"])) == (0, 5)
    assert (await hallmint("scans", "summary", "--by", "country"))[1:] == (
        "COUNTRY  SCANS\nmerged      12\n",
        f"12 scans from {day(29)} to {day(0)}\n",
    )
    await add(conn, scanned.brand_id, scanned.product_id, 3, 10, country=None)
    code, out, _ = await hallmint("scans", "days", "--from", day(3), "--to", day(2), "--by", "device")
    assert [line.split() for line in out.splitlines()] == [
        ["DAY", "SCANS", "DEVICE"],
        [day(3), "18", "phone", "18"],
        [day(2), "0"],
    ]
    code, out, _ = await hallmint("scans", "summary", "--by", "outcome", "--product", "SKU-1")
    assert [line.split() for line in out.splitlines()] == [["OUTCOME", "SCANS"], ["merged", "22"]]
    assert (await hallmint("scans", "traffic"))[1:] == ("", "no visits\n")
    await conn.execute("INSERT INTO traffic_counts VALUES (%s, %s, 'ai', 1234)", [day(0), scanned.brand_id])
    code, out, _ = await hallmint("scans", "traffic")
    assert out.splitlines()[1].split() == [day(0), "ai", "1,234"]
    assert (await hallmint("scans", "days", "--from", "tomorrow"))[0] != 0
