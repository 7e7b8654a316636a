"""A log with two batches of a brand and 300 entries of nobody's between them, and whoever monitors it by the command."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from hallmint.v1 import minting_service_pb2
from hallmint_server.db.pool import Connection
from hallmint_server.log import tile
from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.note import write_note
from hallmint_server.log.opening import open_key
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.resolver import Resolver, resolving
from tests.support.sequencing import Queued, sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the command said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """The command, as a program of its own, beside a resolver."""

    place: Installation
    resolver: Resolver
    folder: Path
    credential: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.resolver.port}"

    @property
    def log_key(self) -> str:
        return str(open_key(self.place.settings.keys_folder, None, "", first_start=False).verifier)

    @property
    def state(self) -> Path:
        return self.folder / "log.state"

    def environment(self, *, credential: str | None) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HALLMINT_")}
        secret = {"HALLMINT_CREDENTIAL": credential} if credential else {}
        return own | secret | {"HALLMINT_SERVER": self.place.address, "TZ": "UTC"}

    async def call(self, *arguments: str, credential: str | None = None) -> Run:
        """Run `hallmint` with arguments to its end."""
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "hallmint_client", *arguments],
            env=self.environment(credential=credential),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=self.folder,
        )
        return Run(code=done.returncode, out=done.stdout, err=done.stderr)

    def start(self, *arguments: str, out: Path, err: Path) -> subprocess.Popen[bytes]:
        """Start it, with the brand's credential, as a program whose end the test sees to."""
        with out.open("wb") as out_file, err.open("wb") as err_file:
            return subprocess.Popen(
                [sys.executable, "-m", "hallmint_client", *arguments],
                env=self.environment(credential=self.credential),
                stdin=subprocess.DEVNULL,
                stdout=out_file,
                stderr=err_file,
            )

    async def key(self) -> Path:
        """The file of the brand's monitor key."""
        path = self.folder / "monitor.key"
        if not path.exists():
            got = await self.call("monitor-key", "-o", str(path), credential=self.credential)
            assert got.code == 0, got.said
        return path

    async def public(self, *arguments: str) -> Run:
        """Monitor as somebody with nothing but the log's key."""
        return await self.call("monitor", self.url, "--log-key", self.log_key, "--state", str(self.state), *arguments)

    async def brand(self, *arguments: str, credential: str | None = "") -> Run:
        """Monitor as the brand."""
        key = ("--monitor-key", str(await self.key()))
        whose = self.credential if credential == "" else credential
        known = ("--log-key", self.log_key, "--state", str(self.state))
        return await self.call("monitor", self.url, *known, *key, *arguments, credential=whose)


@contextlib.asynccontextmanager
async def monitored(place: Installation, api: Api, folder: Path) -> AsyncIterator[Monitor]:
    """A monitor of an installation's log."""
    async with resolving(place, by_address=True) as resolver:
        yield Monitor(place=place, resolver=resolver, folder=folder, credential=api.key)


async def make_log(place: Installation, api: Api, conn: Connection) -> list[str]:
    """Batch 1: 600 units, minted, entry 0. Batch 2: 300 of 600, cancelled, entry 301. The log was signed at 1 and at 302 entries.
    Returns their ids.
    """
    first = (await api.submit(600)).batch_id
    async with hand(place.settings, units=300) as worker:
        await worker.cycle()
        await worker.cycle()
        await sequence(place.settings)
        second = (await api.submit(600)).batch_id
        await worker.cycle()
        await worker.release()
    await Queued(conn=conn).add(300)
    request = minting_service_pb2.CancelBatchRequest(batch_id=second)
    await api.minting.CancelBatch(request, metadata=api.metadata)
    await sequence(place.settings)
    return [first, second]


async def sign_again(conn: Connection, place: Installation) -> None:
    """What somebody does who has the log's key and has changed entries: tiles and tree with them, and the head signed once more.
    No trigger may stand in the way.
    """
    entries = await (await conn.execute("SELECT entry FROM log_entries ORDER BY entry_no")).fetchall()
    rows = tile.grow(lambda *_: b"", 0, [tile.leaf_hash(bytes(entry)) for (entry,) in entries])
    root = tile.root(len(entries), tile.reader(rows))
    for (level, number), hashes in rows.items():
        values = [hashes, level, number]
        await conn.execute("UPDATE log_tiles SET hashes = %s WHERE (level, number) = (%s, %s)", values)
    key = open_key(place.settings.keys_folder, None, "", first_start=False)
    text = Checkpoint(origin=key.name, size=len(entries), root=root).text()
    note = write_note(text, [key.sign(text)]).decode()
    await conn.execute("UPDATE log_tree SET root = %s", [root])
    await conn.execute("UPDATE log_checkpoints SET (root, note) = (%s, %s) WHERE size = %s", [root, note, len(entries)])
