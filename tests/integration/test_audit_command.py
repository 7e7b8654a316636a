"""`hallmint audit` and `hallmint production` against their servicers: what people and programs are told, and exit codes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
import psycopg
import pytest

from hallmint.v1 import audit_service_pb2_grpc, production_service_pb2_grpc
from hallmint_client.cli.app import run
from hallmint_client.cli.exit import ExitCode
from hallmint_server.audit.service import AuditService
from hallmint_server.db.pool import connect_worker
from hallmint_server.jobs.digest import close_days
from hallmint_server.production.service import ProductionService
from hallmint_server.rpc.audit import AuditServicer
from hallmint_server.rpc.caller import CALLER
from hallmint_server.rpc.context import Interceptor
from hallmint_server.rpc.production import ProductionServicer
from hallmint_server.verification.anchor import AnchorService
from tests.support.acting import Brand, acting_database, machine, make_brand
from tests.support.installation import free_port
from tests.support.unit import activate, noon, spoil

Conn = psycopg.AsyncConnection[Any]
Hallmint = Callable[..., Awaitable[tuple[int, str, str]]]
MAKE = (
    "production",
    "create",
    "--product",
    "SKU-1",
    "--date",
    "2026-03-01",
    "--quantity",
    "1,000",
    "--status",
    "ready",
)


class As(Interceptor):
    """Every call is one of this brand's machine."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """The handler runs in the task, and so in the context, of this method."""
        CALLER.set(self._brand.caller)
        return await continuation(handler_call_details)


@pytest.fixture
async def hallmint(
    database_url: str, conn: Conn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Hallmint]:
    """The command, for a brand of which nothing happened yet."""
    acme = await make_brand(conn, "acme")
    address = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("HALLMINT_SERVER", address)
    monkeypatch.setenv("HALLMINT_CREDENTIAL", f"hm_live_{'0' * 12}_{'0' * 52}_{'0' * 6}")
    monkeypatch.setenv("TZ", "UTC")
    server = grpc.aio.server(interceptors=[As(acme)])
    server.add_insecure_port(address)
    async with acting_database(database_url) as database:
        audit, production = (
            AuditServicer(AuditService(database), AnchorService(database)),
            ProductionServicer(ProductionService(database)),
        )
        audit_service_pb2_grpc.add_AuditServiceServicer_to_server(audit, server)
        production_service_pb2_grpc.add_ProductionServiceServicer_to_server(production, server)
        await server.start()

        async def call(*arguments: str) -> tuple[int, str, str]:
            code = await asyncio.to_thread(run, arguments)
            said = capsys.readouterr()
            return code, said.out, said.err

        yield call
        await server.stop(None)


async def test_production_batches_are_made_shown_changed_and_listed(hallmint: Hallmint) -> None:
    code, out, err = await hallmint(*MAKE, "--number", "RUN-1", "--facility", "Plant 7", "--json")
    assert (code, err) == (0, "")
    made = json.loads(out)["production_batch"]
    assert (made["number"], made["quantity"], made["status"]) == ("RUN-1", 1000, "PRODUCTION_STATUS_READY")
    for which in ("RUN-1", made["production_batch_id"]):
        code, out, _ = await hallmint("production", "show", which)
        assert code == 0
        assert "0 of 1,000 units" in out
    code, out, _ = await hallmint("production", "update", "RUN-1", "--facility", "", "--quantity", "5")
    assert code == 0
    assert "Plant 7" not in out
    assert "0 of 5 units" in out
    assert (await hallmint(*MAKE, "--number", "RUN-2"))[0] == 0
    code, out, err = await hallmint("production", "list", "--product", "SKU-1", "--limit", "1")
    assert [line.split()[:3] for line in out.splitlines()] == [["NUMBER", "STATUS", "SKU"], ["RUN-1", "ready", "SKU-1"]]
    again = err.strip().removeprefix("more: hallmint ").split()
    code, out, err = await hallmint(*again)
    assert (code, out.splitlines()[1].split()[0], err) == (0, "RUN-2", "")
    assert (await hallmint("production", "list", "--status", "closed"))[1:] == ("", "no production batches\n")
    code, _, err = await hallmint("production", "update", "RUN-1")
    assert (code, "name what to change" in err) == (ExitCode.USAGE, True)


async def test_the_audit_trail_is_listed_with_filters(hallmint: Hallmint) -> None:
    for number in ("RUN-1", "RUN-2"):
        await hallmint(*MAKE, "--number", number)
    await hallmint("production", "update", "RUN-1", "--status", "closed")
    code, out, err = await hallmint("audit")
    assert (code, err) == (0, "")
    head, *rows = out.splitlines()
    assert head.split()[:4] == ["NUMBER", "AT", "WHAT", "ACTION"]
    assert [row.split()[0] for row in rows] == ["3", "2", "1"]
    assert '"after":{"status":"closed"}' in rows[0]
    assert "machine:M1" in rows[0]
    code, out, err = await hallmint("audit", "--action", "created", "--type", "production_batch", "--limit", "1")
    assert [row.split()[0] for row in out.splitlines()] == ["NUMBER", "2"]
    again = err.strip().removeprefix("more: hallmint ").split()
    code, out, _ = await hallmint(*again)
    assert [row.split()[0] for row in out.splitlines()] == ["NUMBER", "1"]
    code, out, _ = await hallmint("audit", "list", "--oldest-first", "--since", "2020-01-01", "--json")
    assert [event["number"] for event in json.loads(out)["events"]] == ["1", "2", "3"]
    for none in (("--until", "2020-01-01T00:00:00+01:00"), ("--actor", "nobody"), ("--entity", "x")):
        assert await hallmint("audit", *none) == (0, "", "no events\n")


async def test_verify_prints_a_head_that_holds_the_next_time(hallmint: Hallmint, conn: Conn) -> None:
    code, out, _ = await hallmint("audit", "verify")
    assert (code, out) == (0, f"0 events: none missing, none changed\nhead 0:{'0' * 64}\n")
    for number in ("RUN-1", "RUN-2"):
        await hallmint(*MAKE, "--number", number)
    code, out, err = await hallmint("audit", "verify", "--head", f"0:{'0' * 64}")
    assert (code, out.splitlines()[0]) == (0, "2 events: none missing, none changed")
    head = out.splitlines()[1].removeprefix("head ")
    assert err.strip().endswith(f"hallmint audit verify --head {head}")
    await hallmint(*MAKE, "--number", "RUN-3")
    code, out, err = await hallmint("audit", "verify", "--head", head, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["number"] == 3
    # Who cuts the end off and puts the head back is found by the head that was kept, and by nothing else.
    kept = json.loads(out)["head"]
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("DELETE FROM events WHERE number = 3")
    await conn.execute("UPDATE audit_heads SET number = 2, hash = e.hash FROM events e WHERE e.number = 2")
    assert (await hallmint("audit", "verify", "--head", head))[0] == 0
    code, out, err = await hallmint("audit", "verify", "--head", kept)
    assert (code, out) == (ExitCode.ENDED_BADLY, "")
    assert err.startswith("error: event 3 and those behind it are missing")


async def test_verify_names_the_first_bad_number(hallmint: Hallmint, conn: Conn) -> None:
    for number in range(5):
        await hallmint(*MAKE, "--number", f"RUN-{number}")
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE events SET detail = replace(detail, '1000', '9000') WHERE number IN (3, 5)")
    code, out, err = await hallmint("audit", "verify")
    assert (code, out) == (ExitCode.ENDED_BADLY, "")
    assert err.startswith("error: event 3 was changed: it does not hash to what it says (AUDIT_CHAIN_BROKEN): ")
    await conn.execute("DELETE FROM events WHERE number = 2")
    code, _, err = await hallmint("audit", "verify", "--json")
    problem = json.loads(err)["error"]
    assert (code, problem["reason"]) == (ExitCode.ENDED_BADLY, "AUDIT_CHAIN_BROKEN")
    assert problem["message"] == "event 2 is missing: 3 follows on 1"


async def test_units_are_listed_and_verified_on_request(hallmint: Hallmint, database_url: str, conn: Conn) -> None:
    await hallmint(*MAKE, "--number", "RUN-1")
    row = await (await conn.execute("SELECT brand_id, product_id FROM products")).fetchone()
    assert row is not None
    acme = Brand(brand_id=row[0], caller=machine(row[0]), sku="SKU-1", product_id=row[1])
    batch_id = await activate(conn, acme, [noon(4), noon(3), noon(0)])
    code, out, err = await hallmint("audit", "--type", "token", "--oldest-first", "--limit", "1")
    assert (code, out.splitlines()[1].split()[2:]) == (0, ["TOKEN", "ACTIVATED", f"{batch_id}/0", "scan", "{}"][:4])
    again = err.strip().removeprefix("more: hallmint ").split()
    assert f"{batch_id}/1" in (await hallmint(*again))[1]
    assert f"{batch_id}/0" not in (await hallmint("audit", "--chained"))[1]
    async with await connect_worker(database_url) as worker:
        await close_days(worker)
    code, out, err = await hallmint("audit", "verify", "--units")
    assert (code, out.splitlines()[:2]) == (
        0,
        ["3 events: none missing, none changed", "2 scans of units on 2 closed days: as their digests say"],
    )
    assert f"not closed by a digest yet: {noon(0).date()}\n" in err
    code, out, _ = await hallmint("audit", "verify", "--units", "--json")
    told = json.loads(out)
    assert (code, told["days"], told["unit_events"], told["open_days"]) == (0, 2, 2, [str(noon(0).date())])
    await spoil(conn, "DELETE FROM unit_events WHERE seq = 1")
    assert (await hallmint("audit", "verify"))[0] == 0
    code, out, err = await hallmint("audit", "verify", "--units")
    assert (code, out) == (ExitCode.ENDED_BADLY, "")
    assert err.startswith(f"error: events of units of {noon(3).date()} are not those of its digest")


@pytest.mark.parametrize(
    "text",
    ["", "7", "7:abc", f"-1:{'0' * 64}", f"07:{'0' * 64}", f"7:{'g' * 64}", "\N{ARABIC-INDIC DIGIT SEVEN}:" + "0" * 64],
)
async def test_a_head_has_one_form(hallmint: Hallmint, text: str) -> None:
    code, _, err = await hallmint("audit", "verify", f"--head={text}")
    assert (code, "64 hex digits" in err) == (ExitCode.USAGE, True)
