"""A whole installation for a test: settings, programs as real processes, and calls to its gRPC server."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import grpc

from hallmint.v1 import (
    batch_pb2,
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    minting_service_pb2,
    minting_service_pb2_grpc,
    product_pb2,
)
from hallmint_server import settings as settings_module
from hallmint_server.command import connect, keyring_of
from hallmint_server.fsck.check import Fsck, Report
from hallmint_server.settings import Settings

GTIN = "09506000134352"
_STOP_SECONDS = 20


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Installation:
    """One installation: a database and a home folder. Programs are started by their commands."""

    dsn: str
    home: Path
    options: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, **changes: str) -> dict[str, str]:
        """The environment of a program: nothing of this test's own HALLMINT_ variables."""
        own = {k: v for k, v in os.environ.items() if not k.startswith("HALLMINT_") and k != "DATABASE_URL"}
        return {
            **own,
            **({"HALLMINT_DATABASE_URL": self.dsn} if self.dsn else {}),
            "HALLMINT_HOME": str(self.home),
            "HALLMINT_GRPC_PORT": str(self.port),
            "HALLMINT_DEV": "true",
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

    @contextlib.asynccontextmanager
    async def api(self, brand: str = "") -> AsyncIterator["Api"]:
        """Calls to the gRPC server, which may still be starting."""
        async with grpc.aio.insecure_channel(self.address) as channel:
            yield Api(channel, brand)


@contextlib.contextmanager
def installation(dsn: str, home: Path, **options: str) -> Iterator[Installation]:
    """An installation whose programs are stopped at the end."""
    made = Installation(dsn, home, options)
    try:
        yield made
    finally:
        made.close()


class Api:
    """The stubs, with the acting brand in the metadata."""

    def __init__(self, channel: grpc.aio.Channel, brand: str) -> None:
        self.minting: minting_service_pb2_grpc.MintingServiceAsyncStub = minting_service_pb2_grpc.MintingServiceStub(
            channel
        )
        self.catalog: catalog_service_pb2_grpc.CatalogServiceAsyncStub = catalog_service_pb2_grpc.CatalogServiceStub(
            channel
        )
        self.brand = brand

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What names the acting brand."""
        return (("x-hallmint-brand", self.brand),) if self.brand else ()

    async def make_brand(self, slug: str = "acme", *, gs1_ready: bool = True) -> str:
        """Make a brand and act for it from now on; waits for a server that is starting. Returns its id."""
        request = catalog_service_pb2.CreateBrandRequest(
            request_id=str(uuid4()),
            slug=slug,
            name=slug.title(),
            gs1_ready=gs1_ready,
            resolver_base_url="https://id.acme.example",
        )
        for _ in range(1000):
            try:
                response = await self.catalog.CreateBrand(request, wait_for_ready=True, timeout=30)
                break
            except grpc.aio.AioRpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE:
                    raise
                await asyncio.sleep(0.02)  # the server says when it is ready only by answering
        self.brand = slug
        return response.brand.brand_id

    async def make_product(self, sku: str = "SKU-1", gtin: str = GTIN, status: str = "ACTIVE") -> str:
        """Make a product; returns its id."""
        response = await self.catalog.CreateProduct(
            catalog_service_pb2.CreateProductRequest(
                request_id=str(uuid4()),
                sku=sku,
                gtin=gtin,
                name=f"Product {sku}",
                group=product_pb2.PRODUCT_GROUP_BATTERY,
                commercial_status=product_pb2.CommercialStatus.Value(f"COMMERCIAL_STATUS_{status}"),
            ),
            metadata=self.metadata,
        )
        return response.product.product_id

    def spec(
        self, quantity: int, *, sku: str = "SKU-1", lots: dict[str, int] | None = None, at_mint: bool = False
    ) -> minting_service_pb2.MintSpec:
        """What to mint."""
        return minting_service_pb2.MintSpec(
            product=product_pb2.ProductRef(sku=sku),
            quantity=quantity,
            identity_mode=batch_pb2.IDENTITY_MODE_LOT if lots else batch_pb2.IDENTITY_MODE_SERIAL,
            activation_mode=batch_pb2.ACTIVATION_MODE_AT_MINT if at_mint else batch_pb2.ACTIVATION_MODE_FIRST_SCAN,
            lots=[batch_pb2.LotQuantity(lot_code=c, quantity=q) for c, q in (lots or {}).items()],
        )

    async def submit(
        self,
        quantity: int,
        *,
        request_id: str | None = None,
        sku: str = "SKU-1",
        lots: dict[str, int] | None = None,
        at_mint: bool = False,
    ) -> batch_pb2.Batch:
        """Submit a mint."""
        request = minting_service_pb2.SubmitMintRequest(
            request_id=request_id or str(uuid4()), mint=self.spec(quantity, sku=sku, lots=lots, at_mint=at_mint)
        )
        return (await self.minting.SubmitMint(request, metadata=self.metadata)).batch

    async def batch(self, batch_id: str) -> batch_pb2.Batch:
        """A batch as it is."""
        request = minting_service_pb2.GetBatchRequest(batch_id=batch_id)
        return (await self.minting.GetBatch(request, metadata=self.metadata)).batch

    async def ended(self, batch_id: str, seconds: float = 60) -> batch_pb2.Batch:
        """A batch once it has ended; goes on over broken streams."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    request = minting_service_pb2.WatchBatchRequest(batch_id=batch_id)
                    async for message in self.minting.WatchBatch(request, metadata=self.metadata):
                        if message.HasField("batch") and message.batch.state not in (
                            batch_pb2.BATCH_STATE_QUEUED,
                            batch_pb2.BATCH_STATE_PROCESSING,
                        ):
                            return message.batch
                except grpc.aio.AioRpcError as error:
                    if error.code() != grpc.StatusCode.UNAVAILABLE:
                        raise
                await asyncio.sleep(0.05)  # a stream that broke: look again
