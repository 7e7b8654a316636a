"""What a database held under migration 0001 is there after the ones that follow, and events are chained."""

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import audit_service_pb2
from hallmint_client.audit import AuditHead, verify_chain
from hallmint_server.audit.service import AuditService
from hallmint_server.db.migrate import FOLDER, migrate
from hallmint_server.db.pool import Database, connect_worker, open_pool
from hallmint_server.log.sequencer import Sequencer
from hallmint_server.rpc.audit import AuditServicer
from hallmint_server.verification.anchor import AnchorService
from tests.support.acting import calling, machine
from tests.support.anchoring import anchored, last_months

BRANDS = (UUID(int=1), UUID(int=2))


async def fill(conn: psycopg.AsyncConnection[Any]) -> None:
    """Two brands, each with a product under a GTIN, a minted batch with a lot, a revocation, and events in turns."""
    await conn.execute("INSERT INTO code_keys (key_version, check_value, state) VALUES (1, 'x', 'live')")
    for n, brand in enumerate(BRANDS, 1):
        product, batch = UUID(int=10 + n), UUID(int=20 + n)
        await conn.execute(
            """INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url)
               VALUES (%s, %s, 'Brand', true, 'https://id.example')""",
            [brand, f"brand-{n}"],
        )
        await conn.execute("INSERT INTO brand_totals (brand_id, batches, minted) VALUES (%s, 1, 2)", [brand])
        await conn.execute(
            """INSERT INTO products (product_id, brand_id, sku, gtin, name, product_group, commercial_status)
               VALUES (%s, %s, 'SKU', %s, 'Product', 'battery', 'active')""",
            [product, brand, f"0950600013101{n}"],
        )
        await conn.execute("INSERT INTO product_revisions VALUES (%s, 1, '{\"a\": 1}')", [product])
        await conn.execute(
            """INSERT INTO mint_batches (batch_no, batch_id, brand_id, product_id, product_revision, context,
                   resolver_base_url, key_version, identity_mode, activation_mode, quantity, state, cursor)
               VALUES (%s, %s, %s, %s, 1, %s, 'https://id.example', 1, 'lot', 'first_scan', 2, 'minted', 2)""",
            [n, batch, brand, product, f"gtin:0950600013100{n}"],  # the GTIN the product had then
        )
        await conn.execute("INSERT INTO lots VALUES (%s, 0, 'L', 2)", [n])
        await conn.execute("INSERT INTO tokens VALUES (%s, 0, 'A', 1), (%s, 1, 'B', 3)", [n, n])
        await conn.execute(
            """INSERT INTO revocations (revocation_id, batch_no, first_seq, end_seq, cursor, reason, state)
               VALUES (%s, %s, 1, 2, 2, 'recall', 'completed')""",
            [uuid4(), n],
        )
    for n in range(6):
        await conn.execute(
            """INSERT INTO events (brand_id, entity_type, entity_id, action, actor, detail)
               VALUES (%s, 'BATCH', 'b', 'SUBMITTED', 'dev', %s)""",
            [BRANDS[n % 2], f'{{"quantity": {n}, "name": "Ü\\u000a"}}'],
        )


@pytest.fixture
async def migrated(empty_database_url: str, tmp_path: Path) -> str:
    """A database that was filled under 0001, and brought up to date."""
    shutil.copy(FOLDER / "0001_minting.sql", tmp_path)
    await migrate(empty_database_url, folder=tmp_path)
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as conn:
        await fill(conn)
    assert len(await migrate(empty_database_url)) == len(list(FOLDER.glob("*.sql"))) - 1
    return empty_database_url


async def test_rows_are_kept_and_say_whose_they_are(migrated: str) -> None:
    async with await psycopg.AsyncConnection.connect(migrated, autocommit=True) as conn:

        async def rows(statement: str) -> list[Any]:
            return await (await conn.execute(statement.encode())).fetchall()

        assert await rows("SELECT brand_id, batch_no, lot_code FROM lots ORDER BY 2") == [
            (BRANDS[0], 1, "L"),
            (BRANDS[1], 2, "L"),
        ]
        assert await rows("SELECT brand_id, reason FROM revocations ORDER BY 1") == [(b, "recall") for b in BRANDS]
        assert await rows("SELECT count(*), count(DISTINCT batch_no) FROM tokens") == [(4, 2)]
        assert await rows(
            """SELECT brand_id, sku, gtin, name, product_group, commercial_status, attributes
               FROM product_revisions ORDER BY 1"""
        ) == [
            (b, "SKU", f"0950600013101{n}", "Product", "battery", "active", {"a": 1}) for n, b in enumerate(BRANDS, 1)
        ]
        # The SKU of today, and the GTIN that codes were minted under.
        assert await rows("SELECT kind, value, brand_id FROM minted_identifiers ORDER BY 1, 3") == [
            ("gtin", "09506000131001", BRANDS[0]),
            ("gtin", "09506000131002", BRANDS[1]),
            ("sku", "SKU", BRANDS[0]),
            ("sku", "SKU", BRANDS[1]),
        ]


async def test_old_events_are_chained_as_a_verifier_expects(migrated: str) -> None:
    async with open_pool(migrated, max_size=2) as pool:
        database = Database(pool)
        servicer = AuditServicer(AuditService(database), AnchorService(database))
        for brand in BRANDS:
            with calling(machine(brand)):
                listed = await servicer.ListEvents(
                    audit_service_pb2.ListEventsRequest(oldest_first=True),
                    None,  # type: ignore[arg-type]
                )
                head = await servicer.GetAuditHead(audit_service_pb2.GetAuditHeadRequest(), None)  # type: ignore[arg-type]
            assert [e.number for e in listed.events] == [1, 2, 3]
            assert head.number == 3
            last = AuditHead(brand_id=head.brand_id, number=head.number, hash=head.hash)
            assert verify_chain(listed.events, last) is None


async def test_old_chains_are_anchored_month_by_month(empty_database_url: str, tmp_path: Path) -> None:
    months = last_months(3)
    shutil.copy(FOLDER / "0001_minting.sql", tmp_path)
    await migrate(empty_database_url, folder=tmp_path)
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as conn:
        await fill(conn)
        # Of the first brand two events in one month, none in the next; of the other all in this month.
        await conn.execute(
            "UPDATE events SET at = %s WHERE event_id IN (1, 3)",
            [months[0]],
        )
        await migrate(empty_database_url)
        made = Sequencer(empty_database_url, tmp_path / "keys", name=None, base_url="https://id.example.com")
        async with await connect_worker(empty_database_url) as own:
            while await made.turn(own):
                pass
        assert [(each.brand_id, each.month, each.number) for each in await anchored(conn)] == [
            (BRANDS[0], month.strftime("%Y-%m"), 2) for month in months
        ]
        assert await (await conn.execute("SELECT count(*) FROM log_queue")).fetchone() == (0,)


async def test_old_brands_have_monitor_keys_and_old_batches_come_into_the_log(migrated: str, tmp_path: Path) -> None:
    made = Sequencer(migrated, tmp_path / "keys", name=None, base_url="https://id.example.com")
    async with await psycopg.AsyncConnection.connect(migrated, autocommit=True) as conn:
        keys = await (await conn.execute("SELECT monitor_key FROM brands")).fetchall()
        assert [len(key) for key in {key for (key,) in keys}] == [32, 32]
        async with await connect_worker(migrated) as own:
            assert await made.turn(own) is False
        assert await (await conn.execute("SELECT size FROM log_checkpoints")).fetchall() == [(2,)]
        numbered = "SELECT batch_no, quantity FROM log_commitments WHERE entry_no IS NOT NULL ORDER BY 1"
        assert await (await conn.execute(numbered.encode())).fetchall() == [(1, 2), (2, 2)]
        assert await (await conn.execute("SELECT FROM log_backfill")).fetchall() == []
