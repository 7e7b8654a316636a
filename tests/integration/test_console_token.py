"""Tokens in the console: lists, the search, one token with its files, and revocation, by role."""

import io
import re
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from PIL import Image

from hallmint.v1 import member_pb2, minting_service_pb2, token_pb2
from tests.support import scan_rows
from tests.support.api import Api
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, the_request_id
from tests.support.installation import Installation
from tests.support.qr_image import read
from tests.support.sequencing import sequence

Conn = psycopg.AsyncConnection[Any]
CODE = re.compile(r'<a class="mono" href="(/mint/token/[0-9a-f-]{36}/[0-9]+)"[^>]*>([0-9A-Z]{16})</a>')


async def minted(api: Api, quantity: int, **how: object) -> str:
    return (await api.ended((await api.submit(quantity, **how)).batch_id)).batch_id  # type: ignore[arg-type]


async def token(api: Api, batch_id: str, seq: int = 0) -> token_pb2.Token:
    ref = token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=seq))
    request = minting_service_pb2.GetTokenRequest(token=ref)
    return (await api.minting.GetToken(request, metadata=api.metadata)).token


async def listed(visit: Visit, path: str) -> tuple[list[str], str]:
    """Pages of the tokens that a list shows, and the address of its next page."""
    answer = await visit.get(path)
    assert answer.status == 200, answer.text
    more = re.search(r'href="([^"]+)">Next page<', answer.text)
    return [place for place, _ in CODE.findall(answer.text)], more[1].replace("&amp;", "&") if more else ""


async def test_nothing_is_minted_yet_and_the_page_says_what_to_do(visit: Visit) -> None:
    text = (await visit.get("/mint/tokens")).text
    assert "No tokens yet" in text
    assert 'href="/mint/new"' in text
    assert "No such tokens" in (await visit.get("/mint/tokens?status=revoked")).text


@pytest.mark.usefixtures("worker")
async def test_lists_of_all_batches_of_one_of_a_lot_and_of_a_status(visit: Visit, api: Api) -> None:
    old = await minted(api, 60)
    new = await minted(api, 6, lots={"A": 4, "B&B": 2}, at_mint=True)
    first, more = await listed(visit, "/mint/tokens")
    assert first == [f"/mint/token/{new}/{n}" for n in range(6)] + [f"/mint/token/{old}/{n}" for n in range(44)]
    assert await listed(visit, more) == ([f"/mint/token/{old}/{n}" for n in range(44, 60)], "")
    assert (await listed(visit, f"/mint/tokens?batch={new}&lot=B%26B"))[0] == [f"/mint/token/{new}/{n}" for n in (4, 5)]
    assert len((await listed(visit, "/mint/tokens?status=active"))[0]) == 6
    _, more = await listed(visit, f"/mint/tokens?batch={old}&status=minted")
    assert len((await listed(visit, more))[0]) == 10
    wrong = await visit.get("/mint/tokens?page=nonsense")
    assert (wrong.status, "PAGE_TOKEN_INVALID" in wrong.text) == (200, True)
    assert (await visit.get("/mint/tokens?batch=nonsense")).status == 422
    assert (await visit.get(f"/mint/tokens?batch={UUID(int=7)}")).status == 404


@pytest.mark.usefixtures("worker")
async def test_whatever_is_typed_pasted_or_scanned_opens_the_token(visit: Visit, api: Api) -> None:
    found = await token(api, await minted(api, 3, lots={"L-1": 3}), 1)
    gtin, code = found.gtin, found.code
    for text in (
        code,
        f"  {code.lower()} ",
        found.resolver_url,
        found.resolver_url.upper(),
        f"{gtin} {code}",
        f"{gtin[1:]}, {code}",
        f"(01){gtin}(10)L-1(21){code}",
        f"]Q301{gtin}10L-1\x1d21{code}",
        f"01{gtin}21{code}",
        f"{found.batch_id}/1",
    ):
        async with visit.http.get(f"{visit.url}/mint/tokens", params={"find": text}) as response:
            page = await response.text()
            assert response.status == 200, text
        assert 'role="dialog"' in page, text
        assert f'<h2 id="token-name" class="mono">{code}</h2>' in page
        assert f'<dd class="mono">{gtin}</dd>' in page
        assert '<dd class="mono">L-1</dd>' in page
    for text, reason in (
        ("0" * 16, "TOKEN_NOT_FOUND"),
        (HOSTILE, "TOKEN_NOT_FOUND"),
        (f"123 {code}", "TOKEN_NOT_FOUND"),
    ):
        async with visit.http.get(f"{visit.url}/mint/tokens", params={"find": text}) as response:
            page = await response.text()
            assert (response.status, reason in page, 'role="dialog"' in page) == (404, True, False), text
    assert "<script>alert" not in page
    async with visit.http.get(f"{visit.url}/mint/tokens", params={"find": HOSTILE}) as response:
        assert f'value="{ESCAPED}"' in await response.text()


@pytest.mark.usefixtures("worker")
async def test_qr_codes_hold_the_url_and_files_are_called_by_gtin_and_serial(visit: Visit, api: Api) -> None:
    found = await token(api, await minted(api, 1))
    place = f"/mint/token/{found.batch_id}/0"
    async with visit.http.get(f"{visit.url}{place}/qr.png") as response:
        assert response.headers["Content-Type"] == "image/png"
        assert f"01-{found.gtin}-21-{found.code}.png" in response.headers["Content-Disposition"]
        picture = Image.open(io.BytesIO(await response.read())).convert("L")
    assert read(picture) == found.resolver_url
    side, module = picture.size[0], 16
    quiet = 4 * module  # ISO/IEC 18004, 9.1
    inner = picture.crop((quiet, quiet, side - quiet, side - quiet))
    assert picture.crop((0, 0, side, quiet)).getextrema() == (255, 255)
    assert inner.crop((0, 0, module, module)).getextrema() == (0, 0)
    svg = await visit.get(f"{place}/qr.svg")
    assert svg.headers["Content-Type"].startswith("image/svg+xml")
    assert "style" not in svg.text
    page = (await visit.get(place)).text
    assert f'download="01-{found.gtin}-21-{found.code}.svg"' in page
    assert (await visit.get(f"/mint/token/{found.batch_id}/1/qr.svg")).status == 404


@pytest.mark.usefixtures("worker")
async def test_the_proof_is_a_file_once_the_log_has_it(visit: Visit, api: Api, server: Installation) -> None:
    found = await token(api, await minted(api, 2))
    await sequence(server.settings)
    answer = await visit.get(f"/mint/token/{found.batch_id}/0/proof")
    assert (answer.status, answer.text.startswith("hallmint/proof") or "c2sp.org/tlog-proof@v1" in answer.text) == (
        200,
        True,
    )
    assert answer.headers["Content-Disposition"] == f'attachment; filename="01-{found.gtin}-21-{found.code}.proof"'


async def test_a_proof_that_is_not_ready_says_so_on_the_tokens_page(visit: Visit, api: Api, conn: Conn) -> None:
    batch = await api.submit(2)
    # As after the first cycle of a batch that goes on: its units are there, and the log has no entry of it yet.
    await conn.execute("INSERT INTO tokens (batch_no, seq, code, status) VALUES (1, 0, %s, 1)", ["0" * 16])
    await conn.execute("UPDATE mint_batches SET cursor = 1, state = 'processing', started_at = now()")
    answer = await visit.get(f"/mint/token/{batch.batch_id}/0/proof")
    assert answer.status in (409, 503)
    assert "0" * 16 in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.usefixtures("worker")
async def test_a_token_is_revoked_once_with_a_reason(visit: Visit, api: Api) -> None:
    batch_id = await minted(api, 2)
    place = f"/mint/token/{batch_id}/0"
    request_id = the_request_id((await visit.get(place)).text)
    for reason in ("", "x" * 501):
        answer = await visit.post(f"{place}/revoke", reason=reason, request_id=request_id)
        assert answer.status == 422
        assert f">{reason}</textarea>" in answer.text
    answer = await visit.post(f"{place}/revoke", reason=HOSTILE, request_id=request_id)
    assert (answer.status, answer.headers["Location"]) == (303, f"{place}?done=revoked")
    page = (await visit.get(answer.headers["Location"])).text
    assert 'class="pill revoked"' in page
    assert "Revoke this token" not in page
    again = await visit.post(f"{place}/revoke", reason=HOSTILE, request_id=request_id)
    assert again.status == 303
    assert (await token(api, batch_id)).status == token_pb2.TOKEN_STATUS_REVOKED
    other = await visit.post(f"/mint/token/{batch_id}/1/revoke", reason="other", htmx=True, request_id=request_id)
    assert (other.status, "REQUEST_ID_REUSED" in other.text) == (409, True)
    assert 'role="dialog"' in other.text  # in the panel, which hides the page on a phone
    another = the_request_id(other.text)  # the form that comes back can be sent
    assert another != request_id
    fresh = await visit.post(f"/mint/token/{batch_id}/1/revoke", reason="other", htmx=True, request_id=another)
    assert (fresh.status, fresh.headers["HX-Trigger"]) == (200, "tokens-changed")


@pytest.mark.usefixtures("worker")
async def test_a_viewer_sees_no_form_and_no_scan_and_the_api_refuses_what_they_forge(
    url: str, api: Api, conn: Conn
) -> None:
    batch_id = await minted(api, 1)
    ((brand_id, product_id),) = await (await conn.execute("SELECT brand_id, product_id FROM products")).fetchall()
    await scan_rows.add(conn, brand_id, product_id, 0, 3, batch_no=1, seq=0)
    place = f"/mint/token/{batch_id}/0"
    async with visiting(url, await member(api, "v@acme.example", member_pb2.ROLE_VIEWER)) as viewer:
        page = (await viewer.get(place)).text
        assert "Revoke" not in page
        assert "<h2>Scans</h2>" not in page
        answer = await viewer.post(f"{place}/revoke", reason="because", request_id=str(uuid4()))
        assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True)
    assert (await token(api, batch_id)).status == token_pb2.TOKEN_STATUS_MINTED
    async with visiting(url, await member(api, "a@acme.example", member_pb2.ROLE_APPROVER)) as approver:
        page = (await approver.get(place)).text
        assert "Revoke this token" in page
        assert page.count('<td data-name="Country">DE</td>') == 3
    await api.make_brand("other")
    async with visiting(url, api.key) as stranger:
        assert (await stranger.get(place)).status == 404
