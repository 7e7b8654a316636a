"""What every call goes through: a request id, a log line, and errors turned into statuses in this one place."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
import structlog
from google.protobuf.message import DecodeError, Message
from google.rpc import status_pb2

from hallmint_server.db.errors import to_domain
from hallmint_server.errors import HallmintError, Kind, Reason
from hallmint_server.rpc.context import Context, Handler, Interceptor
from hallmint_server.rpc.status import internal, to_status
from hallmint_server.rpc.validate import check_text
from mintcore import uuid7

log = structlog.get_logger()


class CallInterceptor(Interceptor):
    """Wraps the services of package hallmint.v1; health and reflection go their own way."""

    def __init__(self, ready: asyncio.Event) -> None:
        self._ready = ready

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        """Put the wrapper around the method's handler."""
        handler = await continuation(handler_call_details)
        method = str(handler_call_details.method)
        if handler is None or not method.startswith("/hallmint."):
            return handler
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                self._stream(method, handler.unary_stream), _decoder(handler), handler.response_serializer
            )
        return grpc.unary_unary_rpc_method_handler(
            self._unary(method, handler.unary_unary), _decoder(handler), handler.response_serializer
        )

    def _unary(self, method: str, behaviour: Any) -> Any:
        async def call(request: Message | None, context: Context) -> Message | None:
            run = _Call(method)
            try:
                self._check(request)
                response: Message = await behaviour(request, context)
            except Exception as error:  # noqa: BLE001 - the one place where every error becomes a status
                await run.refuse(context, error)
                return None
            run.done("OK")
            return response

        return call

    def _stream(self, method: str, behaviour: Any) -> Any:
        async def call(request: Message | None, context: Context) -> AsyncIterator[Message]:
            run = _Call(method)
            try:
                self._check(request)
                async for response in behaviour(request, context):
                    yield response
            except Exception as error:  # noqa: BLE001 - the one place where every error becomes a status
                await run.refuse(context, error)
                return
            run.done("OK")

        return call

    def _check(self, request: Message | None) -> None:
        if not self._ready.is_set():
            raise HallmintError(
                Kind.UNAVAILABLE,
                Reason.DATABASE_UNAVAILABLE,
                "the server is waiting for its database",
                retry_seconds=1.0,
            )
        if request is None:
            raise HallmintError(
                Kind.INVALID,
                Reason.FIELD_INVALID,
                "the request is not a message of this method: its encoding is broken, or a text in it is not UTF-8",
                metadata={"reasons": Reason.FIELD_INVALID.value},
            )
        check_text(request)


def _decoder(handler: Handler) -> Callable[[bytes], Message | None]:
    """The method's decoder, which gives None where it fails: grpc would answer UNKNOWN with the text of our exception."""
    parse: Any = handler.request_deserializer

    def decode(encoded: bytes) -> Message | None:
        try:
            message: Message = parse(encoded)
        except DecodeError:
            return None
        return message

    return decode


class _Call:
    """One call: what is logged of it, and how it is refused."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._request_id = uuid7()
        self._start = time.monotonic()

    def done(self, code: str, **fields: str) -> None:
        elapsed = round((time.monotonic() - self._start) * 1000, 1)
        log.info("call", method=self._method, code=code, ms=elapsed, request_id=self._request_id, **fields)

    async def refuse(self, context: Context, error: Exception) -> None:
        known = error if isinstance(error, HallmintError) else to_domain(error)
        if known is not None:
            code, status = to_status(known)
            self.done(code.name, reason=known.reason.value)
        else:
            code, status = internal(self._request_id)
            log.error("fault", method=self._method, request_id=self._request_id, exc_info=error)
        await abort(context, code, status)


async def abort(context: Context, code: grpc.StatusCode, status: status_pb2.Status) -> None:
    """End the call with a rich status."""
    await context.abort(
        code, status.message, trailing_metadata=(("grpc-status-details-bin", status.SerializeToString()),)
    )
