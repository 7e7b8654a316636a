"""What a caller is told of a refused call: the rich status, taken apart."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A google.rpc.Status with its details. `fields` and `states` are (reason, field or subject, description)."""

    code: str
    message: str
    reason: str
    domain: str
    metadata: dict[str, str]
    fields: tuple[tuple[str, str, str], ...]
    states: tuple[tuple[str, str, str], ...]
    retry_seconds: float | None
    encoded: bytes

    @property
    def reasons(self) -> list[str]:
        """Of every violation, in order, each once."""
        return list(dict.fromkeys(reason for reason, _, _ in (*self.fields, *self.states)))

    @property
    def paths(self) -> list[tuple[str, str]]:
        """(field, reason) of every field violation, in order of the field."""
        return sorted((field, reason) for reason, field, _ in self.fields)


async def refused(call: Awaitable[Any]) -> Refusal:
    """What `call` is refused with; the test fails where it is not."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return read(caught.value)


def read(error: grpc.aio.AioRpcError) -> Refusal:
    """Take a refusal apart; the test fails where it is not a rich status whose parts agree."""
    trailers: dict[str, Any] = dict(error.trailing_metadata() or ())  # type: ignore[arg-type]
    encoded = trailers.get("grpc-status-details-bin")
    assert isinstance(encoded, bytes), f"no rich status: {error.code()} {error.details()}"
    status = status_pb2.Status.FromString(encoded)
    assert (status.code, status.message) == (error.code().value[0], error.details())
    details: dict[str, Any] = {}
    for packed in status.details:
        name = packed.type_url.rpartition(".")[2]
        assert name not in details, f"two of {name}"
        details[name] = message = getattr(error_details_pb2, name)()
        assert packed.Unpack(message)
    info = details.pop("ErrorInfo")
    bad = details.pop("BadRequest", error_details_pb2.BadRequest())
    failure = details.pop("PreconditionFailure", error_details_pb2.PreconditionFailure())
    retry = details.pop("RetryInfo", None)
    assert not details
    return Refusal(
        code=error.code().name,
        message=status.message,
        reason=info.reason,
        domain=info.domain,
        metadata=dict(info.metadata),
        fields=tuple((v.reason, v.field, v.description) for v in bad.field_violations),
        states=tuple((v.type, v.subject, v.description) for v in failure.violations),
        retry_seconds=None if retry is None else retry.retry_delay.ToMilliseconds() / 1000,
        encoded=encoded,
    )
