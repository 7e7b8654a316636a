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

from hallmint_server import settings as settings_module
from hallmint_server.command import connect, keyring_of
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.demo.setup import CREDENTIAL_FILE, INVITATION_FILE, OPERATOR_FILE
from hallmint_server.keyring import secret
from hallmint_server.keyring.file import write_derived
from hallmint_server.keyring.keyring import KeyState
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log import store as log_store
from hallmint_server.log.key import LogKey
from hallmint_server.log.opening import open_key as open_log_key
from hallmint_server.program import EXIT_CONFIG, Program, console
from hallmint_server.settings import Settings
from hallmint_server.tenancy.bootstrap import BootstrapError, bootstrap, keep
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.witness.key import open_key as open_witness_key

_LOOK_SECONDS = 0.1
_EXPORT_SECONDS = 3.0
_RESOLVER_PORT = 7680
_WITNESS_PORT = 7690


def run_dev(
    settings: Settings, *, workers: int, demo_quantity: int | None, exit_after: bool, witnesses: int = 0
) -> int:
    """Run until SIGTERM, SIGHUP or Ctrl-C, or with `exit_after` until the demo is over; returns the exit code. With `witnesses`
    so many of this machine must all cosign the log.

    Raises EmbeddedPostgresError, MigrationError, KeyFileError and ValueError with what to do.
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
        settings, cosigners = _witnesses(settings, witnesses)
        server, *others = _programs(settings, port, workers)
        programs = [server, *cosigners, *others]  # witnesses before the workers that ask them
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


async def _log_key(settings: Settings) -> LogKey:
    """The log's key, which the first worker would make: witnesses are told whose log it is before there is one."""
    async with connect(settings) as conn:
        first_start = await log_store.last_checkpoint(conn) is None
    return open_log_key(settings.keys_folder, settings.log_name, settings.resolver_base_url, first_start=first_start)


def _witnesses(settings: Settings, count: int) -> tuple[Settings, list[Program]]:
    """Settings with the policy that asks for all of so many witnesses, and the witnesses; their folders stay for the next
    time.
    """
    if not count:
        return settings, []
    if settings.log_policy is not None:
        raise ValueError("HALLMINT_LOG_POLICY is set, and --witnesses makes a policy of its own: take one of the two")
    log_key = asyncio.run(_log_key(settings))
    programs: list[Program] = []
    lines = [f"log {log_key.public}"]
    for number in range(1, count + 1):
        name = f"witness-{number}"
        folder = settings.home.resolve() / name
        address = f"127.0.0.1:{_free_port('127.0.0.1', _WITNESS_PORT + number - 1)}"
        lines.append(f"witness {name} {open_witness_key(folder, f'{name}.hallmint.example').verifier} http://{address}")
        arguments = ["serve", "--folder", str(folder), "--listen", address, "--log", log_key.public]
        log, environment = settings.home / f"{name}.log", settings_module.child_environment()
        programs.append(Program(name, arguments, environment, log, module="hallmint_server.witness"))
    lines += [f"group all-of-them all {' '.join(program.name for program in programs)}", "quorum all-of-them"]
    policy = settings.home.resolve() / "log-policy.txt"
    secret.replace(policy, "".join(f"{line}\n" for line in lines))
    return settings.model_copy(update={"log_policy": policy}), programs


def _programs(settings: Settings, port: int, workers: int) -> list[Program]:
    environment = settings_module.child_environment(
        HALLMINT_DATABASE_URL=settings.dsn(),
        HALLMINT_GRPC_PORT=str(port),
        HALLMINT_DOWNLOAD_PORT=str(_free_port(settings.download_address, settings.download_port)),
        **({"HALLMINT_LOG_POLICY": str(settings.log_policy)} if settings.log_policy else {}),
    )
    names = [("serve", ["serve"]), *((f"worker-{n}", ["worker"]) for n in range(1, workers + 1))]
    return [Program(name, arguments, environment, settings.home / f"{name}.log") for name, arguments in names]


@dataclass(slots=True)
class _Resolver:
    """The resolver of this machine, which is started once there are keys to give it."""

    program: Program
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
    program = Program("resolver", ["serve"], {**environment, **own}, log, module="hallmint_resolver")
    return _Resolver(program, f"http://127.0.0.1:{port}", keys, settings)


def _supervise(
    postgres: EmbeddedPostgres | None,
    programs: list[Program],
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
            return EXIT_CONFIG
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


def _is_refused(postgres: EmbeddedPostgres | None, programs: list[Program]) -> bool:
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
