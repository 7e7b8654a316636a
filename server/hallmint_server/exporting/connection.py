"""HTTP/1.1 of the downloads: aiohttp's, with errors that say nothing of the client.

A connection serves one request: a pack takes so much longer than a handshake that nothing is lost, and aiohttp's deadline for a
silent connection, which begins with it, is then one for the whole head.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

HEAD_SECONDS = 10.0
"""Most that a request's head may take from the moment of the connection."""
CONNECTIONS_MOST = 256
"""Downloads at once, and clients that have not said yet what they want."""
_LINE_MOST = 4 * 1024
_FIELD_MOST = 8 * 1024
_FIELDS_MOST = 64
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Connection": "close",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Server": "Hallmint",
    "X-Content-Type-Options": "nosniff",
}
_WORDS = {
    HTTPStatus.FORBIDDEN: "This link is not valid, or no longer: ask for a new one",
    HTTPStatus.METHOD_NOT_ALLOWED: "GET and HEAD only",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Internal error",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not now, try again",
}

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def headed(response: web.StreamResponse, **headers: str) -> web.StreamResponse:
    """The response with what all have, and no connection after it. `headers` by names with `_` for `-`."""
    response.headers.update(_HEADERS)
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    response.force_close()
    return response


def plain(status: HTTPStatus, **headers: str) -> web.StreamResponse:
    """A response of the same few words for every reason, none where the status says all."""
    words = _WORDS.get(status)
    return headed(web.Response(status=status, text=words and words + "\n"), **headers)


class Connection(RequestHandler):
    """One connection."""

    __slots__ = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the head, HEAD_SECONDS at most; a connection too many is ended."""
        super().connection_made(transport)
        if self._manager is not None and len(self._manager.connections) > CONNECTIONS_MOST:
            self.cut()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """What is no request gets what every wrong link does; aiohttp's own answer repeats its bytes, and logs the address."""
        del exc, message
        if request.writer.output_size:
            raise ConnectionError("the answer has begun")
        return plain(HTTPStatus.FORBIDDEN if status < HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus(500))

    def cut(self) -> None:
        """End the connection now, whatever waits to be sent."""
        if self.transport is not None:
            self.transport.abort()


class Server(web.Server):
    """Makes a Connection for each connection."""

    def __call__(self) -> RequestHandler:
        """A connection's protocol."""
        return Connection(
            self,
            loop=self._loop,
            access_log=None,  # type: ignore[arg-type] # its annotation lacks the None that turns it off
            keepalive_timeout=HEAD_SECONDS,
            max_line_size=_LINE_MOST,
            max_field_size=_FIELD_MOST,
            max_headers=_FIELDS_MOST,
            lingering_time=0,
        )
