"""`make bench-clients`: paging the tokens of a batch and reading its export in each language, beside a raw stream of the same
bytes.

The raw stream is a gRPC server that knows no database and no credential: it sends as many bytes as the pages or the packs have,
in messages of ReadPack. Each language reads it by its bare generated stub, and Python also by `grpc.aio` without any message.
All of it is one run on one machine, the languages one after another. The last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc

from hallmint.v1 import export_service_pb2, minting_service_pb2
from hallmint.v1.export_service_pb2_grpc import ExportServiceServicer, add_ExportServiceServicer_to_server
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from tests.support.api import Api
from tests.support.installation import installation
from tests.support.partner import LANGUAGES, Language
from tests.support.stage import exported

PAGE = 500
PIECE = 64 * 1024
_SECONDS = 1800


class Raw(ExportServiceServicer):
    """Answers ReadPack with so many bytes, and nothing else."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes
        self._piece = os.urandom(PIECE)

    async def ReadPack(  # noqa: N802 - the generated base class names it
        self, request: export_service_pb2.ReadPackRequest, context: Any
    ) -> AsyncIterator[export_service_pb2.ReadPackResponse]:
        """The bytes of `pages` or `export`."""
        del context
        left = self._sizes[request.pack_id]
        while left > 0:
            yield export_service_pb2.ReadPackResponse(data=self._piece[:left])
            left -= PIECE


@asynccontextmanager
async def raw(sizes: dict[str, int]) -> AsyncIterator[str]:
    """The raw server's address."""
    server = grpc.aio.server()
    add_ExportServiceServicer_to_server(Raw(sizes), server)  # type: ignore[abstract] # its other rpcs are unimplemented
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(0)


async def floor(address: str, pack_id: str) -> float:
    """Seconds of the stream in Python where no message is read."""
    async with grpc.aio.insecure_channel(address) as channel:
        method = channel.unary_stream("/hallmint.v1.ExportService/ReadPack", None, None)
        request = export_service_pb2.ReadPackRequest(pack_id=pack_id).SerializeToString()
        start = time.perf_counter()
        async for _ in method(request):
            pass
        return time.perf_counter() - start


async def prepare(api: Api, quantity: int) -> tuple[str, str, dict[str, int]]:
    """A batch and its export, both done, and the bytes of its pages and packs."""
    batch = await api.ended((await api.submit(quantity)).batch_id, 600)
    export_id = await exported(api, batch.batch_id, 600)
    packs = await api.exports.ListPacks(
        export_service_pb2.ListPacksRequest(export_id=export_id, page_size=PAGE), metadata=api.metadata
    )
    first = await api.minting.ListTokens(
        minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id, page_size=PAGE), metadata=api.metadata
    )
    pages = -(-quantity // PAGE)  # pages differ by the digits of seqs alone
    return batch.batch_id, export_id, {"pages": first.ByteSize() * pages, "export": sum(p.bytes for p in packs.packs)}


async def measure(language: Language, config: dict[str, Any], folder: Path, quantity: int) -> dict[str, float]:
    """One language."""
    [found] = await language.run("bench", config, folder, seconds=_SECONDS)
    if (found["tokens"], found["read_bytes"]) != (quantity, found["raw_export_bytes"]):
        raise AssertionError(found)
    shown = {name: round(value, 2) for name, value in found.items() if name.endswith("_s")}
    shown["page_ratio"] = round(found["page_s"] / found["raw_pages_s"], 1)
    shown["read_ratio"] = round(found["read_s"] / found["raw_export_s"], 1)
    print(f"{language.name:<12}" + "  ".join(f"{name} {value:g}" for name, value in shown.items()), flush=True)
    return shown


async def run(quantity: int) -> dict[str, Any]:
    """The whole benchmark."""
    with tempfile.TemporaryDirectory() as name, EmbeddedPostgres(Path(name) / "postgres") as postgres:
        await migrate(postgres.dsn)
        home = Path(name) / "home"
        home.mkdir()
        with installation(postgres.dsn, home, HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve")
            worker = place.start("worker")
            async with place.api() as api:
                await api.make_brand()
                await api.make_product()
                batch_id, export_id, sizes = await prepare(api, quantity)
                worker.terminate()  # nothing else shall run meanwhile
                worker.wait()
                result: dict[str, Any] = {"quantity": quantity, "bytes": sizes}
                async with raw(sizes) as raw_address:
                    result["grpc_aio"] = {pack: round(await floor(raw_address, pack), 2) for pack in sizes}
                    print(f"{'grpc.aio':<12}{result['grpc_aio']}", flush=True)
                    config = {"address": place.address, "credential": api.key, "batch_id": batch_id}
                    config |= {"export_id": export_id, "raw_address": raw_address}
                    for language in LANGUAGES:
                        if language.missing:
                            print(f"{language.name:<12}skipped: {language.missing} is missing", flush=True)
                            continue
                        folder = Path(name) / language.name
                        result[language.name] = await measure(language, config, folder, quantity)
                return result


def main() -> None:
    """Print every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quantity", type=int, default=1_000_000)
    print(json.dumps(asyncio.run(run(parser.parse_args().quantity))), flush=True)


if __name__ == "__main__":
    main()
