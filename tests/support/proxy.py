"""A TCP proxy before PostgreSQL that reads along, so that a test can break a connection at an exact place."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import parse_qsl, urlencode, urlsplit

_TERMINATE = b"X"
_QUERY, _PARSE, _SYNC, _COPY_DATA = b"Q", b"P", b"S", b"d"
_KEY_DATA, _READY = b"K", b"Z"
_CLOSE_SECONDS = 1.0


class Place(Enum):
    """Where a connection is broken."""

    MID_COPY = "mid copy"
    """Half of a CopyData message has reached the server."""
    BEFORE_COMMIT = "before commit"
    """COMMIT has reached the proxy and goes no further: nothing is committed."""
    WITH_COMMIT = "with commit"
    """COMMIT has been sent on, and both sides are closed at once: nobody waits for the answer."""
    AFTER_COMMIT = "after commit"
    """The server has committed and said so to the proxy, which tells nobody."""


@dataclass(slots=True, kw_only=True)
class _Trap:
    place: Place
    nth: int
    copying: bool
    swallow: bool
    sprung: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class Link:
    """One connection through the proxy, and what it is doing."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    backend_pid: int = 0
    in_transaction: bool = False
    """From the server's ReadyForQuery to its next: a COMMIT without an answer still counts as inside."""
    has_copied: bool = False
    """Whether the transaction has sent rows: then it is a cycle of minting."""
    spoiled: _Trap | None = None
    """The trap whose COMMIT is under way: its answer is lost."""
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: nothing passes, in either direction, and both ends believe in a connection."""

    def cut(self) -> None:
        """Close both sides; what was written to the server still reaches it."""
        self.is_open.set()
        self.client.transport.abort()
        self.server.close()


class Proxy:
    """Listens on 127.0.0.1 and passes connections on to the server of a URL, message by message.

    `on_copy` is called with the body of each CopyData message before it is passed on.
    """

    def __init__(self, dsn: str, on_copy: Callable[[bytes], None] | None = None) -> None:
        parts = urlsplit(dsn)
        self._parts = parts
        self._on_copy = on_copy
        self._server: asyncio.Server | None = None
        self._traps: list[_Trap] = []
        self._admit = asyncio.Event()
        self._admit.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.links: list[Link] = []

    @property
    def dsn(self) -> str:
        """The URL for whoever shall go through the proxy."""
        assert self._server is not None, "open the proxy first"
        port = self._server.sockets[0].getsockname()[1]
        who = self._parts.netloc.rpartition("@")[0]
        # Without TLS and GSS, or there would be nothing to read.
        query = {**dict(parse_qsl(self._parts.query)), "sslmode": "disable", "gssencmode": "disable"}
        return self._parts._replace(netloc=f"{who}@127.0.0.1:{port}", query=urlencode(query)).geturl()

    def trap(self, place: Place, nth: int = 1, *, copying: bool = True, swallow: bool = False) -> asyncio.Event:
        """Break the connection when `place` is passed for the nth time from now on; returns an event that says it was.

        `copying`: only transactions that sent rows count. `swallow`: the connection is not cut but falls silent.
        """
        trap = _Trap(place=place, nth=nth, copying=copying, swallow=swallow)
        self._traps.append(trap)
        return trap.sprung

    def disarm(self) -> None:
        """Take back the traps that were not sprung."""
        self._traps.clear()

    def hold(self) -> None:
        """Let nobody through from now on: new connections wait for `release`."""
        self._admit.clear()

    def release(self) -> None:
        """Let them through."""
        self._admit.set()

    @property
    def in_cycle(self) -> bool:
        """Whether a transaction is open that has sent rows."""
        return any(link.in_transaction and link.has_copied for link in self.links)

    def cut(self) -> None:
        """Cut every connection."""
        for link in list(self.links):
            link.cut()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Proxy"]:
        """Listen for as long as the context lasts."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        try:
            yield self
        finally:
            self._server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._admit.wait()
            server_in, server_out = await asyncio.open_connection(self._parts.hostname, self._parts.port)
        except OSError:
            client_out.transport.abort()
            return
        except asyncio.CancelledError:
            client_out.transport.abort()
            return  # asyncio.start_server's own callback would log a cancelled task as an error
        link = Link(client_out, server_out)
        link.is_open.set()
        self.links.append(link)
        directions = [
            asyncio.create_task(self._upstream(link, client_in)),
            asyncio.create_task(self._downstream(link, server_in)),
        ]
        try:
            await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
            await link.is_open.wait()
        except asyncio.CancelledError:
            pass
        finally:
            self.links.remove(link)
            link.cut()
            for direction in directions:
                direction.cancel()
            await asyncio.gather(*directions, return_exceptions=True)
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await server_out.wait_closed()
            server_out.transport.abort()

    async def _upstream(self, link: Link, reader: asyncio.StreamReader) -> None:
        """From the client: the startup message has no type, all others do."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            length = await reader.readexactly(4)
            await self._pass(link, link.server, length + await reader.readexactly(int.from_bytes(length) - 4))
            committing = False
            while True:
                kind, message = await _read(reader)
                if kind == _COPY_DATA:
                    link.has_copied = True
                    if self._on_copy is not None:
                        self._on_copy(message[5:])
                    if (trap := self._sprung(link, Place.MID_COPY)) is not None:
                        link.server.write(message[: len(message) // 2])
                        await self._break(link, trap)
                        return
                committing = committing or (kind in (_QUERY, _PARSE) and b"COMMIT\0" in message)
                if committing and kind in (_QUERY, _SYNC):
                    committing = False
                    if await self._commit(link, message):
                        return
                await self._pass(link, link.server, message)
                if kind == _TERMINATE:
                    return

    async def _commit(self, link: Link, message: bytes) -> bool:
        """Spring the traps of a COMMIT; whether one broke the connection, and dealt with the message."""
        if (trap := self._sprung(link, Place.BEFORE_COMMIT)) is not None:
            await self._break(link, trap)
            return True
        if (trap := self._sprung(link, Place.WITH_COMMIT)) is not None:
            await self._pass(link, link.server, message)
            await self._break(link, trap)
            return True
        link.spoiled = self._sprung(link, Place.AFTER_COMMIT)
        return False

    async def _downstream(self, link: Link, reader: asyncio.StreamReader) -> None:
        """From the server."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                kind, message = await _read(reader)
                if kind == _KEY_DATA:
                    link.backend_pid = int.from_bytes(message[5:9])
                if kind == _READY:
                    link.in_transaction = message[5:6] != b"I"
                    link.has_copied = link.has_copied and link.in_transaction
                if link.spoiled is not None:
                    if kind == _READY:
                        await self._break(link, link.spoiled)
                        return
                    continue
                await self._pass(link, link.client, message)

    async def _pass(self, link: Link, writer: asyncio.StreamWriter, message: bytes) -> None:
        await link.is_open.wait()
        writer.write(message)
        await writer.drain()

    async def _break(self, link: Link, trap: _Trap) -> None:
        if trap.swallow:
            link.is_open.clear()
        else:
            link.cut()
        trap.sprung.set()
        await link.is_open.wait()

    def _sprung(self, link: Link, place: Place) -> _Trap | None:
        for trap in self._traps:
            if trap.place is place and (link.has_copied or not trap.copying):
                trap.nth -= 1
                if trap.nth == 0:
                    self._traps.remove(trap)
                    return trap
        return None


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """A message: its type, and the whole of it."""
    head = await reader.readexactly(5)
    return head[:1], head + await reader.readexactly(int.from_bytes(head[1:]) - 4)
