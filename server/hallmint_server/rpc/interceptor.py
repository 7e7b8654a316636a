"""What every call goes through: a place, a deadline, the caller, a log line, and errors turned into statuses."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import grpc
import structlog
from google.protobuf.message import DecodeError, Message
from google.rpc import status_pb2

from hallmint_server.db import event
from hallmint_server.db.errors import to_domain
from hallmint_server.errors import HallmintError, Kind, Problems, Reason, refused
from hallmint_server.metric import Metrics
from hallmint_server.rpc import access
from hallmint_server.rpc.caller import CALLER
from hallmint_server.rpc.context import Context, Handler, Interceptor
from hallmint_server.rpc.limit import CallLimit, check_size, within_deadline
from hallmint_server.rpc.status import internal, to_status
from hallmint_server.rpc.unreadable import unreadable
from hallmint_server.rpc.validate import check_text
from hallmint_server.tenancy.authenticate import FRESH_SECONDS, Authenticator
from hallmint_server.tenancy.model import Caller
from mintcore import uuid7

log = structlog.get_logger()

_IMPORT_SECONDS = 600.0
"""Most that a stream of requests may take: a sheet of 256 MiB over a slow line."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that are no request. What is wrong with them is looked for when it is known who sent them."""

    method: str
    encoded: bytes


Decoded = Message | HallmintError | Unread
"""A request, or why it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What calls have to pass."""

    ready: asyncio.Event
    authenticator: Authenticator
    limit: CallLimit
    metrics: Metrics
    call_seconds: float


class CallInterceptor(Interceptor):
    """Wraps the services of package hallmint.v1; health and reflection go their own way."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

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
        decode, encode = _decoder(method, handler), handler.response_serializer
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(self._stream(method, handler.unary_stream), decode, encode)
        if handler.request_streaming:
            behaviour = handler.stream_unary
            return grpc.stream_unary_rpc_method_handler(self._collect(method, behaviour), decode, encode)
        return grpc.unary_unary_rpc_method_handler(self._unary(method, handler.unary_unary), decode, encode)

    def _unary(self, method: str, behaviour: Any) -> Any:
        async def call(request: Decoded, context: Context) -> Message | None:
            async def work() -> Message:
                response: Message = await behaviour(_checked(request), context)
                return response

            return await self._answer(method, context, work, streaming=False, most_seconds=self._gate.call_seconds)

        return call

    def _collect(self, method: str, behaviour: Any) -> Any:
        async def call(requests: AsyncIterator[Decoded], context: Context) -> Message | None:
            async def checked() -> AsyncIterator[Message]:
                async for request in requests:
                    yield _checked(request)

            async def work() -> Message:
                response: Message = await behaviour(checked(), context)
                return response

            return await self._answer(method, context, work, streaming=True, most_seconds=_IMPORT_SECONDS)

        return call

    async def _answer(
        self,
        method: str,
        context: Context,
        work: Callable[[], Awaitable[Message]],
        *,
        streaming: bool,
        most_seconds: float,
    ) -> Message | None:
        run = _Call(method, self._gate.metrics)
        try:
            self._check_ready()
            with self._gate.limit.call(streaming=streaming):
                async with within_deadline(context, most_seconds=most_seconds):
                    await self._admit(run, context)
                    response = await work()
        except asyncio.CancelledError:
            run.done("CANCELLED")
            raise
        except Exception as error:  # noqa: BLE001 - the one place where every error becomes a status
            await run.refuse(context, error)
            return None
        run.done("OK")
        return response

    def _stream(self, method: str, behaviour: Any) -> Any:
        async def call(request: Decoded, context: Context) -> AsyncIterator[Message]:
            run = _Call(method, self._gate.metrics)
            try:
                self._check_ready()
                with self._gate.limit.call(streaming=True):
                    await self._admit(run, context)
                    admitted = time.monotonic()
                    async for response in behaviour(_checked(request), context):
                        # A stream may outlive its credential; there is a message at least with each heartbeat.
                        if time.monotonic() - admitted > FRESH_SECONDS:
                            await self._admit(run, context)
                            admitted = time.monotonic()
                        yield response
            except (asyncio.CancelledError, GeneratorExit):
                run.done("CANCELLED")
                raise
            except Exception as error:  # noqa: BLE001 - the one place where every error becomes a status
                await run.refuse(context, error)
                return
            run.done("OK")

        return call

    def _check_ready(self) -> None:
        if not self._gate.ready.is_set():
            raise HallmintError(
                Kind.UNAVAILABLE,
                Reason.DATABASE_UNAVAILABLE,
                "the server is waiting for its database",
                retry_seconds=1.0,
            )

    async def _admit(self, run: "_Call", context: Context) -> None:
        """Find out who calls, and whether they may."""
        metadata = {str(key): str(value) for key, value in context.invocation_metadata() or ()}
        scheme, _, credential = metadata.get("authorization", "").partition(" ")
        try:
            caller: Caller = await self._gate.authenticator.authenticate(
                credential.strip() if scheme.lower() == "bearer" else "",
                metadata.get("x-hallmint-brand", ""),
                peer=_address(context.peer()),
            )
        except HallmintError as error:
            if error.kind in (Kind.UNAUTHENTICATED, Kind.EXHAUSTED):
                self._gate.metrics.authentication_failures.labels(error.reason).inc()
            raise
        access.check(caller, run.method)
        run.actor = caller.actor
        CALLER.set(caller)
        event.CALL_ID.set(run.request_id)


def _address(peer: str) -> str:
    """Who is counted for wrong keys: the address without its port."""
    return peer.rpartition(":")[0] or peer


def _checked(request: Decoded) -> Message:
    if isinstance(request, HallmintError):
        raise request
    if isinstance(request, Unread):
        raise _not_read(request)
    check_text(request)
    return request


def _decoder(method: str, handler: Handler) -> Callable[[bytes], Decoded]:
    """The method's decoder, which gives the refusal where it fails: grpc would answer UNKNOWN with our exception's text, and
    before it is known who calls.
    """
    parse: Any = handler.request_deserializer

    def decode(encoded: bytes) -> Decoded:
        try:
            check_size(method, len(encoded))
            message: Message = parse(encoded)
        except HallmintError as error:
            return error
        except DecodeError:
            return Unread(method, encoded)
        return message

    return decode


def _not_read(request: Unread) -> HallmintError:
    problems = Problems()
    for path in unreadable(request.method, request.encoded):
        problems.add(Reason.FIELD_INVALID, path, f"{path} is not UTF-8, or nested too deep")
    if problems.found:
        return refused(problems.found)
    return HallmintError(
        Kind.INVALID,
        Reason.FIELD_INVALID,
        "the request is not a message of this method: its encoding is broken",
        metadata={"reasons": Reason.FIELD_INVALID.value},
    )


class _Call:
    """One call: what is logged and measured of it, and how it is refused."""

    def __init__(self, method: str, metrics: Metrics) -> None:
        self.method = method
        self.request_id = uuid7()
        self.actor = ""
        self._metrics = metrics
        self._start = time.monotonic()
        metrics.rpc_in_flight.inc()

    def done(self, code: str, **fields: str) -> None:
        elapsed = time.monotonic() - self._start
        self._metrics.rpc_in_flight.dec()
        self._metrics.rpc_seconds.labels(self.method, code).observe(elapsed)
        milliseconds = round(elapsed * 1000, 1)
        log.info(
            "call",
            method=self.method,
            code=code,
            ms=milliseconds,
            request_id=self.request_id,
            actor=self.actor,
            **fields,
        )

    async def refuse(self, context: Context, error: Exception) -> None:
        known = error if isinstance(error, HallmintError) else to_domain(error)
        if known is not None:
            code, status = to_status(known)
            self.done(code.name, reason=known.reason.value)
        else:
            code, status = internal(self.request_id)
            self.done(code.name)
            log.error("fault", method=self.method, request_id=self.request_id, exc_info=error)
        await abort(context, code, status)


async def abort(context: Context, code: grpc.StatusCode, status: status_pb2.Status) -> None:
    """End the call with a rich status."""
    await context.abort(
        code, status.message, trailing_metadata=(("grpc-status-details-bin", status.SerializeToString()),)
    )
