"""/csp-report is open to anybody, and takes little from anybody."""

from hallmint_console import context
from tests.support.api import Api
from tests.support.console import console, visiting
from tests.support.installation import Installation

REPORT = b'{"csp-report": {"effective-directive": "img-src", "blocked-uri": "https://evil.example/a"}}'


async def test_reports_are_counted_without_a_session_until_there_are_too_many(server: Installation, api: Api) -> None:
    del api
    async with console(server) as (url, app), visiting(url) as visit:

        async def send(body: bytes) -> int:
            async with visit.http.post(f"{url}/csp-report", data=body) as response:
                assert await response.read() == b""
                return response.status

        assert await send(REPORT) == 204
        assert await send(b"nonsense") == 400
        assert await send(b" " * 8192 + REPORT) == 413
        assert app[context.CSP_REPORTS].count == 1
        assert [await send(REPORT) for _ in range(8)] == [204] * 7 + [429]
        assert app[context.CSP_REPORTS].count == 8
        # Signing in has tries of its own.
        assert (await visit.sign_in("x")).status == 422
