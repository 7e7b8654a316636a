"""Metrics of the resolver as a program: a port a process, ports that are taken, and none by default."""

import asyncio
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import psycopg
import pytest
from yarl import URL

from tests.e2e.test_resolver import codes, number
from tests.e2e.test_resolver_process import listens, serving
from tests.support.api import GTIN, Api
from tests.support.installation import Installation, free_port
from tests.support.resolver import HOST, PHONE, export_keys
from tests.support.scrape import ADDRESS, Samples, labels, read, scrape
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
NAMES = "HALLMINT_RESOLVER_METRICS_ADDRESS, HALLMINT_RESOLVER_METRICS_PORT"


def ports_of(pid: int) -> set[int]:
    """Where a program listens, with its processes."""
    every = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return {each.laddr.port for one in every for each in one.net_connections() if each.status == psutil.CONN_LISTEN}


def free_ports(quantity: int) -> int:
    """The first of some ports that nobody uses now, one after the other."""
    while True:
        first = free_port()
        with ExitStack() as stack:
            try:
                for port in range(first, first + quantity):
                    stack.enter_context(socket.create_server((ADDRESS, port)))
            except OSError:
                continue
            return first


def answered(found: Samples, kind: str, code: int) -> float:
    return found["hallmint_resolver_answer_seconds_count", labels(kind=kind, code=str(code))]


@pytest.mark.usefixtures("worker")
async def test_each_of_several_processes_has_its_own_port_and_together_they_have_every_scan(
    server: Installation, api: Api, conn: Conn
) -> None:
    paths = [f"/01/{GTIN}/21/{code}" for code in await codes(api, 20)]
    await export_keys(server)
    port, first = free_port(), free_ports(3)
    process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
        [sys.executable, "-m", "hallmint_resolver", "serve", "--processes", "3"],
        env=server.environment(
            HALLMINT_RESOLVER_PORT=str(port),
            HALLMINT_RESOLVER_METRICS_PORT=str(first),
            HALLMINT_RESOLVER_KEYS=str(server.home / "resolver-keys"),
            HALLMINT_SPOOL=str(server.home / "spool"),
            HALLMINT_RATE_PER_PREFIX="0",
        ),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        await asyncio.to_thread(listens, process, port, 3)
        headers = {"Host": HOST, "User-Agent": PHONE, "Connection": "close"}

        async def scan(path: str) -> int:
            # A connection of its own, so that the kernel picks a process for each.
            async with (
                aiohttp.ClientSession(headers=headers) as session,
                session.get(URL(f"http://{ADDRESS}:{port}{path}", encoded=True), allow_redirects=False) as response,
            ):
                return response.status

        await until_all_ready(first, 3)
        for path in paths * 10:
            assert await scan(path) == 307
        assert await scan("/01/1") == 400
        found = [await scrape(each) for each in range(first, first + 3)]
        assert ports_of(process.pid) == {port, first, first + 1, first + 2}
    finally:
        process.terminate()
        _, _ = await asyncio.to_thread(process.communicate, timeout=30)
    assert process.returncode == 0
    redirects = [answered(each, "redirect", 307) for each in found]
    assert sum(redirects) == 200
    assert min(redirects) > 0  # all to two of three: less than 10^-34
    assert sum(answered(each, "refused", 400) for each in found) == 1
    activated = [each["hallmint_resolver_activations_total", ()] for each in found]
    assert sum(activated) == await number(conn, "SELECT sum(units) FROM activations") == 20
    outcomes = [
        sum(each["hallmint_resolver_scans_total", labels(outcome=outcome)] for each in found)
        for outcome in ("activated", "active")
    ]
    assert outcomes == [20, 180]
    assert await number(conn, "SELECT count(*) FROM scans") == 200
    with pytest.raises(OSError, match="refused"):
        await scrape(first)


async def until_all_ready(first: int, processes: int) -> None:
    """Wait until each process has read hosts and keys: what it answers before that is 503."""

    async def all_ready() -> bool:
        found = [await scrape(port) for port in range(first, first + processes)]
        return all(each["hallmint_resolver_ready", ()] == 1 for each in found)

    await until(all_ready, 30, what="all processes are ready")


@pytest.mark.parametrize("processes", [1, 2])
def test_without_its_database_it_is_scraped_all_the_same(tmp_path: Path, processes: int) -> None:
    port, first = free_port(), free_ports(processes)
    with serving(tmp_path, port, processes, environment={"HALLMINT_RESOLVER_METRICS_PORT": str(first)}) as process:
        listens(process, port, processes)
        for path in ("/readyz", f"/01/{GTIN}", f"/01/{GTIN}"):
            with pytest.raises(urllib.error.HTTPError, match="503"):
                urllib.request.urlopen(f"http://{ADDRESS}:{port}{path}", timeout=20)
        found = [read(each) for each in range(first, first + processes)]
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False), err
    assert sum(answered(each, "unavailable", 503) for each in found) == 2
    assert sum(answered(each, "health", 503) for each in found) == 1
    assert [each["hallmint_resolver_ready", ()] for each in found] == [0] * processes


@pytest.mark.parametrize(("processes", "taken"), [(1, 0), (3, 0), (3, 2)])
def test_a_port_that_is_taken_is_said_once_and_nothing_starts(tmp_path: Path, processes: int, taken: int) -> None:
    port, first = free_port(), free_ports(processes)
    with socket.create_server((ADDRESS, first + taken)) as other:
        with serving(tmp_path, port, processes, environment={"HALLMINT_RESOLVER_METRICS_PORT": str(first)}) as process:
            out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (78, "")
        assert err.startswith(f"error: {NAMES}: {ADDRESS}:{first + taken} is taken or cannot be bound: ")
        assert err.count("\n") == 1
        assert other.fileno() >= 0
    with serving(tmp_path, port, processes, environment={"HALLMINT_RESOLVER_METRICS_PORT": str(first)}) as process:
        listens(process, port, processes)


@pytest.mark.parametrize(
    ("address", "port", "where"),
    [(ADDRESS, "65535", f"{ADDRESS}:65536"), ("192.0.2.1", "9464", "192.0.2.1:9464"), ("a b", "9464", "a b:9464")],
)
def test_ports_and_addresses_that_cannot_be_are_refused(tmp_path: Path, address: str, port: str, where: str) -> None:
    environment = {"HALLMINT_RESOLVER_METRICS_ADDRESS": address, "HALLMINT_RESOLVER_METRICS_PORT": port}
    with serving(tmp_path, free_port(), 2, environment=environment) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.count("\n")) == (78, "", 1)
    assert err.startswith(f"error: {NAMES}: {where} is taken or cannot be bound: ")


def test_the_port_of_scans_is_none_for_metrics(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, 1, environment={"HALLMINT_RESOLVER_METRICS_PORT": str(port)}) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (78, "")
    assert err.startswith(f"error: {NAMES}: {ADDRESS}:{port} is taken")


@pytest.mark.parametrize("processes", [1, 2])
def test_by_default_nothing_but_scans_is_listened_for(tmp_path: Path, processes: int) -> None:
    port = free_port()
    with serving(tmp_path, port, processes) as process:
        listens(process, port, processes)
        assert ports_of(process.pid) == {port}


def test_whoever_connects_and_says_nothing_holds_nobody_up(tmp_path: Path) -> None:
    port, first = free_port(), free_ports(1)
    with serving(tmp_path, port, 1, environment={"HALLMINT_RESOLVER_METRICS_PORT": str(first)}) as process:
        listens(process, port)
        with socket.create_connection((ADDRESS, first)), socket.create_connection((ADDRESS, first)) as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset in place of an end
            gone.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
            peer = gone.getsockname()[1]
            gone.close()
            assert read(first)["hallmint_resolver_ready", ()] == 0
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err, str(peer) in err) == (0, False, False), err
