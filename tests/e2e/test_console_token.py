"""Tokens and scans in a real browser: what axe finds, the panel by mouse and keys, the chart, and a code read off the screen."""

import io
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
import zxingcpp
from PIL import Image

from hallmint.v1 import minting_service_pb2
from tests.support import scan_rows
from tests.support.api import Api
from tests.support.console import CHROMIUM, chromium, console, tab
from tests.support.console_form import HOSTILE
from tests.support.installation import Installation

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here")
Conn = psycopg.AsyncConnection[Any]


@pytest.fixture
async def url(server: Installation, api: Api) -> AsyncIterator[str]:
    del api
    async with console(server) as (place, _):
        yield place


@pytest.fixture
async def batch_id(api: Api, conn: Conn, worker: None) -> str:
    """Two batches, one with lots; scans of three months, among them some of one token; a lot that is revoked."""
    del worker
    await api.ended((await api.submit(300, at_mint=True)).batch_id)
    batch = await api.ended((await api.submit(1_200, lots={"LOT-2026-07/A": 1_000, "B" * 20: 200})).batch_id)
    ((brand_id, product_id),) = await (await conn.execute("SELECT brand_id, product_id FROM products")).fetchall()
    for ago in range(90):
        for country, device, times in (
            ("DE", "phone", 40),
            ("FR", "tablet", 15),
            ("US", "desktop", 12),
            (None, "other", 3),
        ):
            number = times + (ago * 7 + times) % 23
            await scan_rows.add(conn, brand_id, product_id, ago, number, country=country, device=device)
        await conn.execute(
            "INSERT INTO traffic_counts (day, brand_id, traffic, visits) SELECT current_date - %s, %s, t, n "
            "FROM (VALUES ('person', 95), ('search', 20), ('ai', 7), ('library', 3)) v (t, n)",
            [ago, brand_id],
        )
    await scan_rows.add(conn, brand_id, product_id, 0, 1, batch_no=2, seq=0, outcome="activated")
    await scan_rows.add(conn, brand_id, product_id, 1, 2, batch_no=2, seq=0)
    await conn.execute("SELECT activate_tokens('{2,2}', '{0,7}')")
    request = minting_service_pb2.RevokeTokensRequest(
        request_id="01890000-0000-7000-8000-000000000001",
        reason=HOSTILE,
        lot=minting_service_pb2.LotRef(batch_id=batch.batch_id, lot_code="B" * 20),
    )
    await api.minting.RevokeTokens(request, metadata=api.metadata)
    return batch.batch_id


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
async def test_axe_finds_nothing(url: str, api: Api, batch_id: str, size: str, scheme: str) -> None:
    screens = (
        "/mint/tokens",
        f"/mint/tokens?batch={batch_id}&status=minted",
        f"/mint/tokens?find={batch_id}/0",
        f"/mint/token/{batch_id}/0",
        f"/mint/batch/{batch_id}",
        "/mint/tokens?status=active&batch=" + batch_id,
        "/scans",
        "/scans?days=90",
    )
    async with chromium() as browser, tab(browser, url, size=size, scheme=scheme) as it:  # type: ignore[arg-type]
        await it.sign_in(api.key)
        found = []
        for path in screens:
            await it.goto(path)
            if path.startswith("/scans"):
                await it.page.locator("#chart canvas").wait_for()
            found += await it.look()
        assert found == []
        assert it.faults == []


async def test_a_row_opens_the_panel_which_closes_by_button_escape_and_a_click_outside(
    url: str, api: Api, batch_id: str
) -> None:
    async with chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        await it.goto(f"/mint/tokens?batch={batch_id}")
        row = it.page.locator("tbody a.mono").first
        panel = it.page.get_by_role("dialog")
        await row.focus()
        for close in ("button", "key", "outside"):
            await it.page.keyboard.press("Enter")
            await panel.wait_for()
            assert await panel.evaluate("one => one === document.activeElement")
            assert it.page.url.endswith(f"/mint/tokens?batch={batch_id}")
            if close == "button":
                await it.page.keyboard.press("Tab")
                await it.page.keyboard.press("Tab")
                await it.page.keyboard.press("Enter")
            elif close == "key":
                await it.page.keyboard.press("Escape")
            else:
                await it.page.mouse.click(400, 20)
            await panel.wait_for(state="detached")
            if close == "outside":
                break
            assert await row.evaluate("one => one === document.activeElement"), close
        assert it.faults == []


async def test_the_code_on_the_screen_can_be_scanned_in_the_dark_and_on_a_phone(
    url: str, api: Api, batch_id: str
) -> None:
    async with chromium() as browser, tab(browser, url, size="phone", scheme="dark") as it:
        await it.sign_in(api.key)
        await it.goto("/mint/tokens")
        await it.page.get_by_label("Find a token").fill(f"{batch_id}/0")
        await it.page.keyboard.press("Enter")
        panel = it.page.get_by_role("dialog")
        await panel.wait_for()
        shown = await panel.locator("a[rel=noreferrer]").inner_text()
        await panel.locator("img").evaluate("picture => picture.decode()")
        (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(await it.page.screenshot())))
        assert found.text == shown
        async with it.page.expect_download() as started:
            await panel.get_by_role("link", name="PNG").click()
        assert (await started.value).suggested_filename.startswith("01-09506000134352-21-")
        await panel.get_by_role("link", name="Close").click()
        await panel.wait_for(state="detached")
        assert it.faults == []


async def test_a_token_is_revoked_in_the_panel_and_the_list_behind_it_follows(
    url: str, api: Api, batch_id: str
) -> None:
    async with chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        await it.goto(f"/mint/tokens?batch={batch_id}&status=minted")
        rows = it.page.locator("tbody tr")
        code = await rows.first.locator("a").first.inner_text()
        await rows.first.locator("a").first.click()
        panel = it.page.get_by_role("dialog")
        await panel.get_by_text("Revoke this token").click()
        await panel.get_by_label("Reason").fill(HOSTILE)
        await panel.get_by_role("button", name="Revoke for ever").click()
        await panel.get_by_text("The token is revoked.").wait_for()
        await it.page.locator(f"tbody tr:has-text('{code}')").wait_for(state="detached")
        assert it.faults == []


async def test_the_panel_gives_the_focus_back_to_its_row_also_in_a_list_that_was_loaded_anew(
    url: str, api: Api, batch_id: str
) -> None:
    async with chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        await it.goto(f"/mint/batch/{batch_id}")
        row = it.page.locator("#batch tbody a[hx-get]").first
        async with it.page.context.expect_page() as opened:
            await row.click(modifiers=["Control"])
        await (await opened.value).close()  # a tab of its own, and no panel here
        panel = it.page.get_by_role("dialog")
        assert await panel.count() == 0
        await row.click()
        await panel.get_by_text("Revoke this token").click()
        assert await it.look() == []
        await panel.get_by_text("Reason", exact=True).click()
        assert await panel.locator("textarea").evaluate("one => one === document.activeElement")
        await it.goto(f"/mint/tokens?batch={batch_id}")
        row = it.page.locator("tbody tr").first
        await row.locator("a").first.click()
        await panel.get_by_text("Revoke this token").click()
        await panel.get_by_label("Reason").fill("Lost")
        await panel.get_by_role("button", name="Revoke for ever").click()
        await row.get_by_text("Revoked").wait_for()
        await it.page.keyboard.press("Escape")
        assert await row.locator("a").first.evaluate("one => one === document.activeElement")
        assert it.faults == []
