"""Following a batch over broken connections."""

import asyncio
from collections.abc import AsyncGenerator

import grpc

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_client.error import HallmintError
from hallmint_client.policy import Policy

TERMINAL = frozenset({batch_pb2.BATCH_STATE_MINTED, batch_pb2.BATCH_STATE_FAILED, batch_pb2.BATCH_STATE_CANCELLED})

Method = grpc.aio.UnaryStreamMultiCallable[
    minting_service_pb2.WatchBatchRequest, minting_service_pb2.WatchBatchResponse
]
Call = grpc.aio.UnaryStreamCall[minting_service_pb2.WatchBatchRequest, minting_service_pb2.WatchBatchResponse]


async def watch(
    method: Method,
    batch_id: str,
    *,
    cursor: str,
    metadata: tuple[tuple[str, str], ...],
    policy: Policy,
) -> AsyncGenerator[batch_pb2.Batch, None]:
    """Yield each change of a batch until it has ended; what `Client.watch_batch` says."""
    now = asyncio.get_running_loop().time
    heard: float | None = None  # when the last message came; None before the first
    failures = 0
    last: batch_pb2.Batch | None = None
    while True:
        request = minting_service_pb2.WatchBatchRequest(batch_id=batch_id, cursor=cursor)
        call = method(request, metadata=metadata)
        silent = True
        try:
            while True:
                message = await _read(call, policy.silence)
                silent, failures, heard = False, 0, now()
                cursor = message.cursor or cursor
                if not message.HasField("batch"):
                    continue
                if message.batch != last:
                    last = message.batch
                    yield last
                    heard = now()  # the time our caller took is not the server's silence
                if message.batch.state in TERMINAL:
                    return
        except HallmintError as error:
            failures += 1
            pause = policy.wait(failures, error.retry_after)
            over = failures >= policy.attempts if heard is None else now() + pause - heard > policy.patience
            # A server or proxy that goes away may say CANCELLED; by our own side it is never an rpc error.
            if over or not (error.passing or error.code is grpc.StatusCode.CANCELLED):
                raise
        finally:
            call.cancel()
        if silent:
            # A stream that broke before it said anything: ask for a snapshot, which a living server always sends,
            # or else nothing tells a batch without news from a server that is gone.
            cursor = ""
        await asyncio.sleep(pause)


async def _read(call: Call, silence: float) -> minting_service_pb2.WatchBatchResponse:
    """Read one message; HallmintError on silence, an error, or the end of a stream that should go on."""
    try:
        async with asyncio.timeout(silence):
            message = await call.read()
    except TimeoutError:
        text = f"the server said nothing for {silence:g} s"
        raise HallmintError(text, code=grpc.StatusCode.UNAVAILABLE) from None
    except grpc.aio.AioRpcError as cause:
        raise HallmintError.from_rpc(cause) from cause
    if isinstance(message, minting_service_pb2.WatchBatchResponse):
        return message
    raise HallmintError("the stream ended before the batch did", code=grpc.StatusCode.UNAVAILABLE)
