"""A log over HTTP (C2SP tlog-tiles): no credential, no redirect, and no more read than it may have."""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http import HTTPStatus
from importlib.metadata import version
from threading import Event, Timer, local
from typing import Self, TypeVar
from urllib.parse import urlsplit

from hallmint_client.log.tree import HASH, WIDTH, read_bundle, tile_path
from hallmint_client.policy import Policy
from mintcore import MAX_PROOF

_LINES = 4
"""Connections, and tiles that are read ahead."""
_MOST_BUNDLE = WIDTH * (2 + 2**16 - 1)
_LONGEST_WAIT = 60.0
_AGENT = f"hallmint-monitor/{version('hallmint-client')}"
_Port = http.client.HTTPConnection
Value = TypeVar("Value")


class SiteError(Exception):
    """The log cannot be read: nobody answers, or not as a log does. One line; it may pass."""


class MissingError(Exception):
    """The log says that it has not what its checkpoint says it has."""


class Site:
    """The log under an address, such as `https://id.example.com`. Blocks; several parts are read at a time. Close it."""

    def __init__(self, url: str, policy: Policy, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """ValueError for what is no address of a site."""
        parts = urlsplit(url)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
            or parts.username
        ):
            raise ValueError(f"{url!r} is no address of a log: it is https:// and a name, as of a resolver")
        self._host, self._port = parts.hostname, parts.port
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._path = parts.path.rstrip("/")
        self._policy = policy
        self._sleep = sleep
        self._is_closed = False
        self._own = local()
        self._lines: list[_Port] = []
        self._pool = ThreadPoolExecutor(_LINES, thread_name_prefix="log")
        self.url = f"{parts.scheme}://{parts.netloc}{self._path}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        for line in self._lines:
            # Whoever still waits for an answer gets none.
            if line.sock is not None:
                with suppress(OSError):
                    line.sock.shutdown(socket.SHUT_RDWR)
        self._pool.shutdown()
        for line in self._lines:
            line.close()

    def checkpoint(self) -> bytes:
        """The signed note of the last head, not verified. SiteError; MissingError where there is none."""
        return self._read("/checkpoint", MAX_PROOF)

    def bundle(self, number: int, width: int) -> "Future[list[bytes]]":
        """The first `width` entries of a bundle. Its result raises SiteError; MissingError, also where it is no bundle."""
        return self._pool.submit(self._bundle, number, width)

    def tile(self, level: int, number: int, width: int) -> "Future[list[bytes]]":
        """The first `width` hashes of a tile; as `bundle`."""
        return self._pool.submit(self._tile, level, number, width)

    def _bundle(self, number: int, width: int) -> list[bytes]:
        name = f"the bundle of entries {number * WIDTH:,} to {number * WIDTH + width - 1:,}"
        try:
            entries = read_bundle(self._part(None, number, width, _MOST_BUNDLE, name))
        except ValueError as error:
            raise MissingError(f"{name} is none: {error}") from None
        if len(entries) < width:
            raise MissingError(f"{name} has {len(entries)} of {width}")
        return entries[:width]

    def _tile(self, level: int, number: int, width: int) -> list[bytes]:
        name = f"tile {level}/{number}"
        data = self._part(level, number, width, WIDTH * HASH, name)
        if len(data) < width * HASH:
            raise MissingError(f"{name} has {len(data)} bytes, and {width} hashes are needed")
        return [data[at : at + HASH] for at in range(0, width * HASH, HASH)]

    def _part(self, level: int | None, number: int, width: int, most: int, name: str) -> bytes:
        """A tile or bundle; where it has become full meanwhile, its partial one is gone (tlog-tiles, "Partial Tiles")."""
        for wide in dict.fromkeys((width, WIDTH)):
            try:
                return self._read(tile_path(level, number, wide), most)
            except MissingError:
                continue
        raise MissingError(f"{name} is missing")

    def _read(self, path: str, most: int) -> bytes:
        failures = 0
        while True:
            wait: float | None = None
            try:
                status, wait, data = self._ask(path, most)
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                words = str(error) or type(error).__name__
            else:
                if status == HTTPStatus.OK:
                    return data
                if status == HTTPStatus.NOT_FOUND:
                    raise MissingError(f"{path} is missing")
                words = f"HTTP status {status}"
                if wait is None:
                    raise SiteError(f"{self.url}{path}: {words}")
            failures += 1
            if failures >= self._policy.attempts or self._is_closed:
                raise SiteError(f"{self.url}{path}: {words}")
            self._sleep(self._policy.wait(failures, wait))

    def _ask(self, path: str, most: int) -> tuple[int, float | None, bytes]:
        """Status, seconds after which to ask again, and body."""
        line = self._line()
        if line.sock is None:
            line.connect()
        with _at_most(self._policy.timeout, line.sock):
            line.request("GET", self._path + path, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
            with line.getresponse() as response:
                data = response.read(most + 1)
        if len(data) > most:
            self._drop()  # with what was not read; a page that says what is wrong may be of any length
            if response.status == HTTPStatus.OK:
                raise SiteError(f"{self.url}{path} is longer than it may be: more than {most:,} bytes")
        return response.status, _seconds(response.getheader("Retry-After")), data

    def _line(self) -> _Port:
        """This thread's own connection."""
        line: _Port | None = getattr(self._own, "line", None)
        if line is None:
            if self._tls is None:
                line = http.client.HTTPConnection(self._host, self._port, timeout=self._policy.timeout)
            else:
                line = http.client.HTTPSConnection(
                    self._host, self._port, timeout=self._policy.timeout, context=self._tls
                )
            self._own.line = line
            self._lines.append(line)
        return line

    def _drop(self) -> None:
        """Close this thread's connection; the next question opens it again."""
        line: _Port | None = getattr(self._own, "line", None)
        if line is not None:
            line.close()


@contextmanager
def _at_most(seconds: float, sock: socket.socket) -> Iterator[None]:
    """Cut a connection off after so long: its own timeout begins anew with each byte, so that a log which wants nobody to look
    could be slow for ever. Raises TimeoutError.
    """
    is_cut = Event()

    def cut() -> None:
        is_cut.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # that of TLS would take from the reader what it reads with

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not is_cut.is_set():
            raise
    finally:
        timer.cancel()
    if is_cut.is_set():  # also where what had come looks whole
        raise TimeoutError(f"no whole answer within {seconds:g} s")


def _seconds(text: str | None) -> float | None:
    """Retry-After in seconds (RFC 9110, 10.2.3); a date counts as the longest wait."""
    if text is None:
        return None
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdecimal() else _LONGEST_WAIT
