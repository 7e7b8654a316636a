"""What a caller is told, for every reason: each is provoked for real and compared with `golden/<REASON>.json`.

`HALLMINT_TEST_GOLDEN=write pytest tests/contract/test_status.py` writes the files again; the difference is then reviewed
as what it is, a change of the contract.
"""

import json
import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.conftest import running
from tests.support.installation import GTIN, Api, Installation, free_port
from tests.support.refusal import Refusal, refused

from hallmint.v1 import batch_pb2, error_reason_pb2, product_pb2, token_pb2
from hallmint.v1 import catalog_service_pb2 as catalog
from hallmint.v1 import minting_service_pb2 as minting
from hallmint_server.command import work
from hallmint_server.errors import Reason
from hallmint_server.rpc.server import serve

_GOLDEN = Path(__file__).with_name("golden")
_PROTO = Path(__file__).parents[2] / "proto/hallmint/v1/error_reason.proto"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WITHOUT_SERVER = ("DATABASE_UNAVAILABLE", "CREDENTIAL_REQUIRED")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a case is provoked with."""

    place: Installation
    api: Api
    conn: psycopg.AsyncConnection[Any]

    def submit(self, quantity: int = 1, *, request_id: str = "", **spec: Any) -> Awaitable[Any]:
        mint = minting.MintSpec(**{"product": product_pb2.ProductRef(sku="SKU-1"), "quantity": quantity, **spec})
        request = minting.SubmitMintRequest(request_id=request_id or str(uuid4()), mint=mint)
        return self.api.minting.SubmitMint(request, metadata=self.api.metadata)

    def submit_lots(self, *lots: tuple[str, int]) -> Awaitable[Any]:
        parts = [batch_pb2.LotQuantity(lot_code=code, quantity=units) for code, units in lots]
        return self.submit(3, identity_mode=batch_pb2.IDENTITY_MODE_LOT, lots=parts)

    def revoke(self, **target: Any) -> Awaitable[Any]:
        request = minting.RevokeTokensRequest(request_id=str(uuid4()), reason="recall", **target)
        return self.api.minting.RevokeTokens(request, metadata=self.api.metadata)

    async def minted(self) -> str:
        async with running(lambda stop: work(self.place.settings, stop)):
            return (await self.api.ended((await self.api.submit(1)).batch_id)).batch_id

    async def sql(self, statement: str) -> None:
        await self.conn.execute(statement.encode())


Case = Callable[[Stage], Awaitable[Any]]
CASES: dict[str, Case] = {}


def case(provoke: Case) -> Case:
    CASES[provoke.__name__.upper()] = provoke
    return provoke


@case
async def internal(on: Stage) -> None:
    await on.sql("DROP TABLE brand_contexts CASCADE")
    token = token_pb2.TokenRef(code="T" * 16)
    await on.api.minting.GetToken(minting.GetTokenRequest(token=token), metadata=on.api.metadata)


@case
async def brand_required(on: Stage) -> None:
    await on.api.minting.GetStats(minting.GetStatsRequest())


@case
async def brand_not_found(on: Stage) -> None:
    await on.api.catalog.GetBrand(catalog.GetBrandRequest(slug="nobody"))


@case
async def field_invalid(on: Stage) -> None:
    await on.api.batch("no-uuid")


@case
async def field_required(on: Stage) -> None:
    await on.api.batch("")


@case
async def page_token_invalid(on: Stage) -> None:
    await on.api.minting.ListBatches(minting.ListBatchesRequest(page_token="x"), metadata=on.api.metadata)  # noqa: S106 - no password


@case
async def request_id_reused(on: Stage) -> None:
    request_id = str(uuid4())
    await on.submit(1, request_id=request_id)
    await on.submit(2, request_id=request_id)


@case
async def quantity_out_of_range(on: Stage) -> None:
    await on.submit(1_000_001)


@case
async def lots_not_allowed(on: Stage) -> None:
    await on.submit(3, lots=[batch_pb2.LotQuantity(lot_code="A", quantity=3)])


@case
async def lot_code_invalid(on: Stage) -> None:
    await on.submit_lots(("A B", 3))


@case
async def lot_code_duplicate(on: Stage) -> None:
    await on.submit_lots(("A", 1), ("A", 2))


@case
async def lot_quantity_mismatch(on: Stage) -> None:
    await on.submit_lots(("A", 1), ("B", 1))


@case
async def gtin_invalid(on: Stage) -> None:
    await on.api.make_product("SKU-2", gtin=GTIN[:-1] + "0")


@case
async def product_not_found(on: Stage) -> None:
    request = catalog.GetProductRequest(product=product_pb2.ProductRef(sku="SKU-2"))
    await on.api.catalog.GetProduct(request, metadata=on.api.metadata)


@case
async def brand_suspended(on: Stage) -> None:
    await on.sql("UPDATE brands SET suspended_at = now()")
    await on.submit()


@case
async def commercial_status_not_active(on: Stage) -> None:
    await on.api.make_product("SKU-2", gtin="04006381333931", status="DRAFT")
    await on.submit(product=product_pb2.ProductRef(sku="SKU-2"))


@case
async def gtin_missing(on: Stage) -> None:
    await on.api.make_product("SKU-2", gtin="")
    await on.submit(product=product_pb2.ProductRef(sku="SKU-2"))


@case
async def batch_numbers_exhausted(on: Stage) -> None:
    await on.sql("SELECT setval('batch_numbers', 2147483646)")
    assert (await on.api.submit(1)).batch_no == 2147483647
    await on.submit()


@case
async def no_code_key(on: Stage) -> None:
    await on.sql("UPDATE code_keys SET state = 'retired'")
    await on.submit()


@case
async def batch_not_found(on: Stage) -> None:
    await on.api.batch(str(UUID(int=1)))


@case
async def batch_not_cancellable(on: Stage) -> None:
    request = minting.CancelBatchRequest(batch_id=await on.minted())
    await on.api.minting.CancelBatch(request, metadata=on.api.metadata)


@case
async def batch_not_resumable(on: Stage) -> None:
    request = minting.ResumeBatchRequest(batch_id=await on.minted())
    await on.api.minting.ResumeBatch(request, metadata=on.api.metadata)


@case
async def batch_not_ended(on: Stage) -> None:
    await on.revoke(batch_id=(await on.api.submit(1)).batch_id)


@case
async def lot_not_found(on: Stage) -> None:
    await on.revoke(lot=minting.LotRef(batch_id=await on.minted(), lot_code="A"))


@case
async def token_not_found(on: Stage) -> None:
    batch_id = await on.minted()
    refs = [token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=seq)) for seq in (0, 1)]
    await on.revoke(tokens=minting.TokenRefs(tokens=refs))


@case
async def sku_taken(on: Stage) -> None:
    await on.api.make_product("SKU-1", gtin="04006381333931")


@case
async def gtin_not_available(on: Stage) -> None:
    await on.api.make_brand("other")
    await on.api.make_product()


@case
async def slug_taken(on: Stage) -> None:
    await on.api.make_brand()


def as_golden(refusal: Refusal) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": refusal.code,
        "message": refusal.message,
        "error_info": {"reason": refusal.reason, "domain": refusal.domain, "metadata": refusal.metadata},
    }
    if refusal.fields:
        told["bad_request"] = [dict(zip(("reason", "field", "description"), v, strict=True)) for v in refusal.fields]
    if refusal.states:
        keys = ("type", "subject", "description")
        told["precondition_failure"] = [dict(zip(keys, v, strict=True)) for v in refusal.states]
    if refusal.retry_seconds is not None:
        told["retry_info"] = {"retry_seconds": refusal.retry_seconds}
    normalised: dict[str, Any] = json.loads(_UUID.sub("<uuid>", json.dumps(told)))
    return normalised


def check(reason: str, refusal: Refusal) -> None:
    path = _GOLDEN / f"{reason}.json"
    told = as_golden(refusal)
    if os.environ.get("HALLMINT_TEST_GOLDEN") == "write":
        path.write_text(json.dumps(told, indent=2) + "\n")
    assert told == json.loads(path.read_text())
    assert refusal.reason == reason


@pytest.mark.parametrize("reason", CASES)
async def test_a_refusal_is_what_the_contract_says(
    reason: str, server: Installation, api: Api, conn: psycopg.AsyncConnection[Any]
) -> None:
    refusal = await refused(CASES[reason](Stage(server, api, conn)))
    check(reason, refusal)
    # Nothing of the fault may leak; for the others it holds anyway.
    assert b"brand_contexts" not in refusal.encoded
    assert b"relation" not in refusal.encoded


async def test_without_a_database_every_call_says_when_to_try_again(place: Installation) -> None:
    place.dsn = f"postgresql://nobody@127.0.0.1:{free_port()}/nowhere"
    async with running(lambda stop: serve(place.settings, stop)), place.api("acme") as api:
        for call in (
            api.minting.GetStats(minting.GetStatsRequest(), metadata=api.metadata, wait_for_ready=True),
            api.catalog.ListBrands(catalog.ListBrandsRequest(), wait_for_ready=True),
        ):
            check("DATABASE_UNAVAILABLE", await refused(call))


async def test_without_dev_nobody_is_let_in(place: Installation) -> None:
    place.options["HALLMINT_DEV"] = "false"
    async with running(lambda stop: serve(place.settings, stop)), place.api("acme") as api:
        refusal = None
        while refusal is None or refusal.reason == "DATABASE_UNAVAILABLE":  # the server is still starting
            call = api.minting.GetStats(minting.GetStatsRequest(), metadata=api.metadata, wait_for_ready=True)
            refusal = await refused(call)
        check("CREDENTIAL_REQUIRED", refusal)
        check("CREDENTIAL_REQUIRED", await refused(api.catalog.ListBrands(catalog.ListBrandsRequest())))


def test_no_reason_is_without_a_case_and_a_golden_status() -> None:
    names = {n.removeprefix("ERROR_REASON_") for n in error_reason_pb2.ErrorReason.keys()} - {"UNSPECIFIED"}  # noqa: SIM118 - no mapping
    assert names == {*CASES, *_WITHOUT_SERVER}
    assert names == {path.stem for path in _GOLDEN.glob("*.json")}
    assert [r.value for r in Reason] == [n.removeprefix("ERROR_REASON_") for n in error_reason_pb2.ErrorReason.keys()][
        1:
    ]  # noqa: SIM118


@pytest.mark.parametrize("reason", [r.value for r in Reason])
def test_the_sample_and_the_code_in_the_proto_are_what_is_sent(reason: str) -> None:
    golden = json.loads((_GOLDEN / f"{reason}.json").read_text())
    comment = re.search(rf"((?:  //.*\n)+)  ERROR_REASON_{reason} = ", _PROTO.read_text())
    assert comment is not None
    text = " ".join(line.strip(" /") for line in comment[1].splitlines())
    sample = json.loads(text[text.index("Sample: `") + 9 : text.rindex("`")])
    sent = golden["error_info"]
    assert (sample["reason"], sample["domain"]) == (sent["reason"], sent["domain"])
    assert sample["metadata"].keys() == sent["metadata"].keys()
    assert sample["metadata"].get("reasons") == sent["metadata"].get("reasons")
    assert f"Code {golden['code']}" in text
