"""Limits of a call: places, time and bytes, on a real server where grpc has a part in it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import grpc
import pytest

from hallmint_server.errors import HallmintError, Kind, Reason
from hallmint_server.rpc.context import Context
from hallmint_server.rpc.limit import (
    CHANNEL_OPTIONS,
    IMPORT_MESSAGE_MOST,
    IMPORT_METHOD,
    MESSAGE_MOST,
    CallLimit,
    capped_deadline,
    check_size,
    within_deadline,
)
from hallmint_server.rpc.status import to_status

METHOD = "/test.Test/Call"
Unary = Callable[[bytes, Context], Awaitable[bytes]]
Stream = Callable[[bytes, Context], AsyncIterator[bytes]]


@asynccontextmanager
async def served(
    *, unary: Unary | None = None, stream: Stream | None = None, options: tuple[tuple[str, int], ...] = ()
) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to a server with this one method, whose messages are bytes."""
    handler: Any = None
    if unary:
        handler = grpc.unary_unary_rpc_method_handler(unary)
    if stream:
        handler = grpc.unary_stream_rpc_method_handler(stream)
    server = grpc.aio.server(options=CHANNEL_OPTIONS)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("test.Test", {"Call": handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
            yield channel
    finally:
        await server.stop(None)


@pytest.mark.parametrize("streaming", [False, True])
def test_beyond_its_places_a_call_is_refused_at_once(streaming: bool) -> None:
    limit = CallLimit(calls=3, streams=3)
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(limit.call(streaming=streaming))
        for _ in range(2):
            with pytest.raises(HallmintError) as caught, limit.call(streaming=streaming):
                pass
        with limit.call(streaming=not streaming):
            pass  # the other sort has places of its own
    assert (caught.value.kind, caught.value.reason) == (Kind.EXHAUSTED, Reason.TOO_MANY_CALLS)
    assert caught.value.retry_seconds == 1
    assert to_status(caught.value)[0] is grpc.StatusCode.RESOURCE_EXHAUSTED
    with limit.call(streaming=streaming):
        pass


def test_a_call_that_fails_gives_its_place_back() -> None:
    limit = CallLimit(calls=1, streams=1)
    for error in (RuntimeError, asyncio.CancelledError, HallmintError):
        with pytest.raises(error), limit.call(streaming=False):
            raise error(Kind.INVALID, Reason.FIELD_INVALID, "x")
    with limit.call(streaming=False):
        pass


async def test_a_stream_that_its_client_leaves_gives_its_place_back() -> None:
    limit = CallLimit(calls=1, streams=1)
    given_back = asyncio.Event()

    async def flood(_request: bytes, _context: Context) -> AsyncIterator[bytes]:
        try:
            with limit.call(streaming=True):
                while True:  # until the client's window is full, where the generator waits at its yield
                    yield bytes(64 * 1024)
        finally:
            given_back.set()

    async with served(stream=flood) as channel:
        call = channel.unary_stream(METHOD, bytes, bytes)(b"")
        assert await call.read() == bytes(64 * 1024)
        with pytest.raises(HallmintError), limit.call(streaming=True):
            pass
        call.cancel()
        await asyncio.wait_for(given_back.wait(), 20)
    with limit.call(streaming=True):
        pass


@pytest.mark.parametrize(("given", "least", "most"), [(None, 60, 60), (1000, 60, 60), (30, 1, 31)])
async def test_a_call_has_until_its_deadline_and_at_most_the_servers(
    given: float | None, least: float, most: float
) -> None:
    async def answer(_request: bytes, context: Context) -> bytes:
        return str(capped_deadline(context, most_seconds=60)).encode()

    # On the wire a timeout has few digits: grpc makes 30.1 s of 30.
    async with served(unary=answer) as channel:
        seconds = float(await channel.unary_unary(METHOD, bytes, bytes)(b"", timeout=given))
    assert least <= seconds <= most


async def test_a_call_without_deadline_ends_at_the_servers() -> None:
    found: list[HallmintError] = []

    async def never(_request: bytes, context: Context) -> bytes:
        try:
            async with within_deadline(context, most_seconds=0.01):
                await asyncio.Event().wait()
        except HallmintError as error:
            found.append(error)
            code, status = to_status(error)
            await context.abort(code, status.message)
        return b""

    async with served(unary=never) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await channel.unary_unary(METHOD, bytes, bytes)(b"")
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert [error.reason for error in found] == [Reason.DEADLINE_EXCEEDED]


async def test_a_timeout_inside_a_call_is_not_the_calls_own() -> None:
    async def connect() -> None:
        raise TimeoutError("of a connection")

    async def answer(_request: bytes, context: Context) -> bytes:
        try:
            async with within_deadline(context, most_seconds=60):
                await connect()
        except TimeoutError as error:
            return str(error).encode()
        return b""

    async with served(unary=answer) as channel:
        assert await channel.unary_unary(METHOD, bytes, bytes)(b"") == b"of a connection"


@pytest.mark.parametrize(
    ("method", "most"), [("/hallmint.v1.MintingService/SubmitMint", MESSAGE_MOST), (IMPORT_METHOD, 4 * 1024 * 1024)]
)
def test_a_message_has_at_most_a_mebibyte_and_of_an_import_four(method: str, most: int) -> None:
    assert (MESSAGE_MOST, IMPORT_MESSAGE_MOST) == (1024 * 1024, 4 * 1024 * 1024)
    check_size(method, most)
    with pytest.raises(HallmintError) as caught:
        check_size(method, most + 100_000)
    assert (caught.value.kind, caught.value.reason) == (Kind.EXHAUSTED, Reason.MESSAGE_TOO_LARGE)


def test_a_method_is_not_an_import_by_a_part_of_its_name() -> None:
    for method in (f"{IMPORT_METHOD}s", "/hallmint.v1.OtherService/ImportProducts"):
        with pytest.raises(HallmintError):
            check_size(method, MESSAGE_MOST + 1)


async def _length(request: bytes, _context: Context) -> bytes:
    return str(len(request)).encode()


async def test_grpc_takes_no_message_above_an_imports() -> None:
    async with served(unary=_length) as channel:
        call = channel.unary_unary(METHOD, bytes, bytes)
        assert int(await call(bytes(IMPORT_MESSAGE_MOST))) == IMPORT_MESSAGE_MOST
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call(bytes(IMPORT_MESSAGE_MOST + 100_000))
        assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert int(await call(b"1")) == 1


async def test_metadata_above_eight_kibibytes_is_refused_each_time() -> None:
    async with served(unary=_length) as channel:
        call = channel.unary_unary(METHOD, bytes, bytes)
        for _ in range(3):
            assert await call(b"", metadata=(("x-test", "x" * 7_000),)) == b"0"
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await call(b"", metadata=(("x-test", "x" * 8_200),))
            assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_a_client_that_pings_all_the_time_is_cut_off() -> None:
    async def silent(_request: bytes, context: Context) -> AsyncIterator[bytes]:
        await context.send_initial_metadata(())
        await asyncio.Event().wait()
        yield b""

    options = (("grpc.keepalive_time_ms", 50), ("grpc.http2.max_pings_without_data", 0), ("grpc.enable_retries", 0))
    async with served(stream=silent, options=options) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            async for _ in channel.unary_stream(METHOD, bytes, bytes)(b"", timeout=60):
                pass
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert caught.value.details() == "Too many pings"


async def test_a_client_that_no_longer_answers_pings_is_let_go() -> None:
    """Its machine has gone, or it is frozen: its watch must not keep a place for hours."""
    times = ("grpc.keepalive_time_ms", "grpc.keepalive_timeout_ms", "grpc.http2.ping_timeout_ms")
    given = dict(CHANNEL_OPTIONS)
    server = grpc.aio.server(options=[*(given | {name: given[name] // 60 for name in times}).items()])
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        # RFC 9113, 3.4: the preface and an empty SETTINGS frame. Nothing after that.
        writer.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
        # Without a limit for all pings it would stay for a minute.
        said = await asyncio.wait_for(reader.read(-1), 30)
        assert b"ping_timeout" in said
    finally:
        writer.close()
        await server.stop(None)
