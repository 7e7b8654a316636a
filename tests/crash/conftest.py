"""Fixtures of the crash ring: workers are real processes, and each change of a job is written down."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from tests.crash.scene import Scene
from tests.support.installation import Installation
from tests.support.proxy import Proxy


@pytest.fixture
async def scene(place: Installation, conn: psycopg.AsyncConnection[Any]) -> Scene:
    """This test's installation, with no worker yet."""
    return await Scene.open(place, conn)


@pytest.fixture
async def proxy(place: Installation) -> AsyncIterator[Proxy]:
    """A proxy before the test's database. It goes before its clients do: a worker finds the database away and stops."""
    async with Proxy(place.dsn).open() as made:
        yield made
