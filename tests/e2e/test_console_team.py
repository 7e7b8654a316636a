"""Team, credentials, activity and settings in chromium: nothing that axe finds, at a desk, on a phone, by keyboard alone."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Literal
from uuid import uuid4

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import expect

from hallmint.v1 import credential_service_pb2, member_pb2
from hallmint_console import context
from tests.support.api import Api
from tests.support.console import CHROMIUM, Tab, chromium, console, tab, visiting
from tests.support.console_form import HOSTILE, member, shown
from tests.support.credential import create, invite
from tests.support.installation import Installation
from tests.support.wait import until

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium on the PATH (Debian: apt-get install chromium)")

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2
VIEWS: list[tuple[str, Literal["light", "dark"]]] = [("desktop", "light"), ("phone", "dark")]


@pytest.fixture
async def url(server: Installation, api: Api) -> AsyncIterator[str]:
    async with console(server) as (place, app):
        await furnish(place, api)
        yield place
        assert app[context.CSP_REPORTS].count == 0


async def furnish(place: str, api: Api) -> None:
    """People, machines and a profile, with long names and hostile ones."""
    await member(api, "anna@acme.example", member_pb2.ROLE_APPROVER)
    await invite(api, f"{'long-' * 12}@{'sub.' * 30}example", member_pb2.ROLE_VIEWER)
    await create(api, "catalog:write", "mint:write", "export:write", "scan:read", name="ERP")
    await create(api, "scan:read", name=LONG)
    await create(api, "admin", name=HOSTILE)
    request = credential_service_pb2.CreateCredentialRequest(
        request_id=str(uuid4()), name="Press 2", scopes=["export:read"]
    )
    request.lifetime.FromSeconds(3 * 86_400)
    await api.credentials.CreateCredential(request, metadata=api.metadata)
    await api.submit(1_000)
    await api.ask_before_activation()
    async with visiting(place, api.key) as visit:
        form = await visit.get("/settings/profiles/new")
        text = form.text.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
        said = json.loads(text.replace("&#34;", '"'))
        said["columns"][1]["header"] = said["columns"][0]["header"]
        said["name"] = LONG
        answer = await visit.post("/settings/profiles/new", key="press-2", text=json.dumps(said))
        assert answer.status == 303, answer.text


@pytest.mark.parametrize(("size", "scheme"), VIEWS)
async def test_every_screen_is_fit_for_everybody(
    url: str, api: Api, size: str, scheme: Literal["light", "dark"]
) -> None:
    found: list[str] = []
    async with chromium() as browser, tab(browser, url, size=size, scheme=scheme) as it:
        await it.goto("/invitation")
        found += await it.look()
        await it.sign_in(api.key)
        for path in (
            "/team",
            "/team/invite",
            "/credentials",
            "/credentials/new",
            "/join",
            "/mint/activity",
            "/mint/activity?type=EXPORT",
            "/mint/activity/chain",
            "/settings",
            "/settings/profiles",
            "/settings/profiles/new",
            "/settings/profile/press-2/1",
            "/settings/profile/press-2/1/edit",
            "/settings/profile/zebra-zpl/2",
            "/settings/defaults",
            "/settings/log",
        ):
            await it.goto(path)
            found += await it.look()
        await it.goto("/mint/activity")
        for each in await it.page.locator("details:not(.menu) > summary").all():
            await each.click()
        found += await it.look()
        await it.goto("/team")
        await it.page.get_by_role("link", name="Remove anna@acme.example").click()
        found += await it.look()
        await it.goto("/credentials")
        await it.page.get_by_role("link", name="Rotate ERP").click()
        found += await it.look()
        await it.page.get_by_role("button", name="Rotate").click()
        found += await it.look()
        await it.goto("/credentials")
        await it.page.get_by_role("link", name="Revoke Press 2").click()
        found += await it.look()
        await it.goto("/settings/log")
        await it.page.get_by_role("button", name="Show the monitor key").click()
        found += await it.look()
        assert it.faults == []
    assert found == []


async def test_a_person_invites_another_by_keyboard_and_the_invitation_is_gone_when_they_come_back(
    url: str, api: Api
) -> None:
    async with chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        page = it.page
        await it.goto("/team/invite")
        await page.get_by_label("E-mail address").focus()
        await page.keyboard.type("carl@acme.example")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="carl@acme.example is invited").wait_for()
        assert "Editor" in await page.locator("main").inner_text()
        invitation = shown(await page.content())
        assert invitation not in page.url
        await page.get_by_role("link", name="To the team").click()
        await page.get_by_role("heading", name="Team").wait_for()
        with contextlib.suppress(PlaywrightError):  # chromium kept nothing, and asks whether to send the form again
            await page.go_back()

        async def is_gone() -> bool:
            try:
                return invitation not in await page.content()
            except PlaywrightError:  # the page that asks is still coming
                return False

        await until(is_gone)
        await it.goto("/team")
        storage = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")
        assert invitation not in storage
        assert it.faults == []


async def test_a_problem_leads_to_its_line_in_the_text(url: str, api: Api) -> None:
    async with chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        page = it.page
        await it.goto("/settings/profile/press-2/1/edit")
        text = await page.get_by_label("What it says").input_value()
        lines = text.split("\n")
        lines[20] = "oops"
        await page.get_by_label("What it says").fill("\n".join(lines))
        await page.get_by_role("button", name="Keep the draft").click()
        await page.get_by_role("link", name="Line 21").click()
        selected = await page.evaluate(
            "(() => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd) })()"
        )
        assert selected == "oops"
        assert [fault for fault in it.faults if "422" not in fault] == []


async def test_the_activity_is_filtered_in_place(url: str, api: Api) -> None:
    async with chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        page = it.page
        await it.goto("/mint/activity")
        await page.get_by_label("Of", exact=True).select_option("BATCH")
        await page.wait_for_url("**/mint/activity?type=BATCH**")
        await page.get_by_text("invited member").wait_for(state="detached")
        assert "submitted batch" in await page.locator("#list").inner_text()
        assert it.faults == []


async def type_name(it: Tab, name: str) -> None:
    """Another name into the text of a profile, and columns that can be published."""
    box = it.page.get_by_label("What it says")
    said = json.loads(await box.input_value())
    await box.fill(json.dumps({**said, "name": name, "columns": [{"header": "url", "field": "url"}]}, indent=2))


async def keep(it: Tab, name: str) -> None:
    await it.goto("/settings/profile/press-2/1/edit")
    await type_name(it, name)
    await it.page.get_by_role("button", name="Keep the draft").press("Enter")
    await expect(it.page.locator("#notice")).to_contain_text("The draft is kept")


async def test_two_at_a_carrier_profile_overwrite_and_publish_nothing_of_each_other(url: str, api: Api) -> None:
    async with chromium() as browser, tab(browser, url, size="phone") as mine, tab(browser, url) as theirs:
        for it in (mine, theirs):
            await it.sign_in(api.key)
        page = mine.page
        await mine.goto("/settings/profile/press-2/1/edit")
        await type_name(mine, LONG)
        await keep(theirs, "Theirs")
        await page.get_by_role("button", name="Keep the draft").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("REVISION_CHANGED")
        await expect(page.locator("#stale")).to_contain_text("Name: said otherwise")
        assert LONG in await page.get_by_label("What it says").input_value()
        assert await mine.look() == []
        await page.get_by_role("button", name="Save mine in place of it").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("The draft is kept")
        await keep(theirs, "Theirs again")
        await page.get_by_role("button", name="Publish").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("look at it, then publish it")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Theirs again")
        assert await mine.look() == []
        await theirs.goto("/settings/profile/press-2/1/edit")
        await page.get_by_role("button", name="Publish").press("Enter")
        await expect(page.locator("#notice")).to_contain_text("It is published")
        await type_name(theirs, "Too late")
        await theirs.page.get_by_role("button", name="Keep the draft").press("Enter")
        await expect(theirs.page.locator("#stale")).to_contain_text("Name: Too late, not Theirs again")
        assert "Too late" in await theirs.page.get_by_label("What you typed").input_value()
        assert await theirs.look() == []
