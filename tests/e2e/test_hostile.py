"""A hundred thousand hostile requests to a resolver that runs as a process."""

import subprocess
import sys

import psutil
import pytest

from tests.e2e.test_resolver import codes, ready
from tests.support.api import GTIN, Api
from tests.support.hostile import latency_ms, storm
from tests.support.installation import Installation, free_port
from tests.support.resolver import export_keys

REQUESTS = 100_000
WARM_REQUESTS = 2_000
MOST_BYTES = 50 * 1024 * 1024


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("worker")
async def test_hostile_requests_are_refused_in_few_words_and_leave_nothing(server: Installation, api: Api) -> None:
    paths = [f"/01/{GTIN}/21/{code}" for code in await codes(api, 200)]
    await export_keys(server)
    port, log = free_port(), server.home / "resolver.log"
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            [sys.executable, "-m", "hallmint_resolver", "serve"],
            env=server.environment(
                HALLMINT_RESOLVER_PORT=str(port),
                HALLMINT_RESOLVER_KEYS=str(server.home / "resolver-keys"),
                HALLMINT_SPOOL=str(server.home / "spool"),
                HALLMINT_RATE_PER_PREFIX="0",
            ),
            stdout=file,
            stderr=file,
        )
    try:
        await ready(port)
        await storm(port, WARM_REQUESTS)
        before = await latency_ms(port, paths)
        memory = psutil.Process(process.pid).memory_info()
        await storm(port, REQUESTS)
        grown = psutil.Process(process.pid).memory_info().rss - memory.rss
        print(f"{REQUESTS} hostile requests: memory grew by {grown / 1024:.0f} KiB")
        print(f"a good request takes {before:.2f} ms before and {await latency_ms(port, paths):.2f} ms after")
        assert grown < MOST_BYTES
    finally:
        process.terminate()
        assert process.wait(20) == 0
    said = log.read_text()
    for secret in ("Traceback", "evil", "alert(1)", "fault", *(path.rpartition("/")[2] for path in paths[:20])):
        assert secret not in said
