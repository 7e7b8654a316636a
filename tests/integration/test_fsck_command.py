"""The `fsck` command: its exit code, what it prints, one batch alone, and beside workers."""

import asyncio
import subprocess
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_server.command import connect, keyring_of, work
from hallmint_server.fsck.command import run_fsck
from tests.conftest import running
from tests.support.api import Api
from tests.support.installation import Installation

Conn = psycopg.AsyncConnection[Any]


async def fsck(place: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(place.run, "fsck", *arguments)


def lose_key(place: Installation) -> None:
    (place.home / "keys" / "code-key-1.hex").unlink()


@pytest.mark.usefixtures("worker")
async def test_exit_codes_and_one_batch_alone(server: Installation, api: Api, conn: Conn) -> None:
    first = (await api.ended((await api.submit(1200)).batch_id)).batch_id
    second = (await api.ended((await api.submit(5)).batch_id)).batch_id
    clean = await fsck(server)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "2 batches, 1,205 tokens: clean\n", "")
    await conn.execute("UPDATE tokens SET code = reverse(code) WHERE (batch_no, seq) = (1, 1100)")
    wrong = [
        f"batch {first}: 1 codes do not decode to their own row: seq 1100",
        f"batch {first}: the root made again from the rows is not the stored one",
    ]
    spoiled = await fsck(server)
    assert (spoiled.returncode, spoiled.stderr) == (1, "")
    assert spoiled.stdout.splitlines() == [*wrong, "2 batches, 1,205 tokens: 2 findings"]
    alone = await fsck(server, "--batch", first)
    assert (alone.returncode, alone.stdout.splitlines()[:2]) == (1, wrong)
    other = await fsck(server, "--batch", second)
    assert (other.returncode, other.stdout) == (0, "1 batches, 5 tokens: clean\n")


@pytest.mark.usefixtures("worker")
async def test_a_batch_that_is_not_there_and_a_key_that_is_missing(
    server: Installation, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    await api.ended((await api.submit(5)).batch_id)
    nobody = uuid4()
    lose_key(server)
    settings = server.settings
    async with connect(settings) as own:
        capsys.readouterr()
        assert await run_fsck(own, keyring_of(settings), nobody, lease_seconds=2) == 1
        lines = [line for line in capsys.readouterr().out.splitlines() if "[info" not in line]
        assert f"batch {nobody}: there is no such batch" in lines
        # Without the key codes are not checked, but rows, root and counters still are.
        assert await run_fsck(own, keyring_of(settings), None, lease_seconds=2) == 1
        lines = [line for line in capsys.readouterr().out.splitlines() if "[info" not in line]
        assert lines[0].startswith("code key 1: code key 1 is missing")
        assert lines[1:] == ["1 batches, 5 tokens: 1 finding"]


async def test_beside_workers_it_finds_nothing_that_is_not_there(server: Installation, api: Api, conn: Conn) -> None:
    """Mints, a revocation and a cancel go on while it reads: one snapshot, whatever they commit meanwhile."""
    settings = server.settings.model_copy(update={"cycle_units": 250})
    async with running(lambda stop: work(settings, stop)), running(lambda stop: work(settings, stop)):
        revoked = (await api.ended((await api.submit(3_000, at_mint=True)).batch_id)).batch_id
        minted = [await api.submit(6_000, at_mint=n % 2 == 0) for n in range(3)]
        cancelled = minted.pop()
        revoke = minting_service_pb2.RevokeTokensRequest(request_id=str(uuid4()), reason="x", batch_id=revoked)
        await api.minting.RevokeTokens(revoke, metadata=api.metadata)
        midway = 0
        while True:
            report = await server.fsck()
            assert report.findings == []
            states = [(await api.batch(batch.batch_id)).state for batch in minted]
            midway += 0 < report.tokens < 15_000
            if midway == 2:
                cancel = minting_service_pb2.CancelBatchRequest(batch_id=cancelled.batch_id)
                await api.minting.CancelBatch(cancel, metadata=api.metadata)
            if states == [batch_pb2.BATCH_STATE_MINTED] * 2:
                break
    assert midway >= 2
    last = await server.fsck()
    assert (last.findings, last.batches) == ([], 4)
    row = await (await conn.execute("SELECT count(*) FROM tokens WHERE status = 3")).fetchone()
    assert row == (3_000,)
