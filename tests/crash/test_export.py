"""SIGKILL of workers at each step of a pack; others go on, and what they publish is whole and there once."""

import hashlib
import signal
from uuid import uuid4

import pytest

from hallmint.v1 import export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_server import failpoint
from hallmint_server.exporting.folder_storage import FolderStorage
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.wait import until

pytestmark = pytest.mark.timeout(90)
UNITS = 25_000
# A pack is stored in one piece, so it is never half there; tests/integration/test_export_storage*.py kill there.
STORING = [name for name in failpoint.STORAGE_NAMES if name != "export.half"]


@pytest.mark.parametrize("name", [*failpoint.PACK_NAMES, *STORING])
async def test_workers_killed_while_they_export_are_replaced(api: Api, scene: Scene, name: str) -> None:
    minter = scene.place.start("worker", log="minter")
    batch = await api.ended((await api.submit(UNITS)).batch_id)
    minter.terminate()
    assert minter.wait(20) == 0
    request = pb.CreateExportRequest(request_id=str(uuid4()), batch_id=batch.batch_id, profile="generic-vdp-lf")
    made = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    # At the first passage and then at the second, but for what is passed once; others go on after the lease.
    for spec in (f"{name}=kill", f"{name}=kill" if name in ("claimed", "finish") else f"{name}=kill@2"):
        options = {"HALLMINT_LEASE_SECONDS": "0.5", "HALLMINT_FAILPOINTS": spec}
        worker = scene.place.start("worker", log=f"killed-{name}", **options)
        await until(lambda worker=worker: worker.poll() is not None, 30, what="death at the failpoint")  # type: ignore[misc]
        assert worker.returncode == -signal.SIGKILL
    scene.place.start("worker", log="last", HALLMINT_LEASE_SECONDS="0.5")
    stream = api.exports.WatchExport(pb.WatchExportRequest(export_id=made.export_id), metadata=api.metadata)
    async for message in stream:
        if message.HasField("export"):
            made = message.export
    assert (made.state, made.packs_completed) == (export_pb2.EXPORT_STATE_COMPLETED, 3)
    listed = await api.exports.ListPacks(pb.ListPacksRequest(export_id=made.export_id), metadata=api.metadata)
    assert [(pack.pack_no, pack.first_seq, pack.units) for pack in listed.packs] == [
        (0, 0, 10_000),
        (1, 10_000, 10_000),
        (2, 20_000, 5_000),
    ]
    # What those that died have left is gone with the last pack.
    folder = scene.place.home / "exports"
    await until(lambda: len([path for path in folder.rglob("*") if path.is_file()]) == 3, what="three files")
    storage, lines = FolderStorage(scene.place.home / "exports"), []
    for (key,), pack in zip(
        await scene.rows("SELECT storage_key FROM packs ORDER BY pack_no"), listed.packs, strict=True
    ):
        data = b"".join([piece async for piece in storage.get_range(key, 0, pack.bytes)])
        assert hashlib.sha256(data).digest() == pack.sha256
        lines += data.splitlines()[1:]
    storage.close()
    codes = [code.encode() for (code,) in await scene.rows("SELECT code FROM tokens ORDER BY seq")]
    assert [line.split(b",")[1] for line in lines] == codes
    assert await scene.actions(made.export_id) == ["REQUESTED", "STARTED", "COMPLETED"]
    await scene.check_clean()
