"""The wizard and exports in chromium: what axe finds, the keyboard, lots in rows, the search, the panel, live progress."""

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from playwright.async_api import expect

from hallmint.v1 import minting_service_pb2
from tests.integration.test_console_mint import batches, make_run, product_of
from tests.integration.test_exports import create, watched
from tests.support.api import Api
from tests.support.console import CHROMIUM, Tab, chromium, console, tab
from tests.support.installation import Installation
from tests.support.qr_image import read_label
from tests.support.resolver import tokens

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")
LOOKS = [("desktop", "light"), ("phone", "dark")]
LONG = "Kettle of enamelled steel, 1.7 litres, with a whistle that can be heard in the garden " * 2


@pytest.fixture
async def it(server: Installation, api: Api) -> AsyncIterator[Tab]:
    async with console(server) as (url, _), chromium() as browser, tab(browser, url) as made:
        await made.sign_in(api.key)
        yield made
        assert made.faults == []


@pytest.mark.usefixtures("worker")
async def test_nothing_is_wrong_with_any_screen(server: Installation, api: Api) -> None:
    await api.make_product("S" * 64, gtin="09506000117843", status="DISCONTINUED", name=LONG[:160])
    product = (await product_of(api)).product_id
    batch = await api.ended((await api.submit(12_000, lots={"L" * 20: 5_000, "B": 7_000})).batch_id)
    serial = await api.ended((await api.submit(3)).batch_id)
    made = await create(api, serial.batch_id, "zebra-zpl-203")
    await watched(api, made.export_id)
    order = f"product={product}&identity=lot&quantity=9&lots={'L' * 20},4%0AB,5"
    paths = [
        *("/mint", "/mint?state=failed", "/mint/new", "/mint/new?q=zzz", f"/mint/new?step=run&{order}"),
        *(f"/mint/new?step=setup&{order}", f"/mint/new?step=review&{order}", f"/mint/batch/{batch.batch_id}"),
        *("/mint/exports", f"/mint/export/{made.export_id}", f"/mint/batch/{batch.batch_id}/export"),
        f"/mint/batch/{serial.batch_id}/export?kind=qr-print&profile=zebra-zpl-203.1",
        f"/mint/batch/{batch.batch_id}/export?kind=qr-print&profile=zebra-zpl-203.1",
        f"/mint/batch/{batch.batch_id}/export?kind=rfid",
    ]
    async with console(server) as (url, _), chromium() as browser:
        for size, scheme in LOOKS:
            async with tab(browser, url, size=size, scheme=scheme) as it:  # type: ignore[arg-type]
                await it.sign_in(api.key)
                for path in paths:
                    await it.goto(path)
                    assert await it.look() == [], (size, path)
                assert it.faults == []


async def test_a_batch_is_ordered_by_keyboard_alone(it: Tab, api: Api) -> None:
    await api.make_product("OTHER", gtin="09506000117843")
    run = await make_run(api, "RUN-1", 5_000)
    keys = it.page.keyboard
    await it.goto("/mint/new")
    await keys.type("SKU-1")  # the search has the focus
    await expect(it.page.locator(".picks > li")).to_have_count(1)
    choose = it.page.get_by_role("button", name="Choose SKU-1")
    await choose.focus()
    await keys.press("Enter")
    await it.page.wait_for_url("**step=run**")
    await it.page.get_by_role("radio", name="RUN-1").focus()
    await keys.press("Space")
    await it.page.get_by_role("button", name="Back").click()
    await choose.click()
    await expect(it.page.get_by_role("radio", name="RUN-1")).to_be_checked()  # going back lost nothing
    await it.page.get_by_role("radio", name="RUN-1").focus()
    await keys.press("Enter")
    await it.page.wait_for_url("**step=setup**")
    await keys.type("1200")  # the quantity has it
    await it.page.get_by_role("radio", name="Serial").focus()
    await keys.press("ArrowDown")
    code = it.page.get_by_label("Code of lot 1")
    await code.focus()
    await keys.type("L-1")
    await keys.press("Enter")
    await keys.type("700")
    await expect(it.page.locator(".sum")).to_have_text("700 of 1,200 units in 1 lot: 500 to go")
    await keys.press("Enter")
    await keys.type("L-2")
    await keys.press("Enter")
    await keys.type("500")
    await expect(it.page.locator(".sum")).to_have_text("1,200 of 1,200 units in 2 lots")
    await it.page.get_by_label("Quantity").focus()
    await keys.press("Enter")  # not one of the buttons that lead back
    await it.page.wait_for_url("**step=review**")
    await it.page.get_by_role("button", name="Mint 1,200 units").dblclick()
    await it.page.wait_for_url("**/mint/batch/*")
    (batch_id,) = await batches(api)
    assert (await api.batch(batch_id)).production_batch_id == run
    assert [(lot.lot_code, lot.quantity) for lot in (await api.batch(batch_id)).lots] == [("L-1", 700), ("L-2", 500)]
    await it.page.go_back()
    await it.page.get_by_role("button", name="Mint 1,200 units").click()
    await it.page.wait_for_url(f"**/mint/batch/{batch_id}")
    assert await batches(api) == [batch_id]


async def test_lots_are_pasted_removed_and_kept_when_going_back_and_forth(it: Tab, api: Api) -> None:
    product = (await product_of(api)).product_id
    await it.goto(f"/mint/new?step=setup&product={product}&identity=lot&quantity=60")
    await it.page.get_by_label("Code of lot 1").focus()
    await it.page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "A\\t10\\r\\nB,20\\nC\\t30\\n");
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    rows = it.page.locator(".lot-rows > li")
    await expect(rows).to_have_count(3)
    await expect(it.page.locator(".sum")).to_have_text("60 of 60 units in 3 lots")
    await it.page.get_by_role("button", name="Remove lot 2").click()
    await expect(it.page.locator(".sum")).to_have_text("40 of 60 units in 2 lots: 20 to go")
    await expect(it.page.get_by_label("Code of lot 2")).to_be_focused()
    await it.page.get_by_role("button", name="Back", exact=True).click()
    await it.page.wait_for_url("**step=run**")
    await it.page.get_by_role("button", name="Continue").click()
    await expect(it.page.get_by_label("Code of lot 2")).to_have_value("C")
    await it.page.get_by_role("button", name="Continue").click()
    await expect(it.page.get_by_role("alert")).to_contain_text("The lots add up to 40 units, and the quantity is 60.")
    await it.page.get_by_label("Quantity").fill("40")
    await it.page.get_by_role("button", name="Continue").click()
    await it.page.wait_for_url("**step=review**")
    await it.page.go_back()
    await it.page.go_forward()
    await expect(it.page.get_by_role("button", name="Mint 40 units")).to_be_visible()
    # Chromium tells of the form that was refused itself.
    assert {fault for fault in it.faults if "status of 422" not in fault} == set()
    it.faults.clear()


async def test_a_list_of_batches_is_loaded_anew_when_the_last_that_ran_has_ended(it: Tab, api: Api) -> None:
    batch = await api.submit(10)
    await it.goto("/mint")
    rows = it.page.locator("#list tbody tr")
    await expect(rows).to_have_count(1)
    other = await api.submit(20)  # which the page does not know of
    await api.minting.CancelBatch(
        minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id), metadata=api.metadata
    )
    await expect(rows).to_have_count(2)
    await expect(rows.filter(has_text=batch.batch_id[-12:])).to_contain_text("Cancelled")
    await expect(rows.filter(has_text=other.batch_id[-12:])).to_contain_text("Queued")


@pytest.mark.usefixtures("worker")
async def test_an_export_is_chosen_in_the_panel_and_followed_to_its_packs(it: Tab, api: Api) -> None:
    await it.goto("/mint")
    batch = await api.ended((await api.submit(25_000)).batch_id)
    await it.goto(f"/mint/batch/{batch.batch_id}")
    link = it.page.get_by_role("link", name="Export", exact=True)
    await link.click()
    panel = it.page.locator("#panel > .panel")
    await expect(panel.get_by_role("radio", name="Full manifest")).to_be_checked()
    await panel.get_by_role("radio", name="QR codes").check()
    await expect(panel.get_by_label("Profile")).to_have_value("generic-vdp-lf.1")
    await panel.get_by_label("Profile").select_option("zebra-zpl-203.1")
    await expect(panel.get_by_role("img", name="What the first unit gets")).to_be_visible()
    assert await it.look() == []
    await it.page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(link).to_be_focused()
    await link.click()
    await panel.get_by_role("button", name="Export 25,000 units").click()
    await it.page.wait_for_url("**/mint/export/*")
    # Nobody loads the page anew: it changes by itself.
    await expect(it.page.get_by_role("link", name="Download all")).to_be_visible(timeout=60_000)
    await expect(it.page.locator("#packs tbody tr")).to_have_count(3)
    await expect(it.page.locator(".pill").first).to_have_text("Completed")
    async with it.page.expect_download() as download:
        await it.page.get_by_role("link", name="Download all").click()
    assert (await download.value).suggested_filename.endswith(".zip")
    it.faults.clear()  # a download is a request that ends without a page


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("profile", ["zebra-zpl-203.1", "pdf-sheet-a4-24.1", "qr-svg-zip.1"])
async def test_the_picture_of_a_label_is_a_code_that_scans(it: Tab, api: Api, profile: str) -> None:
    (token,) = await tokens(api, 1)
    await it.goto(f"/mint/batch/{token.batch_id}/export?kind=qr-print&profile={profile}")
    picture = it.page.get_by_role("img", name="What the first unit gets")
    await picture.evaluate(
        "it => Object.assign(it.style, {maxInlineSize: 'none', maxBlockSize: 'none', inlineSize: '1000px'})"
    )
    assert read_label(Image.open(io.BytesIO(await picture.screenshot()))) == token.resolver_url


async def test_the_dashboards_filters_change_the_list_alone(it: Tab, api: Api) -> None:
    await api.make_product("OTHER", gtin="09506000117843")
    await api.submit(3)
    await api.submit(3, sku="OTHER", at_mint=True)
    await it.goto("/mint")
    await expect(it.page.locator("#list tbody tr")).to_have_count(2)
    await it.page.get_by_label("Activation").select_option("at-mint")
    await expect(it.page.locator("#list tbody tr")).to_have_count(1)
    assert "activation=at-mint" in it.page.url
    await it.page.get_by_label("Product (SKU)").fill("SKU-1")
    await it.page.keyboard.press("Enter")
    await expect(it.page.locator("#list")).to_contain_text("No such batches")
    await it.page.get_by_label("Product (SKU)").fill("nobody's")
    await it.page.keyboard.press("Enter")
    await expect(it.page.locator("#notice")).to_contain_text("There is no product with this SKU")
