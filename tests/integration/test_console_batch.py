"""A batch's page in the console: what happened to it, what belongs to it, and its revocation."""

import re
from uuid import UUID, uuid4

import pytest

from hallmint.v1 import batch_pb2, export_pb2, export_service_pb2, member_pb2, minting_service_pb2
from tests.support.api import Api
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, the_request_id
from tests.support.wait import until


def happened(text: str) -> list[str]:
    """Titles of the timeline of a page, the latest first."""
    (part,) = re.findall(r'<ol id="happened"(.*?)</ol>', text, re.DOTALL)
    return [re.sub("<[^>]+>", "", title) for title in re.findall(r"<div><p>(.*?)</p>", part)]


async def revoked(api: Api, batch_id: str, units: int) -> None:
    async def is_revoked() -> bool:
        return (await api.batch(batch_id)).revoked_quantity == units

    await until(is_revoked, what=f"{units} units are revoked")


async def test_a_queued_batch_has_little_to_show_yet(visit: Visit, api: Api) -> None:
    batch = await api.submit(10)
    text = (await visit.get(f"/mint/batch/{batch.batch_id}")).text
    assert happened(text) == ["Submitted"]
    for absent in ("<h2>Tokens</h2>", "<h2>Lots</h2>", "<h2>Exports</h2>", "<h2>Revocations</h2>", "Revoke this batch"):
        assert absent not in text


@pytest.mark.usefixtures("worker")
async def test_lots_tokens_exports_and_revocations_stand_in_one_list(visit: Visit, api: Api) -> None:
    batch_id = (await api.submit(30, lots={"A/1": 20, "B": 10})).batch_id
    await api.ended(batch_id)
    page = f"/mint/batch/{batch_id}"
    request = export_service_pb2.CreateExportRequest(
        request_id=str(uuid4()), batch_id=batch_id, kind=export_pb2.EXPORT_KIND_FULL_MANIFEST
    )
    await api.exports.CreateExport(request, metadata=api.metadata)
    form = {
        "what": "lot:B",
        "reason": HOSTILE,
        "sure": "yes",
        "request_id": the_request_id((await visit.get(page)).text),
    }
    for _ in range(2):  # sent twice, done once
        answer = await visit.post(f"{page}/revoke", **form)  # type: ignore[arg-type]
        assert (answer.status, answer.headers["Location"]) == (303, f"{page}#revocations")
    await revoked(api, batch_id, 10)
    text = (await visit.get(page)).text
    assert f'href="/mint/tokens?batch={batch_id}&amp;lot=A/1"' in text
    assert f'href="/mint/tokens?batch={batch_id}">All 30 tokens' in text
    assert text.count('<th scope="row"><a class="mono" href="/mint/token/') == 10
    assert "<h2>Exports</h2>" in text
    assert f'href="/mint/exports?batch={batch_id}"' in text
    assert HOSTILE not in text
    assert ESCAPED in text
    titles = happened(text)
    assert titles[-3:] == ["Minted", "Minting began", "Submitted"]
    assert titles.count("Revocation of lot B asked for") == 1
    assert "Export asked for" in titles
    assert "Lot B, 10 units" in text


@pytest.mark.usefixtures("worker")
async def test_a_revocation_must_be_confirmed_and_what_was_typed_comes_back(visit: Visit, api: Api) -> None:
    batch_id = (await api.ended((await api.submit(5, lots={"A": 5})).batch_id)).batch_id
    page = f"/mint/batch/{batch_id}"
    await visit.get(page)
    request_id = str(uuid4())
    for wrong, words in (
        ({"what": "lot:A", "reason": "r"}, "Nothing was revoked"),
        ({"what": "", "reason": "r", "sure": "yes"}, "Nothing was revoked"),
        ({"what": "lot:A", "reason": "", "sure": "yes"}, "FIELD_INVALID"),
        ({"what": "lot:A", "reason": "x" * 501, "sure": "yes"}, "FIELD_INVALID"),
    ):
        answer = await visit.post(f"{page}/revoke", request_id=request_id, **wrong)  # type: ignore[arg-type]
        assert (answer.status, words in answer.text) == (422, True), (wrong, answer.text)
        assert f">{wrong['reason']}</textarea>" in answer.text
        assert f'value="{request_id}"' in answer.text
        if wrong["what"]:
            assert '<option value="lot:A" selected>' in answer.text
    answer = await visit.post(f"{page}/revoke", request_id=request_id, what="lot:Z", reason="r", sure="yes")
    assert (answer.status, "LOT_NOT_FOUND" in answer.text) == (404, True)
    assert (await api.batch(batch_id)).revoked_quantity == 0
    answer = await visit.post(f"{page}/revoke", request_id=request_id, what="batch", reason="r", sure="yes")
    assert answer.status == 303
    await revoked(api, batch_id, 5)
    assert "Revoke this batch" not in (await visit.get(page)).text
    assert (await visit.post(f"/mint/batch/{UUID(int=9)}/revoke", what="batch", sure="yes", reason="r")).status == 404


async def test_a_viewer_who_forges_the_form_is_refused_by_the_api(url: str, api: Api) -> None:
    batch = await api.submit(5)
    request = minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id)
    key = await member(api, "v@acme.example", member_pb2.ROLE_VIEWER)
    async with visiting(url, key) as viewer:
        text = (await viewer.get(f"/mint/batch/{batch.batch_id}")).text
        assert "Revoke" not in re.sub("<dt>Revoked</dt>", "", text)
        for act in ("revoke", "cancel", "resume"):
            answer = await viewer.post(
                f"/mint/batch/{batch.batch_id}/{act}", what="batch", sure="yes", reason="r", request_id=str(uuid4())
            )
            assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True), act
    assert (await api.batch(batch.batch_id)).state == batch_pb2.BATCH_STATE_QUEUED
    await api.minting.CancelBatch(request, metadata=api.metadata)
