"""Refusals of exports: as in provoke.py, into the same cases."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID, uuid4

from hallmint.v1 import credential_service_pb2 as credential
from hallmint.v1 import export_service_pb2 as export
from hallmint.v1 import minting_service_pb2 as minting
from hallmint_server.command import work
from tests.conftest import running
from tests.contract.provoke import Stage, case
from tests.support.api import bearer

_NOBODY = str(UUID(int=1))


def _create(on: Stage, batch_id: str, profile: str = "generic-vdp-lf", key: str = "") -> Awaitable[Any]:
    request = export.CreateExportRequest(request_id=str(uuid4()), batch_id=batch_id, profile=profile)
    return on.api.exports.CreateExport(request, metadata=bearer(key) if key else on.api.metadata)


async def _cancelled(on: Stage) -> str:
    """An export that was cancelled before a worker began it."""
    export_id = (await _create(on, await on.minted())).export.export_id
    request = export.CancelExportRequest(export_id=export_id)
    await on.api.exports.CancelExport(request, metadata=on.api.metadata)
    return str(export_id)


@case
async def export_not_found(on: Stage) -> None:
    await on.api.exports.GetExport(export.GetExportRequest(export_id=_NOBODY), metadata=on.api.metadata)


@case
async def pack_not_found(on: Stage) -> None:
    await on.api.exports.ReadPack(export.ReadPackRequest(pack_id=_NOBODY), metadata=on.api.metadata).read()


@case
async def profile_not_found(on: Stage) -> None:
    await _create(on, await on.minted(), "nobody's")


@case
async def profile_does_not_fit(on: Stage) -> None:
    batch_id = await on.minted()
    await on.sql("UPDATE mint_batches SET context = 'token'")
    await _create(on, batch_id, "rfid")


@case
async def batch_empty(on: Stage) -> None:
    batch_id = (await on.submit()).batch.batch_id
    await on.api.minting.CancelBatch(minting.CancelBatchRequest(batch_id=batch_id), metadata=on.api.metadata)
    await _create(on, batch_id)


@case
async def export_locked(on: Stage) -> None:
    batch_id = await on.minted()
    await _create(on, batch_id)
    await on.sql("UPDATE export_locks SET until = now() + interval '417.3 seconds'")
    request = credential.CreateCredentialRequest(request_id=str(uuid4()), name="erp", scopes=["export:write"])
    other = await on.api.credentials.CreateCredential(request, metadata=on.api.metadata)
    await _create(on, batch_id, key=other.key)


@case
async def export_not_cancellable(on: Stage) -> None:
    export_id = (await _create(on, await on.minted())).export.export_id
    await on.sql("UPDATE exports SET state = 'failed'")
    await on.api.exports.CancelExport(export.CancelExportRequest(export_id=export_id), metadata=on.api.metadata)


@case
async def export_not_resumable(on: Stage) -> None:
    request = export.ResumeExportRequest(export_id=await _cancelled(on))
    await on.api.exports.ResumeExport(request, metadata=on.api.metadata)


@case
async def export_not_completed(on: Stage) -> None:
    request = export.ReadArchiveRequest(export_id=await _cancelled(on))
    await on.api.exports.ReadArchive(request, metadata=on.api.metadata).read()


async def _pack(on: Stage) -> export.ReadPackRequest:
    """Of a finished pack."""
    batch_id = await on.minted()
    export_id = (await _create(on, batch_id)).export.export_id
    async with running(lambda stop: work(on.place.settings, stop)):
        watch = on.api.exports.WatchExport(export.WatchExportRequest(export_id=export_id), metadata=on.api.metadata)
        async for _ in watch:
            pass
    packs = await on.api.exports.ListPacks(export.ListPacksRequest(export_id=export_id), metadata=on.api.metadata)
    return export.ReadPackRequest(pack_id=packs.packs[0].pack_id)


@case
async def pack_damaged(on: Stage) -> None:
    request = await _pack(on)
    (file,) = [path for path in (on.place.home / "exports").rglob("0-*") if path.is_file()]
    file.unlink()
    async for _ in on.api.exports.ReadPack(request, metadata=on.api.metadata):
        pass


@case
async def export_storage_unavailable(on: Stage) -> None:
    request = await _pack(on)
    (file,) = [path for path in (on.place.home / "exports").rglob("0-*") if path.is_file()]
    # Opening it fails with ELOOP, whoever asks.
    file.unlink()
    file.symlink_to(file)
    stream = on.api.exports.ReadPack(request, metadata=on.api.metadata)
    async for _ in stream:
        pass
