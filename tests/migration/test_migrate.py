"""The migration runner, on a real server and with migrations of the tests' own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint_server.db.migrate import MigrationError, check_schema, migrate, pending
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

_ONE = "0001_one.sql"
_TWO = "0002_two.sql"
_GATED = "CREATE TABLE made (n int); LOCK TABLE gate;"
_RUNS = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hallmint migrate'"


def write(folder: Path, **files: str) -> Path:
    """Write migrations; the keyword `m0001_one` is the file 0001_one.sql. Others in the folder stay."""
    for name, text in files.items():
        (folder / f"{name.removeprefix('m')}.sql").write_text(text)
    return folder


async def rows(dsn: str, statement: str) -> list[tuple[Any, ...]]:
    async with await connect(dsn) as conn:
        return await (await conn.execute(statement.encode())).fetchall()


async def connect(dsn: str, *, autocommit: bool = True) -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(dsn, autocommit=autocommit, connect_timeout=10)


async def running(dsn: str) -> int:
    """How many migration runs are connected."""
    return len(await rows(dsn, f"SELECT {_RUNS}"))


@asynccontextmanager
async def gate(dsn: str) -> AsyncIterator[None]:
    """Hold the table that `_GATED` waits for."""
    async with await connect(dsn) as conn:
        await conn.execute("CREATE TABLE gate ()")
        async with conn.transaction():
            await conn.execute("LOCK TABLE gate")
            yield


async def waits_at_gate(dsn: str) -> bool:
    return bool(await rows(dsn, "SELECT FROM pg_locks WHERE relation = 'gate'::regclass AND NOT granted"))


async def test_applies_in_order_and_once(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0002_two="INSERT INTO made VALUES (2)", m0001_one="CREATE TABLE made (n int); SELECT 1;")
    assert await pending(empty_database_url, folder=tmp_path) == [_ONE, _TWO]
    assert await migrate(empty_database_url, folder=tmp_path) == [_ONE, _TWO]
    assert await migrate(empty_database_url, folder=tmp_path) == []
    assert await pending(empty_database_url, folder=tmp_path) == []
    write(tmp_path, m0003_three="INSERT INTO made VALUES (3)")
    assert await migrate(empty_database_url, folder=tmp_path) == ["0003_three.sql"]
    assert await rows(empty_database_url, "SELECT n FROM made ORDER BY n") == [(2,), (3,)]
    noted = "SELECT version, name, length(checksum), applied_at <= now() FROM schema_migrations ORDER BY version"
    assert await rows(empty_database_url, noted) == [
        (1, _ONE, 64, True),
        (2, _TWO, 64, True),
        (3, "0003_three.sql", 64, True),
    ]


async def test_check_schema(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="SELECT 1")
    async with await connect(empty_database_url, autocommit=False) as conn:
        with pytest.raises(MigrationError, match=r"misses 0001_one\.sql"):
            await check_schema(conn, folder=tmp_path)
        assert conn.info.transaction_status.name == "IDLE"
        await migrate(empty_database_url, folder=tmp_path)
        await conn.execute("SET ROLE pg_monitor")  # a role without rights of its own here
        await check_schema(conn, folder=tmp_path)
        assert conn.info.transaction_status.name == "INTRANS"
        await conn.rollback()
        write(tmp_path, m0002_two="SELECT 1")
        with pytest.raises(MigrationError, match=r"misses 0002_two\.sql"):
            await check_schema(conn, folder=tmp_path)


async def test_of_two_runs_one_works_and_the_other_waits(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one=_GATED)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group, gate(empty_database_url):
        runs = [group.create_task(migrate(empty_database_url, folder=tmp_path)) for _ in range(2)]

        async def both() -> bool:
            return await running(empty_database_url) == 2 and await waits_at_gate(empty_database_url)

        await until(both, what="both runs connected, one of them at work")
        assert not any(run.done() for run in runs)
        with pytest.raises(MigrationError, match=r"another migration .* after 0\.1 s"):
            await migrate(empty_database_url, wait_seconds=0.1, folder=tmp_path)
        assert await pending(empty_database_url, folder=tmp_path) == [_ONE]
    assert sorted(run.result() for run in runs) == [[], [_ONE]]


async def test_a_waiting_run_does_not_hold_up_a_concurrent_index(empty_database_url: str, tmp_path: Path) -> None:
    index = "CREATE INDEX CONCURRENTLY made_n ON made (n);\n"
    write(tmp_path, m0001_one="CREATE TABLE made (n int)", m0002_two=f"-- no-transaction\n{index}")
    async with asyncio.timeout(30):
        applied = await asyncio.gather(*(migrate(empty_database_url, folder=tmp_path) for _ in range(4)))
    assert sorted(applied) == [[], [], [], [_ONE, _TWO]]


async def test_a_changed_file_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="SELECT 1;\nSELECT 2;\n", m0002_two="SELECT 2")
    await migrate(empty_database_url, folder=tmp_path)
    (tmp_path / _ONE).write_bytes(b"SELECT 1;\r\nSELECT 2;\r\n")  # as git may write it on another system
    assert await migrate(empty_database_url, folder=tmp_path) == []
    write(tmp_path, m0001_one="SELECT 3", m0003_three="SELECT 3")
    for ask in (migrate, pending):
        with pytest.raises(MigrationError, match=r"0001_one\.sql was changed"):
            await ask(empty_database_url, folder=tmp_path)
    write(tmp_path, m0001_one="SELECT 1;\nSELECT 2;\n")
    (tmp_path / _TWO).rename(tmp_path / "0002_renamed.sql")
    with pytest.raises(MigrationError, match=r"0002_renamed\.sql was changed .*0002_two\.sql"):
        await migrate(empty_database_url, folder=tmp_path)


async def test_a_newer_database_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="SELECT 1", m0002_two="SELECT 2")
    await migrate(empty_database_url, folder=tmp_path)
    (tmp_path / _TWO).unlink()
    with pytest.raises(MigrationError, match=r"newer than this program: it has 0002_two\.sql"):
        await migrate(empty_database_url, folder=tmp_path)
    async with await connect(empty_database_url) as conn:
        with pytest.raises(MigrationError, match="upgrade the program"):
            await check_schema(conn, folder=tmp_path)


async def test_a_hole_in_the_database_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="SELECT 1", m0002_two="SELECT 2")
    await migrate(empty_database_url, folder=tmp_path)
    await rows(empty_database_url, "DELETE FROM schema_migrations WHERE version = 1 RETURNING 1")
    with pytest.raises(MigrationError, match=r"misses 0001_one\.sql"):
        await migrate(empty_database_url, folder=tmp_path)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["m0001_one", "m0003_three"], r"0003_three\.sql should be number 0002"),
        (["m0002_two"], r"0002_two\.sql should be number 0001"),
        (["m0001_one", "m0001_other"], r"0001_other\.sql should be number 0002"),
        (["m1_one"], r"1_one\.sql is not named"),
        (["m0001_One"], r"0001_One\.sql is not named"),
        ([], "not installed completely"),
    ],
)
async def test_names_that_are_refused(empty_database_url: str, tmp_path: Path, names: list[str], message: str) -> None:
    write(tmp_path, **dict.fromkeys(names, "SELECT 1"))
    with pytest.raises(MigrationError, match=message):
        await migrate(empty_database_url, folder=tmp_path)


async def test_a_missing_folder_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="not installed completely"):
        await pending(empty_database_url, folder=tmp_path / "absent")


async def test_a_failed_file_leaves_nothing_and_is_tried_again(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="CREATE TABLE made (n int)")
    write(tmp_path, m0002_two="INSERT INTO made VALUES (1);\nCREATE TABLE more ();\nSELECT nothing;\n")
    with pytest.raises(MigrationError, match=r'0002_two\.sql failed .* line 3 .*"nothing" does not exist'):
        await migrate(empty_database_url, folder=tmp_path)
    assert await rows(empty_database_url, "SELECT FROM made") == []
    assert await rows(empty_database_url, "SELECT to_regclass('more')") == [(None,)]
    assert await pending(empty_database_url, folder=tmp_path) == [_TWO]
    write(tmp_path, m0002_two="INSERT INTO made VALUES (1);")
    assert await migrate(empty_database_url, folder=tmp_path) == [_TWO]
    assert await rows(empty_database_url, "SELECT n FROM made") == [(1,)]


async def test_a_run_whose_connection_is_cut_leaves_nothing(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one=_GATED)
    async with gate(empty_database_url):
        run = asyncio.create_task(migrate(empty_database_url, folder=tmp_path))
        await until(lambda: waits_at_gate(empty_database_url))
        await rows(empty_database_url, f"SELECT pg_terminate_backend(pid) {_RUNS}")
        with pytest.raises(psycopg.OperationalError):
            await asyncio.wait_for(run, 10)
    assert await migrate(empty_database_url, folder=tmp_path) == [_ONE]


async def test_a_cancelled_run_leaves_nothing(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one=_GATED)
    async with gate(empty_database_url):
        run = asyncio.create_task(migrate(empty_database_url, folder=tmp_path))
        await until(lambda: waits_at_gate(empty_database_url))
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(run, 10)
    assert await migrate(empty_database_url, folder=tmp_path) == [_ONE]


async def test_without_a_transaction(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="CREATE TABLE made (n int);\nCREATE TABLE other (n int);")
    drop, create = "DROP INDEX CONCURRENTLY IF EXISTS made_n;", "CREATE INDEX CONCURRENTLY made_n ON made (n);"
    write(tmp_path, m0002_two=f"-- no-transaction\n-- why: in use;\n{drop}\n{create}\nINSERT INTO other VALUES (x);\n")
    with pytest.raises(MigrationError, match=r"0002_two\.sql failed in the statement at line 5 \(it runs again"):
        await migrate(empty_database_url, folder=tmp_path)
    index = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('made_n')"
    assert await rows(empty_database_url, index) == [(True,)]
    write(tmp_path, m0002_two=f"-- no-transaction\n{drop}\n{create}\n")
    assert await migrate(empty_database_url, folder=tmp_path) == [_TWO]
    assert await rows(empty_database_url, index) == [(True,)]


async def test_dollar_quotes_without_a_transaction_are_refused(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="-- no-transaction\nDO $$ BEGIN END $$;\n")
    with pytest.raises(MigrationError, match="dollar quotes"):
        await migrate(empty_database_url, folder=tmp_path)


@pytest.mark.filterwarnings("default")
async def test_a_file_that_commits_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    write(tmp_path, m0001_one="COMMIT;")
    with pytest.raises(MigrationError, match="take COMMIT and ROLLBACK out"):
        await migrate(empty_database_url, folder=tmp_path)
    assert await pending(empty_database_url, folder=tmp_path) == [_ONE]


async def test_session_settings_end_with_their_file(empty_database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        m0001_one="CREATE SCHEMA apart; SET search_path = apart; SET ROLE pg_monitor",
        m0002_two="SELECT set_config('search_path', '', false); CREATE TABLE public.made AS SELECT current_user::text",
    )
    assert await migrate(empty_database_url, folder=tmp_path) == [_ONE, _TWO]
    assert await rows(empty_database_url, "SELECT current_user IN (TABLE made)") == [(True,)]


async def test_percent_signs_and_letters_are_taken_as_they_are(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "latin1")
    write(tmp_path, m0001_one="CREATE TABLE made AS SELECT '100 %s, %(x)s, Käse, 好'::text AS t")
    await migrate(empty_database_url, folder=tmp_path)
    async with await psycopg.AsyncConnection.connect(empty_database_url, client_encoding="utf8") as conn:
        assert await (await conn.execute("SELECT t FROM made")).fetchone() == ("100 %s, %(x)s, Käse, 好",)


async def test_an_old_server_is_refused(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, m0001_one="SELECT 1")
    monkeypatch.setattr("hallmint_server.db.migrate._OLDEST_SERVER", 99)
    with pytest.raises(MigrationError, match="99 or later is needed"):
        await migrate(empty_database_url, folder=tmp_path)


async def test_the_migrations_of_the_program(conn: psycopg.AsyncConnection[Any], database_url: str) -> None:
    await check_schema(conn)
    assert await migrate(database_url) == []
