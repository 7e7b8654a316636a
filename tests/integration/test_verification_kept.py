"""Proofs out of what is kept between two calls: few round trips, and every change that SQL makes is seen all the same."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import TupleRow

from hallmint_server.db.pool import Database, open_pool
from hallmint_server.log.proof import parse_proof
from hallmint_server.minting.model import ByPlace
from hallmint_server.verification import prover
from hallmint_server.verification.record import Kept, NotIntegratedError, RecordChangedError
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.proving import at, proof_of, unproved
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")

UNITS, LOTS = 700, {"A/1": 300, "b": 400}
CHANGED = "RECORD_CHANGED"
NOT_THOSE = "are not those that were minted"
BY_SQL: dict[str, tuple[str, dict[int, tuple[str, str]]]] = {
    # What is changed: how, and of which seqs there is no proof any more, for what reason, in what words.
    "the code of a lot": (
        "UPDATE lots SET lot_code = 'A/2' WHERE first_seq = 0",
        {3: (CHANGED, NOT_THOSE), 270: (CHANGED, NOT_THOSE)},
    ),
    "where a lot ends": (
        "UPDATE lots SET quantity = 301 WHERE first_seq = 0",
        {300: (CHANGED, NOT_THOSE), 301: (CHANGED, NOT_THOSE)},
    ),
    "a lot that is gone": ("DELETE FROM lots WHERE first_seq = 300", {301: (CHANGED, NOT_THOSE)}),
    "how units are told apart": (
        "UPDATE mint_batches SET identity_mode = 'serial'",
        {3: (CHANGED, NOT_THOSE), 699: (CHANGED, NOT_THOSE)},
    ),
    "the context": ("UPDATE mint_batches SET context = 'token'", {3: (CHANGED, NOT_THOSE), 699: (CHANGED, NOT_THOSE)}),
    "a code of the last block": (
        "UPDATE tokens SET code = 'A000000000000000' WHERE seq = 600",
        {3: (CHANGED, "the rows from seq 512 to 699"), 699: (CHANGED, "the rows from seq 512 to 699")},
    ),
    "two codes in one row, beside one that is gone": (
        """WITH gone AS (DELETE FROM tokens WHERE seq = 601 RETURNING code)
           UPDATE tokens SET code = concat(tokens.code, ' ', gone.code) FROM gone WHERE seq = 600""",
        {3: (CHANGED, "missing between seq 512 and 699"), 699: (CHANGED, "missing between seq 512 and 699")},
    ),
    "a row that is too many": (
        "INSERT INTO tokens SELECT batch_no, 700, code, 1 FROM tokens WHERE seq = 3",
        {700: ("TOKEN_NOT_FOUND", "no such token")},
    ),
    "fewer units": (
        "UPDATE mint_batches SET quantity = 690, cursor = 690",
        {690: ("TOKEN_NOT_FOUND", "no such token")},
    ),
    "the batch's state": (
        "UPDATE mint_batches SET state = 'failed'",
        {3: ("BATCH_NOT_ENDED", "failed"), 699: ("BATCH_NOT_ENDED", "failed")},
    ),
    "the entry's number": (
        "UPDATE log_commitments SET entry_no = NULL",
        {3: ("LOG_NOT_READY", "not in a checkpoint yet"), 699: ("LOG_NOT_READY", "not in a checkpoint yet")},
    ),
    "the salt": ("UPDATE log_commitments SET salt = sha256('x')", {3: (CHANGED, "commitment")}),
    "the entry": ("UPDATE log_entries SET entry = 'x'", {3: (CHANGED, "commitment")}),
    "the checkpoint": ("UPDATE log_checkpoints SET root = sha256('x')", {3: (CHANGED, "tiles of the log")}),
    "a tile": ("UPDATE log_tiles SET hashes = sha256('x')", {3: (CHANGED, "tiles of the log")}),
    "the hashes of a block": (
        "UPDATE batch_blocks SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)",
        {3: (CHANGED, "or hashes of the batch's blocks")},
    ),
}
TABLES = (
    "tokens",
    "lots",
    "mint_batches",
    "batch_blocks",
    *(f"log_{name}" for name in ("commitments", "entries", "checkpoints", "tiles")),
)
STILL_PROVED = {"the code of a lot": 600, "where a lot ends": 699, "fewer units": 3, "a row that is too many": 3}


@pytest.mark.parametrize("what", BY_SQL)
async def test_a_change_is_seen_by_whoever_has_asked_before(
    server: Installation, api: Api, conn: Conn, what: str
) -> None:
    """And the proof is as before once it is taken back."""
    del server
    batch_id = (await api.ended((await api.submit(UNITS, lots=LOTS)).batch_id)).batch_id
    (other,) = await tokens(api, 1)
    await proof_of(api, at(other.batch_id, 0))
    statement, refusals = BY_SQL[what]
    seqs = {*refusals, 3} - {UNITS}
    before = {seq: (await proof_of(api, at(batch_id, seq))).proof for seq in seqs}
    await conn.execute("SET session_replication_role = replica")  # no trigger guards the log against its owner
    for table in TABLES:
        await conn.execute(f"CREATE TABLE saved_{table} AS TABLE {table}".encode())
    await conn.execute(statement.encode())
    for seq, (reason, words) in refusals.items():
        for _ in range(2):
            refusal = await unproved(api, batch_id, seq)
            assert (refusal.reason, words in refusal.message) == (reason, True), (seq, refusal.message)
    if what in STILL_PROVED:
        seq = STILL_PROVED[what]
        assert parse_proof((await proof_of(api, at(batch_id, seq))).proof).seq == seq
    for table in TABLES:
        await conn.execute(f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table}".encode())
    assert {seq: (await proof_of(api, at(batch_id, seq))).proof for seq in seqs} == before


async def test_another_brand_finds_no_token_at_a_place_that_is_kept(server: Installation, api: Api) -> None:
    del server
    batch_id = (await tokens(api, 3))[0].batch_id
    await proof_of(api, at(batch_id, 1))
    await api.make_brand("other")
    for seq in (1, 3, -1):
        assert (await unproved(api, batch_id, seq)).reason == "TOKEN_NOT_FOUND"


class Reads:
    """A brand's reads, counted, on one connection."""

    def __init__(self, database: Database, brand_id: UUID) -> None:
        self._read = partial(database.read, brand_id)
        self.queries: list[bytes] = []

    async def __call__(self, query: bytes, values: Mapping[str, object]) -> Sequence[TupleRow]:
        self.queries.append(query)
        return await self._read(query, values)

    def count(self) -> int:
        """Since it was last asked."""
        found, self.queries = len(self.queries), []
        return found


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_pool(database_url, max_size=1) as pool:
        yield Database(pool)


async def brands(conn: Conn) -> dict[str, UUID]:
    return dict(await (await conn.execute("SELECT slug, brand_id FROM brands")).fetchall())


async def test_a_proof_is_one_read_once_the_batch_is_known(api: Api, conn: Conn, database: Database) -> None:
    batch_id = (await tokens(api, 600))[0].batch_id
    told = {seq: (await proof_of(api, at(batch_id, seq))).proof for seq in (0, 255, 300, 512, 599)}
    brand_id = (await brands(conn))["acme"]
    reads, kept = Reads(database, brand_id), Kept()
    for seq, proof in told.items():
        place = ByPlace(batch_id=UUID(batch_id), seq=seq)
        assert bytes(await prover.token_proof(reads, brand_id, place, kept)) == proof
        assert reads.count() == (2 if seq == 0 else 1)
    first = kept.find(brand_id, UUID(batch_id))
    assert first is not None
    # The log grows: what it says is read again, and the tree over the blocks stays.
    (later,) = await tokens(api, 1)
    await proof_of(api, at(later.batch_id, 0))
    place = ByPlace(batch_id=UUID(batch_id), seq=7)
    proof = bytes(await prover.token_proof(reads, brand_id, place, kept))
    assert (reads.count(), proof) == (2, (await proof_of(api, at(batch_id, 7))).proof)
    second = kept.find(brand_id, UUID(batch_id))
    assert second is not None
    assert second.tree is first.tree
    assert (second.batch, second.log.checkpoint != first.log.checkpoint) == (first.batch, True)
    # What changes a batch's row all the time is not in a proof, and does not count.
    await conn.execute("UPDATE mint_batches SET revoked = revoked + 1, change_no = change_no + 1")
    assert bytes(await prover.token_proof(reads, brand_id, place, kept)) == proof
    assert reads.count() == 1


async def test_what_is_kept_for_one_brand_serves_no_other(api: Api, conn: Conn, database: Database) -> None:
    """Even where it were looked up: the query shows another brand nothing."""
    place = ByPlace(batch_id=UUID((await tokens(api, 3))[0].batch_id), seq=1)
    await proof_of(api, at(str(place.batch_id), 1))
    await api.make_brand("other")
    found = await brands(conn)
    kept = Kept()
    await prover.token_proof(Reads(database, found["acme"]), found["acme"], place, kept)
    for owner in ("acme", "other"):
        with pytest.raises(NotIntegratedError):
            await prover.token_proof(Reads(database, found["other"]), found[owner], place, kept)


async def test_nothing_false_is_kept(api: Api, conn: Conn, database: Database) -> None:
    batch_id = (await tokens(api, 300))[0].batch_id
    await proof_of(api, at(batch_id, 3))
    brand_id, kept = (await brands(conn))["acme"], Kept()
    await conn.execute("UPDATE tokens SET code = 'A000000000000000' WHERE seq = 299")
    with pytest.raises(RecordChangedError, match="the rows from seq 256 to 299"):
        await prover.token_proof(Reads(database, brand_id), brand_id, ByPlace(batch_id=UUID(batch_id), seq=3), kept)
    assert kept.find(brand_id, UUID(batch_id)) is None


async def test_it_is_planned_for_all_tokens_at_once(api: Api, conn: Conn, database: Database) -> None:
    """After the five plans that it tries first, PostgreSQL keeps one for all, though those of tokens at the end look cheaper."""
    batch_id = (await api.ended((await api.submit(150_000)).batch_id)).batch_id
    await proof_of(api, at(batch_id, 3))
    await conn.execute("ANALYZE tokens")
    brand_id, kept = (await brands(conn))["acme"], Kept()
    for seq in (*range(149_999, 149_994, -1), 3, 300, 149_999):
        place = ByPlace(batch_id=UUID(batch_id), seq=seq)
        await prover.token_proof(Reads(database, brand_id), brand_id, place, kept)
    async with database.act(brand_id) as own:
        query = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%AS ending%'"
        assert await (await own.execute(query)).fetchall() == [(3, 5)]
