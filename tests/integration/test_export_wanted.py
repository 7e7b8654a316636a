"""What an export may be asked for besides a profile: kind, ecosystem, format, version; what is counted of it; and links."""

import hashlib
import io
import json
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import psycopg
import pytest
from arro3.io import read_parquet

from hallmint.v1 import export_pb2, minting_service_pb2, token_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.exporting.signed_link import Links
from tests.integration.test_exports import COMPLETED, create, packs_of, read, watched
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


async def asked(api: Api, **fields: Any) -> Any:
    """What refuses a request."""
    request = pb.CreateExportRequest(**{"request_id": str(uuid4()), **fields})
    return await refused(api.exports.CreateExport(request, metadata=api.metadata))


async def test_a_kind_alone_gets_the_default_of_its_ecosystem(api: Api) -> None:
    (token,) = await tokens(api, 1)
    for kind, ecosystem, profile in (
        (export_pb2.EXPORT_KIND_QR_PRINT, export_pb2.ECOSYSTEM_BARTENDER, "bartender"),
        (export_pb2.EXPORT_KIND_QR_PRINT, export_pb2.ECOSYSTEM_UNSPECIFIED, "generic-vdp-lf"),
        (export_pb2.EXPORT_KIND_RFID, export_pb2.ECOSYSTEM_NICELABEL, "rfid"),
    ):
        made = await create(api, token.batch_id, "", kind=kind, ecosystem=ecosystem)
        assert (made.profile, made.profile_version, made.kind) == (profile, 1, kind)
        assert made.format == export_pb2.EXPORT_FORMAT_CSV
        await watched(api, made.export_id)


async def test_rows_are_written_in_another_format(api: Api) -> None:
    minted = await tokens(api, 3)
    made = await create(api, minted[0].batch_id, "nfc", format=export_pb2.EXPORT_FORMAT_NDJSON)
    assert made.format == export_pb2.EXPORT_FORMAT_NDJSON
    assert (await watched(api, made.export_id))[-1].state == COMPLETED
    (pack,) = await packs_of(api, made.export_id)
    assert pack.file_name.endswith(".ndjson")
    rows = [json.loads(line) for line in (await read(api, pack.pack_id))[1].splitlines()]
    assert [row["url"] for row in rows] == [token.resolver_url for token in minted]


async def test_parquet_has_the_types_that_rows_of_text_have_not(api: Api) -> None:
    minted = await tokens(api, 3)
    made = await create(api, minted[0].batch_id, "full-manifest", format=export_pb2.EXPORT_FORMAT_PARQUET)
    assert (await watched(api, made.export_id))[-1].state == COMPLETED
    (pack,) = await packs_of(api, made.export_id)
    assert (pack.media_type, pack.file_name.endswith(".parquet")) == ("application/vnd.apache.parquet", True)
    table = read_parquet(io.BytesIO((await read(api, pack.pack_id))[1])).read_all()
    assert table.column("seq").to_pylist() == [0, 1, 2]
    assert table.column("gtin").to_pylist() == [minted[0].gtin] * 3
    assert table.column("url").to_pylist() == [token.resolver_url for token in minted]


async def test_what_does_not_go_together_is_refused(api: Api, conn: Conn) -> None:
    (token,) = await tokens(api, 1)
    for fields, field in (
        ({}, "profile"),
        ({"profile": "nfc", "ecosystem": export_pb2.ECOSYSTEM_ZEBRA}, "ecosystem"),
        ({"kind": export_pb2.EXPORT_KIND_NFC, "profile_version": 1}, "profile_version"),
        ({"profile": "nfc", "profile_version": -1}, "profile_version"),
        ({"profile": "nfc", "kind": export_pb2.EXPORT_KIND_RFID}, "kind"),
        ({"profile": "nfc", "format": export_pb2.EXPORT_FORMAT_ZPL}, "format"),
        ({"profile": "zebra-zpl", "format": export_pb2.EXPORT_FORMAT_CSV}, "format"),
        ({"profile": "nfc", "format": 77}, "format"),
    ):
        refusal = await asked(api, batch_id=token.batch_id, **fields)
        assert [path for path, _ in refusal.paths] == [field]
        assert refusal.reason in ("FIELD_INVALID", "FIELD_REQUIRED")
    refusal = await asked(api, batch_id=token.batch_id, profile="nfc", profile_version=99)
    assert refusal.reason == "PROFILE_NOT_FOUND"
    row = await (await conn.execute("SELECT count(*) FROM exports")).fetchone()
    assert row == (0,)


async def test_batch_brand_and_token_say_what_was_exported(server: Installation, api: Api) -> None:
    (token, *_) = await tokens(api, 4)
    batch_ref = minting_service_pb2.GetBatchRequest(batch_id=token.batch_id)
    token_ref = minting_service_pb2.GetTokenRequest(token=token_pb2.TokenRef(code=token.code))
    before = (await api.minting.GetBatch(batch_ref, metadata=api.metadata)).batch
    assert (before.exported_units, before.exports_completed, before.HasField("last_exported_at")) == (0, 0, False)
    assert not (await api.minting.GetToken(token_ref, metadata=api.metadata)).token.HasField("last_exported_at")
    for profile in ("nfc", "rfid"):
        await watched(api, (await create(api, token.batch_id, profile)).export_id)
    after = (await api.minting.GetBatch(batch_ref, metadata=api.metadata)).batch
    assert (after.exported_units, after.exports_completed) == (8, 2)
    exported = (await api.minting.GetToken(token_ref, metadata=api.metadata)).token
    assert exported.last_exported_at == after.last_exported_at
    assert abs(after.last_exported_at.seconds - time.time()) < 60
    stats = await api.minting.GetStats(minting_service_pb2.GetStatsRequest(), metadata=api.metadata)
    assert (stats.units_exported, stats.exports_completed) == (8, 2)
    assert (await server.fsck()).findings == []


async def fetch(url: str, **headers: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, await answer.read()


async def test_a_link_gets_the_pack_without_credentials(api: Api) -> None:
    (token,) = await tokens(api, 1)
    made = await create(api, token.batch_id)
    await watched(api, made.export_id)
    (pack,) = await packs_of(api, made.export_id)
    link = await api.exports.GetPackUrl(pb.GetPackUrlRequest(pack_id=pack.pack_id), metadata=api.metadata)
    assert link.pack == pack
    assert 290 < link.expires_at.seconds - time.time() <= 301
    status, data = await fetch(link.url)
    assert (status, hashlib.sha256(data).digest()) == (200, pack.sha256)
    assert await fetch(link.url, Range="bytes=5-9") == (206, data[5:10])
    forged = link.url[:-1] + ("0" if link.url[-1] != "0" else "1")
    assert (await fetch(forged))[0] == 403
    refusal = await refused(api.exports.GetPackUrl(pb.GetPackUrlRequest(pack_id=str(uuid4())), metadata=api.metadata))
    assert refusal.reason == "PACK_NOT_FOUND"


async def test_a_link_outlives_the_next_link_key(server: Installation, api: Api) -> None:
    (token,) = await tokens(api, 1)
    made = await create(api, token.batch_id)
    await watched(api, made.export_id)
    (pack,) = await packs_of(api, made.export_id)
    old = (await api.exports.GetPackUrl(pb.GetPackUrlRequest(pack_id=pack.pack_id), metadata=api.metadata)).url
    for rotations, status in ((1, 200), (2, 403)):
        done = server.run("keys", "rotate-links")
        assert (done.returncode, done.stderr) == (0, "")
        keys = LinkKeys.open(server.settings.keys_folder)
        link = Links(keys).check("GET", urlsplit(old).netloc, old.partition(urlsplit(old).netloc)[2])
        assert (link is not None) is (status == 200), rotations
