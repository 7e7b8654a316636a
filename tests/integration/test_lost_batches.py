"""A database that was put back to an older state never gives a code away a second time: the folder of keys knows better."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import grpc
import psycopg
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_server.command import work
from hallmint_server.keyring.mark import Marks
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.rpc.server import serve
from tests.conftest import running
from tests.support.api import Api
from tests.support.database import Server
from tests.support.installation import Installation
from tests.support.wait import until

_UNITS = 300
_MINTED, _FAILED = batch_pb2.BATCH_STATE_MINTED, batch_pb2.BATCH_STATE_FAILED
_REFUSED = "before the database was put back to an older state, another batch had this one's number"


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
    request = minting_service_pb2.GetStatsRequest()
    try:
        await api.minting.GetStats(request, metadata=api.metadata, wait_for_ready=True, timeout=10)
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise
        return False
    return True


def working(place: Installation) -> contextlib.AbstractAsyncContextManager[None]:
    return running(lambda stop: work(place.settings, stop))


async def rows(place: Installation, statement: str, *values: object) -> list[tuple[Any, ...]]:
    async with await psycopg.AsyncConnection.connect(place.dsn) as conn:
        return await (await conn.execute(statement.encode(), values)).fetchall()


async def codes(place: Installation, *batches: batch_pb2.Batch) -> list[str]:
    ids = [batch.batch_id for batch in batches]
    statement = "SELECT code FROM tokens JOIN mint_batches USING (batch_no) WHERE batch_id = ANY(%s::uuid[]) ORDER BY 1"
    return [code for (code,) in await rows(place, statement, ids)]


async def number(place: Installation, batch: batch_pb2.Batch) -> int:
    return int((await rows(place, "SELECT batch_no FROM mint_batches WHERE batch_id = %s", batch.batch_id))[0][0])


async def findings(place: Installation) -> list[str]:
    return [f"{finding.where}: {finding.what}" for finding in (await place.fsck()).findings]


async def signed_up_to(place: Installation, size: int) -> None:
    """Until the checkpoint file is at a size: else fsck could read it while the worker stops."""
    file = place.settings.keys_folder / "log-checkpoint-1.txt"
    await until(lambda: file.exists() and file.read_text().splitlines()[1] == str(size), 20)


async def test_a_number_whose_codes_may_be_printed_is_never_minted_again(place: Installation, postgres: Server) -> None:
    async with calls(place, first=True) as api:
        async with working(place):
            before = await api.ended((await api.submit(_UNITS)).batch_id)
            await signed_up_to(place, 1)
        waiting = await api.submit(_UNITS)
    with postgres.database(name_of(place.dsn)) as backup:
        async with calls(place) as api, working(place):
            lost = [await api.ended((await api.submit(_UNITS)).batch_id) for _ in range(3)]
            await api.ended(waiting.batch_id)
            await signed_up_to(place, 5)
        printed = set(await codes(place, waiting, *lost))
        assert len(printed) == 4 * _UNITS
        lost_no = await number(place, lost[-1])
        is_missing = f"code key 1: minted batch {lost[-1].batch_id}, number {lost_no}, which is not here"

        place.dsn = backup
        found = await findings(place)
        assert len(found) == 2
        assert found[0].startswith(is_missing)
        assert found[1] == "log: checkpoint file is of 5 entries, and there are 1"
        async with calls(place) as api:
            hasty = [await api.submit(_UNITS) for _ in range(2)]  # before any worker has looked
            assert await number(place, hasty[0]) == await number(place, waiting) + 1 <= lost_no
            async with working(place):
                refused = [await api.ended(batch.batch_id) for batch in hasty]
                assert [batch.state for batch in refused] == [_FAILED, _FAILED]
                assert all(_REFUSED in batch.failure and not batch.minted_quantity for batch in refused)
                went_on = await api.ended(waiting.batch_id)
                fresh = [await api.ended((await api.submit(_UNITS)).batch_id) for _ in range(2)]
                assert {batch.state for batch in (went_on, *fresh)} == {_MINTED}
                await refused_again(api, hasty[0])
        assert await number(place, fresh[0]) == lost_no + 1
        assert not printed & set(await codes(place, before, *fresh))
        assert set(await codes(place, waiting)) <= printed, "the same batch has the codes that were printed"
        assert await findings(place) == ["log: checkpoint file is of 5 entries, and there are 1"]

        # Once more, to the same backup: what was minted after the first time is lost as well.
        with postgres.database(name_of(place.dsn)) as second:
            async with calls(place) as api, working(place):
                newest = await api.ended((await api.submit(_UNITS)).batch_id)
            printed |= set(await codes(place, newest, *fresh))
            place.dsn = second
            async with calls(place) as api, working(place):
                await until(lambda: rows(place, "SELECT FROM lost_batches OFFSET 1"), 20)
                last = await api.ended((await api.submit(_UNITS)).batch_id)
                assert (last.state, await number(place, last)) == (_MINTED, await number(place, fresh[-1]) + 2)
                await refused_again(api, hasty[1])
            assert not printed & set(await codes(place, last))


async def refused_again(api: Api, batch: batch_pb2.Batch) -> None:
    """A refused batch is refused also when it is resumed."""
    resume = minting_service_pb2.ResumeBatchRequest(batch_id=batch.batch_id)
    await api.minting.ResumeBatch(resume, metadata=api.metadata)
    again = await api.ended(batch.batch_id)
    assert (again.state, again.minted_quantity) == (_FAILED, 0)
    assert _REFUSED in again.failure


async def test_without_a_backup_nothing_is_skipped(place: Installation) -> None:
    """Workers that take turns, and one whose folder knows an older batch than the database does."""
    async with calls(place, first=True) as api:
        for expected in (1, 2, 3):
            async with working(place):
                batch = await api.ended((await api.submit(_UNITS)).batch_id)
            assert (batch.state, await number(place, batch)) == (_MINTED, expected)
        file = Marks(place.settings.keys_folder).path(1)
        newest = file.read_text()
        assert newest.split()[:2] == ["3", batch.batch_id]
        assert file.stat().st_mode & 0o777 == 0o600
        file.write_text(await mark_of(place, 1))
        async with working(place):
            batch = await api.ended((await api.submit(_UNITS)).batch_id)
        assert (batch.state, await number(place, batch)) == (_MINTED, 4)
    assert await rows(place, "SELECT count(*) FROM lost_batches") == [(0,)]
    assert await findings(place) == []


async def mark_of(place: Installation, batch_no: int) -> str:
    """The mark that a batch has."""
    ((batch_id, at),) = await rows(place, "SELECT batch_id, created_at FROM mint_batches WHERE batch_no = %s", batch_no)
    return f"{batch_no} {batch_id} {at.isoformat()}\n"


async def test_a_mark_that_nobody_can_read_stops_minting_with_words(place: Installation) -> None:
    async with calls(place, first=True) as api:
        async with working(place):
            await api.ended((await api.submit(_UNITS)).batch_id)
            file = Marks(place.settings.keys_folder).path(1)
            good = file.read_text()
            file.write_text("7\n")
            batch = await api.submit(_UNITS)
            told = "SELECT last_error FROM jobs WHERE job_id = %s AND attempts = 0 AND last_error IS NOT NULL"
            (said,) = await until(lambda: rows(place, told, batch.batch_id), 20)
            assert said == ("a worker cannot use code key 1; its log says why",)
        (found,) = [line for line in await findings(place) if line.startswith("code keys: ")]
        assert found.startswith(f"code keys: {file} does not say which batch code key 1 minted last. Put it back")
        with pytest.raises(KeyFileError, match="does not say which batch code key 1 minted last"):
            await work(place.settings, asyncio.Event())
        file.write_text(good)
        async with working(place):
            assert (await api.ended(batch.batch_id)).state == _MINTED
    assert await findings(place) == []
