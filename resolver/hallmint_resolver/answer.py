"""Responses, with the headers that all of them carry. Each is one text and one write (decision 0016)."""

from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time

from hallmint_resolver.choice import LINKSET
from hallmint_resolver.protocol import SERVER, Protocol

METHODS = "GET, HEAD, OPTIONS"
NO_STORE = "no-store"
SHORT = "private, max-age=30"
"""A revocation shows within a minute: these 30 s, and 20 s of our own caches."""
_ALWAYS = (
    f"Server: {SERVER}\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Access-Control-Allow-Origin: *\r\n"
    f"Access-Control-Allow-Methods: {METHODS}\r\n"
    "Access-Control-Expose-Headers: Link\r\n"
    "Vary: Accept, Accept-Language\r\n"
)
_STATUS_LINES = {int(status): f"HTTP/1.1 {int(status)} {status.phrase}\r\n" for status in HTTPStatus}
_HTTP_11 = (1, 1)
_CONNECTION = {  # by whether it stays, and whether that goes without saying (RFC 9112, 9.3)
    (True, True): "",
    (True, False): "Connection: keep-alive\r\n",
    (False, True): "Connection: close\r\n",
    (False, False): "Connection: close\r\n",
}


class Answer(web.StreamResponse):
    """A whole response. aiohttp's own takes each header apart and puts it together again, a third of what a scan costs."""

    def __init__(self, status: int, fields: str, body: bytes) -> None:
        super().__init__(status=status)
        self._fields = fields
        self._whole_body = body

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send it: head and, but to HEAD, body. Raises ConnectionResetError where the client has gone."""
        self._keep_alive = request.keep_alive
        connection = _CONNECTION[request.keep_alive, request.version >= _HTTP_11]
        # RFC 9110, 8.6: a 204 has no Content-Length.
        length = "" if self.status == HTTPStatus.NO_CONTENT else f"Content-Length: {len(self._whole_body)}\r\n"
        head = f"{_STATUS_LINES[self.status]}{self._fields}{length}Date: {rfc822_formatted_time()}\r\n{connection}\r\n"
        protocol = request.protocol
        assert isinstance(protocol, Protocol)  # noqa: S101 - the resolver has no other
        # A query that is no UTF-8 was read as surrogates, and goes out as the bytes that came.
        data = head.encode("utf-8", "surrogateescape")
        await protocol.send(data if request.method == "HEAD" else data + self._whole_body)
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing is left to write."""


def response(
    status: int,
    *,
    cache: str,
    body: bytes = b"",
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A response. Raises ValueError for a header of two lines."""
    fields = f"{_ALWAYS}Cache-Control: {cache}\r\n"
    if content_type:
        fields += f"Content-Type: {content_type}\r\n"
    if headers:
        own = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        if own.count("\n") != len(headers) or own.count("\r") != len(headers):
            raise ValueError("a header of two lines")
        fields += own
    return Answer(status, fields, body)


def linkset_header(anchor: str) -> str:
    """The Link header that says where the linkset is (RFC 8288; GS1-Conformant Resolver 1.2.1, 4.7)."""
    return f'<{anchor}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'


def redirect(target: str, *, cache: str, anchor: str) -> Answer:
    """307: the next scan may lead elsewhere. The target is set as it is; aiohttp's own redirects quote it again."""
    if "\n" in target or "\r" in target:
        raise ValueError("a target of two lines")
    # Written out: this is what nearly every scan gets.
    return Answer(
        307, f"{_ALWAYS}Cache-Control: {cache}\r\nLocation: {target}\r\nLink: {linkset_header(anchor)}\r\n", b""
    )
