"""One channel to a server: metadata, deadlines and retries of all calls."""

import asyncio
import copy
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from itertools import count
from typing import TypeVar

import grpc
from google.protobuf.descriptor import Descriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message

from hallmint.v1.audit_service_pb2_grpc import AuditServiceStub
from hallmint.v1.brand_service_pb2_grpc import BrandServiceStub
from hallmint.v1.carrier_profile_service_pb2_grpc import CarrierProfileServiceStub
from hallmint.v1.catalog_service_pb2_grpc import CatalogServiceStub
from hallmint.v1.content_service_pb2_grpc import ContentServiceStub
from hallmint.v1.credential_service_pb2_grpc import CredentialServiceStub
from hallmint.v1.export_service_pb2_grpc import ExportServiceStub
from hallmint.v1.link_service_pb2_grpc import LinkServiceStub
from hallmint.v1.member_service_pb2_grpc import MemberServiceStub
from hallmint.v1.minting_service_pb2_grpc import MintingServiceStub
from hallmint.v1.production_service_pb2_grpc import ProductionServiceStub
from hallmint.v1.scan_service_pb2_grpc import ScanServiceStub
from hallmint.v1.session_service_pb2_grpc import SessionServiceStub
from hallmint.v1.verification_service_pb2_grpc import VerificationServiceStub
from hallmint_client.error import HallmintError, native_errors
from hallmint_client.fork import USE
from hallmint_client.policy import Policy
from hallmint_client.upload import upload

CREDENTIAL_KEY = "authorization"
BRAND_KEY = "x-hallmint-brand"
KEEPALIVE_MS = 15_000
"""After so long without a word from the server, while a call waits, it is asked whether it is there: routers forget
connections and tell nobody. The server bears one such question every 10 s.
"""
_KEEPALIVE_TIMEOUT_MS = 10_000
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
    ("grpc.primary_user_agent", f"hallmint-client-python/{version('hallmint-client')}"),
)

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)


class Transport:
    """An open channel. Made inside a running event loop and used only in that loop."""

    def __init__(
        self,
        address: str,
        *,
        credential: str | None,
        brand: str | None,
        policy: Policy,
        tls: grpc.ChannelCredentials | None,
    ) -> None:
        USE.begin()
        self.policy = policy
        self._closed = asyncio.Event()
        self._name(credential, brand)
        timeout_ms = min(KEEPALIVE_MS, _KEEPALIVE_TIMEOUT_MS)
        options = (
            *_CHANNEL_OPTIONS,
            ("grpc.keepalive_time_ms", KEEPALIVE_MS),
            # gRPC waits for the answer as long as the first of these says, and for that to any ping 60 s but for the second.
            ("grpc.keepalive_timeout_ms", timeout_ms),
            ("grpc.http2.ping_timeout_ms", timeout_ms),
        )
        if tls is None:
            self.channel = grpc.aio.insecure_channel(address, options=options)
        else:
            self.channel = grpc.aio.secure_channel(address, tls, options=options)
        self.audit = AuditServiceStub(self.channel)
        self.brand = BrandServiceStub(self.channel)
        self.carrier_profile = CarrierProfileServiceStub(self.channel)
        self.catalog = CatalogServiceStub(self.channel)
        self.content = ContentServiceStub(self.channel)
        self.credential = CredentialServiceStub(self.channel)
        self.export = ExportServiceStub(self.channel)
        self.link = LinkServiceStub(self.channel)
        self.member = MemberServiceStub(self.channel)
        self.minting = MintingServiceStub(self.channel)
        self.production = ProductionServiceStub(self.channel)
        self.scan = ScanServiceStub(self.channel)
        self.session = SessionServiceStub(self.channel)
        self.verification = VerificationServiceStub(self.channel)

    def _name(self, credential: str | None, brand: str | None) -> None:
        self._caller = ((CREDENTIAL_KEY, f"Bearer {credential}"),) if credential else ()
        self.metadata = (*self._caller, *(((BRAND_KEY, brand),) if brand else ()))
        """What every call carries; it holds the credential."""

    def acting(self, credential: str | None, brand: str | None) -> "Transport":
        """The same channel for another caller."""
        other = copy.copy(self)
        other._name(credential, brand)  # noqa: SLF001 - its own class
        return other

    async def close(self) -> None:
        """End all calls and the connection: who waits for an answer, or to try again, hears CANCELLED."""
        self._closed.set()
        await self.channel.close(None)
        USE.end()

    async def unary(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[Request, Response],
        request: Request,
        *,
        acting: bool = True,
        once: bool = False,
    ) -> Response:
        """Call until an answer, the last try, or the timeout: the very same request each time, and a second time only where the
        method says that it may be, and never with `once`. HallmintError. Without `acting` the call names no brand.
        """
        metadata = self.metadata if acting else self._caller

        async def send(seconds: float) -> Response:
            return await method(request, timeout=seconds, metadata=metadata)

        attempts = self.policy.attempts if is_repeatable(request.DESCRIPTOR) and not once else 1
        return await self._repeat(send, self.policy.timeout, attempts, getattr(request, "request_id", ""))

    async def upload(
        self,
        method: grpc.aio.StreamUnaryMultiCallable[Request, Response],
        requests: Callable[[], AsyncGenerator[Request, None]],
        *,
        once: bool,
    ) -> Response:
        """Send a stream, made anew for each try, until an answer, the last try, or `policy.upload`. HallmintError, and
        what the stream raises.
        """

        async def send(seconds: float) -> Response:
            return await upload(method, requests(), timeout_seconds=seconds, metadata=self.metadata)

        return await self._repeat(send, self.policy.upload, 1 if once else self.policy.attempts, "")

    async def _repeat(
        self, send: Callable[[float], Awaitable[Response]], timeout_seconds: float, attempts: int, request_id: str
    ) -> Response:
        now = asyncio.get_running_loop().time
        end = now() + timeout_seconds
        for attempt in count(1):
            try:
                with native_errors():
                    return await send(max(end - now(), 0.001))
            except HallmintError as error:
                error.request_id = request_id
                pause = self.policy.wait(attempt, error.retry_after)
                if attempt >= attempts or now() + pause >= end or not error.passing:
                    raise
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._closed.wait()
        raise AssertionError("count() does not end")


@cache
def is_repeatable(request: Descriptor) -> bool:
    """Whether the rpc that takes such requests may be sent twice, as its `idempotency_level` says; each has a message of its
    own, beside its service.
    """
    levels = [
        method.GetOptions().idempotency_level
        for service in request.file.services_by_name.values()
        for method in service.methods
        if method.input_type.full_name == request.full_name
    ]
    return bool(levels) and set(levels) <= {MethodOptions.NO_SIDE_EFFECTS, MethodOptions.IDEMPOTENT}
