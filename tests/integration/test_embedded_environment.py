"""The embedded PostgreSQL where the machine is odd: foreign pids, taken ports, no user namespaces, no wheel."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hallmint_server.db.embedded import EmbeddedPostgres, EmbeddedPostgresError

pytestmark = pytest.mark.timeout(60)

_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs PDEATHSIG and /proc")
_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A manager whose server does not run yet; stopped at the end."""
    embedded = EmbeddedPostgres(tmp_path / "pg", durable=False)
    yield embedded
    embedded.stop(immediate=True)


def execute(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@_linux
def test_stale_pid_file_whose_pid_is_somebody_elses(server: EmbeddedPostgres) -> None:
    server.start()
    server.kill()
    pid_file = server.folder / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join(["1" if os.geteuid() == 0 else str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert execute(server.dsn, "SELECT 1") == [(1,)]


def test_port_that_a_stranger_took(server: EmbeddedPostgres, caplog: pytest.LogCaptureFixture) -> None:
    server.start()
    server.stop()
    port = int((server.folder / "port").read_text())
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        fixed = EmbeddedPostgres(server.folder, durable=False, port=port)
        with pytest.raises(EmbeddedPostgresError, match="could not bind"):
            fixed.start()
        assert not fixed.running
        server.start()
        assert f":{port}/" not in server.dsn
        assert str(port) in caplog.text
        server.stop()
    with fixed:
        assert f":{port}/" in fixed.dsn


def test_setting_that_does_not_exist(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, durable=False, options={"no_such_setting": "1"})
    with pytest.raises(EmbeddedPostgresError, match='unrecognized configuration parameter "no_such_setting"'):
        server.start()
    assert not server.running


@_root
@_linux
def test_where_user_namespaces_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not in pytest's folder, which others may not enter.
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        with EmbeddedPostgres(Path(parent) / "pg", durable=False) as server:
            execute(server.dsn, "CREATE TABLE kept AS SELECT 1 AS one")
        monkeypatch.setattr(
            "hallmint_server.db.embedded.program._accounts", lambda: [("no:such", 0, 0), ("65534:65534", 65534, 65534)]
        )
        with server:
            assert Path(f"/proc/{server.pid}").stat().st_uid == 65534
            assert execute(server.dsn, "SELECT one FROM kept") == [(1,)]
            server.kill()
            server.start()
        monkeypatch.undo()
        with server:
            assert Path(f"/proc/{server.pid}").stat().st_uid == 0
            assert execute(server.dsn, "SELECT one FROM kept") == [(1,)]
        new = Path(parent) / "new"
        monkeypatch.setattr("hallmint_server.db.embedded.program._accounts", lambda: [("65534:65534", 65534, 65534)])
        with EmbeddedPostgres(new, durable=False) as server:
            assert execute(server.dsn, "SELECT 1") == [(1,)]


@_root
@_linux
def test_where_no_user_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr("hallmint_server.db.embedded.program._accounts", lambda: [("65534:65534", 65534, 65534)])
    with pytest.raises(EmbeddedPostgresError, match=r"Permission denied.*DATABASE_URL"):
        EmbeddedPostgres(tmp_path / "pg", durable=False).start()


def test_without_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EmbeddedPostgresError, match="DATABASE_URL"):
        EmbeddedPostgres(tmp_path / "pg").start()
