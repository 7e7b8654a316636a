"""Responses, with the headers that all of them carry. Each is one text and one write (decision 0016)."""

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import NamedTuple

from aiohttp.helpers import rfc822_formatted_time

from hallmint_resolver.choice import LINKSET

SERVER = "Hallmint"
METHODS = "GET, HEAD, OPTIONS"
NO_STORE = "no-store"
SHORT = "private, max-age=30"
"""A revocation shows within a minute: these 30 s, and 20 s of our own caches."""
_EVERY = (
    f"Server: {SERVER}\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Access-Control-Allow-Origin: *\r\n"
    f"Access-Control-Allow-Methods: {METHODS}\r\n"
    "Access-Control-Expose-Headers: Link\r\n"
)
_ALWAYS = f"{_EVERY}Vary: Accept, Accept-Language\r\n"
_STATUS_LINES = {int(status): f"HTTP/1.1 {int(status)} {status.phrase}\r\n" for status in HTTPStatus}
_BODYLESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
_CONNECTION = {  # by whether it stays, and whether that goes without saying (RFC 9112, 9.3)
    (True, True): "",
    (True, False): "Connection: keep-alive\r\n",
    (False, True): "Connection: close\r\n",
    (False, False): "Connection: close\r\n",
}


class Kind(StrEnum):
    """What an answer is, for who counts answers (tally.py). These are all: none is made of a request."""

    REDIRECT = "redirect"
    PAGE = "page"
    CARD = "card"
    LINKSET = "linkset"
    LOG = "log"
    """A checkpoint, tile or proof."""
    PREVIEW = "preview"
    HEALTH = "health"
    OTHER = "other"
    """Of no item: OPTIONS, the description file, a logo."""
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    LIMITED = "limited"
    """Refused for the requests of its network."""
    LATER = "later"
    """503 where nothing is wrong: a prefetch that must not activate, a proof of what the log does not have yet."""
    UNAVAILABLE = "unavailable"
    """503: the database is away, or a key."""
    FAULT = "fault"


_OF_STATUS = {
    400: Kind.REFUSED,
    403: Kind.REFUSED,
    404: Kind.NOT_FOUND,
    405: Kind.REFUSED,
    410: Kind.NOT_FOUND,
    421: Kind.REFUSED,
    429: Kind.LIMITED,
    500: Kind.FAULT,
    503: Kind.UNAVAILABLE,
}


class Answer(NamedTuple):
    """A whole response. `fields` are header lines, each with its end, beside those that `encode` adds."""

    status: int
    fields: str
    body: bytes
    kind: Kind

    def encode(self, method: str, *, stays: bool, is_http_11: bool) -> bytes:
        """As it is sent: head and, but to HEAD, body. `stays` says whether the connection does."""
        connection = _CONNECTION[stays, is_http_11]
        # RFC 9110, 8.6: a 204 has no Content-Length, and that of a 304 would be of what is not sent.
        length = "" if self.status in _BODYLESS else f"Content-Length: {len(self.body)}\r\n"
        head = f"{_STATUS_LINES[self.status]}{self.fields}{length}Date: {rfc822_formatted_time()}\r\n{connection}\r\n"
        # A query that is no UTF-8 was read as surrogates, and goes out as the bytes that came.
        data = head.encode("utf-8", "surrogateescape")
        return data if method == "HEAD" or not self.body else data + self.body


def response(
    status: int,
    *,
    cache: str,
    body: bytes = b"",
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
    varies: bool = True,
    kind: Kind | None = None,
) -> Answer:
    """A response. One that does not vary is the same for every visitor: a cache keeps it once, and not for each language. Without
    a kind it has that of its status. Raises ValueError for a header of two lines.
    """
    fields = f"{_ALWAYS if varies else _EVERY}Cache-Control: {cache}\r\n"
    if content_type:
        fields += f"Content-Type: {content_type}\r\n"
    if headers:
        own = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        if own.count("\n") != len(headers) or own.count("\r") != len(headers):
            raise ValueError("a header of two lines")
        fields += own
    return Answer(status, fields, body, kind or _OF_STATUS.get(status, Kind.OTHER))


def linkset_header(anchor: str) -> str:
    """The Link header that says where the linkset is (RFC 8288; GS1-Conformant Resolver 1.2.1, 4.7)."""
    return f'<{anchor}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'


def redirect(target: str, *, cache: str, anchor: str) -> Answer:
    """307: the next scan may lead elsewhere. The target is set as it is; aiohttp's own redirects quote it again."""
    if "\n" in target or "\r" in target:
        raise ValueError("a target of two lines")
    # Written out: this is what nearly every scan gets.
    fields = f"{_ALWAYS}Cache-Control: {cache}\r\nLocation: {target}\r\nLink: {linkset_header(anchor)}\r\n"
    return Answer(307, fields, b"", Kind.REDIRECT)
