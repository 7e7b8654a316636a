"""A whole export in one file, from a real server: the same bytes each time, and a batch root that comes out of its rows."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint.v1 import export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint.v1 import minting_service_pb2 as minting
from hallmint_client.client import Client
from hallmint_client.logged import verify_logged
from hallmint_client.manifest import ProofError
from hallmint_client.policy import Policy
from hallmint_client.verify import verify_archive
from hallmint_server.log.opening import public_key
from mintcore import extend_range
from tests.integration.test_export_download_client import cutting
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.resolver import tokens
from tests.support.sequencing import Queued
from tests.support.unit import spoil
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


async def completed(client: Client, batch_id: str, profile: str = "full-manifest") -> export_pb2.Export:
    made = await client.create_export(batch_id, profile=profile)
    async for newer in client.watch_export(made.export_id):
        made = newer
    assert made.state == export_pb2.EXPORT_STATE_COMPLETED, made.failure
    return made


def taken(path: Path) -> bytes:
    data = path.read_bytes()
    path.unlink()
    return data


async def archived(client: Client, export_id: str, path: Path) -> bytes:
    await client.download_archive(await client.get_archive(export_id), path)
    return await asyncio.to_thread(taken, path)


async def root(api: Api, batch_id: str) -> bytes:
    answer = await api.minting.GetBatch(minting.GetBatchRequest(batch_id=batch_id), metadata=api.metadata)
    return bytes(answer.batch.root)


async def test_packs_in_one_file_down_to_the_root_of_the_batch(server: Installation, api: Api, tmp_path: Path) -> None:
    batch_id = (await api.ended((await api.submit(20_003)).batch_id)).batch_id
    path = tmp_path / "whole.zip"
    async with Client(server.address, credential=api.key) as client:
        made = await completed(client, batch_id)
        archive = await client.get_archive(made.export_id)
        async with cutting(server.port, after=archive.length // 2) as (port, passed):
            flaky = Client(f"127.0.0.1:{port}", credential=api.key, policy=Policy(pause=0.01))
            async with flaky:
                await flaky.download_archive(archive, path)
        assert passed[1] < archive.length
        proof = await asyncio.to_thread(verify_archive, path)
        assert (proof.packs, proof.units, proof.root) == (3, 20_003, True)
        assert proof.manifest.batch_root == await root(api, batch_id)
        whole = await asyncio.to_thread(taken, path)
        # The same export again, another one of the same profile version, and from any place.
        assert await archived(client, made.export_id, path) == whole
        assert await archived(client, (await completed(client, batch_id)).export_id, path) == whole
        for offset in (1, len(whole) // 2, len(whole) - 1, len(whole)):
            request = pb.ReadArchiveRequest(export_id=made.export_id, offset=offset)
            stream = api.exports.ReadArchive(request, metadata=api.metadata)
            messages = [message async for message in stream]
            assert b"".join(message.data for message in messages) == whole[offset:]
            assert all(len(message.data) <= 64 * 1024 for message in messages)
            assert [message.bytes for message in messages] == [len(whole), *[0] * (len(messages) - 1)]


async def test_a_status_changes_its_pack_and_nothing_else(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> None:
    (token, *_) = await tokens(api, 3)
    async with Client(server.address, credential=api.key) as client:
        plain = [await archived(client, (await completed(client, token.batch_id, "nfc")).export_id, tmp_path / "a")]
        full = [await archived(client, (await completed(client, token.batch_id)).export_id, tmp_path / "a")]
        await conn.execute("UPDATE tokens SET status = 3 WHERE seq = 1")
        plain += [await archived(client, (await completed(client, token.batch_id, "nfc")).export_id, tmp_path / "a")]
        full += [await archived(client, (await completed(client, token.batch_id)).export_id, tmp_path / "a")]
    assert plain[0] == plain[1]
    assert full[0] != full[1]


async def test_an_export_of_a_failed_batch_keeps_its_root_when_that_goes_on(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> None:
    minted = await tokens(api, 5, lots={"A/1": 2, "B": 3})
    batch_id = minted[0].batch_id
    (row,) = await (await conn.execute("SELECT compact_range, context, state FROM mint_batches")).fetchall()
    begun = extend_range(batch_id, row[1], [("A/1", 2), ("B", 3)], 0, [token.code for token in minted[:4]], b"")
    # As if it had failed with four of five.
    await conn.execute("UPDATE mint_batches SET state = 'failed', cursor = 4, compact_range = %s", [begun])
    path = tmp_path / "whole.zip"
    async with Client(server.address, credential=api.key) as client:
        made = await completed(client, batch_id)
        before = await archived(client, made.export_id, path)
        await conn.execute("UPDATE mint_batches SET state = %s, cursor = 5, compact_range = %s", [row[2], row[0]])
        assert await archived(client, made.export_id, path) == before
        path.write_bytes(before)
        assert await asyncio.to_thread(lambda: verify_archive(path).root)
        now = await completed(client, batch_id)
        assert await archived(client, now.export_id, path) != before


async def test_a_manifest_leads_from_the_batch_to_the_log(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> None:
    (token, *_) = await tokens(api, 3)
    path = tmp_path / "whole.zip"
    async with Client(server.address, credential=api.key) as client:
        made = await completed(client, token.batch_id)
        whole = await archived(client, made.export_id, path)
        path.write_bytes(whole)
        log_key = public_key(server.settings.keys_folder)
        logged = verify_logged(verify_archive(path).manifest, log_key)
        row = await (await conn.execute("SELECT entry_no FROM log_commitments")).fetchone()
        assert (logged.entry_no,) == row
        # The log grows, and the manifest stays.
        size = (await client.get_checkpoint()).size
        await Queued(conn=conn).add(10)
        await until(partial(has_size, client, size + 10), 30, what="a larger log")
        assert await archived(client, made.export_id, path) == whole
        assert await archived(client, (await completed(client, token.batch_id)).export_id, path) == whole


async def has_size(client: Client, size: int) -> bool:
    return (await client.get_checkpoint()).size == size


async def test_an_export_does_not_wait_for_a_log_that_lags(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> None:
    (token, *_) = await tokens(api, 3)
    path = tmp_path / "whole.zip"
    async with Client(server.address, credential=api.key) as client:
        # As if the sequencer had not got to the batch.
        await until(partial(is_in_the_log, conn), 30, what="the batch in the log")
        await spoil(conn, "UPDATE log_commitments SET entry_no = NULL")
        made = await completed(client, token.batch_id)
        path.write_bytes(await archived(client, made.export_id, path))
    manifest = verify_archive(path).manifest
    assert manifest.log is not None
    assert manifest.log.entry is None
    logged = verify_logged(manifest, public_key(server.settings.keys_folder))
    assert (logged.entry_no, logged.head.size) == (None, 1)


async def is_in_the_log(conn: Conn) -> bool:
    row = await (await conn.execute("SELECT FROM log_checkpoints WHERE size = 1")).fetchone()
    return row is not None


async def test_an_export_that_is_older_than_the_log_keeps_its_bytes(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> None:
    (token, *_) = await tokens(api, 3)
    path = tmp_path / "whole.zip"
    async with Client(server.address, credential=api.key) as client:
        made = await completed(client, token.batch_id)
        await conn.execute("UPDATE exports SET log_size = NULL")
        path.write_bytes(await archived(client, made.export_id, path))
    manifest = verify_archive(path).manifest
    assert manifest.log is None
    with pytest.raises(ProofError, match="carries no head of the log"):
        verify_logged(manifest, public_key(server.settings.keys_folder))


async def test_another_brand_and_an_export_that_runs_have_no_archive(
    server: Installation, api: Api, conn: Conn
) -> None:
    (token,) = await tokens(api, 1)
    async with Client(server.address, credential=api.key) as client:
        made = await completed(client, token.batch_id)
    request = pb.ReadArchiveRequest(export_id=made.export_id)
    await conn.execute("UPDATE exports SET state = 'failed'")
    refusal = await refused(api.exports.ReadArchive(request, metadata=api.metadata).read())
    assert (refusal.reason, refusal.metadata["state"]) == ("EXPORT_NOT_COMPLETED", "FAILED")
    await conn.execute("UPDATE exports SET state = 'completed'")
    for offset in (-1, 1 << 40):
        wrong = pb.ReadArchiveRequest(export_id=made.export_id, offset=offset)
        assert (await refused(api.exports.ReadArchive(wrong, metadata=api.metadata).read())).reason == "FIELD_INVALID"
    await api.make_brand("rival")
    assert (await refused(api.exports.ReadArchive(request, metadata=api.metadata).read())).code == "NOT_FOUND"
