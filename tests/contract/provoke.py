"""How to be refused for each reason: calls to a real server over a real database, whose state is changed where it must be."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg

from hallmint.v1 import batch_pb2, link_pb2, link_service_pb2, product_pb2, production_batch_pb2, token_pb2
from hallmint.v1 import brand_service_pb2 as brands
from hallmint.v1 import catalog_service_pb2 as catalog
from hallmint.v1 import credential_service_pb2 as credential
from hallmint.v1 import minting_service_pb2 as minting
from hallmint.v1 import production_service_pb2 as production
from hallmint_server.command import work
from tests.conftest import running
from tests.support.api import GTIN, Api, bearer
from tests.support.installation import Installation


@dataclass(frozen=True, slots=True)
class Stage:
    """What a case is provoked with."""

    place: Installation
    api: Api
    conn: psycopg.AsyncConnection[Any]
    brand_id: str

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

    def caller(self, key: str) -> Awaitable[Any]:
        return self.api.credentials.GetCaller(credential.GetCallerRequest(), metadata=bearer(key))

    async def machine(self) -> credential.CreateCredentialResponse:
        request = credential.CreateCredentialRequest(request_id=str(uuid4()), name="erp", scopes=["mint:read"])
        return await self.api.credentials.CreateCredential(request, metadata=self.api.metadata)

    async def run(self, status: Any, number: str = "RUN-1") -> str:
        request = production.CreateProductionBatchRequest(
            request_id=str(uuid4()),
            product=product_pb2.ProductRef(sku="SKU-1"),
            number=number,
            production_date="2026-11-02",
            quantity=10,
            status=status,
        )
        made = await self.api.production.CreateProductionBatch(request, metadata=self.api.metadata)
        return made.production_batch.production_batch_id

    async def waiting(self, calls: int) -> bool:
        found = await self.conn.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return await found.fetchone() == (calls,)

    def reassign(self, gtin: str) -> Awaitable[Any]:
        request = brands.ReassignGtinRequest(gtin=gtin, brand_id=self.brand_id, sku="SKU-2")
        return self.api.brands.ReassignGtin(request, metadata=self.api.operator_metadata)

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
async def product_not_ready(on: Stage) -> None:
    await on.sql("UPDATE product_revisions SET attributes = '{}'")
    await on.submit()


@case
async def no_published_passport_template(on: Stage) -> None:
    await on.sql("UPDATE content_versions SET state = 'superseded'")
    await on.submit()


@case
async def production_batch_not_found(on: Stage) -> None:
    await on.submit(production_batch_id=str(UUID(int=1)))


@case
async def production_batch_not_ready(on: Stage) -> None:
    await on.submit(production_batch_id=await on.run(production_batch_pb2.PRODUCTION_STATUS_PLANNED))


@case
async def production_batch_quantity_exceeded(on: Stage) -> None:
    await on.submit(11, production_batch_id=await on.run(production_batch_pb2.PRODUCTION_STATUS_READY))


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


async def create_link(on: Stage, number: int = 0, *, is_default: bool = False) -> None:
    request = link_service_pb2.CreateLinkRequest(
        request_id=str(uuid4()),
        level=link_pb2.LinkLevel(product=product_pb2.ProductRef(sku="SKU-1")),
        link_type="gs1:pip",
        href=f"https://acme.example/{number}",
        title="More",
        is_default=is_default,
    )
    await on.api.links.CreateLink(request, metadata=on.api.metadata)


@case
async def link_not_found(on: Stage) -> None:
    request = link_service_pb2.DeleteLinkRequest(link_id=str(UUID(int=1)))
    await on.api.links.DeleteLink(request, metadata=on.api.metadata)


@case
async def default_link_taken(on: Stage) -> None:
    for _ in range(2):
        await create_link(on, is_default=True)


@case
async def too_many_links(on: Stage) -> None:
    for number in range(101):
        await create_link(on, number)
