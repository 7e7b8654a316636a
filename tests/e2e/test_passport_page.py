"""Passport pages in a real browser: nothing that axe finds, the policy kept, the button's POST as the resolver wants it.

`python -m tests.e2e.test_passport_page` writes the screens of the documentation, docs/screens/passport-*.png.
"""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from aiohttp import web
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from PIL import Image, ImageDraw
from playwright.async_api import Page

from hallmint_resolver.passport.model import Theme
from hallmint_resolver.passport.page import csp, render, render_error, render_preview_card, theme_csp
from tests.support.console import CHROMIUM, chromium
from tests.support.passport_scene import STATES, page

SCREENS = Path(__file__).parents[2] / "docs/screens"
SIZES = {"phone": (390, 844), "desktop": (1280, 960)}
THEMES = {
    "white": {"primary_colour": "#ffffff", "accent_colour": "#ffffff"},
    "black": {"primary_colour": "#000000", "accent_colour": "#000000"},
    "grey": {"primary_colour": "#767676", "accent_colour": "#808080"},
    "yellow": {"primary_colour": "#ffe600", "accent_colour": "#ffe600"},
    "red": {"primary_colour": "#d00000", "accent_colour": "#0000ff"},
}
LONG = page(
    name="Pneumonoultramicroscopicsilicovolcanoconiosis" * 4,
    attributes={
        "x": "w" * 2_000,
        "y": [{"material": "m" * 300, "percent": 3}],
        "z": {"k" * 90: "https://a.example/" + "u" * 900},
    },
    template={"sections": [{"title": "T" * 100, "fields": [{"path": path, "label": ""} for path in "xyz"]}]},
)
NESTED = page(
    attributes={
        "recycled": {"lead": {"pre": 3, "post": 4}, "cobalt": {"pre": 5}},
        "steps": ["Unplug it", "Lift it out"],
        "parts": [{"name": "Lid", "number": "7"}],
    },
    template={
        "sections": [
            {
                "title": "Environment",
                "fields": [
                    {"path": "recycled", "label": "Recycled content"},
                    {"path": "steps", "label": "Steps"},
                    {"path": "parts", "label": "Parts"},
                ],
            }
        ]
    },
)
MAKER = page(name="Polarrad 500 e-bike battery", brand="Nordlicht Kreislaufwerke", language="de")
VIEWS = {**STATES, "logo": page(logo_url="/p/logo/b"), "long": LONG, "nested": NESTED, "maker": MAKER} | {
    name: page(theme=theme, confirm=True) for name, theme in THEMES.items()
}
BODIES = {name: (render(view), csp(view)) for name, view in VIEWS.items()} | {
    "error": (render_error(404, "en"), theme_csp(Theme())),
    "credit": (render(STATES["active"], credits_geo=True), csp(STATES["active"])),
    "credit-arabic": (render(STATES["arabic"], credits_geo=True), csp(STATES["arabic"])),
    "credit-card": (render_preview_card(STATES["active"], credits_geo=True), csp(STATES["active"])),
    "card": (render_preview_card(STATES["active"]), csp(STATES["active"])),
}

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium on the PATH (Debian: apt-get install chromium)")


def logo() -> bytes:
    """A dark mark on nothing, as brands have them."""
    picture = Image.new("RGBA", (480, 120))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((12, 12, 108, 108), outline=(31, 58, 52), width=7)
    draw.text((140, 22), "AUREL", fill=(31, 58, 52), font_size=72)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@asynccontextmanager
async def serve(posted: list[dict[str, Any]]) -> AsyncIterator[str]:
    """The pages at /p/<name>; notes what a POST brings."""

    async def show(request: web.Request) -> web.Response:
        body, policy = BODIES[request.match_info["name"]]
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)

    async def confirm(request: web.Request) -> web.Response:
        posted.append({"headers": dict(request.headers), "body": await request.read(), "path": request.path})
        return web.Response(status=303, headers={"Location": "/p/active"})

    async def show_logo(_: web.Request) -> web.Response:
        return web.Response(body=logo(), content_type="image/png")

    async def no_icon(_: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.router.add_get("/favicon.ico", no_icon)
    app.router.add_get("/p/logo/b", show_logo)
    app.router.add_get("/p/{name}", show)
    app.router.add_post("/p/{name}", confirm)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_axe_finds_nothing_on_any_page_and_no_page_breaks_its_policy(
    size: str, scheme: Literal["light", "dark"]
) -> None:
    width, height = SIZES[size]
    faults: list[str] = []
    async with serve([]) as base_url, chromium() as browser:
        context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        tab = await context.new_page()
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("requestfailed", lambda request: faults.append(request.url))
        for name in BODIES:
            await tab.goto(f"{base_url}/p/{name}")
            faults += [f"{name}: {fault}" for fault in await look(tab)]
        assert await context.cookies() == []
    assert faults == []


async def look(tab: Page) -> list[str]:
    """What is wrong with the page in the tab: findings of axe, a style that was not taken, a page wider than its window."""
    found = []
    if await tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--band')") == "":
        found.append("no style")
    if await tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than its window")
    if await tab.evaluate("[...document.images].some(picture => !picture.naturalWidth)"):
        found.append("a picture is missing")
    result = await Axe().run(tab)
    found += [f"{one['id']} at {one['nodes'][0]['html'][:200]}" for one in result.response["violations"]]
    return found


async def test_a_page_can_be_read_at_400_percent() -> None:
    # WCAG 2.2, 1.4.10: 320 CSS pixels without scrolling in two directions.
    async with serve([]) as base_url, chromium() as browser:
        tab = await browser.new_page(viewport={"width": 320, "height": 256})
        for name in BODIES:
            await tab.goto(f"{base_url}/p/{name}")
            assert not await tab.evaluate("document.documentElement.scrollWidth > innerWidth"), name


BROKEN_WORDS = """() => {
    const found = [];
    const places = ".word, h1, .seal p, .banner p, .shares .name, .code span";
    for (const place of document.querySelectorAll(places)) {
        const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            for (const word of walker.currentNode.data.matchAll(/[^\\s-]+/g)) {
                const range = document.createRange();
                range.setStart(walker.currentNode, word.index);
                range.setEnd(walker.currentNode, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1) found.push(word[0]);
            }
        }
    }
    return found;
}"""


async def test_on_a_phone_at_200_percent_no_word_is_broken() -> None:
    # WCAG 2.2, 1.4.4, on a window of 390 pixels: what says whether an item is right is read first.
    async with serve([]) as base_url, chromium() as browser:
        tab = await browser.new_page(viewport={"width": 195, "height": 422}, device_scale_factor=2)
        for name in (*STATES, "maker"):
            await tab.goto(f"{base_url}/p/{name}")
            assert await tab.evaluate(BROKEN_WORDS) == [], name
            assert not await tab.evaluate("document.documentElement.scrollWidth > innerWidth"), name


async def test_what_stands_within_a_group_is_set_off_and_entries_of_lists_are_marked() -> None:
    async with serve([]) as base_url, chromium() as browser:
        context = await browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True)
        tab = await context.new_page()
        await tab.goto(f"{base_url}/p/nested")

        async def left(text: str) -> float:
            box = await tab.get_by_text(text, exact=True).first.bounding_box()
            assert box is not None
            return box["x"]

        assert await left("Recycled content") == await left("Lead")
        assert await left("Pre") > await left("Lead") + 8
        styles = "each => { const of = getComputedStyle(each); return [of.listStyleType, of.display] }"
        step = tab.get_by_text("Unplug it").locator("xpath=ancestor::li")
        assert await step.evaluate(styles) == ["disc", "list-item"]
        # Said to be lists also where they have no marks.
        assert await tab.locator("main ul:not([role=list])").count() == 0
        assert await tab.locator("main ul").count() == 2


async def test_the_button_posts_an_empty_body_with_the_pages_own_origin_and_leads_back() -> None:
    posted: list[dict[str, Any]] = []
    async with serve(posted) as base_url, chromium() as browser:
        context = await browser.new_context(java_script_enabled=False)
        tab = await context.new_page()
        await tab.goto(f"{base_url}/p/confirm")
        await tab.get_by_role("button").click()
        await tab.wait_for_url("**/p/active")
    assert [(one["path"], one["body"], one["headers"]["Origin"]) for one in posted] == [("/p/confirm", b"", base_url)]


async def write_screens() -> None:
    """The pages of the documentation, as large as their windows."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    wanted = [
        ("active", "phone", "light"),
        ("active", "phone", "dark"),
        ("active", "desktop", "light"),
        ("confirm", "phone", "light"),
        ("revoked", "phone", "light"),
        ("not-issued", "phone", "light"),
        ("arabic", "desktop", "dark"),
    ]
    async with serve([]) as base_url, chromium() as browser:
        for name, size, scheme in wanted:
            width, height = SIZES[size]
            tab = await browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                device_scale_factor=2 if size == "phone" else 1,
            )
            await tab.goto(f"{base_url}/p/{name}")
            await tab.screenshot(path=SCREENS / f"passport-{name}-{size}-{scheme}.png")
            await tab.close()


if __name__ == "__main__":
    asyncio.run(write_screens())
