"""Downloads asked for by what is no client, and faults of ours: nothing is told, and nothing written down."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hallmint_server import log_line
from hallmint_server.exporting import connection, download
from hallmint_server.exporting.download import Download, Downloads, serving, tls_context
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.storage import StorageError
from hallmint_server.settings import Settings
from tests.support.download_site import DATA, DIGEST, FORBIDDEN, Site, download_site, parsed
from tests.support.signed_link import BRAND, PACK


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with download_site(tmp_path / "exports") as made:
        yield made


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any logger says."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log_line.configure("debug")
    root.handlers = [*root.handlers, caplog.handler]
    caplog.set_level(logging.DEBUG)
    yield caplog
    root.handlers = handlers
    root.setLevel(level)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
async def test_other_methods(site: Site, method: str) -> None:
    answer = await site.ask(site.target(), method, Content_Length="0")
    assert (answer.status, answer.headers["Allow"], site.asked) == (405, "GET, HEAD", 0)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"SECRETWORD / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nSECRETWORD\r\n\r\n",
        b"GET /" + b"SECRETWORD" * 1000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"SECRETWORD" * 2000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    ],
)
async def test_what_is_no_request(site: Site, request_bytes: bytes, logged: pytest.LogCaptureFixture) -> None:
    answer = parsed(await site.raw(request_bytes))
    assert (answer.status, answer.body) == (403, FORBIDDEN)
    assert "SECRETWORD" not in logged.text
    assert "127.0.0.1" not in logged.text


async def test_nothing_of_a_client_is_logged(site: Site, logged: pytest.LogCaptureFixture) -> None:
    target = site.target()
    await site.ask(target)
    await site.ask(target[:-1])
    await site.ask(target, "POST")
    site.fault.append(RuntimeError("down"))
    assert (await site.ask(target)).status == 503
    assert "download failed" in logged.text
    site.fault.clear()
    (site.folder / site.pack.key).unlink()
    answer = await site.ask(target)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "a finished pack is not in the storage" in logged.text
    for word in (
        "127.0.0.1",
        str(PACK),
        str(BRAND),
        DIGEST.hex(),
        target[-64:],
        "/v1/packs",
        "0-pack",
        "aiohttp.access",
    ):
        assert word not in logged.text, word


async def test_a_file_that_became_shorter_is_not_passed_off_as_whole(site: Site) -> None:
    (site.folder / site.pack.key).write_bytes(DATA[:-1])
    assert (await site.ask(site.target())).status == 503


async def test_a_head_that_never_ends(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence, half a head, and one of which a little comes all the time."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.3)
    for beginning in (b"", b"GET / HTTP/1.1\r\nHost: "):
        with contextlib.suppress(ConnectionResetError):
            assert await site.raw(beginning) == b""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(b"GET / HTTP/1.1\r\nA: ")
    ended = asyncio.create_task(reader.read())
    for _ in range(500):
        writer.write(b"x")
        await asyncio.wait((ended,), timeout=0.02)
        if ended.done():
            break
    assert ended.done()
    with contextlib.suppress(ConnectionError):
        assert await ended == b""
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def test_a_storage_that_fails_in_the_middle(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent already cannot be called back, so the connection ends, and the client sees that the rest is missing."""

    async def breaks(*_: object) -> AsyncIterator[bytes]:
        yield DATA[:1000]
        raise StorageError("broken")

    monkeypatch.setattr(FolderStorage, "get_range", breaks)
    for headers in ({}, {"Range": "bytes=0-2000"}):
        answer = await site.ask(site.target(), **headers)
        assert int(answer.headers["Content-Length"]) > len(answer.body)
        assert DATA.startswith(answer.body)


async def test_a_client_that_takes_nothing(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "SEND_SECONDS", 0.2)
    big = tmp_path / "exports" / "big"
    with big.open("wb") as file:
        file.truncate(64 << 20)
    site.pack = Download(brand_id=BRAND, key="big", bytes=64 << 20, sha256=DIGEST, file_name="a", media_type="a/b")
    with socket.create_connection(("127.0.0.1", site.port)) as client:
        client.sendall(f"GET {site.target()} HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode())
        await asyncio.sleep(0.6)
        client.settimeout(10)

        def drained() -> int:
            total = 0
            with contextlib.suppress(ConnectionResetError):
                while piece := client.recv(1 << 20):
                    total += len(piece)
            return total

        assert await asyncio.to_thread(drained) < 32 << 20


async def test_a_connection_too_many(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECTIONS_MOST", 1)
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    await asyncio.sleep(0)
    with contextlib.suppress(ConnectionResetError):
        assert await site.raw(f"GET {site.target()} HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode()) == b""
    writer.close()
    await writer.wait_closed()


async def test_a_port_that_is_taken(site: Site) -> None:
    with pytest.raises(ValueError, match="set HALLMINT_DOWNLOAD_PORT to another port"):
        async with serving(Downloads(site.links, FolderStorage(site.folder), site.find), "127.0.0.1", site.port):
            pass


def test_packs_cross_no_network_readable() -> None:
    assert tls_context(Settings()) is None
    with pytest.raises(ValueError, match=r"HALLMINT_DOWNLOAD_ADDRESS 0\.0\.0\.0 .* readable"):
        tls_context(Settings(download_address="0.0.0.0"))  # noqa: S104 - it is what must be refused
    assert tls_context(Settings(download_address="0.0.0.0", plaintext=True)) is None  # noqa: S104 - as above
