"""The resolver on this machine."""

import asyncio
import contextlib
import importlib.util
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from hallmint_server.command import connect, keyring_of
from hallmint_server.dev.port import free_port
from hallmint_server.dev.program import Program
from hallmint_server.keyring.file import write_derived
from hallmint_server.keyring.keyring import KeyState
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.settings import Settings

_EXPORT_SECONDS = 3.0
_RESOLVER_PORT = 7680


@dataclass(slots=True)
class Resolver:
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


def resolver(settings: Settings, environment: dict[str, str]) -> Resolver | None:
    """The resolver, where its distribution is installed."""
    if importlib.util.find_spec("hallmint_resolver") is None:
        return None
    port = int(environment.get("HALLMINT_RESOLVER_PORT") or 0) or free_port("127.0.0.1", _RESOLVER_PORT)
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
    return Resolver(program, f"http://127.0.0.1:{port}", keys, settings)
