"""The scenario of clients/README.md in each language. What a client says is held against the database and the files."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import export_service_pb2
from hallmint_server.log.opening import public_key
from tests.support.api import READY
from tests.support.cutting import cutting
from tests.support.gtin import check_digit
from tests.support.installation import free_port
from tests.support.partner import LANGUAGES, Language
from tests.support.stage import Stage, product_sheet

QUANTITY = 100_000
ROWS = 3_000
_CUT_AFTER = 200_000
_ERRORS = {
    "revoked_credential": ("UNAUTHENTICATED", "CREDENTIAL_REVOKED"),
    "reused_request_id": ("ALREADY_EXISTS", "REQUEST_ID_REUSED"),
    "refused": ("INVALID_ARGUMENT", "QUANTITY_OUT_OF_RANGE"),
    "unavailable": ("UNAVAILABLE", ""),
}

pytestmark = pytest.mark.timeout(1200)  # the first test of a language builds it


def gtin(number: int) -> str:
    """A GTIN-14 of the range for examples."""
    digits = f"0950600013{number:03}"
    return digits + check_digit(digits)


async def sums(dsn: str, batch_id: str) -> tuple[int, str]:
    """How many tokens a batch has, and SHA-256 over their URLs, by the rows."""
    digest, count = hashlib.sha256(), 0
    async with await psycopg.AsyncConnection.connect(dsn) as conn:
        cursor = await conn.execute(
            """SELECT b.resolver_base_url || '/01/' || substr(b.context, 6) || '/21/' || t.code || E'\n'
               FROM mint_batches b JOIN tokens t USING (batch_no) WHERE b.batch_id = %s ORDER BY t.seq""",
            [batch_id],
        )
        async for (url,) in cursor:
            digest.update(url.encode())
            count += 1
    return count, digest.hexdigest()


async def revisions(dsn: str, prefix: str) -> tuple[int, int]:
    """How many products of a sheet there are, and how many revisions of them."""
    async with await psycopg.AsyncConnection.connect(dsn) as conn:
        rows = await conn.execute(
            "SELECT count(DISTINCT product_id), count(*) FROM product_revisions r JOIN products p USING (product_id)"
            " WHERE p.sku LIKE %s",
            [f"{prefix}-%"],
        )
        found: tuple[int, int] | None = await rows.fetchone()
    assert found is not None
    return found


def credential_id(key: str) -> str:
    """What of a credential is no secret."""
    return key.split("_")[2]


async def test_from_product_to_revocation(partner: Language, stage: Stage, tmp_path: Path) -> None:
    number = 500 + [each.name for each in LANGUAGES].index(partner.name)
    product: dict[str, Any] = {
        "sku": f"SKU-{partner.name}",
        "gtin": gtin(number),
        "name": "A bucket",
        "attributes": READY,
    }
    config: dict[str, Any] = {
        "credential": stage.key,
        "product": product,
        "quantity": QUANTITY,
        "mint_request_id": str(uuid4()),
        "revoked_credential": stage.revoked,
        "away": f"127.0.0.1:{free_port()}",
        "log_key": public_key(stage.place.settings.keys_folder),
        "sheet": str(product_sheet(tmp_path / "sheet.csv", product["sku"], ROWS)),
        "other_credential": stage.other,
    }
    async with cutting(stage.place.port) as proxy:
        stage.hold()  # so that the first cut is in the middle of the watch
        proxy.on_cut = stage.go
        try:
            config |= {"address": proxy.address, "control": proxy.control}
            lines = await partner.run("scenario", config, tmp_path, seconds=240)
        finally:
            stage.go()
        assert proxy.cuts >= 3
        assert proxy.connections >= 4
    steps = {line["step"]: line for line in lines if line["step"] != "error"}
    assert list(steps) == [
        *("product", "preflight", "ready", "mint", "tokens", "export", "proof", "revoke", "import", "acting"),
    ]
    assert steps["product"]["revision"] == 1
    assert steps["preflight"]["reasons"] == ["COMMERCIAL_STATUS_NOT_ACTIVE"]
    assert steps["ready"]["reasons"] == []
    await _check_mint(stage, steps, product["sku"])
    await _check_export(stage, steps["export"], tmp_path)
    proof = steps["proof"]
    assert (proof["batch_id"], proof["seq"]) == (steps["mint"]["batch_id"], 4242)
    assert proof["identity"].startswith(f"/01/{product['gtin']}/21/")
    assert proof["mutated"]
    assert steps["revoke"]["status"] == "REVOKED"
    await _check_import(stage, steps["import"], product["sku"])
    assert (steps["acting"]["own"], steps["acting"]["other"]) == (credential_id(stage.key), credential_id(stage.other))
    _check_errors([line for line in lines if line["step"] == "error"], config["mint_request_id"])
    assert (await stage.place.fsck()).findings == []


async def _check_mint(stage: Stage, steps: dict[str, Any], sku: str) -> None:
    mint, tokens = steps["mint"], steps["tokens"]
    assert (mint["state"], mint["minted"]) == ("MINTED", QUANTITY)
    assert mint["changes"] >= 2
    count, digest = await sums(stage.place.dsn, mint["batch_id"])
    assert (tokens["count"], tokens["first_seq"], tokens["last_seq"]) == (count, 0, QUANTITY - 1)
    assert tokens["sha256"] == digest
    async with await psycopg.AsyncConnection.connect(stage.place.dsn) as conn:
        rows = await conn.execute(
            """SELECT count(*), count(*) FILTER (WHERE b.batch_id = %s)
               FROM mint_batches b JOIN products p USING (product_id) WHERE p.sku = %s""",
            [mint["batch_id"], sku],
        )
        assert await rows.fetchone() == (1, 1)


async def _check_import(stage: Stage, said: dict[str, Any], sku: str) -> None:
    rows = {"rows": ROWS, "created": 0, "updated": 0, "unchanged": 0, "refused": 0}
    # Where the cut took the answer alone, the try that followed found what the first one had written.
    assert said["first"] in ({**rows, "created": ROWS}, {**rows, "unchanged": ROWS})
    assert said["again"] == {**rows, "unchanged": ROWS}
    assert await revisions(stage.place.dsn, sku) == (ROWS, ROWS)


async def _check_export(stage: Stage, export: dict[str, Any], folder: Path) -> None:
    assert export["state"] == "COMPLETED"
    async with stage.api() as api:
        request = export_service_pb2.ListPacksRequest(export_id=export["export_id"])
        packs = (await api.exports.ListPacks(request, metadata=api.metadata)).packs
    assert sum(pack.bytes for pack in packs) > _CUT_AFTER
    assert [(p["name"], p["bytes"], p["sha256"]) for p in export["packs"]] == [
        (pack.file_name, pack.bytes, pack.sha256.hex()) for pack in packs
    ]
    for pack in packs:
        assert hashlib.sha256((folder / pack.file_name).read_bytes()).digest() == pack.sha256
    assert not await asyncio.to_thread(lambda: list(folder.glob("*.part")))


def _check_errors(lines: list[dict[str, Any]], request_id: str) -> None:
    assert {line["case"]: (line["code"], line["reason"]) for line in lines} == _ERRORS
    found = {line["case"]: line for line in lines}
    assert all(line["message"] for line in lines)
    assert found["reused_request_id"]["metadata"] == {"method": "SubmitMint"}
    assert found["reused_request_id"]["request_id"] == request_id
    assert [each["field"] for each in found["refused"]["violations"]] == ["mint.quantity"]
    assert all(each["description"] for each in found["refused"]["violations"])
    assert found["refused"]["request_id"]  # the layer made one
