"""A server of a log that answers as a test says, also as no log does; and logs of entries of nobody's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hallmint_server.log import tile
from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.signature import Signer
from tests.support.log_scene import signed

Answer = tuple[int, dict[str, str], bytes]


class Log(ThreadingHTTPServer):
    """Answers a path with the next of its answers, the last one again and again; None cuts the connection. What is
    silent never answers, and what drips sends a byte now and then, of the headers or of the body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer | None]] = {}
        self.asked: list[str] = []
        self.silent: set[str] = set()
        self.dripping: dict[str, bytes] = {}
        self.ends = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def publish(self, log: Signer, entries: list[bytes]) -> None:
        """Serve a log of these entries, and nothing else."""
        rows = tile.grow(lambda *_: b"", 0, [tile.leaf_hash(entry) for entry in entries])
        size = len(entries)
        root = tile.root(size, lambda level, number: rows[level, number])
        note = signed(Checkpoint(origin=log.name, size=size, root=root), log)
        self.answers = {"/checkpoint": [(200, {}, note)]}
        for each in tile.tiles(size):
            self.answers[f"/{each.path}"] = [(200, {}, rows[each.level or 0, each.number])]
            if each.level == 0:
                bundle = tile.Tile(None, each.number, each.width).path
                first = each.number * tile.WIDTH
                self.answers[f"/{bundle}"] = [(200, {}, tile.write_bundle(entries[first : first + each.width]))]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Log

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path in self.server.silent:
            self.server.ends.wait()
            return
        if self.path in self.server.dripping:
            self.close_connection = True
            with suppress(OSError):
                self.wfile.write(self.server.dripping[self.path])
                while not self.server.ends.wait(0.01):
                    self.wfile.write(b"x")
            return
        answers = self.server.answers.get(self.path, [(404, {}, b"")])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[Log]:
    """A server, while the block runs."""
    server = Log()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.ends.set()
        server.shutdown()
        thread.join()
        server.server_close()
