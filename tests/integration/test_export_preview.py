"""PreviewExport: what CreateExport would make, shown by the first units; and that nothing is written."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree

import psycopg
import pytest
from arro3.io import read_parquet

from hallmint.v1 import carrier_profile_pb2, export_pb2, minting_service_pb2, token_pb2
from hallmint.v1 import carrier_profile_service_pb2 as profiles
from hallmint.v1 import export_service_pb2 as pb
from tests.integration.test_exports import create, packs_of, read, watched
from tests.support.api import Api
from tests.support.refusal import refused
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"pdf_sheet": "labels.pdf", "zpl": "labels.zpl", "qr_svg_zip": "codes.zip", "qr_png_zip": "codes.zip"}


async def shown(api: Api, batch_id: str, **fields: Any) -> pb.PreviewExportResponse:
    request = pb.PreviewExportRequest(batch_id=batch_id, **fields)
    return await api.exports.PreviewExport(request, metadata=api.metadata)


async def minted_of(api: Api, sku: str, quantity: int) -> list[token_pb2.Token]:
    batch = await api.ended((await api.submit(quantity, sku=sku)).batch_id)
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id)
    return list((await api.minting.ListTokens(request, metadata=api.metadata)).tokens)


async def published(api: Api, key: str, **settings: Any) -> str:
    """A profile of the brand's own that draws."""
    (form,) = settings
    definition = carrier_profile_pb2.CarrierProfileDefinition(
        name=key, kind=export_pb2.EXPORT_KIND_QR_PRINT, file_name="{pack}-" + NAMES[form], **settings
    )
    request = profiles.CreateCarrierProfileRequest(request_id=str(uuid4()), key=key)
    request.definition.CopyFrom(definition)
    await api.profiles.CreateCarrierProfile(request, metadata=api.metadata)
    await api.profiles.PublishCarrierProfile(
        profiles.PublishCarrierProfileRequest(key=key, version=1), metadata=api.metadata
    )
    return key


@pytest.mark.usefixtures("worker")
async def test_it_shows_what_the_export_then_holds_and_writes_nothing(api: Api, conn: Conn) -> None:
    minted = await tokens(api, 7)
    found = await shown(api, minted[0].batch_id, kind=export_pb2.EXPORT_KIND_QR_PRINT)
    assert (found.profile, found.profile_version, found.units, found.packs) == ("generic-vdp-lf", 1, 7, 1)
    at = list(found.columns).index("url")
    assert [row.cells[at] for row in found.rows] == [token.resolver_url for token in minted[:5]]
    assert (found.picture, len(found.rows)) == (b"", 5)
    for table in ("exports", "export_locks", "packs"):
        assert await (await conn.execute(f"SELECT count(*) FROM {table}")).fetchone() == (0,)
    made = await create(api, minted[0].batch_id, "generic-vdp-lf")
    await watched(api, made.export_id)
    (pack,) = await packs_of(api, made.export_id)
    assert (pack.file_name, pack.media_type, list(made.notes)) == (
        found.file_name,
        found.media_type,
        list(found.notes),
    )
    whole = (await read(api, pack.pack_id))[1]
    assert whole.startswith(found.sample)
    assert len(found.sample.splitlines()) == 6


@pytest.mark.usefixtures("worker")
async def test_a_sample_is_a_file_of_its_format(api: Api) -> None:
    minted = await tokens(api, 3)
    batch_id = minted[0].batch_id
    found = await shown(api, batch_id, profile="nfc", format=export_pb2.EXPORT_FORMAT_NDJSON)
    assert found.file_name.endswith(".ndjson")
    assert [json.loads(line)["url"] for line in found.sample.splitlines()] == [one.resolver_url for one in minted]
    found = await shown(api, batch_id, profile="full-manifest", format=export_pb2.EXPORT_FORMAT_PARQUET)
    assert read_parquet(io.BytesIO(found.sample)).read_all().num_rows == 3
    assert [row.cells[0] for row in found.rows] == ["0", "1", "2"]
    found = await shown(api, batch_id, profile="full-manifest", format=export_pb2.EXPORT_FORMAT_XLSX)
    assert zipfile.ZipFile(io.BytesIO(found.sample)).testzip() is None


@pytest.mark.usefixtures("worker")
async def test_drawn_units_come_as_a_picture_and_a_sample_to_print(api: Api) -> None:
    name = "<b>Bucket</b> & \"lid\" 'x'"
    await api.make_product("SKU-X", name=name, gtin="09506000117843")
    (token,) = await minted_of(api, "SKU-X", 1)
    qr = carrier_profile_pb2.QrSettings(module_size=508)
    text = carrier_profile_pb2.LabelText(field="product_name", prefix="<", left=1_000, top=28_000, height=2_000)
    label: dict[str, Any] = {"qr": qr, "label_width": 60_000, "label_height": 30_000, "texts": [text]}
    for settings, magic in (
        ({"pdf_sheet": carrier_profile_pb2.PdfSheetSettings(**label)}, b"%PDF-"),
        ({"zpl": carrier_profile_pb2.ZplSettings(dpi=203, **label)}, b"^XA"),
    ):
        (form,) = settings
        key = await published(api, "our-" + form.replace("_", "-"), **settings)
        found = await shown(api, token.batch_id, profile=key)
        assert found.sample.startswith(magic)
        assert found.notes
        assert not found.rows
        drawn = ElementTree.fromstring(found.picture)  # noqa: S314 - our own
        assert (drawn.get("width"), drawn.get("height")) == ("60.0mm", "30.0mm")
        assert "".join(drawn.find(f"{SVG}text").itertext()) == "<" + name  # type: ignore[union-attr]
    for form, ending in (("qr_svg_zip", ".svg"), ("qr_png_zip", ".png")):
        zipped = {form: carrier_profile_pb2.QrZipSettings(qr=qr)}
        key = await published(api, "our-" + form.replace("_", "-"), **zipped)
        found = await shown(api, token.batch_id, profile=key)
        archive = zipfile.ZipFile(io.BytesIO(found.sample))
        assert archive.namelist() == [token.code + ending]
        if ending == ".svg":
            assert archive.read(token.code + ending) == found.picture
        assert found.picture.startswith(b"<svg")


async def refusal(api: Api, **fields: Any) -> list[str]:
    request = pb.PreviewExportRequest(**fields)
    found = await refused(api.exports.PreviewExport(request, metadata=api.metadata))
    return [found.reason, *found.reasons]


async def test_a_batch_that_is_being_minted_is_not_shown(api: Api) -> None:
    queued = await api.submit(3)
    assert "BATCH_NOT_ENDED" in await refusal(api, batch_id=queued.batch_id, profile="nfc")


@pytest.mark.usefixtures("worker")
async def test_it_refuses_what_an_export_would_be_refused_for(api: Api, conn: Conn) -> None:
    (token,) = await tokens(api, 1)
    batch_id = token.batch_id
    assert "PROFILE_NOT_FOUND" in await refusal(api, batch_id=batch_id, profile="nobodys")
    assert "FIELD_REQUIRED" in await refusal(api, batch_id=batch_id)
    drawn = export_pb2.EXPORT_FORMAT_ZPL
    assert "FIELD_INVALID" in await refusal(api, batch_id=batch_id, profile="nfc", format=drawn)
    assert "BATCH_NOT_FOUND" in await refusal(api, batch_id=str(UUID(int=1)), profile="nfc")
    await conn.execute("UPDATE mint_batches SET context = 'token'")
    assert "PROFILE_DOES_NOT_FIT" in await refusal(api, batch_id=batch_id, profile="rfid")


@pytest.mark.usefixtures("worker")
async def test_whoever_has_the_lock_is_told_until_when_and_lists_tell_states_apart(api: Api, conn: Conn) -> None:
    (token,) = await tokens(api, 1)
    made = await create(api, token.batch_id, "nfc")
    assert made.sku == "SKU-1"
    assert 590 < made.locked_until.seconds - made.created_at.seconds < 610
    await watched(api, made.export_id)
    ended = await api.exports.GetExport(pb.GetExportRequest(export_id=made.export_id), metadata=api.metadata)
    assert not ended.export.HasField("locked_until")

    async def listed(state: export_pb2.ExportState.ValueType) -> list[str]:
        request = pb.ListExportsRequest(state=state)
        answer = await api.exports.ListExports(request, metadata=api.metadata)
        return [export.export_id for export in answer.exports]

    assert await listed(export_pb2.EXPORT_STATE_COMPLETED) == [made.export_id]
    assert await listed(export_pb2.EXPORT_STATE_FAILED) == []
    stats = minting_service_pb2.GetStatsRequest()
    assert (await api.minting.GetStats(stats, metadata=api.metadata)).exports_running == 0
    await conn.execute(
        "INSERT INTO export_locks SELECT batch_no, brand_id, export_id, holder, now() + interval '1 minute' FROM exports"
    )
    assert (await api.minting.GetStats(stats, metadata=api.metadata)).exports_running == 1
