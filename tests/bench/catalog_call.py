"""The calls of `make bench-catalog`: GetProduct and SubmitMint against an echo, and pages of many tokens."""

import asyncio
import time
from functools import partial
from uuid import uuid4

import grpc

from hallmint.v1 import (
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    minting_service_pb2,
    minting_service_pb2_grpc,
    product_pb2,
)
from hallmint_server.db.pool import Database, open_pool
from hallmint_server.metric import Metrics
from hallmint_server.rpc.interceptor import CallInterceptor, Gate
from hallmint_server.rpc.limit import CallLimit
from hallmint_server.rpc.page import make_token
from hallmint_server.tenancy.authenticate import Authenticator
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.throttle import Throttle
from tests.bench.echo import Call, Latencies, echo_call, measured, serve_echo
from tests.support.api import Api, Metadata
from tests.support.installation import Installation

CALLERS = 50
ROUNDS = 3
PAGE = 10_000
PAGE_SIZE = 50
_PAGES_TIMED = 200
# A method that any caller may call, so that the echo passes the same checks.
_ECHO_METHOD = "/hallmint.v1.CredentialService/GetCaller"


def get_call(channel: grpc.aio.Channel, *, metadata: Metadata) -> Call:
    """A MakeCall of GetProduct."""
    stub: catalog_service_pb2_grpc.CatalogServiceAsyncStub = catalog_service_pb2_grpc.CatalogServiceStub(channel)
    request = catalog_service_pb2.GetProductRequest(product=product_pb2.ProductRef(sku="SKU-1"))
    return partial(stub.GetProduct, request, metadata=metadata)


def submit_call(channel: grpc.aio.Channel, *, metadata: Metadata, mint: minting_service_pb2.MintSpec) -> Call:
    """A MakeCall of SubmitMint, each with a request_id of its own."""
    stub: minting_service_pb2_grpc.MintingServiceAsyncStub = minting_service_pb2_grpc.MintingServiceStub(channel)

    def call() -> grpc.aio.UnaryUnaryCall[
        minting_service_pb2.SubmitMintRequest, minting_service_pb2.SubmitMintResponse
    ]:
        request = minting_service_pb2.SubmitMintRequest(request_id=str(uuid4()), mint=mint)
        return stub.SubmitMint(request, metadata=metadata)

    return call


async def calls(place: Installation, api: Api, seconds: float) -> dict[str, float]:
    """p50 and p99 of GetProduct and SubmitMint at 50 callers, and of an echo behind the same interceptor, in turns."""
    found: dict[str, list[Latencies]] = {"echo": [], "get": [], "submit": []}
    settings = place.settings
    async with open_pool(place.dsn, max_size=settings.pool_max) as pool:
        database = Database(pool)
        gate = Gate(
            ready=asyncio.Event(),
            authenticator=Authenticator(database, HashKey(settings.keys_folder, settings.credential_key), Throttle()),
            limit=CallLimit(calls=settings.concurrent_calls, streams=settings.concurrent_streams),
            metrics=Metrics(),
            call_seconds=settings.call_seconds,
        )
        gate.ready.set()
        async with serve_echo([CallInterceptor(gate)], method=_ECHO_METHOD) as port:
            makers = {
                "echo": (f"127.0.0.1:{port}", partial(echo_call, method=_ECHO_METHOD, metadata=api.metadata)),
                "get": (place.address, partial(get_call, metadata=api.metadata)),
                "submit": (place.address, partial(submit_call, metadata=api.metadata, mint=api.spec(1))),
            }
            for _ in range(ROUNDS):
                for name, (address, maker) in makers.items():
                    run = await measured(address, maker, callers=CALLERS, seconds=seconds)
                    found[name].append(run)
                    print(f"{name:<12} p50 {run.p50:.2f} ms  p99 {run.p99:.2f} ms  {run.rate:.0f}/s", flush=True)
    # The median round by p50.
    middle = {name: sorted(runs, key=lambda run: run.p50)[len(runs) // 2] for name, runs in found.items()}
    result: dict[str, float] = {}
    for name, run in middle.items():
        result |= {f"{name}_p50_ms": round(run.p50, 2), f"{name}_p99_ms": round(run.p99, 2)}
    return result | {"get_over_echo": round(middle["get"].p50 / middle["echo"].p50, 2)}


async def pages(api: Api, brand_id: str, tokens: int) -> dict[str, float]:
    """Page 10,000 of a batch's tokens over page 1, medians of calls in turns. A worker runs."""
    batch_id = (await api.ended((await api.submit(tokens)).batch_id, seconds=600)).batch_id

    async def page(size: int, token: str) -> tuple[float, minting_service_pb2.ListTokensResponse]:
        request = minting_service_pb2.ListTokensRequest(batch_id=batch_id, page_size=size, page_token=token)
        start = time.perf_counter()
        response = await api.minting.ListTokens(request, metadata=api.metadata)
        return time.perf_counter() - start, response

    number = min(PAGE, tokens // PAGE_SIZE)
    # The token that the page before would give: walking there would take longer than all else here.
    token = make_token((number - 1) * PAGE_SIZE, "tokens", brand_id, batch_id, 0, "")
    times: dict[str, list[float]] = {"": [], token: []}
    for _ in range(_PAGES_TIMED):
        for start, values in times.items():
            seconds, response = await page(PAGE_SIZE, start)
            values.append(seconds)
            if len(response.tokens) != PAGE_SIZE:
                raise AssertionError(response)
    first, last = (sorted(values)[len(values) // 2] for values in times.values())
    print(f"page 1 median {first * 1000:.2f} ms, page {number:,} median {last * 1000:.2f} ms", flush=True)
    return {"page_1_ms": round(first * 1000, 2), "list_page_ratio": round(last / first, 3)}
