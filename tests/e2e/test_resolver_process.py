"""Processes of the resolver without a database: who may have the port, and a standard input that is closed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallmint_resolver.app import bind
from hallmint_resolver.settings import Settings
from tests.support.installation import free_port

PROGRAM = (sys.executable, "-m", "hallmint_resolver", "serve")


@contextlib.contextmanager
def serving(
    folder: Path, port: int, processes: int, *, command: tuple[str, ...] = PROGRAM
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


def test_only_processes_of_one_resolver_share_a_port() -> None:
    for processes, shares in ((1, 0), (2, 1)):
        settings = Settings.model_validate(
            {"database_url": "postgresql://x/y", "resolver_port": free_port(), "resolver_processes": processes}
        )
        with bind(settings) as listener:
            assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT) == shares


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
