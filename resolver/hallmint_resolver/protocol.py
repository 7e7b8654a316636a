"""aiohttp's server protocol, with what it lacks: a deadline for the head of a request, and errors that say nothing of us."""

import asyncio
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

log = structlog.get_logger()

HEAD_SECONDS = 10.0
"""Most that the head of a request may take from its first byte, and a new connection until then (aiohttp 3.14 has none)."""
IDLE_SECONDS = 15.0
"""How long a connection may be silent between requests."""
LINE_MOST = 4 * 1024
FIELD_MOST = 16 * 1024
SERVER = "Hallmint"


class Protocol(RequestHandler):
    """One connection."""

    __slots__ = ("_head_deadline",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Stop waiting."""
        self._has_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse, and see whether a head is whole now or has begun."""
        before = self._request_count
        super().data_received(data)
        if self._request_count != before:
            self._has_head()
        elif self._head_deadline is None and not self._request_in_progress:
            self._expect_head()

    async def send(self, data: bytes) -> None:
        """Hand bytes to the connection, and wait while its client takes none. Raises ConnectionResetError where it has gone."""
        if self.transport is None or self.transport.is_closing():
            raise ConnectionResetError("the client has gone")
        self.transport.write(data)
        if self._paused:
            await self._drain_helper()

    def _expect_head(self) -> None:
        self._head_deadline = self._loop.call_later(HEAD_SECONDS, self.force_close)

    def _has_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what is no request, or failed, in two words. The client's bytes are in neither answer nor log."""
        del message
        self.keep_alive(val=False)
        is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was begun; the connection ends")
        if is_ours:
            log.error("fault", exc_info=exc)
        headers = {
            "Server": SERVER,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }
        words = "Internal error\n" if is_ours else "Bad request\n"
        response = web.Response(status=status, text=words, headers=headers)
        response.force_close()
        return response


class Server(web.Server):
    """Makes a Protocol for each connection."""

    def __call__(self) -> RequestHandler:
        """A connection's protocol."""
        return Protocol(
            self,
            loop=self._loop,
            access_log=None,
            keepalive_timeout=IDLE_SECONDS,
            max_line_size=LINE_MOST,
            max_field_size=FIELD_MOST,
            lingering_time=0,
            tcp_keepalive=True,
        )
