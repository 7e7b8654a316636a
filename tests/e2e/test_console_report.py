"""What breaks the policy of a page is kept from happening, and reported by chromium."""

import pytest

from hallmint_console import context
from tests.support.api import Api
from tests.support.console import CHROMIUM, chromium, console, tab
from tests.support.installation import Installation
from tests.support.wait import until

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium on the PATH (Debian: apt-get install chromium)")

INLINE = "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"


async def test_an_inline_script_does_not_run_and_is_counted(server: Installation, api: Api) -> None:
    async with console(server) as (url, app), chromium() as browser, tab(browser, url) as it:
        await it.sign_in(api.key)
        assert app[context.CSP_REPORTS].count == 0
        await it.page.evaluate(INLINE)
        assert await it.page.evaluate("window.ran") is None
        await until(lambda: app[context.CSP_REPORTS].count == 1)
        assert len(it.faults) == 1
        assert "Content Security Policy" in it.faults[0]
