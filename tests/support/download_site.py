"""A server of downloads with one pack, and the bytes that it answers with."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from hallmint_server.exporting.download import Download, Downloads, serving
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.exporting.signed_link import Links
from tests.support.signed_link import BRAND, PACK, Clock

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

    async def find(self, brand_id: UUID, pack_id: UUID) -> Download | None:
        del brand_id  # the server itself proves that the pack is of the link's brand
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


@contextlib.asynccontextmanager
async def download_site(folder: Path) -> AsyncIterator[Site]:
    """A site with its objects in `folder`."""
    storage = FolderStorage(folder)
    await storage.put("b/e/0-pack", DATA)
    pack = Download(
        brand_id=BRAND, key="b/e/0-pack", bytes=len(DATA), sha256=DIGEST, file_name="größe.csv", media_type="text/csv"
    )
    clock = Clock()
    made = Site(0, Links(LinkKeys([b"a" * 32]), clock), clock, folder, pack)
    async with serving(Downloads(made.links, storage, made.find), "127.0.0.1", 0) as made.port:
        yield made
    storage.close()
