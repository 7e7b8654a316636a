"""Exports in the console before a real server: the choice and its preview, progress, packs, archives, and who may what."""

import asyncio
import hashlib
import io
import re
import zipfile
from collections.abc import AsyncGenerator
from urllib.parse import quote
from uuid import UUID, uuid4

import aiohttp
import psycopg
import pytest
from aiohttp import ClientTimeout

from hallmint.v1 import credential_service_pb2, export_pb2, member_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_client import Client, HallmintError
from hallmint_server.command import work
from tests.conftest import running
from tests.integration.test_exports import create, packs_of, watched
from tests.support.api import Api, bearer
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, submit, the_request_id
from tests.support.installation import Installation
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[object]


async def _minted(server: Installation, api: Api) -> str:
    """A batch, and no worker any more that would export it."""
    async with running(lambda stop: work(server.settings, stop)):
        return (await api.ended((await api.submit(5)).batch_id)).batch_id


async def exports(api: Api) -> list[export_pb2.Export]:
    return list((await api.exports.ListExports(pb.ListExportsRequest(), metadata=api.metadata)).exports)


async def test_without_exports_it_says_what_to_do_next(visit: Visit) -> None:
    page = await visit.get("/mint/exports")
    assert "No exports yet" in page.text
    assert 'href="/mint?state=minted"' in page.text
    assert (await visit.get("/mint/exports?page=nonsense")).status == 200
    assert "BATCH_NOT_FOUND" in (await visit.get(f"/mint/exports?batch={UUID(int=1)}")).text
    assert (await visit.get(f"/mint/export/{UUID(int=1)}")).status == 404


@pytest.mark.usefixtures("worker")
async def test_a_batch_is_exported_as_it_was_previewed(visit: Visit, api: Api) -> None:
    minted = await tokens(api, 7)
    batch_id = minted[0].batch_id
    assert f'href="/mint/batch/{batch_id}/export"' in (await visit.get(f"/mint/batch/{batch_id}")).text
    page = await visit.get(f"/mint/batch/{batch_id}/export?kind=qr-print")
    assert re.search(r'value="generic-vdp-lf.1" selected', page.text)
    for token in minted[:5]:
        assert token.resolver_url in page.text
    assert minted[5].code not in page.text
    assert await exports(api) == []
    page = await visit.get(f"/mint/batch/{batch_id}/export?kind=nfc&profile=nfc.1&format=ndjson")
    sample = await visit.get(f"/mint/batch/{batch_id}/export/sample?kind=nfc&profile=nfc.1&format=ndjson")
    assert sample.headers["Content-Disposition"].startswith('attachment; filename="sample-')
    assert len(sample.text.splitlines()) == 5
    fields = {"kind": "nfc", "profile": "nfc.1", "format": "ndjson", "request_id": the_request_id(page.text)}
    place = f"/mint/batch/{batch_id}/export"
    answers = await asyncio.gather(*(submit(visit, place, fields) for _ in range(2)))
    (made,) = await exports(api)
    assert [(each.status, each.headers["Location"]) for each in answers] == [
        (303, f"/mint/export/{made.export_id}")
    ] * 2
    assert (made.profile, made.format) == ("nfc", export_pb2.EXPORT_FORMAT_NDJSON)
    await watched(api, made.export_id)
    page = await visit.get(f"/mint/export/{made.export_id}")
    (pack,) = await packs_of(api, made.export_id)
    assert pack.file_name in page.text
    assert pack.sha256.hex() in page.text
    assert "Completed" in page.text
    assert "/archive" in page.text
    listed = await visit.get("/mint/exports")
    assert made.export_id in listed.text
    assert "SKU-1" in listed.text
    assert made.export_id not in (await visit.get("/mint/exports?state=failed")).text
    assert made.export_id in (await visit.get(f"/mint/exports?state=completed&batch={batch_id}")).text


@pytest.mark.usefixtures("worker")
async def test_drawn_profiles_are_shown_as_pictures(visit: Visit, api: Api) -> None:
    (token,) = await tokens(api, 1)
    page = await visit.get(f"/mint/batch/{token.batch_id}/export?kind=qr-print&profile=zebra-zpl-203.1&format=csv")
    assert "data:image/svg+xml;base64," in page.text
    assert "^XA" in page.text
    assert "GS1" in page.text
    assert re.search(r'<select id="format"[^>]* disabled', page.text)


async def test_what_cannot_be_exported_says_why(visit: Visit, api: Api) -> None:
    batch = await api.submit(5)
    page = await visit.get(f"/mint/batch/{batch.batch_id}/export")
    assert "BATCH_NOT_ENDED" in page.text
    assert 'name="request_id"' not in page.text
    assert f'href="/mint/batch/{batch.batch_id}/export"' not in (await visit.get(f"/mint/batch/{batch.batch_id}")).text
    answer = await visit.post(f"/mint/batch/{batch.batch_id}/export", kind="rfid")
    assert answer.status == 409
    assert re.search(r'value="rfid" checked', answer.text)


async def test_whoever_comes_second_is_told_how_long_the_lock_lasts(
    visit: Visit, api: Api, conn: Conn, server: Installation
) -> None:
    batch_id = await _minted(server, api)
    request = credential_service_pb2.CreateCredentialRequest(
        request_id=str(uuid4()), name="The ERP", scopes=["export:write"]
    )
    erp = await api.credentials.CreateCredential(request, metadata=api.metadata)
    asked = pb.CreateExportRequest(request_id=str(uuid4()), batch_id=batch_id, profile="nfc")
    made = (await api.exports.CreateExport(asked, metadata=bearer(erp.key))).export
    page = await visit.get(f"/mint/export/{made.export_id}")
    assert "The ERP" in page.text
    assert re.search(r"<dt>Lock</dt><dd>10 min left</dd>", page.text)
    await conn.execute("UPDATE export_locks SET until = now() + interval '417.3 seconds'")
    await visit.get(f"/mint/batch/{batch_id}/export")
    answer = await visit.post(f"/mint/batch/{batch_id}/export", kind="full-manifest")
    assert (answer.status, "EXPORT_LOCKED" in answer.text, "in 417 s" in answer.text) == (409, True, True)
    # Counters are asked for again and again while it runs.
    assert 'hx-trigger="every 2s"' in (await visit.get("/mint/counters")).text
    own = await visit.post(f"/mint/export/{made.export_id}/cancel")
    assert own.headers["Location"] == f"/mint/export/{made.export_id}"
    assert "Cancelled" in (await visit.get(own.headers["Location"])).text
    assert 'hx-trigger="every 2s"' not in (await visit.get("/mint/counters")).text


async def test_another_export_of_ones_own_is_not_taken_for_the_one_asked_for(
    visit: Visit, api: Api, server: Installation
) -> None:
    batch_id = await _minted(server, api)
    made = await create(api, batch_id, "nfc")
    await visit.get(f"/mint/batch/{batch_id}/export")
    answer = await visit.post(f"/mint/batch/{batch_id}/export", kind="full-manifest")
    assert answer.headers["Location"] == f"/mint/export/{made.export_id}?other=1"
    assert "runs already" in (await visit.get(answer.headers["Location"])).text


async def test_a_failed_export_is_resumed(visit: Visit, api: Api, conn: Conn, server: Installation) -> None:
    batch_id = await _minted(server, api)
    made = await create(api, batch_id, "nfc")
    await conn.execute("UPDATE exports SET state = 'failed', failure = 'no space left on device', ended_at = now()")
    await conn.execute("DELETE FROM export_locks")
    page = await visit.get(f"/mint/export/{made.export_id}")
    assert "no space left on device" in page.text
    assert "Resume" in page.text
    answer = await visit.post(f"/mint/export/{made.export_id}/resume")
    assert answer.status == 303
    assert "Pending" in (await visit.get(answer.headers["Location"])).text


@pytest.mark.usefixtures("worker")
async def test_progress_comes_as_events_to_the_end(visit: Visit, api: Api) -> None:
    batch = await api.ended((await api.submit(25_000)).batch_id)
    made = await create(api, batch.batch_id, "nfc")
    async with visit.http.get(
        f"{visit.url}/mint/export-events?export={made.export_id}", timeout=ClientTimeout(total=60)
    ) as response:
        body = (await response.read()).decode()
    assert f"event: export-{made.export_id}\n" in body
    assert "Completed" in body
    assert body.endswith("event: end\ndata: \n\n")
    await api.make_brand("other")
    async with visiting(visit.url, api.key) as stranger:
        assert (await stranger.get(f"/mint/export-events?export={made.export_id}")).status == 404
        assert (await stranger.get(f"/mint/export/{made.export_id}")).status == 404
        assert (await stranger.get(f"/mint/export/{made.export_id}/archive")).status == 404


@pytest.mark.usefixtures("worker")
async def test_packs_come_by_a_signed_link_and_archives_in_parts(visit: Visit, api: Api) -> None:
    batch = await api.ended((await api.submit(25_000)).batch_id)
    made = await create(api, batch.batch_id, "nfc")
    await watched(api, made.export_id)
    pack = (await packs_of(api, made.export_id))[1]
    answer = await visit.get(f"/mint/pack/{pack.pack_id}")
    assert answer.status == 303
    assert answer.headers["Cache-Control"] == "no-store"
    async with aiohttp.ClientSession() as anybody, anybody.get(answer.headers["Location"]) as response:
        assert hashlib.sha256(await response.read()).digest() == pack.sha256
    place = f"{visit.url}/mint/export/{made.export_id}/archive"
    async with visit.http.get(place) as response:
        whole = await response.read()
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert int(response.headers["Content-Length"]) == len(whole)
        tag = response.headers["ETag"]
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
    for headers, status, expected in (
        ({"Range": "bytes=1000-"}, 206, whole[1000:]),
        ({"Range": "bytes=1000-", "If-Range": tag}, 206, whole[1000:]),
        ({"Range": "bytes=1000-", "If-Range": '"other"'}, 200, whole),
        ({"Range": "bytes=0-9"}, 200, whole),
    ):
        async with visit.http.get(place, headers=headers) as response:
            assert (response.status, await response.read()) == (status, expected)
    for start in (len(whole), len(whole) + 1, 10**18, 10**19, "9" * 5_000):
        async with visit.http.get(place, headers={"Range": f"bytes={start}-"}) as response:
            told = (response.status, response.headers["Content-Range"], await response.read())
            assert told == (416, f"bytes */{len(whole)}", b"")
    async with visit.http.get(place, headers={"Range": f"bytes=000{len(whole) - 1}-"}) as response:
        told = (response.status, response.headers["Content-Range"], await response.read())
        assert told == (206, f"bytes {len(whole) - 1}-{len(whole) - 1}/{len(whole)}", whole[-1:])
    for headers in ({}, {"Range": f"bytes={len(whole)}-"}):  # of HEAD a range is passed over
        async with visit.http.head(place, headers=headers) as response:
            assert (response.status, int(response.headers["Content-Length"])) == (200, len(whole))


async def test_an_archive_is_read_no_faster_than_it_is_taken(
    monkeypatch: pytest.MonkeyPatch, url: str, api: Api
) -> None:
    piece, pieces = bytes(1 << 16), 2_000
    made, taken, most = 0, 0, 0

    async def read_archive(
        _: Client, export_id: str, *, offset: int = 0
    ) -> AsyncGenerator[pb.ReadArchiveResponse, None]:
        nonlocal made
        del export_id, offset
        yield pb.ReadArchiveResponse(bytes=len(piece) * pieces, file_name="a.zip")
        for _at in range(pieces):
            made += len(piece)
            yield pb.ReadArchiveResponse(data=piece)

    monkeypatch.setattr(Client, "read_archive", read_archive)
    async with visiting(url, api.key) as visit, visit.http.get(f"{url}/mint/export/{UUID(int=1)}/archive") as response:
        async for part in response.content.iter_any():
            taken += len(part)
            most = max(most, made - taken)
    assert taken == len(piece) * pieces
    assert most < taken / 4  # what sockets hold, whatever the length


async def test_an_archive_that_breaks_off_is_not_taken_for_whole(
    monkeypatch: pytest.MonkeyPatch, url: str, api: Api
) -> None:
    async def read_archive(
        _: Client, export_id: str, *, offset: int = 0
    ) -> AsyncGenerator[pb.ReadArchiveResponse, None]:
        del export_id, offset
        yield pb.ReadArchiveResponse(bytes=1_000, file_name="a.zip")
        yield pb.ReadArchiveResponse(data=bytes(500))
        raise HallmintError("a finished pack is damaged", reason="PACK_DAMAGED")

    monkeypatch.setattr(Client, "read_archive", read_archive)
    async with visiting(url, api.key) as visit:
        with pytest.raises(aiohttp.ClientError):
            async with visit.http.get(f"{url}/mint/export/{UUID(int=1)}/archive") as response:
                await response.read()


async def test_a_viewer_looks_and_is_refused_by_the_server(url: str, api: Api, server: Installation) -> None:
    batch_id = await _minted(server, api)
    made = await create(api, batch_id, "nfc")
    key = await member(api, "v@acme.example", member_pb2.ROLE_VIEWER)
    async with visiting(url, key) as viewer:
        page = await viewer.get(f"/mint/export/{made.export_id}")
        assert "/cancel" not in page.text
        page = await viewer.get(f"/mint/batch/{batch_id}/export")
        assert "Your role can look" in page.text
        for place in (f"/mint/batch/{batch_id}/export", f"/mint/export/{made.export_id}/cancel"):
            answer = await viewer.post(place, kind="nfc")
            assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True), place
        answer = await viewer.post(f"/mint/export/{made.export_id}/resume")
        assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True)
    assert [export.state for export in await exports(api)] == [made.state]


async def test_names_that_are_code_are_shown_as_text(visit: Visit, api: Api, conn: Conn, server: Installation) -> None:
    batch_id = await _minted(server, api)
    made = await create(api, batch_id, "nfc")
    await conn.execute("UPDATE products SET sku = %s", [HOSTILE])
    await conn.execute("UPDATE product_revisions SET name = %s", [HOSTILE])
    await conn.execute("UPDATE exports SET failure = %s, notes = ARRAY[%s], state = 'failed'", [HOSTILE, HOSTILE])
    for path in (
        "/mint/exports",
        f"/mint/export/{made.export_id}",
        f"/mint/batch/{batch_id}/export",
        f"/mint/exports?batch={quote(HOSTILE)}",
    ):
        text = (await visit.get(path)).text
        assert HOSTILE not in text, path
        assert ESCAPED in text, path
