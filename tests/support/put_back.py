"""An installation whose database is put back to another state, while its folder of keys is not."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import grpc
import psycopg

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_server.command import connect, keyring_of, work
from hallmint_server.keyring.register import Register
from hallmint_server.rpc.server import serve
from tests.conftest import running
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.wait import until

UNITS = 300
MINTED, FAILED = batch_pb2.BATCH_STATE_MINTED, batch_pb2.BATCH_STATE_FAILED
REFUSED = "before the database was put back to an older state, another batch had this one's number"


def name_of(dsn: str) -> str:
    """The database of a URL."""
    return urlsplit(dsn).path.removeprefix("/")


@contextlib.asynccontextmanager
async def calls(place: Installation, *, first: bool = False) -> AsyncIterator[Api]:
    """The gRPC server of an installation and calls to it; without worker."""
    async with running(lambda stop: serve(place.settings, stop)), place.api(brand="" if first else "acme") as api:
        if first:
            await api.make_brand()
            await api.make_product()
        await until(lambda: answers(api), 20)
        yield api


async def answers(api: Api) -> bool:
    """Whether the server is there."""
    request = minting_service_pb2.GetStatsRequest()
    try:
        await api.minting.GetStats(request, metadata=api.metadata, wait_for_ready=True, timeout=10)
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise
        return False
    return True


def working(place: Installation) -> contextlib.AbstractAsyncContextManager[None]:
    """A worker in this process."""
    return running(lambda stop: work(place.settings, stop))


async def rows(place: Installation, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query, in the database that the installation has now."""
    async with await psycopg.AsyncConnection.connect(place.dsn) as conn:
        return await (await conn.execute(statement.encode(), values)).fetchall()


async def codes(place: Installation, *batches: batch_pb2.Batch) -> list[str]:
    """All codes of some batches."""
    ids = [batch.batch_id for batch in batches]
    statement = "SELECT code FROM tokens JOIN mint_batches USING (batch_no) WHERE batch_id = ANY(%s::uuid[]) ORDER BY 1"
    return [code for (code,) in await rows(place, statement, ids)]


async def number(place: Installation, batch: batch_pb2.Batch) -> int:
    """The number of a batch."""
    return int((await rows(place, "SELECT batch_no FROM mint_batches WHERE batch_id = %s", batch.batch_id))[0][0])


async def findings(place: Installation) -> list[str]:
    """What fsck finds."""
    return [f"{finding.where}: {finding.what}" for finding in (await place.fsck()).findings]


async def signed_up_to(place: Installation, size: int) -> None:
    """Until the checkpoint file is at a size: else fsck could read it while the worker stops."""
    file = place.settings.keys_folder / "log-checkpoint-1.txt"
    await until(lambda: file.exists() and file.read_text().splitlines()[1] == str(size), 20)


async def minted(place: Installation, *batches: batch_pb2.Batch) -> bool:
    """Whether these batches, which are there, are minted whole."""
    states = await rows(
        place, "SELECT state FROM mint_batches WHERE batch_id = ANY(%s::uuid[])", [b.batch_id for b in batches]
    )
    return states == [("minted",)] * len(batches)


async def mint(api: Api, count: int) -> list[batch_pb2.Batch]:
    """Batches that were submitted one after another, ended."""
    return [await api.ended((await api.submit(UNITS)).batch_id) for _ in range(count)]


async def check_value(place: Installation) -> bytes:
    """Of the newest code key."""
    settings = place.settings
    async with connect(settings) as conn:
        return (await keyring_of(settings).records(conn))[0].check_value


async def file_of(place: Installation) -> Path:
    """Its register."""
    return Register(place.settings.keys_folder).path(await check_value(place))


def is_refused(batch: batch_pb2.Batch) -> bool:
    """Whether nothing was minted of a batch, since its number is another's."""
    return batch.state == FAILED and REFUSED in batch.failure and batch.minted_quantity == 0
