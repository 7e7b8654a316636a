"""A gRPC proxy that carries calls out and then loses their answers, or ends streams early."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor

_SERVICES = sorted((Path(__file__).parents[2] / "proto/hallmint/v1").glob("*_service.proto"))
_OPTIONS = (("grpc.max_receive_message_length", -1), ("grpc.so_reuseport", 0))


class LosingProxy(grpc.GenericRpcHandler):  # type: ignore[type-arg] # only the stubs have arguments
    """Passes every rpc of hallmint.v1 on, as bytes."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel
        self._methods = dict(_methods())
        self.address = ""
        self.lose = 0
        """Answers still to be lost, of calls that have one: the server has carried the call out, and UNAVAILABLE is heard."""
        self.stream_seconds = 3600.0
        """How long a stream lives: its end is UNAVAILABLE and, every other time, one as if all had been said."""
        self.pause = 0.0
        """Seconds before each message of a stream."""
        self.lost = 0
        self.ended = 0

    def service(self, details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[bytes, bytes] | None":
        """The handler of one call."""
        method = details.method
        if method not in self._methods:
            return None
        if self._methods[method].server_streaming:
            return grpc.unary_stream_rpc_method_handler(partial(self._stream, method))
        if self._methods[method].client_streaming:
            return grpc.stream_unary_rpc_method_handler(
                partial(self._one, self._channel.stream_unary(method, None, None))
            )
        return grpc.unary_unary_rpc_method_handler(partial(self._one, self._channel.unary_unary(method, None, None)))

    async def _one(self, call: Any, request: Any, context: Any) -> bytes:
        try:
            answer: bytes = await call(request, **_passed(context))
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


def _methods() -> Iterator[tuple[str, MethodDescriptor]]:
    for path in _SERVICES:
        for service in importlib.import_module(f"hallmint.v1.{path.stem}_pb2").DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                yield f"/{service.full_name}/{method.name}", method


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
