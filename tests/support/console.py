"""The console in this process, and browsers before it: one that only speaks HTTP, and chromium."""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from hallmint_console.app import make_app
from hallmint_console.settings import Settings
from tests.support.installation import Installation

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What the console answered."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Visit:
    """A browser without script: cookies, links and forms. `url` is where the console is."""

    url: str
    http: ClientSession
    page: str = ""

    @property
    def token(self) -> str:
        """The form token of the page that was loaded last; empty where it has no form."""
        found = _TOKEN.search(self.page)
        return found[1] if found else ""

    async def get(self, path: str, **headers: str) -> Answer:
        """Load a page, without following what it leads to."""
        async with self.http.get(self.url + path, headers=headers, allow_redirects=False) as response:
            return await self._read(response)

    async def post(self, path: str, *, token: str | None = None, htmx: bool = False, **fields: str) -> Answer:
        """Send a form of the page that was loaded last, or with another form token."""
        own = token if token is not None else self.token
        headers = {"HX-Request": "true"} if htmx else {}
        async with self.http.post(
            self.url + path, data={"form_token": own, **fields}, headers=headers, allow_redirects=False
        ) as response:
            return await self._read(response)

    async def sign_in(self, key: str) -> Answer:
        """With a personal credential."""
        await self.get("/sign-in")
        return await self.post("/sign-in", credential=key)

    async def _read(self, response: ClientResponse) -> Answer:
        text = await response.text()
        if _TOKEN.search(text):
            self.page = text
        return Answer(response.status, text, response.headers)


@contextlib.asynccontextmanager
async def console(place: Installation, *, port: int = 0, **settings: Any) -> AsyncIterator[tuple[str, web.Application]]:
    """The console of an installation, at a free port or this one; yields its address, and the application."""
    app = make_app(Settings(server=place.address, console_keys=place.home / "console", **settings))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", app
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def visiting(url: str, key: str = "") -> AsyncIterator[Visit]:
    """A visit, signed in where a credential is given."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http:
        visit = Visit(url, http)
        if key:
            answer = await visit.sign_in(key)
            assert answer.status == 303, answer.text
        yield visit


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A real browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(slots=True)
class Tab:
    """A page of chromium, and what it complained of: errors of scripts and policy, and requests that failed or left."""

    page: Page
    url: str
    faults: list[str]

    async def goto(self, path: str) -> None:
        """Load a screen."""
        await self.page.goto(self.url + path)

    async def sign_in(self, key: str) -> None:
        """As a person does it."""
        await self.goto("/sign-in")
        await self.page.get_by_label("Credential").fill(key)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.wait_for_url("**/mint")

    async def look(self) -> list[str]:
        """What is wrong with the screen: whatever axe finds, wider than its window, a picture that is missing."""
        found = []
        if await self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than its window")
        if await self.page.evaluate("[...document.images].some(picture => picture.complete && !picture.naturalWidth)"):
            found.append("a picture is missing")
        result = await Axe().run(self.page)
        found += [f"{one['id']} at {one['nodes'][0]['html'][:200]}" for one in result.response["violations"]]
        return [f"{await self.page.title()}: {fault}" for fault in found]


@contextlib.asynccontextmanager
async def tab(
    browser: Browser, url: str, *, size: str = "desktop", scheme: Literal["light", "dark"] = "light"
) -> AsyncIterator[Tab]:
    """A tab of a size."""
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=2 if size == "phone" else 1,
    )
    page = await context.new_page()
    it = Tab(page, url, [])
    page.on("console", lambda message: it.faults.append(message.text) if _is_fault(message) else None)
    page.on("pageerror", lambda error: it.faults.append(str(error)))
    page.on(
        "request",
        lambda request: it.faults.append(request.url) if not request.url.startswith((url, "data:", "blob:")) else None,
    )
    try:
        yield it
    finally:
        await context.close()


def _is_fault(message: ConsoleMessage) -> bool:
    # htmx calls it an error of its own that a newer choice ended an older request, which is how it shall be.
    return message.type in ("error", "warning") and not message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))


def shots() -> Path:
    """Where screens of the documentation lie."""
    return Path(__file__).parents[2] / "docs/screens"
