"""A server that has every rpc, as the descriptors say, and answers none: it notes what comes, and says that it is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from hallmint_client import transport as transport_module  # which imports every service

PACKAGE = "hallmint.v1"
_MODULES = [name for name in vars(transport_module) if name.endswith("ServiceStub")]
RPCS: dict[str, MethodDescriptor] = {
    method.name: method
    for stub in _MODULES
    for method in descriptor_pool.Default().FindServiceByName(f"{PACKAGE}.{stub.removesuffix('Stub')}").methods
}
"""Every rpc by its name, which no two services share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One try of a call; of a stream of requests the first."""

    rpc: str
    request: Message
    metadata: dict[str, str]


@dataclass(slots=True)
class AnyServer(grpc.GenericRpcHandler):  # type: ignore[type-arg] # generic in its stubs alone
    """Takes every call."""

    calls: list[Heard] = field(default_factory=list)

    def service(self, handler_call_details: Any) -> Any:
        method = RPCS[handler_call_details.method.rsplit("/", 1)[1]]
        metadata = {str(key): str(value) for key, value in handler_call_details.invocation_metadata}

        async def one(request: Message, context: Any) -> None:
            self.calls.append(Heard(rpc=method.name, request=request, metadata=metadata))
            await context.abort(grpc.StatusCode.UNAVAILABLE, "away")

        async def first(requests: Any, context: Any) -> None:
            await one(await anext(aiter(requests)), context)

        make = {
            (False, False): grpc.unary_unary_rpc_method_handler,
            (False, True): grpc.unary_stream_rpc_method_handler,
            (True, False): grpc.stream_unary_rpc_method_handler,
        }[method.client_streaming, method.server_streaming]
        behaviour: Any = first if method.client_streaming else one
        return make(behaviour, request_deserializer=GetMessageClass(method.input_type).FromString)


@asynccontextmanager
async def any_server() -> AsyncIterator[tuple[str, AnyServer]]:
    """Its address, and what it hears."""
    heard, server = AnyServer(), grpc.aio.server()
    server.add_generic_rpc_handlers((heard,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}", heard
    finally:
        await server.stop(None)
