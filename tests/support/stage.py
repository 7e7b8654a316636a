"""An installation that clients in other languages are tried against: real processes, one brand, and what went wrong before."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import trustme

from hallmint.v1 import credential_service_pb2, export_pb2, export_service_pb2
from tests.support import credential, wrong_clock
from tests.support.api import Api
from tests.support.certificate import Certificates, certificates
from tests.support.installation import Installation, free_port, installation
from tests.support.wait import until, until_sync

UNITS = 20_000
PROFILE = "generic-vdp-lf"
_SETUP_SECONDS = 120


@dataclass(slots=True, kw_only=True)
class Stage:
    """What the tests share; see `staging`."""

    place: Installation
    worker: subprocess.Popen[bytes]
    tls: Certificates
    tls_address: str
    client: Certificates
    """The certificate of a client that the TLS server lets in."""
    late_address: str
    """Of a server whose clock is an hour behind; empty where clocks cannot be made wrong."""
    key: str = ""
    other: str = ""
    """The credential of a machine that may read what is minted."""
    revoked: str = ""
    expired: str = ""
    batch_id: str = ""
    export_id: str = ""

    @contextlib.asynccontextmanager
    async def api(self) -> Any:
        """Calls to the server as the brand's owner."""
        async with self.place.api("acme") as api:
            yield api

    def hold(self) -> None:
        """Let the worker do nothing from now on."""
        os.kill(self.worker.pid, signal.SIGSTOP)

    def go(self) -> None:
        """Let it work."""
        os.kill(self.worker.pid, signal.SIGCONT)


async def _set(stage: Stage) -> None:
    """Make a brand with a product, a batch with an export, and credentials that are no longer good."""
    async with stage.place.api() as api:
        await api.make_brand()
        stage.place.member_keys["acme"] = stage.key = api.key
        await api.make_product()
        stage.batch_id = (await api.ended((await api.submit(UNITS)).batch_id)).batch_id
        stage.export_id = await exported(api, stage.batch_id)
        stage.other = (await credential.create(api, "mint:read")).key
        revoked = await credential.create(api, "mint:read")
        stage.revoked = revoked.key
        await api.credentials.RevokeCredential(
            credential_service_pb2.RevokeCredentialRequest(credential_id=revoked.credential.credential_id),
            metadata=api.metadata,
        )
        expired = await credential.create(api, "mint:read")
        stage.expired = expired.key
    async with await psycopg.AsyncConnection.connect(stage.place.dsn, autocommit=True) as conn:
        await conn.execute(
            "UPDATE credentials SET expires_at = now() - interval '1 minute' WHERE credential_id = %s",
            [expired.credential.credential_id],
        )


async def exported(api: Api, batch_id: str, seconds: float = 60) -> str:
    """Export a batch as label data, and wait until the export is complete; returns its id."""
    request = export_service_pb2.CreateExportRequest(request_id=str(uuid4()), batch_id=batch_id, profile=PROFILE)
    made = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    await until(lambda: _is_complete(api, made.export_id), seconds, what="the export is complete")
    return made.export_id


async def _is_complete(api: Api, export_id: str) -> bool:
    request = export_service_pb2.GetExportRequest(export_id=export_id)
    found = (await api.exports.GetExport(request, metadata=api.metadata)).export
    return found.state == export_pb2.EXPORT_STATE_COMPLETED


def _within(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run to the end, in a thread: pytest-asyncio owns the main thread's event loop."""
    with ThreadPoolExecutor(1) as executor:
        executor.submit(lambda: asyncio.run(coroutine)).result(timeout=_SETUP_SECONDS)


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
        return True
    return False


@contextlib.contextmanager
def staging(dsn: str, folder: Path) -> Iterator[Stage]:
    """Start a worker and three servers on a database: without TLS, with TLS by both sides, and with a clock an hour behind."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    tls, client = _certificates(folder / "server"), _certificates(folder / "client")
    ports = free_port(), free_port()
    with installation(dsn, home) as place:
        place.start("serve")
        stage = Stage(
            place=place,
            worker=place.start("worker"),
            tls=tls,
            tls_address=f"127.0.0.1:{ports[0]}",
            client=client,
            late_address="" if wrong_clock.missing() else f"127.0.0.1:{ports[1]}",
        )
        place.start(
            "serve",
            log="tls",
            HALLMINT_GRPC_PORT=str(ports[0]),
            HALLMINT_TLS_CERTIFICATE=str(tls.certificate),
            HALLMINT_TLS_KEY=str(tls.key),
            HALLMINT_TLS_CLIENT_CA=str(client.client_ca),
        )
        if stage.late_address:
            late = wrong_clock.variables(None, offset=-wrong_clock.HOUR)
            place.start("serve", log="late", HALLMINT_GRPC_PORT=str(ports[1]), **late)
        for address in filter(None, (place.address, stage.tls_address, stage.late_address)):
            until_sync(partial(_listens, address), _SETUP_SECONDS, what=f"a server listens at {address}")
        _within(_set(stage))
        yield stage


def _certificates(folder: Path) -> Certificates:
    folder.mkdir()
    return certificates(folder)


def product_sheet(path: Path, prefix: str, rows: int) -> Path:
    """A sheet of so many new products, each in a row of about 150 bytes."""
    lines = ("sku,name,group\n", *(f"{prefix}-{row},{'A bucket ' * 14}{row},generic\n" for row in range(rows)))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def another_ca(folder: Path) -> Path:
    """The certificate of an authority that signed nothing here."""
    path = folder / "another-ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return path
