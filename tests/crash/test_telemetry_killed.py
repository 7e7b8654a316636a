"""PostgreSQL is killed again and again while scans come in: each of them is there once in the end."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hallmint_server.db.embedded import EmbeddedPostgres
from tests.crash.process import killable_postgres
from tests.support.database import Server
from tests.support.scans import arrived, files, scan, spooled, telemetry
from tests.support.wait import until

KILLS = 4
SCANS_EACH = 3_000


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """In place of the one that all tests share: a server that may be killed."""
    with killable_postgres(tmp_path_factory.mktemp("killed")) as made:
        yield Server(dsn=made.dsn, embedded=made)


@pytest.fixture(scope="module")
def _template(postgres: Server) -> Iterator[str]:
    with postgres.template() as name:
        yield name


@pytest.fixture
def embedded(postgres: Server) -> EmbeddedPostgres:
    assert postgres.embedded is not None
    return postgres.embedded


async def one(dsn: str, statement: str) -> int:
    """A number, over a connection of its own: those from before died with the server."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as conn:
        row = await (await conn.execute(statement.encode())).fetchone()
    return int(row[0]) if row else 0


async def more_than(dsn: str, scans: int) -> None:
    async def are_there() -> bool:
        return await one(dsn, "SELECT count(*) FROM scans") > scans

    await until(are_there, what="scans of this round in the table")


async def test_a_server_that_is_killed_loses_and_doubles_nothing(
    embedded: EmbeddedPostgres, database_url: str, tmp_path: Path
) -> None:
    folder, added = tmp_path / "spool", 0
    async with telemetry(database_url, folder) as made:
        for _ in range(KILLS):
            for seq in range(added, added + SCANS_EACH):
                made.add(scan(seq))
            await more_than(database_url, added)
            added += SCANS_EACH
            made.add(scan(added))
            embedded.kill()
            made.add(scan(added + 1))
            added += 2
            await spooled(folder)
            embedded.start()  # in this thread: it lives no longer than the one that starts it
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
            await arrived(conn, list(range(added)))
        assert await one(database_url, "SELECT sum(visits) FROM traffic_counts") == added
        assert made.dropped == 0
    assert files(folder, "*") == []
