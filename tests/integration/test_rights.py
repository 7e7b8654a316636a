"""The second wall between brands: what the roles of programs can reach in PostgreSQL, whatever their statements say.

On a server where the installation's own role is no superuser and made nothing but its database.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from hallmint.v1 import (
    catalog_service_pb2,
    minting_service_pb2,
    product_pb2,
    token_pb2,
)
from hallmint_server.command import work
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.rpc.server import serve
from tests.conftest import running
from tests.support.api import Api
from tests.support.filling import fill
from tests.support.installation import Installation, installation
from tests.support.refusal import refused

# What has no brand, and who may see it is said in migration 0004.
WITHOUT_BRAND = {
    *("schema_migrations", "code_keys", "credential_keys", "scan_folds", "scan_writers", "closed_days"),
    # The log is public, and its queue is the sequencer's.
    *("log_backfill", "log_checkpoints", "log_entries", "log_installation", "log_queue", "log_tiles", "log_tree"),
    "ended_logs",
}
# COPY FROM and row-level security exclude each other (identity.md, "Who reaches the rows"), and what only the resolver and
# functions write needs no policy.
THROUGH_A_VIEW = {
    "tokens": "brand_tokens_v1",
    "scans": "brand_scans_v1",
    "scan_days": "brand_scan_days_v1",
    "traffic_counts": "brand_traffic_counts_v1",
}
THROUGH_A_FUNCTION = {"unit_events"}
NIL = UUID(int=0)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation in a server of its own, on a database whose owner may make roles and nothing more."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("hosted"), durable=False) as postgres:
        with psycopg.connect(postgres.dsn, autocommit=True) as conn:
            conn.execute("CREATE ROLE tenant LOGIN CREATEROLE PASSWORD 'tenant'")
            conn.execute("CREATE DATABASE hosted OWNER tenant TEMPLATE template0")
        host = urlsplit(postgres.dsn)
        dsn = host._replace(netloc=f"tenant:tenant@{host.hostname}:{host.port}", path="/hosted").geturl()
        home = tmp_path_factory.mktemp("hosted-home")
        with installation(dsn, home) as made:
            assert made.run("migrate").returncode == 0
            yield made


@pytest.fixture
async def hosted(place: Installation) -> AsyncIterator[Installation]:
    """The same, with server and worker."""
    async with running(lambda stop: serve(place.settings, stop)), running(lambda stop: work(place.settings, stop)):
        yield place


@contextlib.asynccontextmanager
async def role(dsn: str, name: str, brand: UUID | None) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """A connection in a role, in autocommit, which acts for a brand."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True, options=f"-c role={name}") as conn:
        if brand is not None:
            await conn.execute("SELECT set_config('hallmint.brand_id', %s, false)", [str(brand)])
        yield conn


async def tables(conn: psycopg.AsyncConnection[Any]) -> list[str]:
    cursor = await conn.execute(
        "SELECT relname FROM pg_class "
        "WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace"
    )
    return [row[0] for row in await cursor.fetchall()]


async def count(conn: psycopg.AsyncConnection[Any], table: str, where: str = "true", *values: object) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(table), sql.SQL(where))
    row = await (await conn.execute(query, values)).fetchone()
    assert row is not None
    return int(row[0])


async def test_the_owner_is_no_superuser(place: Installation) -> None:
    async with await psycopg.AsyncConnection.connect(place.dsn) as conn:
        row = await (
            await conn.execute(
                "SELECT rolsuper, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = current_user"
            )
        ).fetchone()
    assert row == (False, False, False)


async def test_no_table_shows_another_brands_rows(hosted: Installation) -> None:
    one, other = await fill(hosted, "one", "09506000134352"), await fill(hosted, "other", "09506000131016")
    async with await psycopg.AsyncConnection.connect(hosted.dsn, autocommit=True) as conn:
        names = sorted(await tables(conn))
        assert {"brands", "products", "tokens", "events", "credentials", "memberships"} < set(names)
        for table in set(names) - WITHOUT_BRAND - set(THROUGH_A_VIEW) - THROUGH_A_FUNCTION:
            # Both have rows there, or the rest of this test would show nothing.
            for brand in (one, other):
                assert await count(conn, table, "brand_id = %s", brand) > 0, table
        assert await count(conn, "tokens") == 60
    for acting in (one, other, None, uuid4()):
        async with role(hosted.dsn, "hallmint_api", acting) as api:
            for table in set(names) - WITHOUT_BRAND - set(THROUGH_A_VIEW) - THROUGH_A_FUNCTION:
                seen = await count(api, table, "brand_id IS DISTINCT FROM %s", acting)
                assert seen == 0, f"{acting} sees {seen} rows of others in {table}"
                if acting in (one, other):
                    assert await count(api, table, "brand_id = %s", acting) > 0, table
            assert await count(api, "brand_tokens_v1") == (30 if acting in (one, other) else 0)
            units = "SELECT count(*) FROM brand_unit_events(true, 9, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
            found = await (await api.execute(units.encode())).fetchone()
            assert found == (1 if acting in (one, other) else 0,)
            for view in set(THROUGH_A_VIEW.values()) - {"brand_tokens_v1"}:
                assert await count(api, view) == (1 if acting in (one, other) else 0), view
                assert await count(api, view, "brand_id IS DISTINCT FROM %s", acting) == 0, view


async def test_the_operator_sees_brands_and_nothing_of_what_is_theirs(hosted: Installation) -> None:
    one = await fill(hosted, "third", "09506000134369")
    async with role(hosted.dsn, "hallmint_api", NIL) as api:
        assert await count(api, "brands", "brand_id = %s", one) == 1
        for table in (
            "products",
            "mint_batches",
            "brand_tokens_v1",
            "memberships",
            "production_batches",
            "brand_totals",
        ):
            assert await count(api, table) == 0


WRITES = {
    "products": "UPDATE products SET name = 'taken' WHERE sku = 'SKU-1'",
    "mint_batches": "UPDATE mint_batches SET state = 'cancelled'",
    "tokens of the view": "UPDATE brand_tokens_v1 SET status = 3",
    "credentials": "UPDATE credentials SET revoked_at = now()",
    "memberships": "UPDATE memberships SET role = 'owner'",
    "production_batches": "UPDATE production_batches SET taken = 0",
    "brands": "UPDATE brands SET name = 'taken'",
    "jobs": "UPDATE jobs SET state = 'done'",
    "group_schemas": "DELETE FROM group_schemas",
    "carrier_profile_versions": "UPDATE carrier_profile_versions SET profile = '[]'",
    "carrier_profile_defaults": "DELETE FROM carrier_profile_defaults",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=list(WRITES))
async def test_no_statement_changes_another_brands_rows(place: Installation, statement: str) -> None:
    async with role(place.dsn, "hallmint_api", uuid4()) as api:
        assert (await api.execute(statement.encode())).rowcount == 0


FORBIDDEN = {
    "tokens are not read past the view": "SELECT 1 FROM tokens",
    "scans are not read past the view": "SELECT 1 FROM scans",
    "nor past the table": "SELECT 1 FROM scans_rest",
    "counts of scans are not read past the view": "SELECT 1 FROM scan_days",
    "counts of visits are not read past the view": "SELECT 1 FROM traffic_counts",
    "events of units are not read past the function": "SELECT 1 FROM unit_events",
    "days are not closed": "INSERT INTO closed_days VALUES (current_date)",
    "scans are not made": "INSERT INTO scan_days (scans) VALUES (1)",
    "scans are not purged": "SELECT purge_scans(1)",
    "tokens are not made": "INSERT INTO brand_tokens_v1 VALUES (1, 1, 'X', 1, NULL)",
    "codes of tokens are not changed": "UPDATE brand_tokens_v1 SET code = 'X'",
    "events are not written by hand": "INSERT INTO events (brand_id) VALUES (gen_random_uuid())",
    "events are not changed": "UPDATE events SET actor = 'nobody'",
    "events are not taken away": "DELETE FROM events",
    "the chain's head is not moved": "UPDATE audit_heads SET number = 0",
    "revisions never change": "UPDATE product_revisions SET attributes = '{}'",
    "what was minted stays said": "DELETE FROM minted_identifiers",
    "products are not taken away": "DELETE FROM products",
    "hashes of secrets are not changed": "UPDATE credentials SET secret_hash = ''",
    "the credential key is not replaced": "INSERT INTO credential_keys VALUES ('x')",
    "carrier profiles are not taken away": "DELETE FROM carrier_profile_versions",
    "keys of carrier profiles are not changed": "UPDATE carrier_profile_versions SET key = 'x'",
    "brands are not taken away": "DELETE FROM brands",
    "slugs are not changed": "UPDATE brands SET slug = 'x'",
    "tables are not made": "CREATE TABLE mine (x int)",
    "code keys are not changed": "UPDATE code_keys SET state = 'lost'",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=list(FORBIDDEN))
async def test_the_api_role_may_not(place: Installation, statement: str) -> None:
    async with role(place.dsn, "hallmint_api", NIL) as api:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await api.execute(statement.encode())


async def test_rows_of_another_brand_are_not_made(hosted: Installation) -> None:
    other = await fill(hosted, "fourth", "09506000134376")
    async with role(hosted.dsn, "hallmint_api", uuid4()) as api:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            await api.execute(
                """INSERT INTO products (product_id, brand_id, sku, name, product_group, commercial_status)
                   VALUES (%s, %s, 'X', 'X', 'generic', 'active')""",
                [uuid4(), other],
            )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another brand"):
            await api.execute("SELECT append_event(%s::uuid, 'A', 'a', 'B', 'me', '', '{}')", [other])


async def test_a_code_key_can_be_locked_and_not_changed(hosted: Installation) -> None:
    await fill(hosted, "fifth", "09506000134383")
    async with role(hosted.dsn, "hallmint_api", NIL) as api:
        async with api.transaction():
            assert await (await api.execute("SELECT 1 FROM code_keys FOR SHARE")).fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            await api.execute("UPDATE code_keys SET created_at = now()")


WORKERS = {
    "credentials": "SELECT 1 FROM credentials",
    "members": "SELECT 1 FROM memberships",
    "attributes of products": "SELECT attributes FROM product_revisions",
    "events": "SELECT 1 FROM events",
    "templates": "SELECT 1 FROM content_versions",
    "carrier profiles": "SELECT 1 FROM carrier_profile_versions",
    "defaults of carrier profiles": "SELECT 1 FROM carrier_profile_defaults",
    "taking tokens away": "DELETE FROM tokens",
    "codes": "UPDATE tokens SET code = 'X'",
    "brands": "SELECT 1 FROM brands",
    "scans": "SELECT 1 FROM scans",
    "counts of scans": "SELECT 1 FROM scan_days",
    "making events of units": "INSERT INTO unit_events SELECT * FROM unit_events",
    "opening days again": "DELETE FROM closed_days",
    "activating": "SELECT activate_tokens('{1}', '{1}')",
}


@pytest.mark.parametrize("statement", WORKERS.values(), ids=list(WORKERS))
async def test_workers_have_no_business_with(place: Installation, statement: str) -> None:
    async with role(place.dsn, "hallmint_mint", None) as mint:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await mint.execute(statement.encode())


async def test_another_brands_objects_are_as_if_they_were_not(hosted: Installation) -> None:
    await fill(hosted, "sixth", "09506000134390")
    async with hosted.api("sixth") as api:
        product = await api.catalog.GetProduct(
            catalog_service_pb2.GetProductRequest(product=product_pb2.ProductRef(sku="SKU-1")), metadata=api.metadata
        )
        batches = await api.minting.ListBatches(minting_service_pb2.ListBatchesRequest(), metadata=api.metadata)
        token = await api.minting.ListTokens(
            minting_service_pb2.ListTokensRequest(batch_id=batches.batches[0].batch_id), metadata=api.metadata
        )
    async with hosted.api() as stranger:
        await stranger.make_brand("seventh")
        await assert_absent(stranger, product.product.product_id, batches.batches[0].batch_id, token.tokens[0])


async def assert_absent(api: Api, product_id: str, batch_id: str, token: token_pb2.Token) -> None:
    """What another brand has is refused byte for byte as what nobody has."""

    def product(ref: str) -> Any:
        request = catalog_service_pb2.GetProductRequest(product=product_pb2.ProductRef(product_id=ref))
        return api.catalog.GetProduct(request, metadata=api.metadata)

    def batch(ref: str) -> Any:
        return api.minting.GetBatch(minting_service_pb2.GetBatchRequest(batch_id=ref), metadata=api.metadata)

    def found(ref: token_pb2.TokenRef) -> Any:
        return api.minting.GetToken(minting_service_pb2.GetTokenRequest(token=ref), metadata=api.metadata)

    absent = str(uuid4())
    assert (await refused(product(product_id))).encoded == (await refused(product(absent))).encoded
    assert (await refused(batch(batch_id))).encoded == (await refused(batch(absent))).encoded
    nobody = await refused(found(token_pb2.TokenRef(code="V0000000000000ZZ")))
    for ref in (
        token_pb2.TokenRef(code=token.code),
        token_pb2.TokenRef(url=token.resolver_url),
        token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=0)),
    ):
        assert (await refused(found(ref))).encoded == nobody.encoded
