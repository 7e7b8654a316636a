"""The embedded server, with real processes: starts, stops, crashes, and what other programs leave behind."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from hallmint_server.db.embedded import EmbeddedPostgres, EmbeddedPostgresError
from tests.support.wait import until_sync

pytestmark = pytest.mark.timeout(60)

_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs PDEATHSIG and /proc")

# Starts a server in the folder it is given, says so, and does nothing until it is killed or its standard input ends.
_CHILD = """
import sys
from pathlib import Path
from hallmint_server.db.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
server.start()
print(server.pid, server.dsn, flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A manager whose server does not run yet; stopped at the end."""
    embedded = EmbeddedPostgres(tmp_path / "pg", durable=False)
    yield embedded
    embedded.stop(immediate=True)


@contextmanager
def child(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


def started(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for the child's server; return the postmaster's pid and the URL."""
    assert process.stdout is not None
    pid, dsn = process.stdout.readline().split()
    return int(pid), dsn


def ended(pid: int) -> bool:
    """Whether the process is gone, or dead and not yet waited for (process 1 of a container may never do it)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def execute(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def settings(dsn: str, *names: str) -> list[object]:
    return [execute(dsn, f"SHOW {name}")[0][0] for name in names]


def test_first_start(server: EmbeddedPostgres) -> None:
    with pytest.raises(EmbeddedPostgresError, match="start"):
        assert server.dsn
    with pytest.raises(EmbeddedPostgresError, match="start"):
        assert server.pid
    server.start()
    pid = server.pid
    server.start()  # no effect
    assert server.pid == pid
    assert settings(server.dsn, "listen_addresses", "unix_socket_directories", "TimeZone", "fsync") == [
        "127.0.0.1",
        "",
        "UTC",
        "off",
    ]
    assert execute(server.dsn, "SELECT current_database(), current_user::text") == [("hallmint", "hallmint")]
    assert execute(server.url("postgres"), "SELECT current_database()") == [("postgres",)]
    assert server.folder.stat().st_mode & 0o777 == 0o700
    for name in ("password", "postgres.log", "lock", "port"):
        assert (server.folder / name).stat().st_mode & 0o777 == 0o600
    assert "ready to accept connections" in server.log.read_text()


def test_password_is_needed(server: EmbeddedPostgres) -> None:
    server.start()
    password = (server.folder / "password").read_text().strip()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        execute(server.dsn.replace(password, "wrong"), "SELECT 1")


def test_durable_settings_and_options(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path, options={"max_connections": "20"}) as server:
        names = ("fsync", "synchronous_commit", "full_page_writes", "max_connections", "shared_buffers", "max_wal_size")
        assert settings(server.dsn, *names) == ["on", "on", "on", "20", "256MB", "4GB"]
    assert not server.running


def test_psql_runs(server: EmbeddedPostgres) -> None:
    server.start()
    command = [str(server.psql), "--no-psqlrc", "-Atc", "SELECT 6 * 7", server.dsn]
    assert subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout == "42\n"


@pytest.mark.parametrize("immediate", [False, True])
def test_restart_keeps_data_port_and_password(server: EmbeddedPostgres, immediate: bool) -> None:
    server.start()
    dsn, pid = server.dsn, server.pid
    execute(dsn, "CREATE TABLE kept AS SELECT 1 AS one")
    execute(dsn, "CHECKPOINT")  # durable=False: an immediate stop may lose the last commits
    server.restart(immediate=immediate)
    assert server.dsn == dsn
    assert server.pid != pid
    assert execute(dsn, "SELECT one FROM kept") == [(1,)]
    server.stop()
    with EmbeddedPostgres(server.folder, durable=False) as other:
        assert other.dsn == dsn
        assert execute(dsn, "SELECT one FROM kept") == [(1,)]


def test_start_after_kill(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        execute(server.dsn, "CREATE TABLE mark (n int)")
        for n in range(3):
            with psycopg.connect(server.dsn) as connection:
                connection.execute("INSERT INTO mark VALUES (%s)", [n])
                connection.commit()
                connection.execute("INSERT INTO mark VALUES (-1)")
                server.kill()
                server.start()
                with pytest.raises(psycopg.OperationalError):
                    connection.commit()
        assert execute(server.dsn, "SELECT n FROM mark ORDER BY n") == [(0,), (1,), (2,)]


def test_start_after_the_postmaster_died_unseen(server: EmbeddedPostgres) -> None:
    server.start()
    os.kill(server.pid, signal.SIGKILL)
    until_sync(lambda: not server.running)
    server.start()
    assert execute(server.dsn, "SELECT 1") == [(1,)]


@_linux
def test_start_ends_an_orphan_that_is_busy(server: EmbeddedPostgres) -> None:
    server.start()
    failures = []

    def busy() -> None:
        try:
            execute(server.dsn, "SELECT count(*) FROM generate_series(1, 1000000000000)")
        except psycopg.OperationalError as error:
            failures.append(error)

    running = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT count%' AND state = 'active'"
    thread = threading.Thread(target=busy)
    thread.start()
    orphan = until_sync(lambda: execute(server.dsn, running), what="busy query")[0][0]
    server.kill()
    assert not ended(orphan)
    server.start()
    assert ended(orphan)
    thread.join(10)
    assert len(failures) == 1


def test_second_manager_is_refused(server: EmbeddedPostgres) -> None:
    server.start()
    second = EmbeddedPostgres(server.folder, durable=False)
    with pytest.raises(EmbeddedPostgresError, match=f"in use by process {os.getpid()}: .*DATABASE_URL"):
        second.start()
    second.stop()  # it has nothing to stop
    assert execute(server.dsn, "SELECT 1") == [(1,)]
    server.stop()
    with second:
        assert execute(second.dsn, "SELECT 1") == [(1,)]


def test_second_manager_in_another_process_is_refused(server: EmbeddedPostgres) -> None:
    with child(server.folder) as process:
        pid, dsn = started(process)
        with pytest.raises(EmbeddedPostgresError, match=f"in use by process {process.pid}"):
            server.start()
        assert not ended(pid)
        assert execute(dsn, "SELECT 1") == [(1,)]


@_linux
def test_postmaster_without_its_manager_is_left_alone(server: EmbeddedPostgres) -> None:
    server.start()
    (server.folder / "lock").unlink()
    second = EmbeddedPostgres(server.folder, durable=False)
    with pytest.raises(EmbeddedPostgresError, match=f"kill -INT {server.pid}"):
        second.start()
    assert execute(server.dsn, "SELECT 1") == [(1,)]


@_linux
def test_server_stops_with_its_parent(server: EmbeddedPostgres) -> None:
    with child(server.folder) as process:
        pid, dsn = started(process)
        execute(dsn, "CREATE TABLE kept AS SELECT 1 AS one")
        process.kill()
        process.wait(10)
        server.start()  # at once: it waits for the other one to stop
        assert ended(pid)
        assert server.dsn == dsn
        assert execute(dsn, "SELECT one FROM kept") == [(1,)]


@_linux
def test_server_without_a_next_one_stops_with_its_parent(server: EmbeddedPostgres) -> None:
    with child(server.folder) as process:
        pid, _ = started(process)
        process.kill()
        until_sync(lambda: ended(pid), 20, what="postmaster gone")


@_linux
def test_first_start_that_was_killed_leaves_nothing_half_made(server: EmbeddedPostgres) -> None:
    with child(server.folder) as process:
        until_sync(lambda: list(server.folder.glob("data.new-*/base")), 20, what="initdb at work")
        process.kill()
        process.wait(10)
        server.start()
    assert execute(server.dsn, "SELECT 1") == [(1,)]
    server.restart()
    assert execute(server.dsn, "SELECT 1") == [(1,)]


def test_foreign_environment(tmp_path: Path) -> None:
    foreign = {"LANG": "xx_YY", "LC_ALL": "xx_YY.UTF-8", "PGDATA": "/nowhere", "PGPORT": "1", "PGSSLMODE": "require"}
    with child(tmp_path / "pg", **foreign) as process:
        _, dsn = started(process)
        assert settings(dsn, "server_encoding", "lc_messages") == ["UTF8", "C"]
        locale = "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = current_database()"
        assert execute(dsn, locale) == [("b", "C.UTF-8")]
        assert execute(dsn, "SELECT upper('ü')") == [("Ü",)]


def test_long_folder_with_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with spaces, ünd so weiter" / ("x" * 100)
    assert len(str(folder)) > 107
    with EmbeddedPostgres(folder, durable=False) as server:
        server.kill()
        server.start()
        assert execute(server.dsn, "SELECT 1") == [(1,)]
