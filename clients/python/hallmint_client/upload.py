"""Sending a stream of requests, and hearing what the server says while they are on their way."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)
T = TypeVar("T")

_UNSENT = "Internal error from Core"


async def upload(
    method: grpc.aio.StreamUnaryMultiCallable[Request, Response],
    stream: AsyncGenerator[Request, None],
    *,
    timeout_seconds: float,
    metadata: tuple[tuple[str, str], ...],
) -> Response:
    """Send all of it, and close it. Raises the server's AioRpcError, also if it came before the end of the stream, and what
    the stream raises.
    """
    call = method(None, timeout=timeout_seconds, metadata=metadata)
    endings: list[grpc.aio.AioRpcError] = []
    call.add_done_callback(lambda done: endings.append(_ending(done)))
    try:
        async for request in stream:
            try:
                await call.write(request)
            except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
                break  # the server has answered; what it says comes with the call
        await call.done_writing()
        return await call
    except grpc.aio.AioRpcError as error:
        # A message that can no longer be sent makes grpc.aio put its own error in place of the server's.
        answers = [
            ending for ending in endings if ending.details() != _UNSENT and ending.code() is not grpc.StatusCode.OK
        ]
        raise (answers or [error])[0] from None
    finally:
        await stream.aclose()
        call.cancel()


def _ending(call: Any) -> grpc.aio.AioRpcError:
    """How a call ended, at the moment at which it does."""
    return grpc.aio.AioRpcError(
        _now(call.code()), _now(call.initial_metadata()), _now(call.trailing_metadata()), _now(call.details()), None
    )


def _now(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that has nothing to wait for."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    coroutine.close()
    raise RuntimeError("a call that has ended has a status")
