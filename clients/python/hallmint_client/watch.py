"""Following a batch or an export over broken connections."""

import asyncio
import copy
from collections.abc import AsyncGenerator, Callable
from typing import Generic, Protocol, TypeVar

import grpc
from google.protobuf.message import Message

from hallmint_client.error import HallmintError, native_errors
from hallmint_client.policy import Policy

Request = TypeVar("Request", bound=Message)
Watched = TypeVar("Watched", bound=Message)


class _Answer(Protocol):
    @property
    def cursor(self) -> str: ...


Answer = TypeVar("Answer", bound=_Answer)


class Following(Generic[Request, Answer, Watched]):
    """What is followed: `method`, how it is asked for from a cursor on, what a message says (None for a heartbeat), and whether
    that is the end.
    """

    def __init__(
        self,
        method: grpc.aio.UnaryStreamMultiCallable[Request, Answer],
        *,
        ask: Callable[[str], Request],
        read: Callable[[Answer], Watched | None],
        has_ended: Callable[[Watched], bool],
    ) -> None:
        self.method = method
        self.ask = ask
        self.read = read
        self.has_ended = has_ended


async def watch(
    what: Following[Request, Answer, Watched],
    *,
    cursor: str,
    metadata: tuple[tuple[str, str], ...],
    policy: Policy,
) -> AsyncGenerator[Watched, None]:
    """Yield each change until the end; what `Client.watch_batch` says."""
    now = asyncio.get_running_loop().time
    heard: float | None = None  # when the last message came; None before the first
    failures = 0
    last: Watched | None = None
    while True:
        with native_errors():
            call = what.method(what.ask(cursor), metadata=metadata)
        silent = True
        try:
            while True:
                message = await _read(call, policy.silence)
                silent, failures, heard = False, 0, now()
                cursor = message.cursor or cursor
                found = what.read(message)
                if found is None:
                    continue
                over = what.has_ended(found)
                if found != last:
                    last = copy.deepcopy(found)  # the caller may change what it is given
                    yield found
                    heard = now()  # the time our caller took is not the server's silence
                if over:
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


async def _read(call: grpc.aio.UnaryStreamCall[Request, Answer], silence: float) -> Answer:
    """Read one message; HallmintError on silence, an error, or the end of a stream that should go on."""
    try:
        with native_errors():
            async with asyncio.timeout(silence):
                message = await call.read()
    except TimeoutError:
        text = f"the server said nothing for {silence:g} s"
        raise HallmintError(text, code=grpc.StatusCode.UNAVAILABLE) from None
    if isinstance(message, Message):
        return message  # type: ignore[return-value] # EOF is the only other thing there is
    raise HallmintError("the stream ended before what it follows did", code=grpc.StatusCode.UNAVAILABLE)
