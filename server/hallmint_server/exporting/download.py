"""Downloads of packs by signed links: GET and HEAD of /v1/packs/<pack id>.

One same 403 for whatever is wrong with a link, also where it leads to nothing: there is nothing to find out here. No address,
path or id is logged, and there is no access log: a URL is as good as the file.
"""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import structlog
from aiohttp import web

from hallmint_server.db.errors import reason_of
from hallmint_server.exporting.byte_range import UnsatisfiableError, parse
from hallmint_server.exporting.connection import Connection, Server, headed, plain
from hallmint_server.exporting.disposition import attachment
from hallmint_server.exporting.signed_link import Links
from hallmint_server.exporting.storage import ObjectMissingError, Storage
from hallmint_server.settings import LOOPBACK, Settings

log = structlog.get_logger()

SEND_SECONDS = 30.0
"""Most that a client may take for a piece (storage.READ_BYTES)."""
FIND_SECONDS = 10.0
_SHUTDOWN_SECONDS = 5.0
_HANDSHAKE_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A finished pack, as it is downloaded."""

    brand_id: UUID
    key: str
    sha256: bytes
    bytes: int
    file_name: str
    media_type: str


Find = Callable[[UUID, UUID], Awaitable[Download | None]]
"""Looks a finished pack up by the ids of its brand and its own; None where there is none."""


class Downloads:
    """Answers requests for packs."""

    def __init__(self, links: Links, storage: Storage, find: Find) -> None:
        self._links = links
        self._storage = storage
        self._find = find

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        try:
            return await self._answer(request)
        except (ConnectionError, asyncio.CancelledError):
            raise
        except ObjectMissingError:
            log.error("a finished pack is not in the storage; fsck says which")  # noqa: TRY400 - the message says it all
        except Exception as error:
            log.exception("download failed", reason=reason_of(error))
        _cut_if_begun(request)
        return plain(HTTPStatus.SERVICE_UNAVAILABLE, Retry_After="5")

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method not in ("GET", "HEAD"):
            return plain(HTTPStatus.METHOD_NOT_ALLOWED, Allow="GET, HEAD")
        found = await self._found(request)
        if found is None:
            return plain(HTTPStatus.FORBIDDEN)
        tag = f'"{found.sha256.hex()}"'
        if not _matches(request.headers.get("If-Match"), tag, default=True):
            return plain(HTTPStatus.PRECONDITION_FAILED, ETag=tag)
        if _matches(request.headers.get("If-None-Match"), tag, default=False, weakly=True):
            return headed(web.Response(status=HTTPStatus.NOT_MODIFIED), ETag=tag)
        try:
            wanted = _wanted(request, tag, found.bytes)
        except UnsatisfiableError:
            return plain(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, Content_Range=f"bytes */{found.bytes}", ETag=tag)
        return await self._send(request, found, wanted, tag)

    async def _found(self, request: web.BaseRequest) -> Download | None:
        """The pack that the request's link is for."""
        link = self._links.check(request.method, ",".join(request.headers.getall("Host", [])), request.raw_path)
        if link is None:
            return None
        async with asyncio.timeout(FIND_SECONDS):
            found = await self._find(link.brand_id, link.pack_id)
        # A link is for one brand's file of these bytes, whatever the pack's id leads to.
        return found if found and (found.brand_id, found.sha256) == (link.brand_id, link.sha256) else None

    async def _send(
        self, request: web.BaseRequest, found: Download, wanted: range | None, tag: str
    ) -> web.StreamResponse:
        if await self._storage.head(found.key) != found.bytes:
            raise ObjectMissingError
        whole = range(found.bytes)
        response = headed(
            web.StreamResponse(status=HTTPStatus.OK if wanted is None else HTTPStatus.PARTIAL_CONTENT),
            Accept_Ranges="bytes",
            Content_Disposition=attachment(found.file_name),
            Content_Type=found.media_type,
            ETag=tag,
            Repr_Digest=f"sha-256=:{base64.b64encode(found.sha256).decode()}:",
        )
        if wanted is not None:
            response.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{found.bytes}"
        sent = whole if wanted is None else wanted
        response.content_length = len(sent)
        await response.prepare(request)
        if request.method == "GET":
            async with aclosing(self._storage.get_range(found.key, sent.start, sent.stop)) as pieces:
                async for piece in pieces:
                    await _write(request, response, piece)
        return response


async def _write(request: web.BaseRequest, response: web.StreamResponse, piece: bytes) -> None:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await response.write(piece)
    except TimeoutError:
        # Closing would wait until the client has taken what is on its way.
        _cut(request)
        raise ConnectionResetError("the client takes nothing") from None


def _cut_if_begun(request: web.BaseRequest) -> None:
    """Where a part is sent already, end the connection: the client must see that the rest is missing."""
    if request.writer.output_size:
        _cut(request)
        raise ConnectionResetError("the answer has begun")


def _cut(request: web.BaseRequest) -> None:
    if isinstance(request.protocol, Connection):
        request.protocol.cut()


def _matches(header: str | None, tag: str, *, default: bool, weakly: bool = False) -> bool:
    """Whether a list of entity tags has `tag`; ours hold no comma."""
    if header is None:
        return default
    given = [one.strip() for one in header.split(",")]
    return tag in given or given == ["*"] or (weakly and f"W/{tag}" in given)


def _wanted(request: web.BaseRequest, tag: str, length: int) -> range | None:
    """The range that is asked for, or None for the whole. Raises UnsatisfiableError."""
    headers = request.headers.getall("Range", [])
    condition = request.headers.get("If-Range")
    # A pack has no date of change to compare with, so a date in If-Range never fits.
    if request.method != "GET" or len(headers) != 1 or (condition is not None and condition.strip() != tag):
        return None
    return parse(headers[0], length)


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """TLS for the downloads, with the gRPC port's certificate but without clients' ones: a link is what is shown here. None for
    plaintext. ValueError where others would read along, or the certificate cannot be used.
    """
    if settings.tls_certificate is None or settings.tls_key is None:
        if settings.download_address not in LOOPBACK and not settings.plaintext:
            raise ValueError(
                f"HALLMINT_DOWNLOAD_ADDRESS {settings.download_address} is reached from other machines, and packs would cross "
                f"the network readable: set HALLMINT_TLS_CERTIFICATE and HALLMINT_TLS_KEY, or HALLMINT_PLAINTEXT=true where "
                f"something before it encrypts"
            )
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key, password=lambda: "")
    except (OSError, ValueError):
        raise ValueError("HALLMINT_TLS_CERTIFICATE and HALLMINT_TLS_KEY cannot be used for downloads") from None
    return context


@asynccontextmanager
async def serving(
    downloads: Downloads, address: str, port: int, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Serve until the block ends; yields the port, a free one for 0. Downloads that run then have a few seconds. ValueError
    where the port cannot be bound.
    """
    server = Server(downloads.handle)
    try:
        listener = await asyncio.get_running_loop().create_server(
            server, address, port, ssl=tls, ssl_handshake_timeout=_HANDSHAKE_SECONDS if tls else None
        )
    except OSError as error:
        raise ValueError(
            f"{address}:{port} cannot be bound for downloads ({error.strerror}); set HALLMINT_DOWNLOAD_PORT to another port"
        ) from None
    try:
        yield int(listener.sockets[0].getsockname()[1])
    finally:
        listener.close()
        await server.shutdown(_SHUTDOWN_SECONDS)
        await listener.wait_closed()
