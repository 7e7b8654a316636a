"""`serve` and `worker` with their settings: metrics on a port of their own, and TLS from the settings to the client."""

import asyncio
import urllib.request
from contextlib import AsyncExitStack
from pathlib import Path

from hallmint.v1 import minting_service_pb2
from hallmint_client import Client
from hallmint_server.command import work
from hallmint_server.rpc.server import serve
from tests.conftest import running
from tests.support.certificate import certificates
from tests.support.installation import Installation, free_port
from tests.support.refusal import refused


def scrape(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def value(metrics: str, sample: str) -> float:
    return next(float(line.rpartition(" ")[2]) for line in metrics.splitlines() if line.startswith(f"{sample} "))


async def test_metrics_of_server_and_worker(place: Installation) -> None:
    ports = free_port(), free_port()
    place.options["HALLMINT_METRICS_PORT"] = str(ports[0])
    server = place.settings
    place.options["HALLMINT_METRICS_PORT"] = str(ports[1])
    worker = place.settings
    async with running(lambda stop: serve(server, stop)), running(lambda stop: work(worker, stop)), place.api() as api:
        await api.make_brand()
        await api.make_product()
        await api.ended((await api.submit(1_000)).batch_id)
        await refused(api.minting.GetStats(minting_service_pb2.GetStatsRequest()))
        of_server, of_worker = await asyncio.gather(*(asyncio.to_thread(scrape, port) for port in ports))
    submit = 'hallmint_rpc_seconds_count{code="OK",method="/hallmint.v1.MintingService/SubmitMint"}'
    assert value(of_server, submit) == 1
    assert value(of_server, 'hallmint_authentication_failures_total{reason="CREDENTIAL_REQUIRED"}') == 1
    assert value(of_worker, "hallmint_tokens_minted_total") == 1_000
    assert value(of_worker, 'hallmint_cycle_seconds_count{kind="mint"}') >= 1
    for text in (of_server, of_worker):
        assert "acme" not in text
        assert api.key not in text


async def test_tls_from_the_settings_to_the_client(place: Installation, tmp_path: Path) -> None:
    files = certificates(tmp_path)
    async with running(lambda stop: serve(place.settings, stop)), place.api() as api:
        await api.make_brand()
    place.options |= {"HALLMINT_TLS_CERTIFICATE": str(files.certificate), "HALLMINT_TLS_KEY": str(files.key)}
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(lambda stop: serve(place.settings, stop)))
        client = await stack.enter_async_context(Client(place.address, credential=api.key, ca=files.client_ca))
        assert (await client.get_caller()).brand_slug == "acme"
