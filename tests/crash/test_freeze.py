"""A worker that is frozen past its lease and wakes up: it changes nothing, and goes on to serve."""

import signal
from typing import Any

import psycopg
import pytest
from tests.crash.history import History
from tests.crash.oracle import check_minted, rows
from tests.crash.process import is_stopped
from tests.support.installation import Api, Installation
from tests.support.proxy import Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

QUANTITY = 100_000
CYCLE = 20_000  # eight COPY messages
COPYING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND starts_with(query, 'COPY tokens') AND state = 'active'
"""


@pytest.mark.parametrize("spec", ["copy.mid=stop@12", "commit.before=stop@2", "copy.before=stop@2"])
async def test_a_frozen_worker_wakes_up_to_a_lost_lease(
    server: Installation, api: Api, conn: psycopg.AsyncConnection[Any], history: History, proxy: Proxy, spec: str
) -> None:
    proxy.hold()
    options = {"HALLMINT_LEASE_SECONDS": "1", "HALLMINT_CYCLE_UNITS": str(CYCLE)}
    frozen = server.start("worker", log="frozen", HALLMINT_FAILPOINTS=spec, **options)
    heir = server.start("worker", log="heir", HALLMINT_DATABASE_URL=proxy.dsn, **options)
    batch = await api.submit(QUANTITY)
    await until(lambda: is_stopped(frozen.pid), 30, what="frozen")
    (held,) = await rows(conn, "SELECT worker, backend_pid, lease_epoch FROM jobs WHERE lease_until IS NOT NULL")
    if spec.startswith("copy.mid"):
        # Only its lease says that it is dead: the connection lives, and the server waits for the rest of the rows.
        assert await rows(conn, COPYING) == [(held[1],)]
    proxy.release()
    minted = await api.ended(batch.batch_id)
    await check_minted(server, conn, [minted])
    assert await rows(conn, "SELECT 1 FROM pg_stat_activity WHERE pid = %s", held[1]) == []
    heir.terminate()
    await until(lambda: heir.poll() == 0, 20, what="end of the heir")
    before = await history.of(batch.batch_id)

    frozen.send_signal(signal.SIGCONT)
    second = await api.submit(QUANTITY)
    await check_minted(server, conn, [minted, await api.ended(second.batch_id)])
    assert frozen.poll() is None
    claims = await history.claims(second.batch_id)
    assert [claim.worker for claim in claims] == [held[0]], "the same process, not a new one"
    assert await history.of(batch.batch_id) == before, "it touched nothing of the batch that it lost"
    assert await history.most() == (0, 1)
