"""Processes of the resolver without a database: who may have the port, and a standard input that is closed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hallmint_resolver.app import listeners
from hallmint_resolver.settings import SettingError, Settings
from tests.support.installation import free_port

PROGRAM = (sys.executable, "-m", "hallmint_resolver", "serve")


@contextlib.contextmanager
def serving(
    folder: Path,
    port: int,
    processes: int,
    *,
    command: tuple[str, ...] = PROGRAM,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """A resolver that waits for its database, from the start on."""
    process = subprocess.Popen(
        [*command, "--processes", str(processes)],
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c",
            "HALLMINT_GEO_FILE": "none",
            "HALLMINT_LOG_LEVEL": "error",
            "HALLMINT_RESOLVER_PORT": str(port),
            "HALLMINT_SPOOL": str(folder / "spool"),
            **(environment or {}),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


@contextlib.contextmanager
def taken(processes: int, port: int, address: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    """Sockets of a resolver, and nothing that serves on them."""
    settings = {"resolver_processes": processes, "resolver_port": port, "resolver_address": address}
    found = listeners(Settings.model_validate({"database_url": "postgresql://x/y", **settings}))
    try:
        yield found
    finally:
        for listener in found:
            listener.close()


def listens(process: subprocess.Popen[str], port: int, processes: int = 1) -> None:
    assert process.stdout is not None
    for _ in range(processes):
        assert process.stdout.readline() == f"resolving 127.0.0.1:{port}\n"


@pytest.mark.parametrize("first", [1, 2])
@pytest.mark.parametrize("second", [1, 2])
def test_a_second_resolver_takes_no_scans_of_the_first(tmp_path: Path, first: int, second: int) -> None:
    port = free_port()
    with serving(tmp_path, port, first) as one:
        listens(one, port, first)
        with serving(tmp_path, port, second) as other:
            out, err = other.communicate(timeout=30)
        assert (other.returncode, out) == (78, "")
        where = f"HALLMINT_RESOLVER_ADDRESS, HALLMINT_RESOLVER_PORT: 127.0.0.1:{port}"
        assert err.startswith(f"error: {where} is taken or cannot be bound: ")
        assert err.count("\n") == 1
        assert one.poll() is None
    assert one.returncode == 0


def test_of_resolvers_that_start_at_once_one_has_the_port(tmp_path: Path) -> None:
    port = free_port()
    with contextlib.ExitStack() as stack:
        all_of_them = [stack.enter_context(serving(tmp_path, port, 2)) for _ in range(4)]
        firsts = [process.stdout.readline() for process in all_of_them if process.stdout is not None]
        serves = [process for process, line in zip(all_of_them, firsts, strict=True) if line]
        refused = [process for process, line in zip(all_of_them, firsts, strict=True) if not line]
        assert [process.wait(timeout=30) for process in refused] == [78, 78, 78]
        assert [process.poll() for process in serves] == [None]
        serves[0].terminate()
        assert serves[0].wait(timeout=30) == 0
    with serving(tmp_path, port, 2) as next_one:
        listens(next_one, port, 2)


@pytest.mark.parametrize("processes", [1, 3])
def test_from_the_first_socket_on_the_port_is_taken(processes: int) -> None:
    with taken(processes, 0) as one:
        port = one[0].getsockname()[1]
        assert [listener.getsockname()[1] for listener in one] == [port] * processes
        for wanted in (1, 2):
            with pytest.raises(SettingError, match=f"127.0.0.1:{port} is taken"), taken(wanted, port):
                pass
        with taken(2, port, "127.0.0.2"):
            pass
        everywhere = "0.0.0.0"  # noqa: S104 - it is refused
        with pytest.raises(SettingError, match=f"{everywhere}:{port} is taken"), taken(2, port, everywhere):
            pass
        one.pop().close()
        if one:
            with pytest.raises(SettingError, match=f"127.0.0.1:{port} is taken"), taken(2, port):
                pass
    with taken(2, port):
        pass


def test_several_processes_find_one_free_port(tmp_path: Path) -> None:
    with serving(tmp_path, 0, 2) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("resolving 127.0.0.1:")
        assert process.stdout.readline() == line


def test_whoever_is_killed_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, 2) as one:
        listens(one, port, 2)
        one.kill()
        _, err = one.communicate(timeout=30)  # until its processes have ended too: they hold the other ends
        assert (one.returncode, "Traceback" in err) == (-signal.SIGKILL, False), err
    with serving(tmp_path, port, 2) as other:
        listens(other, port, 2)


def test_connections_are_shared_out_to_all_processes() -> None:
    with taken(2, 0) as one, contextlib.ExitStack() as stack:
        for _ in range(256):  # all to one of two: less than 10^-76
            stack.enter_context(socket.create_connection(one[0].getsockname()))
        for listener in one:
            listener.accept()[0].close()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_closed_standard_input_stops_nothing(tmp_path: Path, processes: int) -> None:
    port = free_port()
    closed = ("sh", "-c", 'exec "$0" "$@" <&-', *PROGRAM)
    with serving(tmp_path, port, processes, command=closed) as process:
        listens(process, port, processes)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False), err


def test_the_end_of_a_standard_input_that_is_closed_is_not_waited_for(tmp_path: Path) -> None:
    closed = ("sh", "-c", 'exec "$0" "$@" <&-', *PROGRAM, "--until-eof")
    with serving(tmp_path, free_port(), 1, command=closed) as process:
        _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "there is no standard input" in err
