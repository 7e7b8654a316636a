"""One process, or several that share a port. Not in `__main__`, where a spawned process would not find it."""

import contextlib
import multiprocessing
import signal
import socket
import sys
import tempfile
from multiprocessing.connection import wait

import uvloop

from hallmint_resolver import app, log
from hallmint_resolver.settings import SettingError, Settings
from hallmint_resolver.telemetry.geo import Geo, GeoFileError

_Sockets = tuple[socket.socket, socket.socket | None]
"""Of scans, and of metrics."""


def check(settings: Settings) -> None:
    """Try the files that settings name, and change none. Raises SettingError."""
    try:
        Geo(settings.geo_file or "none").close()
    except GeoFileError as error:
        raise SettingError(f"HALLMINT_GEO_FILE: {error}") from None


def prepare(settings: Settings) -> None:
    """Check, and make the spool's folder: what would end every process is said once, by one. Raises SettingError."""
    check(settings)
    try:
        settings.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=settings.spool).close()
    except OSError as error:
        raise SettingError(f"HALLMINT_SPOOL: {settings.spool} cannot be written: {error.strerror}") from None


def serve(settings: Settings, *, until_eof: bool) -> int:
    """Take the ports, and serve in as many processes as settings have until a signal; returns the exit code. Raises
    SettingError where one is taken.
    """
    with contextlib.ExitStack() as taken:
        listeners = [taken.enter_context(listener) for listener in app.listeners(settings)]
        # Bound here too, so that one that is taken is said once, by one.
        sockets = list(zip(listeners, app.metric_listeners(settings), strict=True))
        taken.pop_all()
    if len(sockets) > 1:
        return _serve_together(settings, sockets, until_eof=until_eof)
    _serve_alone(settings, *sockets[0], until_eof=until_eof)
    return 0


def _serve_together(settings: Settings, sockets: list[_Sockets], *, until_eof: bool) -> int:
    """Run processes that share a port until a signal; returns the exit code. Where one of them dies all end, with 1: a
    supervisor starts them again, and nobody serves with fewer than were asked for.
    """
    context = multiprocessing.get_context("spawn")
    children = [context.Process(target=_serve_alone, args=(settings, *each)) for each in sockets]
    stopping: list[int] = []

    def end(number: int, _frame: object) -> None:
        stopping.append(number)
        for child in children:
            child.terminate()

    for child, (listener, metrics) in zip(children, sockets, strict=True):
        child.start()
        # The child has its own: a port is free as soon as the children have let it go.
        listener.close()
        if metrics is not None:
            metrics.close()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    standard_input = [sys.stdin.fileno()] if until_eof else []
    died = wait([child.sentinel for child in children] + standard_input) != standard_input and not stopping
    end(0, None)
    for child in children:
        child.join()
    return int(died)


def _serve_alone(
    settings: Settings, listener: socket.socket, metrics: socket.socket | None, *, until_eof: bool = False
) -> None:
    """Serve in this process until a signal."""
    log.configure(settings.log_level)
    parent = multiprocessing.parent_process()
    # The end of standard input, or of the process that started this one, however it ended.
    ends = [sys.stdin.fileno()] if until_eof else [parent.sentinel] if parent is not None else []
    with listener, metrics or contextlib.nullcontext():
        uvloop.run(app.serve(settings, listener, metrics, until=ends))
