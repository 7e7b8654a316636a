"""A TCP proxy before a gRPC server whose connections break when a program asks for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

_PIECE = 16 * 1024


@dataclass(slots=True, kw_only=True)
class CuttingProxy:
    """Listens on `address`, and for `GET {control}/cut` (reset all connections now) and `/cut?after=N` (once N more bytes have
    gone to the client). `on_cut` is called after each.
    """

    port: int
    address: str = ""
    control: str = ""
    on_cut: Callable[[], None] = lambda: None
    cuts: int = 0
    """Connections that were reset."""
    connections: int = 0
    _left: int | None = None
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _open: dict[asyncio.StreamWriter, asyncio.StreamWriter] = field(default_factory=dict)

    def cut(self) -> None:
        """Reset every connection."""
        self._left = None
        for near, far in list(self._open.items()):
            self.cuts += 1
            near.transport.abort()
            far.transport.abort()
        self.on_cut()

    async def _asked(self, request: web.Request) -> web.Response:
        if "after" in request.query:
            self._left = int(request.query["after"])
        else:
            self.cut()
        return web.Response()

    async def _accept(self, near_in: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self.connections += 1
        far_in, far = await asyncio.open_connection("127.0.0.1", self.port)
        self._writers.append(far)
        self._open[near] = far
        ways = [
            asyncio.create_task(self._pass(near_in, far, False)),
            asyncio.create_task(self._pass(far_in, near, True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._open[near]
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            near.transport.abort()
            far.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE):
                writer.write(piece)
                await writer.drain()
                if counts and self._left is not None:
                    self._left -= len(piece)
                    if self._left <= 0:
                        self.cut()


@asynccontextmanager
async def cutting(port: int) -> AsyncIterator[CuttingProxy]:
    """A proxy to a port of 127.0.0.1, for as long as the context lasts."""
    proxy = CuttingProxy(port=port)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        proxy._writers.append(writer)  # noqa: SLF001 - its own module
        tasks.add(task := asyncio.ensure_future(proxy._accept(reader, writer)))  # noqa: SLF001 - its own module
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    app = web.Application()
    app.router.add_get("/cut", proxy._asked)  # noqa: SLF001 - its own module
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    proxy.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    proxy.control = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield proxy
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await end(proxy._writers)  # noqa: SLF001 - its own module
        await runner.cleanup()


@asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """The address of a server that takes connections and never says a word."""
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await end(writers)


async def end(writers: list[asyncio.StreamWriter]) -> None:
    """Reset connections, and wait until they are no more."""
    for writer in writers:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
