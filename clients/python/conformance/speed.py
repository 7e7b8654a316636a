"""How fast the client reads, beside the bare stub of gRPC."""

import time

import grpc

from conformance.config import Config, say
from hallmint.v1.export_service_pb2 import ReadPackRequest
from hallmint.v1.export_service_pb2_grpc import ExportServiceStub

_MESSAGE_MOST = 64 * 1024 * 1024


async def bench(config: Config) -> None:
    """Say how many seconds each took."""
    async with config.client() as client:
        await client.get_stats()
        start, count, seen = time.perf_counter(), 0, 0
        async for token in client.tokens(config["batch_id"]):
            count += 1
            seen += len(token.resolver_url)
        page_s = time.perf_counter() - start
        start, size = time.perf_counter(), 0
        async for pack in client.packs(config["export_id"]):
            await client.download_pack(pack, config.folder)
            size += pack.bytes
        read_s = time.perf_counter() - start
    pages_s, pages_bytes = await _raw(config["raw_address"], "pages")
    export_s, export_bytes = await _raw(config["raw_address"], "export")
    say(
        tokens=count,
        page_s=page_s,
        read_bytes=size,
        read_s=read_s,
        raw_pages_s=pages_s,
        raw_pages_bytes=pages_bytes,
        raw_export_s=export_s,
        raw_export_bytes=export_bytes,
    )


async def _raw(address: str, pack_id: str) -> tuple[float, int]:
    """Seconds and bytes of one stream, read and dropped."""
    async with grpc.aio.insecure_channel(
        address, options=[("grpc.max_receive_message_length", _MESSAGE_MOST)]
    ) as channel:
        stub = ExportServiceStub(channel)
        await channel.channel_ready()
        start, size = time.perf_counter(), 0
        async for message in stub.ReadPack(ReadPackRequest(pack_id=pack_id)):
            size += len(message.data)
        return time.perf_counter() - start, size
