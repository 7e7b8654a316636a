"""What a client does when something is wrong: one clear native error, or it goes on. It never hangs, and never mints twice."""

import asyncio
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint_server.log.opening import public_key
from tests.clients.test_scenario import credential_id, revisions, sums
from tests.support import wrong_clock
from tests.support.cutting import cutting, silent
from tests.support.installation import free_port
from tests.support.losing import losing
from tests.support.partner import Language
from tests.support.stage import UNITS, Stage, another_ca, product_sheet
from tests.support.wait import until

pytestmark = pytest.mark.timeout(1200)  # the first test of a language builds it

_SET_AFTER = 3  # seconds from the beginning of a program; it has made its call by then
_ROWS = 200
_QUICK = {"attempts": 2, "pause": 0.05}


def config(stage: Stage, **changes: Any) -> dict[str, Any]:
    return {"address": stage.place.address, "credential": stage.key, **changes}


async def batches(stage: Stage, sku: str = "SKU-1") -> int:
    async with await psycopg.AsyncConnection.connect(stage.place.dsn) as conn:
        rows = await conn.execute(
            "SELECT count(*) FROM mint_batches JOIN products USING (product_id) WHERE sku = %s", [sku]
        )
        found = await rows.fetchone()
    assert found is not None
    return int(found[0])


async def test_the_server_is_away(partner: Language, stage: Stage, tmp_path: Path) -> None:
    away = f"127.0.0.1:{free_port()}"
    said = await partner.act("stats", config(stage, address=away, policy=_QUICK), tmp_path)
    assert (said["error"]["code"], said["error"]["reason"]) == ("UNAVAILABLE", "")
    assert said["error"]["message"]


async def test_a_server_that_says_nothing_is_given_up(partner: Language, stage: Stage, tmp_path: Path) -> None:
    async with silent() as address:
        said = await partner.act("stats", config(stage, address=address, policy={"timeout": 1.5}), tmp_path)
    assert said["error"]["code"] in {"DEADLINE_EXCEEDED", "UNAVAILABLE"}


async def test_a_deadline_of_a_millisecond(partner: Language, stage: Stage, tmp_path: Path) -> None:
    """The same code whoever tells it: the client, or the server, whose clock ran out first and which gives a reason."""
    said = await partner.act("stats", config(stage, policy={"timeout": 0.001}), tmp_path)
    assert said["error"]["code"] == "DEADLINE_EXCEEDED"
    assert said["error"]["reason"] in {"", "DEADLINE_EXCEEDED"}
    assert said["error"]["message"]


async def test_tls_by_both_sides(partner: Language, stage: Stage, tmp_path: Path) -> None:
    files = {"ca": str(stage.tls.client_ca), "certificate": str(stage.client.certificate), "key": str(stage.client.key)}
    said = await partner.act("stats", config(stage, address=stage.tls_address, **files), tmp_path)
    assert said.get("ok", {}).get("tokens_minted", 0) >= UNITS, said


@pytest.mark.parametrize("wrong", ["another authority", "no certificate of ours", "plaintext"])
async def test_tls_that_does_not_fit(partner: Language, stage: Stage, tmp_path: Path, wrong: str) -> None:
    files = {"ca": str(stage.tls.client_ca), "certificate": str(stage.client.certificate), "key": str(stage.client.key)}
    if wrong == "another authority":
        files["ca"] = str(another_ca(tmp_path))
    else:
        files = {"ca": files["ca"]} if wrong.startswith("no certificate") else {}
    wanted = config(stage, address=stage.tls_address, policy=_QUICK, **files)
    said = await partner.act("stats", wanted, tmp_path)
    assert (said["error"]["code"], said["error"]["reason"]) == ("UNAVAILABLE", "")
    assert said["error"]["message"]


async def test_files_of_tls_that_are_none(partner: Language, stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no certificate\n")
    said = await partner.act("stats", config(stage, ca=str(tmp_path / "no.pem")), tmp_path)
    assert (said["error"]["code"], said["error"]["reason"]) == ("", "")
    assert "no.pem" in said["error"]["message"]


@pytest.mark.parametrize("kind", ["expired", "revoked"])
async def test_a_credential_that_is_no_longer_good(partner: Language, stage: Stage, tmp_path: Path, kind: str) -> None:
    said = await partner.act("stats", config(stage, credential=getattr(stage, kind)), tmp_path)
    assert (said["error"]["code"], said["error"]["reason"]) == ("UNAUTHENTICATED", f"CREDENTIAL_{kind.upper()}")


async def test_what_is_no_credential_is_not_sent_nor_shown(partner: Language, stage: Stage, tmp_path: Path) -> None:
    said = await partner.act("stats", config(stage, credential=f"{stage.key[:-1]}!"), tmp_path)
    assert (said["error"]["code"], said["error"]["reason"]) == ("", "")
    assert stage.key[:40] not in said["error"]["message"]


async def test_a_message_over_the_limit(partner: Language, stage: Stage, tmp_path: Path) -> None:
    said = await partner.act("big", config(stage), tmp_path)
    assert (said["error"]["code"], said["error"]["reason"]) == ("RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE")
    assert said["error"]["metadata"] == {"most_bytes": str(1 << 20)}
    assert said["error"]["retry_after"] is None


@pytest.mark.parametrize("request_id", ["", str(uuid4())])
async def test_a_mint_whose_answer_is_lost_is_one_batch(
    partner: Language, stage: Stage, tmp_path: Path, request_id: str
) -> None:
    before = await batches(stage)
    own = {"request_id": str(uuid4())} if request_id else {}
    async with losing(stage.place.address) as proxy:
        proxy.lose = 3
        wanted = config(stage, address=proxy.address, sku="SKU-1", quantity=10, **own)
        said = await partner.act("mint", wanted, tmp_path)
        assert proxy.lost == 3
    assert said["ok"]["batch_id"]
    assert await batches(stage) == before + 1


async def test_a_mint_that_no_try_gets_an_answer_to_names_its_request_id(
    partner: Language, stage: Stage, tmp_path: Path
) -> None:
    before = await batches(stage)
    wanted = {"sku": "SKU-1", "quantity": 10, "policy": _QUICK}
    async with losing(stage.place.address) as proxy:
        proxy.lose = 2
        said = await partner.act("mint", config(stage, address=proxy.address, **wanted), tmp_path)
        assert said["error"]["code"] == "UNAVAILABLE"
        request_id = said["error"]["request_id"]
        said = await partner.act(
            "mint", config(stage, address=proxy.address, request_id=request_id, **wanted), tmp_path
        )
    assert said["ok"]["batch_id"]
    assert await batches(stage) == before + 1


async def test_an_import_whose_answer_is_lost_is_one_import(partner: Language, stage: Stage, tmp_path: Path) -> None:
    prefix = f"LOST-{partner.name}"
    sheet = str(product_sheet(tmp_path / "sheet.csv", prefix, _ROWS))
    async with losing(stage.place.address) as proxy:
        proxy.lose = 2
        said = await partner.act("import", config(stage, address=proxy.address, sheet=sheet), tmp_path)
        assert proxy.lost == 2
        assert said["ok"] == {"rows": _ROWS, "created": 0, "updated": 0, "unchanged": _ROWS, "refused": 0}
        proxy.lose = 2
        said = await partner.act("import", config(stage, address=proxy.address, sheet=sheet, policy=_QUICK), tmp_path)
        assert said["error"]["code"] == "UNAVAILABLE"
    assert await revisions(stage.place.dsn, prefix) == (_ROWS, _ROWS)


async def test_another_caller_uses_the_same_connection(partner: Language, stage: Stage, tmp_path: Path) -> None:
    async with cutting(stage.place.port) as proxy:
        wanted = config(stage, address=proxy.address, other_credential=stage.other)
        said = await partner.act("acting", wanted, tmp_path)
        assert proxy.connections == 1
    assert said["ok"] == {"own": credential_id(stage.key), "other": credential_id(stage.other)}
    revoked = await partner.act(
        "acting", {**wanted, "address": stage.place.address, "other_credential": stage.revoked}, tmp_path
    )
    assert (revoked["error"]["code"], revoked["error"]["reason"]) == ("UNAUTHENTICATED", "CREDENTIAL_REVOKED")


async def test_a_watch_goes_on_where_streams_are_closed_each_second(
    partner: Language, stage: Stage, tmp_path: Path
) -> None:
    stage.hold()
    try:
        async with stage.api() as api, losing(stage.place.address) as proxy:
            proxy.stream_seconds = 1
            batch = await api.submit(UNITS)
            wanted = config(stage, address=proxy.address, batch_id=batch.batch_id)
            act = asyncio.create_task(partner.act("watch", wanted, tmp_path))
            await until(lambda: proxy.ended >= 3 or act.done(), 60, what="three streams were closed")
            stage.go()
            said = await act
    finally:
        stage.go()
    assert (said["ok"]["state"], said["ok"]["minted"]) == ("MINTED", UNITS)


async def test_a_download_goes_on_where_streams_are_closed_each_second(
    partner: Language, stage: Stage, tmp_path: Path
) -> None:
    async with losing(stage.place.address) as proxy:
        proxy.stream_seconds, proxy.pause = 1, 0.15
        wanted = config(stage, address=proxy.address, export_id=stage.export_id)
        said = await partner.act("download", wanted, tmp_path, seconds=90)
        assert proxy.ended >= 2
    direct = await partner.act("download", config(stage, export_id=stage.export_id), tmp_path / "direct")
    assert said == direct
    assert said["ok"]["packs"]


async def test_the_servers_clock_is_an_hour_behind(partner: Language, stage: Stage, tmp_path: Path) -> None:
    if missing := wrong_clock.missing():
        pytest.skip(missing)
    wanted = config(stage, address=stage.late_address, batch_id=stage.batch_id, export_id=stage.export_id)
    await _read_all(partner, stage, wanted, tmp_path, {})


@pytest.mark.parametrize("offset", [-wrong_clock.HOUR, wrong_clock.HOUR])
async def test_the_clients_clock_is_an_hour_wrong(partner: Language, stage: Stage, tmp_path: Path, offset: int) -> None:
    if missing := wrong_clock.missing():
        pytest.skip(missing)
    variables = await asyncio.to_thread(wrong_clock.variables, partner, offset=offset)
    said = await partner.act("now", config(stage), tmp_path, variables=variables)
    assert said["ok"]["now"] == pytest.approx(time.time() + offset, abs=wrong_clock.HOUR / 2)
    wanted = config(stage, batch_id=stage.batch_id, export_id=stage.export_id)
    await _read_all(partner, stage, wanted, tmp_path, variables)


@pytest.mark.parametrize("offset", [-wrong_clock.HOUR, wrong_clock.HOUR])
async def test_the_clients_clock_is_set_while_it_waits(
    partner: Language, stage: Stage, tmp_path: Path, offset: int
) -> None:
    """A deadline ends when it is over, and a watch over broken streams goes on, whatever a clock says meanwhile."""
    if missing := wrong_clock.missing():
        pytest.skip(missing)
    variables = await asyncio.to_thread(wrong_clock.variables, partner, offset=offset, after=_SET_AFTER)
    async with silent() as address:
        policy = {"timeout": _SET_AFTER + 2, "attempts": 1}
        wanted = config(stage, address=address, policy=policy)
        said = await partner.act("stats", wanted, tmp_path, variables=variables)
    assert said["error"]["code"] in {"DEADLINE_EXCEEDED", "UNAVAILABLE"}
    stage.hold()
    try:
        async with stage.api() as api, losing(stage.place.address) as proxy:
            proxy.stream_seconds = 1
            batch = await api.submit(UNITS)
            wanted = config(stage, address=proxy.address, batch_id=batch.batch_id)
            act = asyncio.create_task(partner.act("watch", wanted, tmp_path, variables=variables))
            await until(lambda: proxy.ended >= _SET_AFTER + 2 or act.done(), 60, what="the clock was set")
            stage.go()
            said = await act
    finally:
        stage.go()
    assert (said["ok"]["state"], said["ok"]["minted"]) == ("MINTED", UNITS)


async def _read_all(
    partner: Language, stage: Stage, wanted: dict[str, Any], folder: Path, variables: dict[str, str]
) -> None:
    said = await partner.act("watch", wanted, folder, variables=variables)
    assert (said["ok"]["state"], said["ok"]["minted"]) == ("MINTED", UNITS)
    said = await partner.act("tokens", wanted, folder, variables=variables)
    assert (said["ok"]["count"], said["ok"]["sha256"]) == await sums(stage.place.dsn, stage.batch_id)
    said = await partner.act("download", wanted, folder, variables=variables)
    assert [(folder / pack["name"]).stat().st_size for pack in said["ok"]["packs"]] == [
        pack["bytes"] for pack in said["ok"]["packs"]
    ]
    log_key = public_key(stage.place.settings.keys_folder)
    said = await partner.act("proof", {**wanted, "log_key": log_key}, folder, variables=variables)
    assert (said["ok"]["batch_id"], said["ok"]["seq"]) == (stage.batch_id, 42)
    async with losing(wanted["address"]) as proxy:
        proxy.lose = 3
        mint = {"address": proxy.address, "sku": "SKU-1", "quantity": 1}
        said = await partner.act("mint", {**wanted, **mint}, folder, variables=variables)
        assert proxy.lost == 3
    assert said["ok"]["batch_id"]
