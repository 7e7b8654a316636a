"""A gRPC proxy that carries calls out and then loses their answers, or ends streams early."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import grpc

_SERVICES = sorted((Path(__file__).parents[2] / "proto/hallmint/v1").glob("*_service.proto"))
_OPTIONS = (("grpc.max_receive_message_length", -1), ("grpc.so_reuseport", 0))


class LosingProxy(grpc.GenericRpcHandler):  # type: ignore[type-arg] # only the stubs have arguments
    """Passes every rpc of hallmint.v1 on, but for those that only the client streams, as bytes."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel
        self._streams = dict(_methods())
        self.address = ""
        self.lose = 0
        """Answers of unary calls still to be lost: the server has carried the call out, and the client hears UNAVAILABLE."""
        self.stream_seconds = 3600.0
        """How long a stream lives: its end is UNAVAILABLE and, every other time, one as if all had been said."""
        self.pause = 0.0
        """Seconds before each message of a stream."""
        self.lost = 0
        self.ended = 0

    def service(self, details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[bytes, bytes] | None":
        """The handler of one call."""
        method = details.method
        if method not in self._streams:
            return None
        if self._streams[method]:
            return grpc.unary_stream_rpc_method_handler(partial(self._stream, method))
        return grpc.unary_unary_rpc_method_handler(partial(self._unary, method))

    async def _unary(self, method: str, request: bytes, context: Any) -> bytes:
        try:
            answer: bytes = await self._channel.unary_unary(method, None, None)(request, **_passed(context))
        except grpc.aio.AioRpcError as error:
            await _fail(context, error)
        if self.lose:
            self.lose -= 1
            self.lost += 1
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the answer was lost")
        return answer

    async def _stream(self, method: str, request: bytes, context: Any) -> AsyncIterator[bytes]:
        call = self._channel.unary_stream(method, None, None)(request, **_passed(context))
        end = asyncio.get_running_loop().time() + self.stream_seconds
        try:
            while True:
                async with asyncio.timeout_at(end):
                    message = await call.read()
                    if not isinstance(message, bytes):
                        return
                    await asyncio.sleep(self.pause)
                yield message
        except TimeoutError:
            self.ended += 1
            if self.ended % 2:
                await context.abort(grpc.StatusCode.UNAVAILABLE, "the stream was closed")
        except grpc.aio.AioRpcError as error:
            await _fail(context, error)
        finally:
            call.cancel()


def _methods() -> Iterator[tuple[str, bool]]:
    for path in _SERVICES:
        for service in importlib.import_module(f"hallmint.v1.{path.stem}_pb2").DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                if not method.client_streaming:
                    yield f"/{service.full_name}/{method.name}", method.server_streaming


def _passed(context: Any) -> dict[str, Any]:
    own = ("user-agent", "grpc-")
    metadata = tuple((key, value) for key, value in context.invocation_metadata() if not key.startswith(own))
    return {"metadata": metadata, "timeout": context.time_remaining()}


async def _fail(context: Any, error: grpc.aio.AioRpcError) -> None:
    await context.abort(error.code(), error.details() or "", tuple(error.trailing_metadata() or ()))


@asynccontextmanager
async def losing(address: str) -> AsyncIterator[LosingProxy]:
    """A proxy before a server, for as long as the context lasts."""
    async with grpc.aio.insecure_channel(address, options=_OPTIONS) as channel:
        proxy, server = LosingProxy(channel), grpc.aio.server(options=_OPTIONS)
        server.add_generic_rpc_handlers((proxy,))
        proxy.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        await server.start()
        try:
            yield proxy
        finally:
            await server.stop(0)
