"""HTTP/1.1 of the resolver: aiohttp's parser and connection, with what they lack (deadlines for the head of a request, errors
that say nothing of us), and without what a scan does not need (decision 0016).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import structlog
from aiohttp import web
from aiohttp.http import HttpVersion11, RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler
from multidict import CIMultiDictProxy

from hallmint_resolver.answer import NO_STORE, Answer, response
from hallmint_resolver.tally import Cut, Tally

log = structlog.get_logger()

HEAD_SECONDS = 10.0
"""Most that the head of a request may take from its first byte, and a new connection until then (aiohttp 3.14 has none)."""
IDLE_SECONDS = 15.0
"""How long a connection may be silent between requests."""
SEND_SECONDS = 10.0
"""How long a client may take nothing of an answer that waits for it."""
LINE_MOST = 4 * 1024
FIELD_MOST = 16 * 1024


class Request(NamedTuple):
    """The head of a request. `target` is what stands in the request line, `peer` who connected: empty where nobody knows."""

    method: str
    target: str
    headers: "CIMultiDictProxy[str]"
    has_body: bool
    peer: str


Handler = Callable[[Request], Awaitable[Answer]]


class Protocol(RequestHandler):
    """One connection."""

    __slots__ = ("_handle", "_has_rest", "_head_deadline", "_peer", "_tally")

    def __init__(self, handle: Handler, tally: Tally | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handle = handle
        self._tally = tally
        self._head_deadline: asyncio.TimerHandle | None = None
        self._peer = ""
        self._has_rest = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._peer = peer[0] if isinstance(peer, tuple) else ""
        self._expect_head()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Stop waiting."""
        self._has_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse, and see whether a head is whole now or has begun."""
        before = self._request_count
        super().data_received(data)
        # A head that has begun behind the last whole one.
        self._has_rest = not data.endswith(b"\r\n\r\n")
        if self._request_count != before:
            self._has_head()
        elif self._head_deadline is None and not self._request_in_progress:
            self._expect_head()

    async def start(self) -> None:
        """Answer one request after the other, in the connection's own task: aiohttp makes another task, a request object and a
        writer for each, which together cost more than a look-up.
        """
        while not self._force_close:
            message, payload = await self._next()
            self._request_in_progress = True
            try:
                stays = await self._answer(message, payload)
            except ConnectionError:
                stays = False  # the client has gone
            finally:
                self._request_in_progress = False
                if self._handler_waiter is not None and not self._handler_waiter.done():
                    self._handler_waiter.set_result(None)  # shutdown waits for this one
            if not stays or self._close:
                break
            self._expect_more()
        self._task_handler = None
        if self.transport is not None:
            self.transport.close()

    async def _next(self) -> tuple[object, StreamReader]:
        """The next head, or what could not be read as one, and its body."""
        if not self._messages:
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        message, payload = self._messages.popleft()
        if self._parser is not None:
            self._parser.message_consumed()
        if self._buffer_paused and len(self._messages) <= self._msg_queue_resume_size:
            self._resume_reading_if_drained()
        return message, payload

    async def _answer(self, message: object, payload: StreamReader) -> bool:
        """Answer one request; whether the connection stays. What is no request, and a fault of ours, get two words: the client's
        bytes are in neither answer nor log.
        """
        begun = time.perf_counter()
        if not isinstance(message, RawRequestMessage):
            answer = _short(400, b"Bad request\n")
            if self._tally is not None:
                self._tally.add(answer, begun)
            await self._send(answer.encode("", stays=False, is_http_11=True))
            return False
        has_body = not payload.at_eof()
        # We take no upgrade and no body, so nothing that follows on this connection can be told from either.
        stays = not (message.should_close or message.upgrade or has_body)
        try:
            answer = await self._handle(Request(message.method, message.path, message.headers, has_body, self._peer))
        except Exception:
            # Whatever it was, the client gets an answer.
            log.exception("fault")
            answer, stays = _short(500, b"Internal error\n"), False
        if self._tally is not None:
            self._tally.add(answer, begun)
        await self._send(answer.encode(message.method, stays=stays, is_http_11=message.version >= HttpVersion11))
        return stays

    async def _send(self, data: bytes) -> None:
        """Hand bytes to the connection, and wait while its client takes none, SEND_SECONDS at most. Raises ConnectionResetError
        where it has gone.
        """
        if self.transport is None or self.transport.is_closing():
            raise ConnectionResetError("the client has gone")
        self.transport.write(data)
        if self._paused:
            deadline = self._loop.call_later(SEND_SECONDS, self._cut)
            try:
                await self._drain_helper()
            finally:
                deadline.cancel()

    def _cut(self) -> None:
        """End the connection now: a client that reads nothing would not let it close."""
        if self._tally is not None:
            self._tally.cut[Cut.SEND] += 1
        if self.transport is not None:
            self.transport.abort()

    def _expect_head(self) -> None:
        self._head_deadline = self._loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        """End a connection on which no whole head came in time."""
        if self._tally is not None:
            self._tally.cut[Cut.HEAD] += 1
        self.force_close()

    def _has_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def _expect_more(self) -> None:
        if self._has_rest and not self._messages and self._head_deadline is None:
            self._expect_head()
        self._next_keepalive_close_time = self._loop.time() + IDLE_SECONDS
        if self._keepalive_handle is None:
            self._keepalive_handle = self._loop.call_at(self._next_keepalive_close_time, self._process_keepalive)


def _short(status: int, words: bytes) -> Answer:
    return response(status, cache=NO_STORE, body=words, content_type="text/plain; charset=utf-8")


class Server(web.Server):
    """Makes a Protocol for each connection. Answers are counted where somebody reads the counts, and cost nothing elsewhere."""

    def __init__(self, handle: Handler, tally: Tally | None = None) -> None:
        super().__init__(_unused)
        self._handle = handle
        self._tally = tally

    def __call__(self) -> RequestHandler:
        """A connection's protocol."""
        return Protocol(
            self._handle,
            self._tally,
            self,
            loop=self._loop,
            access_log=None,
            keepalive_timeout=IDLE_SECONDS,
            max_line_size=LINE_MOST,
            max_field_size=FIELD_MOST,
            lingering_time=0,
            tcp_keepalive=True,
        )


async def _unused(_: web.BaseRequest) -> web.StreamResponse:
    """What aiohttp would call; `Protocol.start` never does."""
    raise NotImplementedError
