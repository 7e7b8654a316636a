"""Brands, products and callers made without a server: rows by their owner, and services that act for a brand."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from hallmint_server.db.pool import OPERATOR, Database, open_pool
from hallmint_server.db.request import RequestKey
from hallmint_server.rpc.caller import CALLER
from hallmint_server.tenancy.model import Caller, CredentialKind, Permission
from tests.support.api import READY

Conn = psycopg.AsyncConnection[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand with one product, and a machine of it that may do everything."""

    caller: Caller
    sku: str
    product_id: UUID
    brand_id: UUID

    def key(self, method: str, body: str = "", request_id: UUID | None = None) -> RequestKey:
        """Of a creating call; another `body` is another call."""
        return RequestKey(brand_id=self.brand_id, method=method, request_id=request_id or uuid4(), digest=body.encode())


def machine(brand_id: UUID) -> Caller:
    """A machine of a brand."""
    return Caller(kind=CredentialKind.MACHINE, credential_id="M1", brand_id=brand_id, permissions=frozenset(Permission))


OPERATING = Caller(
    kind=CredentialKind.OPERATOR, credential_id="O1", brand_id=OPERATOR, permissions=frozenset(Permission)
)
"""An operator."""


async def make_brand(conn: Conn, slug: str, sku: str = "SKU-1", *, gs1_ready: bool = True) -> Brand:
    """Write a brand, a product of it that is ready, and a published template."""
    brand_id = uuid4()
    await conn.execute(
        """INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url)
           VALUES (%s, %s, %s, %s, 'https://id.example.com')""",
        [brand_id, slug, slug.title(), gs1_ready],
    )
    await conn.execute("INSERT INTO brand_totals (brand_id) VALUES (%s)", [brand_id])
    await conn.execute(
        """INSERT INTO content_versions (version_id, brand_id, kind, lineage, version, state, content, published_at)
           VALUES (%s, %s, 'template', 'generic', 1, 'published', '{"sections": []}', now())""",
        [uuid4(), brand_id],
    )
    product_id = await make_product(conn, brand_id, sku)
    return Brand(brand_id=brand_id, caller=machine(brand_id), sku=sku, product_id=product_id)


async def make_product(conn: Conn, brand_id: UUID, sku: str) -> UUID:
    """Write a product; returns its id."""
    product_id = uuid4()
    await conn.execute(
        """INSERT INTO products (product_id, brand_id, sku, name, product_group, commercial_status)
           VALUES (%s, %s, %s, 'P', 'generic', 'active')""",
        [product_id, brand_id, sku],
    )
    await conn.execute(
        """INSERT INTO product_revisions (
               product_id, revision, brand_id, sku, name, product_group, commercial_status, attributes
           )
           VALUES (%s, 1, %s, %s, 'P', 'generic', 'active', %s)""",
        [product_id, brand_id, sku, Jsonb(READY)],
    )
    return product_id


@contextlib.asynccontextmanager
async def acting_database(dsn: str, *, max_size: int = 4) -> AsyncIterator[Database]:
    """What services are given."""
    async with open_pool(dsn, max_size=max_size) as pool:
        yield Database(pool)


@contextlib.contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Servicers are called by this caller, as the interceptor would have found."""
    token = CALLER.set(caller)
    try:
        yield
    finally:
        CALLER.reset(token)
