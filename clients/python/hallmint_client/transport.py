"""One channel to a server: metadata, deadlines and retries of all calls."""

import asyncio
from itertools import count
from typing import TypeVar

import grpc
from google.protobuf.message import Message

from hallmint.v1.catalog_service_pb2_grpc import CatalogServiceStub
from hallmint.v1.minting_service_pb2_grpc import MintingServiceStub
from hallmint_client.error import HallmintError
from hallmint_client.policy import Policy

BRAND_KEY = "x-hallmint-brand"
_CHANNEL_OPTIONS = (
    # One schedule of retries, ours: gRPC's own would wait up to two minutes between two connections.
    ("grpc.enable_retries", 0),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    # Two clients of one process do not share a connection that one of them saw fail.
    ("grpc.use_local_subchannel_pool", 1),
    # A plaintext connection has no business with a proxy of the environment.
    ("grpc.enable_http_proxy", 0),
    ("grpc.primary_user_agent", "hallmint-client"),
)

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)


class Transport:
    """An open channel. Made inside a running event loop and used only in that loop."""

    def __init__(
        self, address: str, *, brand: str | None, policy: Policy, credentials: grpc.ChannelCredentials | None
    ) -> None:
        self.policy = policy
        self.metadata = ((BRAND_KEY, brand),) if brand else ()
        if credentials is None:
            self.channel = grpc.aio.insecure_channel(address, options=_CHANNEL_OPTIONS)
        else:
            self.channel = grpc.aio.secure_channel(address, credentials, options=_CHANNEL_OPTIONS)
        self.minting = MintingServiceStub(self.channel)
        self.catalog = CatalogServiceStub(self.channel)

    async def close(self) -> None:
        """End all calls and the connection."""
        await self.channel.close(None)

    async def unary(self, method: grpc.aio.UnaryUnaryMultiCallable[Request, Response], request: Request) -> Response:
        """Call until an answer, the last try, or the timeout: the very same request each time. HallmintError."""
        now = asyncio.get_running_loop().time
        end = now() + self.policy.timeout
        for attempt in count(1):
            try:
                return await method(request, timeout=max(end - now(), 0.001), metadata=self.metadata)
            except grpc.aio.AioRpcError as cause:
                error = HallmintError.from_rpc(cause)
                error.request_id = getattr(request, "request_id", "")
                pause = self.policy.wait(attempt, error.retry_after)
                last = attempt == self.policy.attempts or now() + pause >= end
                if last or error.code is not grpc.StatusCode.UNAVAILABLE:
                    raise error from cause
            await asyncio.sleep(pause)
        raise AssertionError("count() does not end")
