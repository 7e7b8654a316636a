"""What every method of the fake services does first."""

from typing import Any

import grpc
from google.rpc import status_pb2
from grpc_status import rpc_status


class FakeCalls:
    """`calls` holds every request, `brands` and `credentials` what came with it; `refusals` maps a method to what it answers
    instead, once each.
    """

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.brands: list[str] = []
        self.credentials: list[str] = []
        self.refusals: dict[str, list[status_pb2.Status]] = {}

    def _enter(self, method: str, request: Any, context: grpc.ServicerContext) -> None:
        metadata = dict(context.invocation_metadata())
        self.calls.append(request)
        self.brands.append(str(metadata.get("x-hallmint-brand", "")))
        self.credentials.append(str(metadata.get("authorization", "")))
        if self.refusals.get(method):
            context.abort_with_status(rpc_status.to_status(self.refusals[method].pop(0)))
