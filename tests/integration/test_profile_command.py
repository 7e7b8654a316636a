"""`hallmint profile` against a real server: from a profile that comes with Hallmint to an export with the brand's own."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from uuid import uuid4

import pytest

from hallmint.v1 import export_pb2, export_service_pb2
from tests.support.api import Api
from tests.support.installation import Installation


@pytest.mark.usefixtures("worker")
async def test_a_profile_is_shown_changed_made_published_and_exported_with(
    server: Installation, api: Api, tmp_path: Path
) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HALLMINT_")}
    environment |= {"HALLMINT_SERVER": server.address, "HALLMINT_CREDENTIAL": api.key}

    async def hallmint(*words: str) -> str:
        # A process of its own: the server logs to the stdout of this one.
        command = (sys.executable, "-m", "hallmint_client", "profile", *words)
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, err.decode()
        return out.decode()

    shown = json.loads(await hallmint("show", "generic-vdp-lf"))
    shown["columns"][0]["header"] = "Codice"
    shown["settings"]["delimiter"] = ";"
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(shown), encoding="utf-8")
    await hallmint("create", str(file), "--key", "mine")
    assert json.loads(await hallmint("show", "mine")) == shown
    await hallmint("publish", "mine")
    await hallmint("default", "set", "mine", "--kind", "qr-print")
    batch = await api.ended((await api.submit(2)).batch_id)
    request = export_service_pb2.CreateExportRequest(
        request_id=str(uuid4()), batch_id=batch.batch_id, kind=export_pb2.EXPORT_KIND_QR_PRINT
    )
    made = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    assert (made.profile, made.profile_version) == ("mine", 1)
