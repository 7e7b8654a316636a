"""Starts the other programs by their commands, as processes, and starts again what dies.

PostgreSQL is started from the main thread: it stops when the thread that started it ends. The other programs stop at the
end of their standard input, so nothing is left behind however this process ends.
"""

import asyncio
import contextlib
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from hallmint_server import settings as settings_module
from hallmint_server.command import connect
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.demo.setup import CREDENTIAL_FILE, INVITATION_FILE, OPERATOR_FILE
from hallmint_server.dev.console import Screens, screens
from hallmint_server.dev.port import free_port
from hallmint_server.dev.program import EXIT_CONFIG, Program, console
from hallmint_server.dev.resolver import Resolver
from hallmint_server.dev.resolver import resolver as local_resolver
from hallmint_server.dev.witness import witnesses as local_witnesses
from hallmint_server.settings import Settings
from hallmint_server.tenancy.bootstrap import BootstrapError, bootstrap, keep
from hallmint_server.tenancy.hash_key import HashKey

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    """What people and programs come to: the gRPC server's address, and where they are installed the resolver and the console."""

    address: str
    resolver: Resolver | None
    screens: Screens | None

    def start(self) -> list[Program]:
        """Start what waited for the server; returns it. Raises KeyFileError."""
        programs = []
        if self.resolver is not None:
            self.resolver.start()
            programs.append(self.resolver.program)
        if self.screens is not None:
            self.screens.program.start()
            programs.append(self.screens.program)
        return programs

    def say(self) -> None:
        """Tell where everything is."""
        scans = f", scans at [bold]{self.resolver.address}[/]" if self.resolver else ""
        page = f", the console at [bold]{self.screens.address}[/]" if self.screens else ""
        console.print(f"serving gRPC at [bold]{self.address}[/]{scans}{page}; Ctrl-C stops everything", soft_wrap=True)


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
        port = settings.grpc_port or free_port(settings.grpc_address)
        settings, cosigners = local_witnesses(settings, witnesses)
        server, *others = _programs(settings, port, workers)
        programs = [server, *cosigners, *others]  # witnesses before the workers that ask them
        host = f"[{settings.grpc_address}]" if ":" in settings.grpc_address else settings.grpc_address
        front = _front(settings, server.environment, f"{host}:{port}")
        demo = _demo(front, demo_quantity, exit_after=exit_after) if demo_quantity is not None else None
        for program in programs:
            program.start()
        try:
            return _supervise(postgres, programs, front, demo, stopping, exit_after=exit_after)
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


def _programs(settings: Settings, port: int, workers: int) -> list[Program]:
    environment = settings_module.child_environment(
        HALLMINT_DATABASE_URL=settings.dsn(),
        HALLMINT_GRPC_PORT=str(port),
        HALLMINT_DOWNLOAD_PORT=str(free_port(settings.download_address, settings.download_port)),
        **({"HALLMINT_LOG_POLICY": str(settings.log_policy)} if settings.log_policy else {}),
    )
    names = [("serve", ["serve"]), *((f"worker-{n}", ["worker"]) for n in range(1, workers + 1))]
    return [Program(name, arguments, environment, settings.home / f"{name}.log") for name, arguments in names]


def _front(settings: Settings, environment: dict[str, str], address: str) -> _Front:
    """What comes after the server. The console's address is chosen first: the resolver lets it show previews."""
    page = screens(settings, environment, address)
    found = local_resolver(
        settings, {**environment, **({"HALLMINT_RESOLVER_FRAME_ANCESTORS": page.address} if page else {})}
    )
    if page is not None and found is not None:
        page.program.environment["HALLMINT_CONSOLE_RESOLVER_URL"] = found.address
    return _Front(address=address, resolver=found, screens=page)


def _demo(front: _Front, quantity: int, *, exit_after: bool) -> list[str]:
    arguments = [sys.executable, "-m", "hallmint_server.demo", front.address, str(quantity)]
    arguments += ["--exit"] * exit_after
    arguments += [f"--resolver={front.resolver.address}"] if front.resolver else []
    return arguments + ([f"--console={front.screens.address}"] if front.screens else [])


def _supervise(
    postgres: EmbeddedPostgres | None,
    programs: list[Program],
    front: _Front,
    demo_arguments: list[str] | None,
    stopping: list[int],
    *,
    exit_after: bool,
) -> int:
    demo: subprocess.Popen[bytes] | None = None
    is_serving = False
    while not stopping:
        if _is_refused(postgres, programs):
            return EXIT_CONFIG
        if not is_serving and programs[0].has_said("serving "):
            is_serving = True
            programs += front.start()
            if demo_arguments is None:
                front.say()
            else:
                demo = subprocess.Popen(demo_arguments, env=programs[0].environment)  # noqa: S603 - our own program
        if front.resolver is not None:
            front.resolver.renew()
        if demo is not None and (code := demo.poll()) is not None:
            demo = None
            if exit_after or code:
                return code
            console.print()
            front.say()
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
