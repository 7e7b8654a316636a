"""Exports over gRPC: asked for, followed, read in pieces, and refused with a reason."""

import csv
import hashlib
import io
import zipfile
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import credential_service_pb2, export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_server.exporting.profile.builtin import BUILT_IN
from tests.support.api import Api, bearer
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")
COMPLETED = export_pb2.EXPORT_STATE_COMPLETED


def wanted(batch_id: str, profile: str = "generic-vdp-lf", **fields: Any) -> pb.CreateExportRequest:
    return pb.CreateExportRequest(**{"request_id": str(uuid4()), "batch_id": batch_id, "profile": profile, **fields})


async def create(api: Api, *arguments: Any, **fields: Any) -> export_pb2.Export:
    return (await api.exports.CreateExport(wanted(*arguments, **fields), metadata=api.metadata)).export


async def watched(api: Api, export_id: str) -> list[export_pb2.Export]:
    stream = api.exports.WatchExport(pb.WatchExportRequest(export_id=export_id), metadata=api.metadata)
    return [message.export async for message in stream if message.HasField("export")]


async def packs_of(api: Api, export_id: str) -> list[export_pb2.Pack]:
    request = pb.ListPacksRequest(export_id=export_id)
    return list((await api.exports.ListPacks(request, metadata=api.metadata)).packs)


async def read(api: Api, pack_id: str, offset: int = 0) -> tuple[export_pb2.Pack, bytes]:
    stream = api.exports.ReadPack(pb.ReadPackRequest(pack_id=pack_id, offset=offset), metadata=api.metadata)
    messages = [message async for message in stream]
    assert [message.HasField("pack") for message in messages] == [True, *[False] * (len(messages) - 1)]
    assert all(len(message.data) <= 64 * 1024 for message in messages)
    return messages[0].pack, b"".join(message.data for message in messages)


async def test_a_batch_becomes_packs_that_are_its_tokens(api: Api) -> None:
    minted = await tokens(api, 20, lots={"A/1": 5, "B": 15})
    batch_id = minted[0].batch_id
    asked = await create(api, batch_id)
    assert (asked.units, asked.packs, asked.profile) == (20, 1, "generic-vdp-lf")
    ended = (await watched(api, asked.export_id))[-1]
    assert (ended.state, ended.packs_completed, ended.failure) == (COMPLETED, 1, "")
    (pack,) = await packs_of(api, asked.export_id)
    told, data = await read(api, pack.pack_id)
    assert told == pack
    assert (hashlib.sha256(data).digest(), len(data)) == (pack.sha256, pack.bytes)
    assert pack.media_type.startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert len(rows) == 20
    for row, token in zip(rows, minted, strict=True):
        assert {token.code, token.resolver_url} <= set(row.values())
    for offset in (1, len(data) // 2, len(data)):
        assert (await read(api, pack.pack_id, offset))[1] == data[offset:]
    # The same again is another export, with the same bytes.
    again = await create(api, batch_id)
    assert again.export_id != asked.export_id
    await watched(api, again.export_id)
    assert [(p.sha256, p.file_name) for p in await packs_of(api, again.export_id)] == [(pack.sha256, pack.file_name)]
    listed = await api.exports.ListExports(pb.ListExportsRequest(batch_id=batch_id, page_size=1), metadata=api.metadata)
    assert [each.export_id for each in listed.exports] == [again.export_id]
    rest = pb.ListExportsRequest(batch_id=batch_id, page_size=1, page_token=listed.next_page_token)
    last = await api.exports.ListExports(rest, metadata=api.metadata)
    assert ([each.export_id for each in last.exports], last.next_page_token) == ([asked.export_id], "")


def said(data: bytes) -> str:
    """The text of a file; of an archive its names and what is in it."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join([*archive.namelist(), *(archive.read(name).decode("latin-1") for name in archive.namelist())])


@pytest.mark.parametrize("profile", sorted({key for key, _ in BUILT_IN}))
async def test_every_profile_that_comes_with_hallmint_makes_packs(api: Api, profile: str) -> None:
    minted = await tokens(api, 3)
    asked = await create(api, minted[0].batch_id, profile)
    assert (await watched(api, asked.export_id))[-1].state == COMPLETED
    (pack,) = await packs_of(api, asked.export_id)
    _, data = await read(api, pack.pack_id)
    # What is drawn is read back in tests/unit/test_drawn_*.py.
    assert data.startswith(b"%PDF-") or all(token.code in said(data) for token in minted)
    # Whoever prints is told how large it becomes.
    is_drawn = not pack.media_type.startswith(("text/csv", "application/vnd.openxml"))
    assert any("QR code" in note for note in asked.notes) is is_drawn


async def test_a_request_id_is_one_export(api: Api) -> None:
    (token,) = await tokens(api, 1)
    request = wanted(token.batch_id)
    first = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    assert (await api.exports.CreateExport(request, metadata=api.metadata)).export.export_id == first.export_id
    request.profile = "nfc"
    assert (await refused(api.exports.CreateExport(request, metadata=api.metadata))).reason == "REQUEST_ID_REUSED"


async def test_a_lock_names_the_time_left_to_others_and_the_export_to_its_holder(
    server: Installation, api: Api, conn: Conn
) -> None:
    del server
    (token,) = await tokens(api, 1)
    made = await create(api, token.batch_id)
    await watched(api, made.export_id)
    # As if it still ran.
    await conn.execute(
        """INSERT INTO export_locks SELECT batch_no, brand_id, export_id, holder, now() + interval '100 seconds' FROM exports"""
    )
    assert (await create(api, token.batch_id, "nfc")).export_id == made.export_id
    other = await api.credentials.CreateCredential(
        credential_service_pb2.CreateCredentialRequest(request_id=str(uuid4()), name="erp", scopes=["export:write"]),
        metadata=api.metadata,
    )
    refusal = await refused(api.exports.CreateExport(wanted(token.batch_id), metadata=bearer(other.key)))
    assert refusal.reason == "EXPORT_LOCKED"
    assert 90 < int(refusal.metadata["seconds_left"]) <= 100
    await conn.execute("UPDATE export_locks SET until = now() - interval '1 second'")
    taken = (await api.exports.CreateExport(wanted(token.batch_id), metadata=bearer(other.key))).export
    assert taken.export_id != made.export_id


async def test_a_cancelled_batch_gives_what_it_minted_and_others_nothing(api: Api, conn: Conn) -> None:
    (token, *_) = await tokens(api, 4)
    await conn.execute("UPDATE mint_batches SET state = 'cancelled', cursor = 3")
    made = await create(api, token.batch_id)
    assert (made.units, (await watched(api, made.export_id))[-1].state) == (3, COMPLETED)
    await conn.execute("UPDATE mint_batches SET state = 'processing'")
    refusal = await refused(api.exports.CreateExport(wanted(token.batch_id), metadata=api.metadata))
    assert (refusal.reason, refusal.metadata["state"]) == ("BATCH_NOT_ENDED", "PROCESSING")


async def test_a_profile_that_does_not_fit_is_told_why(api: Api, conn: Conn) -> None:
    (token,) = await tokens(api, 1)
    await conn.execute("UPDATE mint_batches SET context = 'token'")
    refusal = await refused(api.exports.CreateExport(wanted(token.batch_id, "rfid"), metadata=api.metadata))
    assert refusal.reason == "PROFILE_DOES_NOT_FIT"
    assert [subject for _, subject, _ in refusal.states] == ["export"]
    assert "GTIN" in refusal.message
    rows = await (
        await conn.execute("SELECT (SELECT count(*) FROM exports), (SELECT count(*) FROM export_locks)")
    ).fetchone()
    assert rows == (0, 0)


async def test_another_brand_sees_none_of_it(api: Api) -> None:
    (token,) = await tokens(api, 1)
    made = await create(api, token.batch_id)
    await watched(api, made.export_id)
    (pack,) = await packs_of(api, made.export_id)
    await api.make_brand("rival")
    rival = api.metadata
    for call in (
        api.exports.GetExport(pb.GetExportRequest(export_id=made.export_id), metadata=rival),
        api.exports.ListPacks(pb.ListPacksRequest(export_id=made.export_id), metadata=rival),
        api.exports.CancelExport(pb.CancelExportRequest(export_id=made.export_id), metadata=rival),
        api.exports.ReadPack(pb.ReadPackRequest(pack_id=pack.pack_id), metadata=rival).read(),
        api.exports.CreateExport(wanted(token.batch_id), metadata=rival),
    ):
        assert (await refused(call)).code == "NOT_FOUND"
    assert not (await api.exports.ListExports(pb.ListExportsRequest(), metadata=rival)).exports


async def test_offsets_outside_a_pack_are_refused(api: Api) -> None:
    (token,) = await tokens(api, 1)
    made = await create(api, token.batch_id)
    await watched(api, made.export_id)
    (pack,) = await packs_of(api, made.export_id)
    for offset in (-1, pack.bytes + 1):
        request = pb.ReadPackRequest(pack_id=pack.pack_id, offset=offset)
        assert (await refused(api.exports.ReadPack(request, metadata=api.metadata).read())).reason == "FIELD_INVALID"


async def test_a_failed_export_goes_on_when_it_is_resumed(api: Api, conn: Conn) -> None:
    batch_id = (await api.ended((await api.submit(1)).batch_id)).batch_id
    made = await create(api, batch_id)
    await watched(api, made.export_id)
    await conn.execute("UPDATE exports SET state = 'failed', cursor = 0")
    await conn.execute("DELETE FROM packs")
    other = await api.credentials.CreateCredential(
        credential_service_pb2.CreateCredentialRequest(request_id=str(uuid4()), name="erp", scopes=["export:write"]),
        metadata=api.metadata,
    )
    resume = pb.ResumeExportRequest(export_id=made.export_id)
    resumed = await api.exports.ResumeExport(resume, metadata=bearer(other.key))
    assert resumed.export.state == export_pb2.EXPORT_STATE_PENDING
    assert resumed.export.holder == f"machine:{other.credential.credential_id}" != made.holder
    assert (await watched(api, made.export_id))[-1].state == COMPLETED
    cancel = api.exports.CancelExport(pb.CancelExportRequest(export_id=made.export_id), metadata=api.metadata)
    assert (await refused(cancel)).reason == "EXPORT_NOT_CANCELLABLE"
    found = await conn.execute("SELECT action FROM events WHERE entity_type = 'EXPORT' ORDER BY event_id")
    actions = [action for (action,) in await found.fetchall()]
    assert actions == ["REQUESTED", "STARTED", "COMPLETED", "RESUMED", "STARTED", "COMPLETED"]
