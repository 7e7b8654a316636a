"""Everything on one machine: starts the other programs by their commands, as processes, and starts again what dies.

PostgreSQL is started from the main thread: it stops when the thread that started it ends. The other programs stop at the
end of their standard input, so nothing is left behind however this process ends.
"""

import asyncio
import contextlib
import importlib.util
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from pydantic import SecretStr
from rich.console import Console

from hallmint_server import settings as settings_module
from hallmint_server.command import connect, keyring_of
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.demo.setup import CREDENTIAL_FILE, INVITATION_FILE, OPERATOR_FILE
from hallmint_server.keyring.file import write_derived
from hallmint_server.keyring.keyring import KeyState
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.settings import Settings
from hallmint_server.tenancy.bootstrap import BootstrapError, bootstrap, keep
from hallmint_server.tenancy.hash_key import HashKey

_EXIT_CONFIG = 78
_LOOK_SECONDS = 0.1
_RESTART_SECONDS = 1.0
_STOP_SECONDS = 20.0
_EXPORT_SECONDS = 3.0
_RESOLVER_PORT = 7680

console = Console(highlight=False)


@dataclass(slots=True)
class _Program:
    """One program, its log file, and the process that runs it now."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    log: Path
    module: str = "hallmint_server"
    process: subprocess.Popen[bytes] | None = None
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it, with a log of its own that begins anew with each `dev` (the last one stays as `.1`)."""
        if self.process is None and self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as file:
            # A session of its own, so that Ctrl-C reaches `dev` only, which then stops each program in order.
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", self.module, *self.arguments, "--until-eof"],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def has_said(self, word: str) -> bool:
        """Whether a line of its log begins with a word."""
        return any(line.startswith(word) for line in self.log.read_text(errors="replace").splitlines())

    def look(self) -> str | None:
        """Start the program again if it died; returns why it must not be."""
        if self.process is None or self.process.poll() is None:
            return None
        if self.process.returncode == _EXIT_CONFIG:
            lines = self.log.read_text(errors="replace").splitlines()
            return lines[-1] if lines else f"{self.name} refused to start"
        if not self.again_at:
            self.again_at = time.monotonic() + _RESTART_SECONDS
        elif time.monotonic() >= self.again_at:
            console.print(f"[yellow]{self.name} ended with {self.process.returncode}; starting it again[/]")
            self.again_at = 0.0
            self.start()
        return None

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        """Wait until it has stopped; kill it if it does not."""
        if self.process is None:
            return
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run_dev(settings: Settings, *, workers: int, demo_quantity: int | None, exit_after: bool) -> int:
    """Run until SIGTERM, SIGHUP or Ctrl-C, or with `exit_after` until the demo is over; returns the exit code.

    Raises EmbeddedPostgresError, MigrationError and KeyFileError with what to do.
    """
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda n, _: stopping.append(n))
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    postgres: EmbeddedPostgres | None = None
    with contextlib.ExitStack() as stack:
        if settings.database_url is None:
            console.print("starting PostgreSQL ...")
            postgres = EmbeddedPostgres(settings.home / "postgres", port=settings.postgres_port)
            stack.enter_context(postgres)
            dsn = postgres.dsn
        else:
            dsn = settings.dsn()
            place = urlsplit(dsn)
            console.print(
                f"using PostgreSQL at {place.hostname}:{place.port or 5432}{place.path}, as the environment says"
            )
        settings = settings.model_copy(update={"database_url": SecretStr(dsn)})
        applied = asyncio.run(migrate(dsn))
        if applied:
            console.print(f"applied {len(applied)} migrations")
        if asyncio.run(_bootstrap(settings)):
            console.print(f"wrote the operator's credential to {settings.home / OPERATOR_FILE}")
        port = settings.grpc_port or _free_port(settings.grpc_address)
        programs = _programs(settings, port, workers)
        resolver = _resolver(settings, programs[0].environment)
        host = f"[{settings.grpc_address}]" if ":" in settings.grpc_address else settings.grpc_address
        demo = None
        if demo_quantity is not None:
            demo = [sys.executable, "-m", "hallmint_server.demo", f"{host}:{port}", str(demo_quantity)]
            demo += ["--exit"] * exit_after
            demo += [f"--resolver={resolver.address}"] if resolver else []
        for program in programs:
            program.start()
        try:
            where = f"{host}:{port}"
            return _supervise(postgres, programs, resolver, demo, stopping, address=where, exit_after=exit_after)
        finally:
            for program in programs:
                program.stop()
            for program in programs:
                program.wait()


async def _bootstrap(settings: Settings) -> bool:
    """The first start on a database makes the operator's credential; whether it was the first.

    Files that are there then are of a database that is gone, and good for nothing any more.
    """
    async with connect(settings) as conn:
        hash_key = HashKey(settings.keys_folder, settings.credential_key)
        try:
            key = await bootstrap(conn, hash_key, another=False, replace_key=False)
        except BootstrapError:
            return False
    for name in (OPERATOR_FILE, INVITATION_FILE, CREDENTIAL_FILE):
        (settings.home / name).unlink(missing_ok=True)
    keep(settings.home / OPERATOR_FILE, key)
    return True


def _programs(settings: Settings, port: int, workers: int) -> list[_Program]:
    environment = settings_module.child_environment(
        HALLMINT_DATABASE_URL=settings.dsn(),
        HALLMINT_GRPC_PORT=str(port),
        HALLMINT_DOWNLOAD_PORT=str(_free_port(settings.download_address, settings.download_port)),
    )
    names = [("serve", ["serve"]), *((f"worker-{n}", ["worker"]) for n in range(1, workers + 1))]
    return [_Program(name, arguments, environment, settings.home / f"{name}.log") for name, arguments in names]


@dataclass(slots=True)
class _Resolver:
    """The resolver of this machine, which is started once there are keys to give it."""

    program: _Program
    address: str
    keys: Path
    settings: Settings
    exported: set[int] = field(default_factory=set)
    export_at: float = field(default=0.0)

    def start(self) -> None:
        """Give it the derived keys, and start it. Raises KeyFileError."""
        asyncio.run(self._export())
        self.program.start()

    def renew(self) -> None:
        """Give it the keys that were added since, every few seconds. What is in the way now need not be the next time."""
        if self.program.process is not None and time.monotonic() >= self.export_at:
            with contextlib.suppress(KeyFileError, psycopg.Error, OSError):
                asyncio.run(self._export())
            self.export_at = time.monotonic() + _EXPORT_SECONDS

    async def _export(self) -> None:
        ring = keyring_of(self.settings)
        async with connect(self.settings) as conn:
            for record in await ring.records(conn):
                if record.state is not KeyState.LOST and record.version not in self.exported:
                    write_derived(self.keys, record.version, ring.key(record))
                    self.exported.add(record.version)


def _resolver(settings: Settings, environment: dict[str, str]) -> _Resolver | None:
    """The resolver, where its distribution is installed."""
    if importlib.util.find_spec("hallmint_resolver") is None:
        return None
    port = int(environment.get("HALLMINT_RESOLVER_PORT") or 0) or _free_port("127.0.0.1", _RESOLVER_PORT)
    keys = settings.home / "resolver-keys"
    own = {
        "HALLMINT_RESOLVER_ADDRESS": "127.0.0.1",
        "HALLMINT_RESOLVER_PORT": str(port),
        "HALLMINT_RESOLVER_HOSTS": f"127.0.0.1:{port}",
        "HALLMINT_RESOLVER_KEYS": str(keys),
        "HALLMINT_SPOOL": str(settings.home / "spool"),
    }
    log = settings.home / "resolver.log"
    program = _Program("resolver", ["serve"], {**environment, **own}, log, module="hallmint_resolver")
    return _Resolver(program, f"http://127.0.0.1:{port}", keys, settings)


def _supervise(
    postgres: EmbeddedPostgres | None,
    programs: list[_Program],
    resolver: _Resolver | None,
    demo_arguments: list[str] | None,
    stopping: list[int],
    *,
    address: str,
    exit_after: bool,
) -> int:
    demo: subprocess.Popen[bytes] | None = None
    is_serving = False
    while not stopping:
        if _is_refused(postgres, programs):
            return _EXIT_CONFIG
        if not is_serving and programs[0].has_said("serving "):
            is_serving = True
            if resolver is not None:
                resolver.start()
                programs.append(resolver.program)
            if demo_arguments is None:
                _say_serving(address, resolver)
            else:
                demo = subprocess.Popen(demo_arguments, env=programs[0].environment)  # noqa: S603 - our own program
        if resolver is not None:
            resolver.renew()
        if demo is not None and (code := demo.poll()) is not None:
            demo = None
            if exit_after or code:
                return code
            console.print()
            _say_serving(address, resolver)
        time.sleep(_LOOK_SECONDS)
    console.print("stopping ...")
    if demo is not None:
        demo.terminate()
        demo.wait()
    return 0


def _is_refused(postgres: EmbeddedPostgres | None, programs: list[_Program]) -> bool:
    """Start again what died; whether a program must not be, which is said."""
    if postgres is not None and not postgres.running:
        console.print("[yellow]PostgreSQL ended; starting it again[/]")
        postgres.start()
    for program in programs:
        if (refusal := program.look()) is not None:
            console.print(f"{program.name}: {refusal}", markup=False, soft_wrap=True)
            return True
    return False


def _say_serving(address: str, resolver: _Resolver | None) -> None:
    scans = f", scans at [bold]{resolver.address}[/]" if resolver else ""
    console.print(f"serving gRPC at [bold]{address}[/]{scans}; Ctrl-C stops everything", soft_wrap=True)


def _free_port(address: str, wanted: int = 0) -> int:
    """A port that nobody listens on now; `wanted` where it is one."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, wanted))
        except OSError:
            return _free_port(address)
        return int(probe.getsockname()[1])
