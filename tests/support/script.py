"""A server whose answers are a script, for tests of the client."""

# ruff: noqa: N802 - the generated base class names the methods
import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import grpc
from grpc_status import rpc_status

from hallmint.v1 import batch_pb2, minting_service_pb2, product_pb2
from hallmint.v1.minting_service_pb2_grpc import MintingServiceServicer, add_MintingServiceServicer_to_server
from hallmint_client import Client, Policy
from tests.support.sample import CREDENTIAL, LOT_BATCH, make_batch, refusal

QUICK = Policy(timeout=5, attempts=5, pause=0.005, longest_pause=0.02, silence=0.3, patience=1, poll=0.005)
UNAVAILABLE = refusal(grpc.StatusCode.UNAVAILABLE, "away", reason="DATABASE_UNAVAILABLE")
PROCESSING = batch_pb2.BATCH_STATE_PROCESSING
MINTED = batch_pb2.BATCH_STATE_MINTED
SPEC = minting_service_pb2.MintSpec(product=product_pb2.ProductRef(sku="A"), quantity=10)


def unary(method: str) -> Any:
    """A servicer's method that answers by the script."""

    async def answer(self: "Script", request: Any, context: Any) -> Any:
        return await self.answer(method, request, context)

    return answer


class Script(MintingServiceServicer):
    """Each call takes the next answer of its method; the last one stays. Requests and brands are kept."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.requests: list[Any] = []
        self.metadata: list[dict[str, str]] = []

    async def answer(self, method: str, request: Any, context: Any) -> Any:
        self._note(request, context)
        answer = self._next(method)
        if isinstance(answer, Exception):
            await asyncio.sleep(3600)
        if hasattr(answer, "details"):
            await context.abort_with_status(rpc_status.to_status(answer))
        return answer

    def _note(self, request: Any, context: Any) -> None:
        self.requests.append(request)
        self.metadata.append({str(key): str(value) for key, value in context.invocation_metadata()})

    def _next(self, method: str) -> Any:
        answers = self.answers[method]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    PreflightMint = unary("PreflightMint")
    SubmitMint = unary("SubmitMint")
    GetBatch = unary("GetBatch")
    ListBatches = unary("ListBatches")
    CancelBatch = unary("CancelBatch")
    ResumeBatch = unary("ResumeBatch")
    GetToken = unary("GetToken")
    ListTokens = unary("ListTokens")
    RevokeTokens = unary("RevokeTokens")
    GetStats = unary("GetStats")

    async def WatchBatch(self, request: Any, context: Any) -> Any:
        self._note(request, context)
        for step in self._next("WatchBatch"):
            if step == "silence":
                await asyncio.sleep(3600)
            elif hasattr(step, "details"):
                await context.abort_with_status(rpc_status.to_status(step))
            else:
                yield step


HANG = Exception("never answers")


@asynccontextmanager
async def serving(script: MintingServiceServicer, port: int = 0) -> AsyncIterator[str]:
    server = grpc.aio.server()
    add_MintingServiceServicer_to_server(script, server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(None)


@asynccontextmanager
async def connected(script: Script, policy: Policy = QUICK, brand: str | None = "nordlicht") -> AsyncIterator[Client]:
    async with serving(script) as address, Client(address, credential=CREDENTIAL, brand=brand, policy=policy) as client:
        yield client


def step(minted: int, *, state: batch_pb2.BatchState.ValueType = PROCESSING) -> minting_service_pb2.WatchBatchResponse:
    batch = make_batch(LOT_BATCH, state=state, quantity=100, minted=minted)
    return minting_service_pb2.WatchBatchResponse(batch=batch, cursor=f"c{minted}")


def submitted() -> minting_service_pb2.SubmitMintResponse:
    return minting_service_pb2.SubmitMintResponse(batch=batch_pb2.Batch(batch_id=LOT_BATCH))


async def watch(client: Client, cursor: str = "") -> list[int]:
    async with asyncio.timeout(20), aclosing(client.watch_batch(LOT_BATCH, cursor=cursor)) as changes:
        return [batch.minted_quantity async for batch in changes]
