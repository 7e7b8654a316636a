"""The web application: its parts, its routes, and serving it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence

import structlog
from aiohttp import web

from hallmint_client import Client
from hallmint_console import context, guard
from hallmint_console.cookie import Cookies
from hallmint_console.csp_report import CspReports
from hallmint_console.key import open_key
from hallmint_console.live import Live
from hallmint_console.screen import ROUTES
from hallmint_console.settings import SettingError, Settings
from hallmint_console.throttle import Throttle
from hallmint_console.visitor import Visitors

log = structlog.get_logger()

_MOST_BYTES = 8 << 20  # a sheet of products; everything else is far smaller


def make_app(settings: Settings) -> web.Application:
    """The console of these settings. Raises SettingError."""
    app = web.Application(middlewares=[guard.headers, guard.caller, guard.forms], client_max_size=_MOST_BYTES)
    app[context.SETTINGS] = settings
    app[context.COOKIES] = Cookies(open_key(settings.console_keys), is_secure=settings.is_secure)
    app[context.CSP_REPORTS] = CspReports()
    app[context.THROTTLE] = Throttle()
    app[context.CLIENT] = open_client(settings)
    app.cleanup_ctx.append(_connect)
    for routes in ROUTES:
        app.add_routes(routes)
    return app


def open_client(settings: Settings) -> Client:
    """The client of the gRPC server, not connected yet. Raises SettingError where the files of TLS are none."""
    try:
        return Client(settings.server, ca=settings.ca, certificate=settings.client_certificate, key=settings.client_key)
    except ValueError as error:
        raise SettingError(f"HALLMINT_CA, HALLMINT_CLIENT_CERTIFICATE, HALLMINT_CLIENT_KEY: {error}") from None


async def _connect(app: web.Application) -> AsyncIterator[None]:
    live = Live()
    async with app[context.CLIENT] as client:
        app[context.VISITORS] = Visitors(client)
        app[context.LIVE] = live
        yield
        await live.close()


async def serve(settings: Settings, *, until: Sequence[int] = ()) -> None:
    """Serve until SIGTERM or SIGINT, or until one of some file descriptors can be read. Raises SettingError."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    for descriptor in until:
        asyncio.get_running_loop().add_reader(descriptor, stopped.set)
    # The log of accesses would hold full addresses, codes and search words.
    runner = web.AppRunner(make_app(settings), access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.console_address, settings.console_port)
        try:
            await site.start()
        except OSError as error:
            place = f"{settings.console_address}:{settings.console_port}"
            raise SettingError(
                f"HALLMINT_CONSOLE_PORT: {place} is taken or cannot be bound: {error.strerror}"
            ) from None
        host, port = runner.addresses[0][:2]
        print(f"console {host}:{port}", flush=True)  # noqa: T201 - whoever picked port 0 reads it
        log.info("listening", address=host, port=port)
        await stopped.wait()
    finally:
        await runner.cleanup()
    log.info("stopped")
