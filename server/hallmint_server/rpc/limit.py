"""What a call may take: a place among the calls that run, time, and bytes.

Each limit keeps one caller from taking the server away from the others; what is refused here has changed nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from hallmint_server.errors import HallmintError, Kind, Reason
from hallmint_server.rpc.context import Context

_MIB = 1024 * 1024
_RETRY_SECONDS = 1.0

MESSAGE_MOST = _MIB
"""Most bytes of a request: 1,000 token references or a product's attributes fit many times over."""
IMPORT_MESSAGE_MOST = 4 * _MIB
"""Most bytes of the file in one message of an import stream."""
IMPORT_METHOD = "/hallmint.v1.CatalogService/ImportProducts"
# Tags, lengths and the other fields of a message whose chunk of a file is of the largest size.
_IMPORT_FRAME = 64 * 1024
_RECEIVE_MOST = IMPORT_MESSAGE_MOST + _IMPORT_FRAME
_METADATA_MOST = 8 * 1024
_PING_ANSWER_MS = 20_000

CHANNEL_OPTIONS: tuple[tuple[str, int], ...] = (
    # grpc knows one limit for all methods of a port, so this one is the import's; `check_size` holds the others.
    ("grpc.max_receive_message_length", _RECEIVE_MOST),
    # A soft limit alone refuses at random from there up to a hard one of 16 KiB.
    ("grpc.max_metadata_size", _METADATA_MOST),
    ("grpc.absolute_max_metadata_size", _METADATA_MOST),
    # A watcher may be silent for hours, and routers forget silent connections.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_permit_without_calls", 1),  # else every two hours where no call runs
    ("grpc.http2.max_pings_without_data", 0),  # else only twice until data flows
    # Who does not answer has gone. The first is for these pings; the second, without which it would be 60 s, for any.
    ("grpc.keepalive_timeout_ms", _PING_ANSWER_MS),
    ("grpc.http2.ping_timeout_ms", _PING_ANSWER_MS),
    # The third ping that follows another within 10 s ends the connection: ENHANCE_YOUR_CALM, "too_many_pings".
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 2),
    # Of one connection. Above the places of CallLimit: beyond it a call waits in silence, beyond those it hears why.
    ("grpc.max_concurrent_streams", 1_000),
    # A connection moves to a server added since, and a client certificate is looked at again, at least each hour (plus or
    # minus a tenth). Calls that run are let end for ten minutes; a watch goes on at its cursor.
    ("grpc.max_connection_age_ms", 3_600_000),
    ("grpc.max_connection_age_grace_ms", 600_000),
    ("grpc.server_handshake_timeout_ms", 10_000),
    # A second server on the port fails to start, where the kernel would share out connections between the two.
    ("grpc.so_reuseport", 0),
)
"""Arguments of grpc's core for the server (names: include/grpc/impl/channel_arg_names.h of grpc; times in ms)."""


class CallLimit:
    """Places for calls that run at the same time, of one server.

    Unary calls and streams are counted apart: watchers that stay for hours leave the places of short calls free.
    """

    def __init__(self, *, calls: int, streams: int) -> None:
        self._most = {False: calls, True: streams}
        self._running = {False: 0, True: 0}

    @contextmanager
    def call(self, *, streaming: bool) -> Iterator[None]:
        """Hold a place for one call; nobody waits for one.

        Raises HallmintError TOO_MANY_CALLS (RESOURCE_EXHAUSTED, RetryInfo of 1 s) where none is free.
        """
        if self._running[streaming] >= self._most[streaming]:
            what = "streams" if streaming else "calls"
            raise HallmintError(
                Kind.EXHAUSTED,
                Reason.TOO_MANY_CALLS,
                f"the server runs {self._most[streaming]} {what} at once, its most; try again shortly",
                retry_seconds=_RETRY_SECONDS,
            )
        self._running[streaming] += 1
        try:
            yield
        finally:
            self._running[streaming] -= 1


def capped_deadline(context: Context, *, most_seconds: float) -> float:
    """Seconds that a unary call may still take: until its deadline, and at most `most_seconds`, also without a deadline."""
    remaining = context.time_remaining()
    return most_seconds if remaining is None else min(remaining, most_seconds)


@asynccontextmanager
async def within_deadline(context: Context, *, most_seconds: float) -> AsyncIterator[None]:
    """Cancel the block when the call's time is up. A transaction in it is rolled back, one that was committed stays, as with
    any lost answer: a retry with the same request_id finds it.

    Raises HallmintError DEADLINE_EXCEEDED; a TimeoutError of the block's own goes through as it is.
    """
    seconds = capped_deadline(context, most_seconds=most_seconds)
    try:
        async with asyncio.timeout(seconds) as timeout:
            yield
    except TimeoutError as error:
        if not timeout.expired():
            raise
        raise HallmintError(
            Kind.DEADLINE,
            Reason.DEADLINE_EXCEEDED,
            f"the call took longer than the {seconds:.3g} s it had, of which the server gives at most {most_seconds:g}",
        ) from error


def check_size(method: str, encoded_len: int) -> None:
    """Refuse an encoded request of more than 1 MiB, of the import stream of more than 4 MiB and its frame. `method` is
    `/package.Service/Method`; `encoded_len` is in bytes, decompressed.

    Raises HallmintError MESSAGE_TOO_LARGE (RESOURCE_EXHAUSTED, the code that grpc gives beyond its own limit).
    """
    most = _RECEIVE_MOST if method == IMPORT_METHOD else MESSAGE_MOST
    if encoded_len > most:
        raise HallmintError(
            Kind.EXHAUSTED,
            Reason.MESSAGE_TOO_LARGE,
            f"the request has {encoded_len:,} bytes, more than the {most:,} that this method takes",
            metadata={"most_bytes": str(most)},
        )
