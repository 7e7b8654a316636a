"""Products, templates, theme and market packs in a real browser: what axe finds, script, keyboard, previews in their frame."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import pytest
from PIL import Image
from playwright.async_api import Route, expect

from hallmint.v1 import content_service_pb2
from hallmint_resolver.app import running
from tests.support.api import Api
from tests.support.catalog_scene import Catalog, fill
from tests.support.console import CHROMIUM, Tab, chromium, console, tab
from tests.support.installation import Installation
from tests.support.resolver import export_keys, settings_of

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here")

SCREENS = (
    "/products",
    "/products?q=nothing",
    "/products/new",
    "/products/new?group=textile",
    "/products/{battery}",
    "/products/{hostile}",
    "/products/{textile}/preview",
    "/products/import",
    "/templates",
    "/templates/group/textile",
    "/templates/{textile-draft}?product={textile}",
    "/templates/{textile-template}",
    "/templates/theme",
    "/market-packs",
    "/market-packs?market=ZZ",
    "/market-packs/new",
    "/market-packs/{de-draft}?language=en",
    "/market-packs/{de-pack}",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A console whose previews are shown by a resolver of this test."""

    url: str
    resolver: str

    @asynccontextmanager
    async def tab(
        self, key: str, size: str = "desktop", scheme: Literal["light", "dark"] = "light"
    ) -> AsyncIterator[Tab]:
        """A tab, signed in; its faults are without requests of the resolver's frames."""
        async with chromium() as browser, tab(browser, self.url, size=size, scheme=scheme) as it:
            await it.sign_in(key)
            yield it
            assert [fault for fault in it.faults if not fault.startswith(f"{self.resolver}/")] == []


@pytest.fixture
async def scene(api: Api) -> Catalog:
    return await fill(api)


@pytest.fixture
async def site(server: Installation, api: Api) -> AsyncIterator[Site]:
    del api
    await export_keys(server)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        async with console(server, console_resolver_url=f"http://{host}") as (url, _):
            settings = settings_of(server, resolver_hosts=(host,), resolver_frame_ancestors=(url,))
            async with running(settings, listener=listener) as app:
                await app.ready.wait()
                yield Site(url, f"http://{host}")


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
async def test_axe_finds_nothing(
    site: Site, api: Api, scene: Catalog, size: str, scheme: Literal["light", "dark"]
) -> None:
    async with site.tab(api.key, size, scheme) as it:
        found = []
        for path in SCREENS:
            await it.goto(path.format(**scene.places))
            found += await it.look()
        assert found == []


async def test_a_product_is_filled_in_by_keyboard_with_rows_that_come_without_a_reload(
    site: Site, api: Api, scene: Catalog
) -> None:
    async with site.tab(api.key) as it:
        page = it.page
        await it.goto(f"/products/{scene.places['long']}")
        await page.get_by_label("Name", exact=True).fill("Typed before")
        add = page.get_by_role("button", name="Add a row to Materials")
        await add.press("Enter")
        await page.get_by_label("Material needed", exact=True).fill("steel")
        await expect(page.get_by_label("Name", exact=True)).to_have_value("Typed before")
        await add.press("Enter")
        await expect(page.get_by_label("Material needed", exact=True)).to_have_count(2)
        await page.get_by_role("button", name="Remove Material 2").press("Enter")
        await expect(page.get_by_label("Material needed", exact=True)).to_have_count(1)
        await page.get_by_label("GTIN", exact=True).press_sequentially("9506000134353")
        await expect(page.locator("#gtin-advice")).to_contain_text("it would be 2")
        await page.get_by_label("GTIN", exact=True).fill("")
        await page.get_by_label("Name", exact=True).press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Saved")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Typed before")
        await page.get_by_role("link", name="Manufacturer is required").press("Enter")
        await expect(page.locator(":target")).to_contain_text("Manufacturer")


async def test_products_are_found_while_one_types(site: Site, api: Api, scene: Catalog) -> None:
    del scene
    async with site.tab(api.key) as it:
        await it.goto("/products")
        await it.page.get_by_label("SKU, GTIN or name").press_sequentially("organic")
        await expect(it.page.locator("tbody tr")).to_have_count(1)
        await it.page.get_by_role("link", name="Lichtung T-shirt").press("Enter")
        await it.page.wait_for_url("**/products/*-*")
        await it.page.go_back()
        await expect(it.page.locator("tbody tr")).to_have_count(1)


async def test_a_sheet_is_reported_on_without_choosing_it_twice(site: Site, api: Api) -> None:
    async with site.tab(api.key) as it:
        await it.goto("/products/import")
        sheet = b"sku,name,group\nS-1,<b>One</b>,generic\nS-2,Two,generic\n"
        await it.page.get_by_label("CSV sheet").set_input_files(
            {"name": "sheet.csv", "mimeType": "text/csv", "buffer": sheet}
        )
        await it.page.get_by_role("button", name="Check only").press("Enter")
        await expect(it.page.locator("#report h2")).to_contain_text("Checked: nothing was written")
        await it.page.get_by_role("button", name="Import", exact=True).press("Enter")
        await expect(it.page.locator("#report h2")).to_contain_text("Imported")
        assert await it.look() == []


async def test_the_preview_follows_the_template_that_is_edited(site: Site, api: Api, scene: Catalog) -> None:
    async with site.tab(api.key) as it:
        page = it.page
        await it.goto("/templates/{textile-draft}?product={textile}".format(**scene.places))
        frame = page.frame_locator("iframe.phone")
        await expect(frame.get_by_text("Preview of a draft")).to_be_visible()
        await expect(frame.get_by_text("Name of the manufacturer")).to_be_visible()
        await page.get_by_role("textbox", name="Name of the manufacturer").fill("<i>Who made it</i>")
        await page.get_by_role("textbox", name="Name of the manufacturer").press("Tab")
        await expect(frame.get_by_text("<i>Who made it</i>")).to_be_visible()
        down = page.get_by_role("button", name="Move Name of the manufacturer down")
        await down.press("Enter")
        await expect(page.locator("fieldset .shown .mono").first).to_have_text("fibre_composition")
        await page.get_by_label("Attribute").select_option("end_of_life")
        await page.get_by_role("button", name="Add the attribute to section 1").press("Enter")
        await expect(frame.get_by_text("End of life")).to_be_visible()
        await page.get_by_role("button", name="Add a section").press("Enter")
        await expect(page.get_by_text("Not saved yet")).to_be_visible()
        await page.get_by_role("button", name="Remove section 2").press("Enter")
        await expect(page.get_by_text("Not saved yet")).to_have_count(0)
        await page.get_by_role("button", name="Save").first.press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Saved")
        await page.get_by_role("button", name="Publish").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Published")
        assert await it.look() == []


async def test_two_at_a_template_overwrite_nothing_of_each_other(site: Site, api: Api, scene: Catalog) -> None:
    place = "/templates/{textile-draft}?product={textile}".format(**scene.places)
    async with site.tab(api.key) as mine, site.tab(api.key, "phone") as theirs:
        for it in (mine, theirs):
            await it.goto(place)
        for it, text in ((theirs, "Theirs"), (mine, "Mine")):
            await it.page.get_by_role("textbox", name="Name of the manufacturer").fill(text)
            await it.page.get_by_role("textbox", name="Name of the manufacturer").press("Tab")
            frame = it.page.frame_locator("iframe.phone")
            await expect(frame.get_by_text("Theirs")).to_be_visible()
        page = mine.page
        await expect(page.locator("#stale")).to_contain_text("Theirs is called Mine")
        await expect(page.locator("#notice")).to_contain_text("REVISION_CHANGED")
        await expect(page.get_by_role("textbox", name="Name of the manufacturer")).to_have_value("Mine")
        await expect(page.get_by_role("button", name="Publish")).to_be_disabled()
        assert await mine.look() == []
        mine.faults[:] = [fault for fault in mine.faults if "409" not in fault]  # the browser tells of each
        await page.get_by_role("button", name="Save mine in place of it").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Saved")
        await expect(page.locator("#stale")).to_have_count(0)
        await expect(page.frame_locator("iframe.phone").get_by_text("Mine")).to_be_visible()
        await page.get_by_role("button", name="Publish").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Published")


async def test_what_is_typed_and_pressed_while_a_template_saves_itself_is_not_lost(
    site: Site, api: Api, scene: Catalog
) -> None:
    async with site.tab(api.key) as it:
        page, saved, held, saves = it.page, asyncio.Event(), asyncio.Event(), 0

        async def hold(route: Route) -> None:
            nonlocal saves
            saves += 1
            answer = await route.fetch()  # it is saved; what the browser learns of it waits
            if saves == 1:
                saved.set()
                await held.wait()
            await route.fulfill(response=answer)

        await it.goto("/templates/{textile-draft}?product={textile}".format(**scene.places))
        await page.route("**/templates/*", hold)
        maker = page.get_by_role("textbox", name="Name of the manufacturer")
        await maker.fill("Maker")
        await maker.press("Tab")
        await saved.wait()
        await page.get_by_role("textbox", name="Repair").fill("Mending")
        await page.get_by_role("button", name="Move Name of the manufacturer down").press("Enter")
        held.set()
        await expect(page.locator("fieldset .shown .mono").first).to_have_text("fibre_composition")
        await expect(maker).to_have_value("Maker")
        await expect(page.get_by_role("textbox", name="Repair")).to_have_value("Mending")
        await expect(page.locator("#stale")).to_have_count(0)
        request = content_service_pb2.GetTemplateRequest(template_id=scene.places["textile-draft"])
        (section,) = (await api.content.GetTemplate(request, metadata=api.metadata)).template.sections
        assert [each.label for each in section.fields] == ["", "Maker", "Mending"]


async def test_who_goes_back_makes_another_product(site: Site, api: Api, scene: Catalog) -> None:
    del scene
    async with site.tab(api.key) as it:
        page = it.page
        await it.goto("/products/new?group=generic")
        for sku in ("FIRST", "SECOND"):
            await page.get_by_label("Name", exact=True).fill(sku)
            await page.get_by_label("SKU", exact=True).fill(sku)
            await page.get_by_role("button", name="Make the product").first.press("Enter")
            await expect(page.get_by_role("heading", level=1)).to_have_text(sku)
            await page.go_back()
        await it.goto("/products?q=FIRST")
        await expect(page.locator("tbody tr")).to_have_count(1)


async def test_colours_are_shown_as_they_are_chosen_and_the_logo_in_the_preview(
    site: Site, api: Api, scene: Catalog
) -> None:
    del scene
    async with site.tab(api.key) as it:
        page = it.page
        await it.goto("/templates/theme")
        for label in ("Hallmint's own", "As the first"):
            await page.get_by_label(label).uncheck()
        await page.get_by_label("Links and marks").fill("#ffe600")
        await expect(page.locator("#look")).to_contain_text("pages darken them")
        await page.get_by_label("Headings and buttons").fill("#8f1d28")
        await expect(page.locator("#look rect[fill='#8f1d28']")).to_have_count(1)
        picture = io.BytesIO()
        Image.new("RGB", (80, 40), "#8f1d28").save(picture, "PNG")
        await page.get_by_label("Picture").set_input_files(
            {"name": "logo.png", "mimeType": "image/png", "buffer": picture.getvalue()}
        )
        await page.get_by_role("button", name="Save").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Saved")
        logo = page.frame_locator("iframe.phone").locator("img")
        await expect(logo).to_be_visible()
        await expect(logo).to_have_js_property("naturalWidth", 80)
        assert await it.look() == []


async def test_a_market_pack_is_shown_in_each_of_its_languages(site: Site, api: Api, scene: Catalog) -> None:
    async with site.tab(api.key) as it:
        page = it.page
        await it.goto("/market-packs/{de-draft}".format(**scene.places))
        await page.get_by_label("Language", exact=True).select_option("en")
        frame = page.frame_locator("iframe.phone")
        await expect(frame.get_by_text("Please do not throw it away.")).to_be_visible()
        await page.get_by_label("Language", exact=True).select_option("de")
        await expect(frame.locator("html[lang=de]")).to_have_count(1)
        await page.get_by_role("button", name="Add a disclaimer in en").press("Enter")
        await page.get_by_label("Disclaimer 2 in en").fill("Another one")
        await page.get_by_role("button", name="Add a material").press("Enter")
        await expect(page.get_by_label("Disclaimer 2 in en")).to_have_value("Another one")
        await page.get_by_role("button", name="Remove the material").press("Enter")
        await page.get_by_role("button", name="Save").first.press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Saved")
        await page.get_by_role("button", name="Publish").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("Published")
        assert await it.look() == []
