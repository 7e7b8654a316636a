"""The gRPC server before it has services of ours."""

import asyncio

import grpc
import pytest

from hallmint.v1 import verification_service_pb2 as pb
from hallmint.v1 import verification_service_pb2_grpc as rpc
from hallmint_server.rpc.server import make_server


async def test_methods_are_found_and_no_task_waits_for_each() -> None:
    server = make_server()
    silent = rpc.VerificationServiceServicer()  # type: ignore[abstract]
    rpc.add_VerificationServiceServicer_to_server(silent, server)
    port = server.add_insecure_port("127.0.0.1:0")
    before = asyncio.all_tasks()
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub: rpc.VerificationServiceAsyncStub = rpc.VerificationServiceStub(channel)
            with pytest.raises(
                grpc.aio.AioRpcError, match="Method not implemented!"
            ):  # the generated code's own answer
                await stub.GetCheckpoint(pb.GetCheckpointRequest())
            names = [task.get_coro().__qualname__ for task in asyncio.all_tasks() - before]  # type: ignore[union-attr]
    finally:
        await server.stop(None)
    assert len([name for name in names if "_request" in name]) == 1, names
