"""A storage without space in the middle of an export: it fails with a reason, keeps what it has, and goes on when told to."""

import resource
from uuid import uuid4

import pytest

from hallmint.v1 import export_pb2
from hallmint.v1 import export_service_pb2 as pb
from tests.crash.scene import Scene
from tests.support.api import Api

pytestmark = pytest.mark.timeout(90)
UNITS = 10_100
"""A pack of 10,000 units, and one that is so short that it fits."""


async def ended(api: Api, export_id: str) -> export_pb2.Export:
    stream = api.exports.WatchExport(pb.WatchExportRequest(export_id=export_id), metadata=api.metadata)
    return [message.export async for message in stream if message.HasField("export")][-1]


async def test_a_full_storage_fails_the_export_and_a_resumed_one_is_whole(api: Api, scene: Scene) -> None:
    worker = scene.place.start("worker", log="full")
    batch = await api.ended((await api.submit(UNITS)).batch_id)
    # No file of this process grows beyond it, whoever it runs as: the kernel refuses the write (EFBIG).
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (256 * 1024, resource.RLIM_INFINITY))
    request = pb.CreateExportRequest(request_id=str(uuid4()), batch_id=batch.batch_id, profile="generic-vdp-lf")
    made = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    failed = await ended(api, made.export_id)
    assert (failed.state, failed.packs_completed) == (export_pb2.EXPORT_STATE_FAILED, 0)
    assert "no space left" in failed.failure
    assert list((scene.place.home / "exports" / ".new").iterdir()) == []
    assert [path for path in (scene.place.home / "exports").rglob("*-*") if path.is_file()] == []
    await scene.check_clean()

    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await api.exports.ResumeExport(pb.ResumeExportRequest(export_id=made.export_id), metadata=api.metadata)
    whole = await ended(api, made.export_id)
    assert (whole.state, whole.packs_completed, whole.failure) == (export_pb2.EXPORT_STATE_COMPLETED, 2, "")
    assert await scene.actions(made.export_id) == ["REQUESTED", "STARTED", "FAILED", "RESUMED", "STARTED", "COMPLETED"]
    await scene.check_clean()
