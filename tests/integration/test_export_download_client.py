"""`hallmint export` and `Client.download_pack` against a real server: files that are whole, whatever broke on the way."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import grpc
import pytest

from hallmint.v1 import export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_client.cli.app import run
from hallmint_client.client import Client
from hallmint_client.error import HallmintError
from hallmint_client.policy import Policy
from tests.support.api import Api
from tests.support.installation import Installation

pytestmark = pytest.mark.usefixtures("worker")
UNITS = 5_000


@contextlib.asynccontextmanager
async def cutting(target: int, *, after: int) -> AsyncIterator[tuple[int, list[int]]]:
    """A port that leads to another and closes its first connection when so many bytes have come back."""
    passed: list[int] = []

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len(passed)
        passed.append(0)
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", target)

        async def up() -> None:
            with contextlib.suppress(ConnectionError):
                while data := await reader.read(65536):
                    to_writer.write(data)
                    await to_writer.drain()

        async def down() -> None:
            with contextlib.suppress(ConnectionError):
                while data := await to_reader.read(4096):
                    passed[number] += len(data)
                    writer.write(data)
                    await writer.drain()
                    if number == 0 and passed[number] > after:
                        return

        tasks = [asyncio.create_task(up()), asyncio.create_task(down())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        writer.transport.abort()
        to_writer.transport.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    listening = await asyncio.start_server(connect, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1], passed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
async def pack(api: Api) -> export_pb2.Pack:
    """A pack of some half a megabyte."""
    batch = await api.ended((await api.submit(UNITS)).batch_id)
    request = pb.CreateExportRequest(request_id=str(uuid4()), batch_id=batch.batch_id, profile="full-manifest")
    made = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    async for message in api.exports.WatchExport(
        pb.WatchExportRequest(export_id=made.export_id), metadata=api.metadata
    ):
        made = message.export
    listed = await api.exports.ListPacks(pb.ListPacksRequest(export_id=made.export_id), metadata=api.metadata)
    return listed.packs[0]


async def test_a_download_goes_on_where_it_broke(
    server: Installation, api: Api, pack: export_pb2.Pack, folder: Path
) -> None:
    heard: list[int] = []
    async with cutting(server.port, after=200_000) as (port, passed):
        client = Client(f"127.0.0.1:{port}", credential=api.key, policy=Policy(pause=0.01))
        async with client:
            path = await client.download_pack(pack, folder, tell=heard.append)
    assert path.stat().st_size == pack.bytes == heard[-1]
    assert heard == sorted(heard)
    # The second connection did not carry the whole again.
    assert len(passed) >= 2
    assert passed[1] < pack.bytes
    assert names(folder) == [pack.file_name]


async def test_what_is_left_of_a_download_is_used_or_found_out(
    server: Installation, api: Api, pack: export_pb2.Pack, folder: Path
) -> None:
    path, part = folder / pack.file_name, folder / f"{pack.file_name}.part"
    async with Client(server.address, credential=api.key) as client:
        whole = (await client.download_pack(pack, folder)).read_bytes()
        # A file that is whole is left alone, one that is not is loaded again.
        inode = path.stat().st_ino
        assert (await client.download_pack(pack, folder)).stat().st_ino == inode
        path.write_bytes(whole[:-1] + b"x")
        assert (await client.download_pack(pack, folder)).read_bytes() == whole
        for left in (whole[:1000], whole, whole + b"more"):
            path.unlink()
            part.write_bytes(left)
            assert (await client.download_pack(pack, folder)).read_bytes() == whole
        path.unlink()
        part.write_bytes(b"x" * 1000)
        with pytest.raises(HallmintError) as caught:
            await client.download_pack(pack, folder)
        assert caught.value.code is grpc.StatusCode.DATA_LOSS
        assert names(folder) == []
        assert (await client.download_pack(pack, folder)).read_bytes() == whole


async def test_the_command_exports_and_downloads(
    server: Installation, api: Api, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HALLMINT_SERVER", server.address)
    monkeypatch.setenv("HALLMINT_CREDENTIAL", api.key)
    monkeypatch.delenv("HALLMINT_CREDENTIAL_FILE", raising=False)
    batch_id = (await api.ended((await api.submit(30)).batch_id)).batch_id

    async def hallmint(*arguments: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(run, arguments)
        out, err = capsys.readouterr()
        return code, out, err

    code, out, err = await hallmint("export", batch_id, "--profile", "generic-vdp-lf", "-o", str(folder))
    assert code == 0, err
    (file, manifest) = names(folder)
    assert manifest == "manifest.json"
    assert "30 units in 1 pack of generic-vdp-lf" in out
    assert f"  {file}" in out
    assert "each digest proved" in err
    for what in (folder, folder / file):
        assert (await hallmint("verify-pack", str(what)))[0] == 0
    code, out, _ = await hallmint("exports", "--batch", batch_id)
    assert code == 0
    assert "1 of 1" in out
    code, _, err = await hallmint("export", batch_id, "--profile", "nobody's")
    assert "PROFILE_NOT_FOUND" in err
    assert code not in (0, 1)
