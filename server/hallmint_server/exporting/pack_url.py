"""Links to packs: the storage's own where it has some, else ours, with the server that answers them."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from hallmint_server.db.pool import Database
from hallmint_server.exporting import store
from hallmint_server.exporting.download import Download, Downloads, serving, tls_context
from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.exporting.model import Pack
from hallmint_server.exporting.signed_link import LIFE_SECONDS, Links
from hallmint_server.exporting.storage import Storage
from hallmint_server.settings import Settings


class PackUrl(NamedTuple):
    """A link, and when it ends, UTC. Whoever has it has the file."""

    url: str
    expires_at: datetime


class PackUrls:
    """Makes links that are good for LIFE_SECONDS."""

    def __init__(self, storage: Storage, links: Links | None, origin: str) -> None:
        self._storage = storage
        self._links = links
        self._origin = origin

    async def make(self, pack: Pack) -> PackUrl:
        """A link to a finished pack. Nothing is written, and the link cannot be taken back before it ends. StorageError where
        the storage cannot say.
        """
        if self._links is not None:
            url, expires = self._links.sign(
                self._origin, pack_id=pack.pack_id, brand_id=pack.brand_id, sha256=pack.sha256
            )
            return PackUrl(url, datetime.fromtimestamp(expires, UTC))
        expires = int(time.time()) + LIFE_SECONDS
        presigned = await self._storage.presigned_url(pack.storage_key, LIFE_SECONDS)
        assert presigned is not None  # noqa: S101 - only a folder serves nobody
        return PackUrl(presigned, datetime.fromtimestamp(expires, UTC))


@asynccontextmanager
async def open_pack_urls(settings: Settings, database: Database, storage: Storage) -> AsyncIterator[PackUrls]:
    """Links to packs, and while the block lasts the server of those that lead to this program: where packs lie in a folder.
    Raises ValueError where it cannot listen, KeyFileError where a link key cannot be used.
    """
    if settings.exports_folder is None:
        yield PackUrls(storage, None, "")
        return
    links = Links(LinkKeys.open(settings.keys_folder))

    async def find(brand_id: UUID, pack_id: UUID) -> Download | None:
        async with database.act(brand_id) as conn:
            pack = await store.find_pack(conn, pack_id)
        if pack is None:
            return None
        return Download(
            brand_id=pack.brand_id,
            key=pack.storage_key,
            sha256=pack.sha256,
            bytes=pack.bytes,
            file_name=pack.file_name,
            media_type=pack.media_type,
        )

    tls = tls_context(settings)
    address = settings.download_address
    async with serving(Downloads(links, storage, find), address, settings.download_port, tls) as port:
        host = f"[{address}]" if ":" in address else address
        origin = settings.download_url or f"{'https' if tls else 'http'}://{host}:{port}"
        yield PackUrls(storage, links, origin)
