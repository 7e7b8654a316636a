"""Fixtures of the console (its address, and a browser without script before it) and of logs (a signed one, and who looks)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.api import Api
from tests.support.console import Visit, console, visiting
from tests.support.installation import Installation
from tests.support.monitoring import Monitor, make_log, monitored
from tests.support.sequencing import Queued, sequence


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


@pytest.fixture
async def batches(server: Installation, api: Api, conn: psycopg.AsyncConnection[Any]) -> list[str]:
    """The ids of the batches in the server's log."""
    return await make_log(server, api, conn)


@pytest.fixture
async def monitor(server: Installation, api: Api, batches: list[str], tmp_path: Path) -> AsyncIterator[Monitor]:
    """A monitor of that log, which has seen nothing yet."""
    del batches
    async with monitored(server, api, tmp_path) as made:
        yield made


@pytest.fixture
async def signed(place: Installation, conn: psycopg.AsyncConnection[Any]) -> Installation:
    """A log of 300 entries with checkpoints at 200 and 300."""
    await Queued(conn=conn).add(200)
    await sequence(place.settings)
    await Queued(conn=conn).add(100, 200)
    await sequence(place.settings)
    return place
