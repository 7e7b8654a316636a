"""`Database.read`: one SELECT for a brand in one round trip, with the rights and the care of a transaction."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from hallmint_server.catalog import store
from hallmint_server.db.pool import Database, open_pool
from tests.support.acting import make_brand, make_product

Conn = psycopg.AsyncConnection[Any]
WHO = b"SELECT hallmint_brand()::text, %(text)s::text, %(text)s::text || %(number)s::int, inet_server_port() > 0"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_pool(database_url, max_size=2) as pool:
        yield Database(pool)


async def test_a_brand_reads_its_own(database: Database, conn: Conn) -> None:
    own, other = await make_brand(conn, "own", "SKU-1"), await make_brand(conn, "other", "SKU-1")
    for brand in (own, other, own):
        found = await store.read_with_schema(database, brand.brand_id, "SKU-1")
        assert found is not None
        assert found[0].product_id == brand.product_id
    # The row is there, and the statement names it: row-level security keeps it back.
    assert await database.read(own.brand_id, b"SELECT 1 FROM products WHERE sku = %(sku)s", {"sku": "SKU-1"}) == [(1,)]
    everything = b"SELECT product_id FROM products WHERE product_id = %(id)s"
    assert await database.read(own.brand_id, everything, {"id": other.product_id}) == []


async def test_a_value_is_a_value(database: Database, conn: Conn) -> None:
    brand = await make_brand(conn, "own")
    for text in ("'; DROP TABLE products; --", "\\'", "%(number)s", "$1", "\U0001f600 \u202e", "a\nb"):
        rows = await database.read(brand.brand_id, WHO, {"text": text, "number": 7})
        assert rows == [(str(brand.brand_id), text, f"{text}7", True)]
        await make_product(conn, brand.brand_id, text)
        found = await store.read_with_schema(database, brand.brand_id, text)
        assert found is not None
        assert found[0].sku == text


async def test_a_connection_that_forgot_its_statements_or_died_is_no_error(database: Database, conn: Conn) -> None:
    brand = await make_brand(conn, "own")
    values = {"text": "a", "number": 1}
    want = await database.read(brand.brand_id, WHO, values)
    async with database.act(brand.brand_id) as acting:
        await acting.execute("DEALLOCATE ALL")
    assert await database.read(brand.brand_id, WHO, values) == want
    await conn.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hallmint-serve'"
    )
    assert await database.read(brand.brand_id, WHO, values) == want


async def test_an_error_leaves_nothing_behind(database: Database, conn: Conn) -> None:
    brand, other = await make_brand(conn, "own"), await make_brand(conn, "other")
    with pytest.raises(psycopg.errors.DivisionByZero):
        await database.read(brand.brand_id, b"SELECT 1 / %(number)s::int", {"number": 0})
    assert (await database.read(other.brand_id, WHO, {"text": "", "number": 1}))[0][0] == str(other.brand_id)
    for _ in range(2):
        async with database.act(other.brand_id) as acting:
            row = await (await acting.execute("SELECT hallmint_brand(), hallmint_person()")).fetchone()
            assert row == (other.brand_id, None)
