"""Downloads over HTTP: what a link gets, what everything else gets, and what nobody writes down."""

import asyncio
import base64
import contextlib
import hashlib
import logging
import random
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from hallmint_server import log
from hallmint_server.exporting import connection, download
from hallmint_server.exporting.download import Download, Downloads, serving, tls_context
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.exporting.signed_link import Links
from hallmint_server.settings import Settings
from tests.unit.test_export_link import BRAND, NOW, PACK, Clock, mutation

DATA = bytes(range(256)) * 4096  # 1 MiB
DIGEST = hashlib.sha256(DATA).digest()
TAG = f'"{DIGEST.hex()}"'
OTHER_BRAND = UUID(int=BRAND.int + 1)
ABSENT = UUID(int=PACK.int + 1)
FORBIDDEN = b"This link is not valid, or no longer: ask for a new one\n"


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Site:
    """A server of downloads with one pack."""

    port: int
    links: Links
    clock: Clock
    folder: Path
    pack: Download
    fault: list[Exception] = field(default_factory=list)
    asked: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def find(self, pack_id: UUID) -> Download | None:
        self.asked += 1
        if self.fault:
            raise self.fault[0]
        return self.pack if pack_id == PACK else None

    def target(self, *, pack_id: UUID = PACK, brand_id: UUID = BRAND, sha256: bytes = DIGEST) -> str:
        origin = f"http://{self.host}"
        return self.links.sign(origin, pack_id=pack_id, brand_id=brand_id, sha256=sha256)[0].removeprefix(origin)

    async def raw(self, request: bytes) -> bytes:
        """All that comes back for these bytes, until the server closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            return await asyncio.wait_for(reader.read(-1), 20)
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        lines = [f"{method} {target} HTTP/1.1"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in {"Host": self.host, **headers}.items()]
        return parsed(await self.raw("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass")))


def parsed(data: bytes) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    return Answer(int(first.split()[1]), dict(line.split(": ", 1) for line in rest), body)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    storage = FolderStorage(tmp_path / "exports")
    await storage.put("b/e/0-pack", DATA)
    pack = Download(
        brand_id=BRAND, key="b/e/0-pack", bytes=len(DATA), sha256=DIGEST, file_name="größe.csv", media_type="text/csv"
    )
    clock = Clock()
    made = Site(0, Links(LinkKeys([b"a" * 32]), clock), clock, tmp_path / "exports", pack)
    async with serving(Downloads(made.links, storage, made.find), "127.0.0.1", 0) as made.port:
        yield made
    storage.close()


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any logger says."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log.configure("debug")
    root.handlers = [*root.handlers, caplog.handler]
    caplog.set_level(logging.DEBUG)
    yield caplog
    root.handlers = handlers
    root.setLevel(level)


async def test_a_link_gets_its_file(site: Site) -> None:
    answer = await site.ask(site.target())
    assert (answer.status, hashlib.sha256(answer.body).digest()) == (200, DIGEST)
    expected = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Connection": "close",
        "Content-Disposition": "attachment; filename=\"gr__e.csv\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.csv",
        "Content-Length": str(len(DATA)),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "text/csv",
        "ETag": TAG,
        "Referrer-Policy": "no-referrer",
        "Repr-Digest": f"sha-256=:{base64.b64encode(DIGEST).decode()}:",
        "Server": "Hallmint",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers.keys() - expected.keys() == {"Date"}
    assert {name: answer.headers[name] for name in expected} == expected
    head = await site.ask(site.target(), "HEAD", Range="bytes=0-1")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(DATA)))


@pytest.mark.parametrize(
    ("headers", "status", "part"),
    [
        ({"Range": "bytes=0-0"}, 206, range(1)),
        ({"Range": "bytes=300000-900000"}, 206, range(300_000, 900_001)),
        ({"Range": "bytes=1048575-"}, 206, range(1_048_575, 1_048_576)),
        ({"Range": "bytes=-5"}, 206, range(1_048_571, 1_048_576)),
        ({"Range": "bytes=5-99999999"}, 206, range(5, 1_048_576)),
        ({"Range": "bytes=0-1", "If-Range": TAG}, 206, range(2)),
        ({"Range": "bytes=0-1", "If-Range": '"other"'}, 200, None),
        ({"Range": "bytes=0-1", "If-Range": f"W/{TAG}"}, 200, None),
        ({"Range": "bytes=0-1", "If-Range": "Tue, 14 Nov 2023 22:13:20 GMT"}, 200, None),
        ({"Range": "bytes=0-1,5-6"}, 200, None),
        ({"Range": "bytes=9-3"}, 200, None),
        ({"If-Match": TAG}, 200, None),
        ({"If-None-Match": '"other"'}, 200, None),
    ],
)
async def test_ranges_and_conditions(site: Site, headers: dict[str, str], status: int, part: range | None) -> None:
    answer = await site.ask(site.target(), **headers)
    sent = part or range(len(DATA))
    assert (answer.status, answer.body == DATA[sent.start : sent.stop]) == (status, True)
    assert answer.headers["Content-Length"] == str(len(sent))
    shown = f"bytes {sent.start}-{sent.stop - 1}/{len(DATA)}" if part else None
    assert answer.headers.get("Content-Range") == shown


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=1048576-"}, 416),
        ({"Range": "bytes=-0"}, 416),
        ({"If-None-Match": TAG}, 304),
        ({"If-None-Match": f'"a", W/{TAG}', "Range": "bytes=0-1"}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": f"W/{TAG}"}, 412),
    ],
)
async def test_answers_without_a_body(site: Site, headers: dict[str, str], status: int) -> None:
    answer = await site.ask(site.target(), **headers)
    assert (answer.status, answer.body, answer.headers["ETag"]) == (status, b"", TAG)
    assert answer.headers.get("Content-Range") == (f"bytes */{len(DATA)}" if status == 416 else None)


async def test_a_link_is_for_one_brand_one_file_and_300_seconds(site: Site) -> None:
    refused = [
        await site.ask(site.target(brand_id=OTHER_BRAND)),
        await site.ask(site.target(pack_id=ABSENT)),
        await site.ask(site.target(sha256=bytes(32))),
        await site.ask(site.target(), Host="localhost:1"),
        await site.ask("/v1/packs/../packs/" + site.target().removeprefix("/v1/packs/")),
        await site.ask("/v1/packs/%2e%2e/x"),
        *[await site.ask(path) for path in ("/", "/metrics", "//", f"/v1/packs/{PACK}", "*", "http://a/b")],
    ]
    target = site.target()
    site.clock.now = NOW + 299
    assert (await site.ask(target)).status == 200
    site.clock.now = NOW + 300
    refused.append(await site.ask(target))
    site.clock.now = NOW - 1
    refused.append(await site.ask(target))
    assert {(answer.status, answer.body) for answer in refused} == {(403, FORBIDDEN)}
    assert len({tuple(sorted(answer.headers.keys())) for answer in refused}) == 1


async def test_ten_thousand_mutations_over_http(site: Site) -> None:
    """What a client can put into a request line gets the same 403, and the database is not asked."""
    chance = random.Random(5)  # noqa: S311 - the same mutations in each run
    target = site.target()
    site.clock.now = NOW + 7
    other = site.target(brand_id=OTHER_BRAND)
    answers = set()
    tried = 0
    while tried < 10_000:
        changed = "".join(c for c in mutation(chance, target, other) if c.isprintable() and c not in " \ud800")
        if changed == target or not changed.startswith("/"):
            continue
        tried += 1
        answer = await site.ask(changed)
        answers.add((answer.status, answer.body))
    assert answers == {(403, FORBIDDEN)}
    assert site.asked == 0
    assert (await site.ask(target)).status == 200


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
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.2)
    for beginning in (b"", b"GET / HTTP/1.1\r\nHost: "):
        with contextlib.suppress(ConnectionResetError):
            assert await site.raw(beginning) == b""


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
