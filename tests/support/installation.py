"""A whole installation for a test: settings, programs as real processes, and calls to its gRPC server."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import grpc

from hallmint_server import settings as settings_module
from hallmint_server.command import connect, keyring_of
from hallmint_server.fsck.check import Fsck, Report
from hallmint_server.settings import Settings
from hallmint_server.tenancy.bootstrap import bootstrap
from hallmint_server.tenancy.hash_key import HashKey
from tests.support.api import Api

_STOP_SECONDS = 20


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now. It is below those that the kernel takes for outgoing connections: one of them
    could take a port between this probe and the program that is to listen on it.
    """
    while True:
        port = random.randrange(10_000, 32_000)  # noqa: S311 - no secret
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(slots=True)
class Installation:
    """One installation: a database and a home folder. Programs are started by their commands."""

    dsn: str
    home: Path
    options: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    operator_key: str = ""
    member_keys: dict[str, str] = field(default_factory=dict)

    def environment(self, **changes: str) -> dict[str, str]:
        """The environment of a program: nothing of this test's own HALLMINT_ variables."""
        own = {k: v for k, v in os.environ.items() if not k.startswith("HALLMINT_") and k != "DATABASE_URL"}
        return {
            **own,
            **({"HALLMINT_DATABASE_URL": self.dsn} if self.dsn else {}),
            "HALLMINT_HOME": str(self.home),
            "HALLMINT_GRPC_PORT": str(self.port),
            "HALLMINT_DOWNLOAD_PORT": "0",
            "HALLMINT_LEASE_SECONDS": "2",
            "HALLMINT_RETRY_SECONDS": "0.05",
            **self.options,
            **changes,
        }

    @property
    def settings(self) -> Settings:
        """The same, for code that runs in this process."""
        names = {
            name.removeprefix("HALLMINT_").lower(): v for name, v in self.environment().items() if "HALLMINT_" in name
        }
        return Settings.model_validate({**settings_module.Settings.model_construct().model_dump(), **names})

    @property
    def address(self) -> str:
        """Of the gRPC server."""
        return f"127.0.0.1:{self.port}"

    def start(self, *arguments: str, log: str | None = None, **changes: str) -> subprocess.Popen[bytes]:
        """Start `hallmint-server` with arguments; it is stopped with the installation."""
        path = self.home.parent / f"{log or arguments[0]}.log"
        with path.open("ab") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "hallmint_server", *arguments],
                env=self.environment(**changes),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        self.processes.append(process)
        return process

    def run(self, *arguments: str, seconds: float = 60, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run `hallmint-server` with arguments to its end."""
        return subprocess.run(
            [sys.executable, "-m", "hallmint_server", *arguments],
            env=self.environment(**changes),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def close(self) -> None:
        """Stop every program that still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    async def fsck(self) -> Report:
        """Check everything."""
        settings = self.settings
        async with connect(settings) as conn:
            check = Fsck(conn, keyring_of(settings), lease_seconds=settings.lease_seconds)
            return await check.run(None, lambda _: None)

    async def operator(self) -> str:
        """The operator's credential, made on the first call; its database has all migrations by then."""
        if not self.operator_key:
            settings = self.settings
            async with connect(settings) as conn:
                hash_key = HashKey(settings.keys_folder, settings.credential_key)
                self.operator_key = await bootstrap(conn, hash_key, another=True, replace_key=False)
        return self.operator_key

    @contextlib.asynccontextmanager
    async def api(self, brand: str = "") -> AsyncIterator[Api]:
        """Calls to the gRPC server, which may still be starting: for a brand that was made here, as its owner, or as the
        operator.
        """
        async with grpc.aio.insecure_channel(self.address) as channel:
            key = self.member_keys[brand] if brand else await self.operator()
            yield Api(channel, key=key, operator_key=await self.operator(), brand=brand, member_keys=self.member_keys)


@contextlib.contextmanager
def installation(dsn: str, home: Path, **options: str) -> Iterator[Installation]:
    """An installation whose programs are stopped at the end."""
    made = Installation(dsn, home, options)
    try:
        yield made
    finally:
        made.close()
