"""Who guesses credentials at the console is slowed down, and nobody else is."""

from collections.abc import AsyncIterator

import pytest

from hallmint_server.tenancy import throttle as api_throttle
from tests.support.api import Api
from tests.support.console import Visit, console, visiting
from tests.support.installation import Installation

GUESS = f"hm_live_{'0' * 12}_{'1' * 52}_{'2' * 6}"
NETWORKS = [f"198.51.{number}.7" for number in range(8)]


@pytest.fixture
async def open_url(server: Installation, api: Api) -> AsyncIterator[str]:
    """A console that believes what tests say of addresses."""
    del api
    async with console(server, trusted_proxies=("127.0.0.0/8",)) as (url, _):
        yield url


async def attempt(visit: Visit, path: str, address: str, **fields: str) -> int:
    headers = {"X-Forwarded-For": address}
    form = {"form_token": visit.token, **fields}
    async with visit.http.post(visit.url + path, data=form, headers=headers, allow_redirects=False) as response:
        return response.status


@pytest.mark.parametrize("path", ["/sign-in", "/invitation"])
async def test_somebody_else_signs_in_while_some_networks_guess(open_url: str, api: Api, path: str) -> None:
    field, guess = ("credential", GUESS) if path == "/sign-in" else ("invitation", GUESS.replace("live", "invite"))
    async with visiting(open_url) as guesser:
        await guesser.get(path)
        answers = [await attempt(guesser, path, network, **{field: guess}) for _ in range(10) for network in NETWORKS]
    assert answers[0] == 401
    assert answers.count(401) < api_throttle.BURST, "the API is never brought to slow this console down"
    assert set(answers) == {401, 429}
    async with visiting(open_url) as person:
        await person.get("/sign-in")
        assert await attempt(person, "/sign-in", "203.0.113.1", credential=api.key) == 303


async def test_a_network_that_was_wrong_once_goes_on(open_url: str, api: Api) -> None:
    async with visiting(open_url) as person:
        await person.get("/sign-in")
        assert await attempt(person, "/sign-in", NETWORKS[0], credential=GUESS) == 401
        assert await attempt(person, "/sign-in", NETWORKS[0], credential=api.key) == 303
