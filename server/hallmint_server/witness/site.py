"""HTTP of a witness: `POST /add-checkpoint` (C2SP tlog-witness), and nothing else.

No address of a client is logged, and nothing that comes without the signature of a known log. What a log has published has it,
and anybody can send that again: what is said of it is said once until the log grows. Whoever can reach the port could fill the
disk otherwise.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.note import open_note
from hallmint_server.log.signature import NoteError, Signature, Verifier
from hallmint_server.witness.record import ClockError, ConflictError, InconsistentError, Records
from hallmint_server.witness.request import MOST_BYTES, AddCheckpoint, parse

log = structlog.get_logger()

PATH = "/add-checkpoint"
IDLE_SECONDS = 15.0
"""Most that a connection may be silent, and that the head of a request may take."""
BODY_SECONDS = 10.0
CONNECTIONS_MOST = 256
_SHUTDOWN_SECONDS = 5.0
_LINE_MOST = 4 * 1024
_FIELD_MOST = 8 * 1024
_SIZE_TYPE = "text/x.tlog.size"
_RETRY_SECONDS = "5"
_SAID_MOST = 1000  # reasons that are remembered: only the log itself can make so many


class Refusal(Exception):  # noqa: N818 - it is an answer
    """An answer other than a cosignature: a status, and one line that says why."""

    def __init__(self, status: HTTPStatus, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Site:
    """Answers logs, each known by its keys: several of one name are keys of one log."""

    def __init__(self, logs: Sequence[Verifier], records: Records) -> None:
        self._logs: Mapping[str, list[Verifier]] = {
            each.name: [other for other in logs if other.name == each.name] for each in logs
        }
        self._records = records
        self._said: dict[str, set[str]] = {}

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        try:
            return await self._answer(request)
        except Refusal as refusal:
            # As bytes: aiohttp puts a charset behind the type of a text, and logs read `text/x.tlog.size` alone.
            body = f"{refusal}\n".encode()
            headers = {"Content-Type": "text/plain; charset=utf-8", **refusal.headers}
            response = web.Response(status=refusal.status, body=body, headers=headers)
            # A log asks again at once after a conflict; of other requests the body may not be read yet.
            if refusal.status != HTTPStatus.CONFLICT:
                response.force_close()
            return response
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as error:
            log.exception("a fault", kind=type(error).__name__)
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, text="Internal error\n")

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path != PATH:
            raise Refusal(HTTPStatus.NOT_FOUND, f"this is a witness: it answers POST {PATH}")
        if request.method != "POST":
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"POST {PATH}", Allow="POST")
        try:
            asked = parse(await _body(request))
        except NoteError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, f"the request is malformed: {error}") from None
        known = self._logs.get(asked.checkpoint.origin)
        if known is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "this witness does not know the log that the checkpoint is of")
        try:
            _, signature = open_note(asked.note, known).verified[0]
        except NoteError as error:
            raise Refusal(HTTPStatus.FORBIDDEN, f"the checkpoint is not signed by its log: {error}") from None
        if asked.old > asked.checkpoint.size:
            raise Refusal(
                HTTPStatus.BAD_REQUEST, f"a tree does not shrink from {asked.old} to {asked.checkpoint.size} entries"
            )
        made = await self._cosign(asked, signature)
        if asked.old != asked.checkpoint.size:
            self._said.pop(asked.checkpoint.origin, None)
            log.info("cosigned", log=asked.checkpoint.origin, size=asked.checkpoint.size)
        return web.Response(text=made.line())

    async def _cosign(self, asked: AddCheckpoint, signature: Signature) -> Signature:
        try:
            return await asyncio.to_thread(self._records.cosign, asked.checkpoint, signature, asked.old, asked.proof)
        except ConflictError as error:
            self._say(log.warning, asked, error)
            raise _Conflict(error.size) from None
        except InconsistentError as error:
            self._say(log.warning, asked, error)
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None
        except (ClockError, KeyFileError, NoteError) as error:
            self._say(log.error, asked, error)
            words = str(error) if isinstance(error, ClockError) else "the witness cannot keep what it cosigns"
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, words, Retry_After=_RETRY_SECONDS) from None

    def _say(self, write: Callable[..., object], asked: AddCheckpoint, error: Exception) -> None:
        """Say why a log got no cosignature, if that was not said since it last grew."""
        reason = str(error)
        what = "clock" if isinstance(error, ClockError) else reason  # its seconds are others each time
        said = self._said.setdefault(asked.checkpoint.origin, set())
        if what in said:
            return
        if len(said) == _SAID_MOST:
            said.clear()
        said.add(what)
        write("not cosigned", reason=reason, log=asked.checkpoint.origin, size=asked.checkpoint.size, old=asked.old)


class _Conflict(Refusal):
    """The size that was cosigned last, in the form that logs read."""

    def __init__(self, size: int) -> None:
        super().__init__(HTTPStatus.CONFLICT, str(size), Content_Type=_SIZE_TYPE)


async def _body(request: web.BaseRequest) -> bytes:
    """The body of a request. Raises Refusal."""
    data = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.content.iter_any():
                data += piece
                if len(data) > MOST_BYTES:
                    raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {MOST_BYTES} bytes")
    except TimeoutError:
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, f"a body must come within {BODY_SECONDS:g} s") from None
    return bytes(data)


class _Connection(RequestHandler):
    """One connection."""

    __slots__ = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the head; a connection too many is ended."""
        super().connection_made(transport)
        if self._manager is not None and len(self._manager.connections) > CONNECTIONS_MOST:
            self.force_close()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """What is no request gets two words; aiohttp's own answer repeats its bytes, and logs the address."""
        del exc, message
        if request.writer.output_size:
            raise ConnectionError("the answer has begun")
        wrong = status < HTTPStatus.INTERNAL_SERVER_ERROR
        response = web.Response(
            status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.INTERNAL_SERVER_ERROR,
            text="Bad request\n" if wrong else "Internal error\n",
        )
        response.force_close()
        return response


class _Server(web.Server):
    """Makes a _Connection for each connection."""

    def __call__(self) -> RequestHandler:
        """A connection's protocol."""
        return _Connection(
            self,
            loop=self._loop,
            access_log=None,  # type: ignore[arg-type] # its annotation lacks the None that turns it off
            keepalive_timeout=IDLE_SECONDS,
            max_line_size=_LINE_MOST,
            max_field_size=_FIELD_MOST,
            lingering_time=0,
        )


@asynccontextmanager
async def serving(site: Site, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends; yields the port, a free one for 0. ValueError where the port cannot be bound."""
    server = _Server(site.handle)
    try:
        listener = await asyncio.get_running_loop().create_server(server, host, port)
    except OSError as error:
        raise ValueError(f"{host}:{port} cannot be bound ({error.strerror}); let --listen name another port") from None
    try:
        yield int(listener.sockets[0].getsockname()[1])
    finally:
        listener.close()
        await server.shutdown(_SHUTDOWN_SECONDS)
        await listener.wait_closed()
