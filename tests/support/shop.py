"""The catalogue of a brand without a gRPC server: its servicer, called as the interceptor calls it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import product_pb2
from hallmint_server.catalog.importing import ImportService
from hallmint_server.catalog.readiness import Schemas
from hallmint_server.catalog.service import CatalogService
from hallmint_server.db.errors import to_domain
from hallmint_server.db.pool import Database, open_pool
from hallmint_server.errors import HallmintError
from hallmint_server.rpc.caller import CALLER
from hallmint_server.rpc.catalog import CatalogServicer
from hallmint_server.tenancy.model import ROLE_PERMISSIONS, Caller, CredentialKind, Role

Conn = psycopg.AsyncConnection[Any]
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One brand's catalogue; `conn` is the owner's, who sees all brands."""

    conn: Conn
    database: Database
    imports: ImportService
    servicer: CatalogServicer
    caller: Caller

    async def another(self, slug: str = "other") -> "Shop":
        """The same for another brand."""
        return Shop(
            conn=self.conn,
            database=self.database,
            imports=self.imports,
            servicer=self.servicer,
            caller=await make_caller(self.conn, slug),
        )

    async def call(self, method: Callable[[Any, Any], Awaitable[R]], request: Any) -> R:
        """Call one of the servicer's methods for the brand."""
        token = CALLER.set(self.caller)
        try:
            return await method(request, None)
        finally:
            CALLER.reset(token)

    async def create(self, sku: str = "SKU-1", **fields: Any) -> pb.CreateProductResponse:
        """Make a product."""
        request = create_request(sku, **fields)
        return await self.call(self.servicer.CreateProduct, request)

    async def get(self, sku: str = "SKU-1") -> product_pb2.Product:
        """A product."""
        request = pb.GetProductRequest(product=product_pb2.ProductRef(sku=sku))
        return (await self.call(self.servicer.GetProduct, request)).product

    async def page(self, **fields: Any) -> pb.ListProductsResponse:
        """A page of products."""
        return await self.call(self.servicer.ListProducts, pb.ListProductsRequest(**fields))

    async def update(
        self, mask: Iterable[str], *, of: str = "SKU-1", revision: int = 0, **change: Any
    ) -> pb.UpdateProductResponse:
        """Change a product."""
        request = pb.UpdateProductRequest(
            product=product_pb2.ProductRef(sku=of), change=pb.ProductChange(**change), expected_revision=revision
        )
        request.update_mask.paths.extend(mask)
        return await self.call(self.servicer.UpdateProduct, request)

    async def send(self, *messages: pb.ImportProductsRequest) -> pb.ImportProductsResponse:
        """Import a sheet through the servicer."""

        async def stream() -> AsyncIterator[pb.ImportProductsRequest]:
            for message in messages:
                yield message

        return await self.call(self.servicer.ImportProducts, stream())

    async def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a statement of the owner finds."""
        return await (await self.conn.execute(statement, values)).fetchall()

    async def someone_waits(self) -> bool:
        """Whether a transaction waits for another one's lock."""
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(await self.rows(waiting))


@asynccontextmanager
async def open_shop(database_url: str, conn: Conn) -> AsyncIterator[Shop]:
    """The catalogue of a new brand."""
    async with open_pool(database_url, max_size=4) as pool:
        database, schemas = Database(pool), Schemas()
        imports = ImportService(database, schemas)
        yield Shop(
            conn=conn,
            database=database,
            imports=imports,
            servicer=CatalogServicer(CatalogService(database, schemas), imports),
            caller=await make_caller(conn, "acme"),
        )


async def make_caller(conn: Conn, slug: str) -> Caller:
    """A machine of a new brand that may do everything in it."""
    brand_id = uuid4()
    await conn.execute(
        "INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url) VALUES (%s, %s, %s, true, %s)",
        [brand_id, slug, slug.title(), f"https://{slug}.example"],
    )
    return Caller(
        kind=CredentialKind.MACHINE,
        credential_id="test",
        brand_id=brand_id,
        brand_slug=slug,
        permissions=ROLE_PERMISSIONS[Role.ADMIN],
    )


def create_request(sku: str, *, request_id: str = "", attributes: Any = None, **fields: Any) -> pb.CreateProductRequest:
    """A product of the generic group, if nothing else is said."""
    request = pb.CreateProductRequest(
        **{"request_id": request_id or str(uuid4()), "sku": sku, "name": f"Product {sku}", "group": 5, **fields}
    )
    request.attributes.update(attributes or {})
    return request


async def refusal(call: Awaitable[Any]) -> HallmintError:
    """What a call is refused with; the test fails where it is not."""
    with pytest.raises((HallmintError, psycopg.Error)) as caught:
        await call
    known = caught.value if isinstance(caught.value, HallmintError) else to_domain(caught.value)
    assert known is not None, caught.value
    return known


def paths(error: HallmintError) -> list[tuple[str, str]]:
    """(field, reason) of every violation."""
    return sorted((violation.field, violation.reason.value) for violation in error.violations)


async def minted(conn: Conn, caller: Caller, product_id: str, kind: str, value: str) -> None:
    """As if codes had been minted under an identifier."""
    await conn.execute(
        "INSERT INTO minted_identifiers (kind, value, brand_id, product_id) VALUES (%s, %s, %s, %s)",
        [kind, value, caller.brand_id, UUID(product_id)],
    )
