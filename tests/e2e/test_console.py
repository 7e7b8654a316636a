"""The console from the first screen to the last, in chromium, before real processes: an order of 100,000 units, watched, opened,
scanned, exported, downloaded, revoked, and found again in the record.
"""

import hashlib
import io
from pathlib import Path
from typing import Literal

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import expect

from hallmint_console import context
from tests.support.api import Api
from tests.support.console import CHROMIUM, Tab, chromium, console, tab
from tests.support.installation import Installation
from tests.support.resolver import resolving

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium on the PATH (Debian: apt-get install chromium)")

UNITS = 100_000
LOOKS: tuple[tuple[str, Literal["light", "dark"]], ...] = (("desktop", "light"), ("phone", "dark"))
_WATCH = """() => {
    window.seen = [];
    const look = () => {
        const bar = document.querySelector("progress");
        if (bar && bar.value !== window.seen.at(-1)) window.seen.push(bar.value);
    };
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true, attributes: true});
    look();
}"""


async def order(it: Tab) -> str:
    """Go through the wizard; returns the batch. The worker that mints it is not there yet."""
    page = it.page
    await page.get_by_role("link", name="New batch").click()
    await page.get_by_role("button", name="Choose SKU-1").click()
    await page.wait_for_url("**step=run**")
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url("**step=setup**")
    await page.get_by_label("Quantity").fill(str(UNITS))
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name=f"Mint {UNITS:,} units").click()
    await page.wait_for_url("**/mint/batch/*")
    return page.url.rpartition("/")[2]


async def watch_to_the_end(it: Tab, place: Installation) -> None:
    """See the bar move, more than once and never back, without loading the page again."""
    await it.page.evaluate(_WATCH)
    place.start("worker", HALLMINT_CYCLE_UNITS="1000")
    await expect(it.page.locator(".pill").first).to_have_text("Minted", timeout=60_000)
    seen = await it.page.evaluate("window.seen")
    assert len(seen) > 2, seen
    assert seen == sorted(seen)


async def open_token(it: Tab, batch_id: str) -> str:
    """Open the first token, and read its code off the screen; returns the URL."""
    await it.goto(f"/mint/tokens?batch={batch_id}")
    await it.page.locator("tbody a.mono").first.click()
    panel = it.page.get_by_role("dialog")
    await panel.wait_for()
    await panel.locator("img").evaluate("picture => picture.decode()")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(await it.page.screenshot())))
    assert found.text == await panel.locator("a[rel=noreferrer]").inner_text()
    return found.text


async def export(it: Tab, batch_id: str, folder: Path) -> None:
    """Export the batch, wait for its packs, download the first one, and hold it against the digest that the screen shows."""
    await it.goto(f"/mint/batch/{batch_id}")
    await it.page.get_by_role("link", name="Export", exact=True).click()
    panel = it.page.locator("#panel > .panel")
    await panel.get_by_role("button", name=f"Export {UNITS:,} units").click()
    await it.page.wait_for_url("**/mint/export/*")
    await expect(it.page.locator(".pill").first).to_have_text("Completed", timeout=60_000)
    rows = it.page.locator("#packs tbody tr")
    await expect(rows).to_have_count(UNITS // 10_000)
    shown = await rows.first.locator("[data-copy]").get_attribute("data-copy")
    async with it.page.expect_download() as started:
        await rows.first.get_by_role("link", name="Download").click()
    path = folder / "pack"
    await (await started.value).save_as(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == shown
    # The link leads to the server of packs, by a redirect that the browser follows as a download.
    it.faults[:] = [fault for fault in it.faults if "/packs/" not in fault and "/pack/" not in fault]


async def revoke(it: Tab, url: str) -> None:
    """Find the token by the URL that was scanned, and withdraw it."""
    await it.goto("/mint/tokens")
    await it.page.get_by_label("Find a token").fill(url)
    await it.page.keyboard.press("Enter")
    panel = it.page.get_by_role("dialog")
    await expect(panel.locator(".pill")).to_have_text("Active")  # by its scan
    await panel.get_by_text("Revoke this token").click()
    await panel.get_by_label("Reason").fill("Returned <b>unopened</b>")
    await panel.get_by_role("button", name="Revoke for ever").click()
    await expect(panel.locator(".pill")).to_have_text("Revoked")


@pytest.mark.timeout(240)
async def test_a_batch_from_its_order_to_the_record_of_its_revocation(place: Installation, tmp_path: Path) -> None:
    place.start("serve")
    async with place.api() as api:
        await api.make_brand()
        await api.make_product()
        async with (
            console(place) as (url, app),
            resolving(place) as resolver,
            chromium() as browser,
            tab(browser, url) as it,
        ):
            await it.sign_in(api.key)
            batch_id = await order(it)
            await watch_to_the_end(it, place)
            link = await open_token(it, batch_id)
            path = link.removeprefix("https://id.acme.example")
            scanned = await resolver.ask(path)
            assert (scanned.status, scanned.location) == (307, f"/p{path}")
            assert "Product SKU-1" in (await resolver.ask(f"/p{path}")).text
            await export(it, batch_id, tmp_path)
            await revoke(it, link)
            await it.goto("/mint/activity")
            await expect(it.page.get_by_text("Returned <b>unopened</b>").first).to_be_attached()
            assert it.faults == []
            assert app[context.CSP_REPORTS].count == 0


async def test_nothing_is_wrong_with_the_door_and_with_errors(server: Installation, api: Api) -> None:
    async with console(server) as (url, app), chromium() as browser:
        for size, scheme in LOOKS:
            async with tab(browser, url, size=size, scheme=scheme) as it:
                for path in ("/sign-in", "/invitation"):
                    await it.goto(path)
                    assert await it.look() == [], (size, path)
                await it.goto("/sign-in")
                await it.page.get_by_label("Credential").fill("hm_live_nothing")
                await it.page.get_by_role("button", name="Sign in").click()
                await expect(it.page.get_by_role("alert")).to_contain_text("This is no credential")
                assert await it.look() == [], (size, "refused")
                await it.sign_in(api.key)
                for path in ("/nothing", "/mint/batch/00000000-0000-7000-8000-000000000000"):
                    await it.goto(path)
                    await expect(it.page.get_by_role("alert")).to_be_visible()
                    assert await it.look() == [], (size, path)
                # Chromium tells of each error page itself.
                assert [fault for fault in it.faults if "the server responded with a status of 4" not in fault] == []
        assert app[context.CSP_REPORTS].count == 0
