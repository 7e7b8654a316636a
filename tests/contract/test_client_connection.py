"""The client's connection: one that carries nothing any more is left, and proxies of the environment have no part in it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc
import pytest

from hallmint.v1 import export_pb2, minting_service_pb2
from hallmint_client import Client, HallmintError, Policy, transport
from hallmint_server.rpc.limit import CHANNEL_OPTIONS
from tests.support.installation import free_port
from tests.support.sample import CREDENTIAL, LOT_BATCH
from tests.support.script import MINTED, QUICK, Script, connected, serving, step

STATS = minting_service_pb2.GetStatsResponse(tokens_minted=3)


class Freezing:
    """A port before a server; connections that are there when `freeze` is called carry nothing any more, and stay open."""

    def __init__(self, target: str) -> None:
        self._target = target.split(":")
        self._open: list[asyncio.Event] = []
        self.connections = 0
        self.address = ""

    def freeze(self) -> None:
        for each in self._open:
            each.clear()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        is_open = asyncio.Event()
        is_open.set()
        self._open.append(is_open)
        far, onward = await asyncio.open_connection(self._target[0], int(self._target[1]))

        async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError):
                while data := await source.read(65536):
                    await is_open.wait()
                    target.write(data)
                    await target.drain()

        ways = [asyncio.create_task(carry(reader, onward)), asyncio.create_task(carry(far, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (writer, onward):
                end.transport.abort()


@asynccontextmanager
async def freezing(target: str) -> AsyncIterator[Freezing]:
    made, tasks = Freezing(target), set[asyncio.Task[None]]()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(made.accept(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    made.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_connection_that_carries_nothing_any_more_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a router has forgotten it: nobody says that it is gone."""
    monkeypatch.setattr(transport, "KEEPALIVE_MS", 300)
    script = Script(GetStats=[STATS], WatchBatch=[[step(0), "silence"], [step(100, state=MINTED)]])
    patient = Policy(timeout=60, silence=60, pause=0.01)
    async with asyncio.timeout(30), serving(script) as address, freezing(address) as proxy:
        async with Client(proxy.address, credential=CREDENTIAL, policy=patient) as client:
            changes = client.watch_batch(LOT_BATCH)
            assert (await anext(changes)).minted_quantity == 0
            proxy.freeze()
            assert (await anext(changes)).minted_quantity == 100
            assert (await client.get_stats()).tokens_minted == 3
            await changes.aclose()
        assert proxy.connections == 2


def test_pings_are_fewer_than_the_server_bears() -> None:
    assert dict(CHANNEL_OPTIONS)["grpc.http2.min_ping_interval_without_data_ms"] < transport.KEEPALIVE_MS


async def test_a_proxy_of_the_environment_has_no_part_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "grpc_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    async with connected(Script(GetStats=[STATS])) as client:
        assert (await client.get_stats()).tokens_minted == 3


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")]


@pytest.mark.parametrize("name", ["", ".", "..", "a/..", "/", "a\0b"])
async def test_a_pack_without_a_name_for_a_file_is_none(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    async with connected(Script(), QUICK) as client:
        with pytest.raises(HallmintError) as caught:
            await client.download_pack(export_pb2.Pack(pack_id="p", file_name=name, bytes=3), folder)
    assert caught.value.code is grpc.StatusCode.DATA_LOSS
    assert names(tmp_path) == ["packs"]
