"""Fixtures of the crash ring: workers are real processes, and each change of a job is written down."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from tests.crash.history import History
from tests.support.installation import Installation
from tests.support.proxy import Proxy


@pytest.fixture
async def history(conn: psycopg.AsyncConnection[Any]) -> History:
    """What happens to the jobs of this test's database."""
    made = History(conn)
    await made.install()
    return made


@pytest.fixture
async def proxy(place: Installation) -> AsyncIterator[Proxy]:
    """A proxy before the test's database. It goes before its clients do: a worker finds the database away and stops."""
    async with Proxy(place.dsn).open() as made:
        yield made
