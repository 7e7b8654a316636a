"""Fixtures of the console: its address, and a browser without script before it."""

from collections.abc import AsyncIterator

import pytest

from tests.support.api import Api
from tests.support.console import Visit, console, visiting
from tests.support.installation import Installation


@pytest.fixture
async def url(server: Installation, api: Api) -> AsyncIterator[str]:
    """Where a console of the server is, whose brand and product are there."""
    del api
    async with console(server) as (place, _):
        yield place


@pytest.fixture
async def visit(url: str, api: Api) -> AsyncIterator[Visit]:
    """Its visitor, signed in as the brand's owner."""
    async with visiting(url, api.key) as made:
        yield made
