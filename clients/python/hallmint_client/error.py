"""The one exception of this client, read from the rich errors of the API (google.rpc.Status)."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2, status_pb2

DOMAIN = "hallmint"
_DETAILS_KEY = "grpc-status-details-bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One of the things that are wrong with a request."""

    reason: str
    """A name of `hallmint.v1.ErrorReason` without its prefix; one that this client does not know is possible."""
    field: str
    """The field or subject it is about, or empty."""
    description: str
    """For people, in English."""


class HallmintError(Exception):
    """A call that did not succeed.

    `reason` is a name of `hallmint.v1.ErrorReason` without its prefix, or empty where the error did not come from
    Hallmint (no connection, deadline, a proxy). Reasons that this client does not know are passed on as they are:
    decide by `code` then.
    """

    def __init__(
        self,
        message: str = "",
        *,
        reason: str = "",
        code: grpc.StatusCode = grpc.StatusCode.UNKNOWN,
        metadata: Mapping[str, str] | None = None,
        violations: Sequence[Violation] = (),
        retry_after: float | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.code = code
        self.metadata = dict(metadata or {})
        """The metadata of ErrorInfo; `error_reason.proto` says which keys a reason has."""
        self.violations = tuple(violations)
        """Everything that is wrong, at once."""
        self.retry_after = retry_after
        """Seconds after which trying again may help, or None where the server did not say."""
        self.request_id = request_id
        """Of a call that creates something: the id to send again, so that it happens once only. Else empty."""

    def __str__(self) -> str:
        return f"{self.message} ({self.reason or self.code.name})"

    @property
    def passing(self) -> bool:
        """Whether the same call may succeed later: nobody answers, or the server has too much to do and says when to come
        back.
        """
        if self.code is grpc.StatusCode.RESOURCE_EXHAUSTED:
            return self.retry_after is not None
        return self.code is grpc.StatusCode.UNAVAILABLE

    @classmethod
    def from_rpc(cls, error: grpc.aio.AioRpcError) -> "HallmintError":
        """Read an error of grpc.aio. Details that are missing, damaged or of unknown types are left out."""
        info = error_details_pb2.ErrorInfo()
        retry = error_details_pb2.RetryInfo()
        bad = error_details_pb2.BadRequest()
        failed = error_details_pb2.PreconditionFailure()
        for detail in _status(error).details:
            for target in (info, retry, bad, failed):
                _unpack(detail, target)
        ours = info.domain == DOMAIN
        return cls(
            error.details() or error.code().name,
            reason=info.reason if ours else "",
            code=error.code(),
            metadata=info.metadata if ours else None,
            violations=[
                *(Violation(reason=v.reason, field=v.field, description=v.description) for v in bad.field_violations),
                *(Violation(reason=v.type, field=v.subject, description=v.description) for v in failed.violations),
            ],
            retry_after=_seconds(retry.retry_delay) if retry.HasField("retry_delay") else None,
        )


@contextmanager
def native_errors() -> Iterator[None]:
    """Around whatever waits for a server: what gRPC raises comes out as HallmintError. CANCELLED is a client that was closed
    meanwhile; where the waiting task itself is cancelled, that goes through as ever.
    """
    try:
        yield
    except grpc.aio.AioRpcError as cause:
        raise HallmintError.from_rpc(cause) from cause
    except (asyncio.CancelledError, grpc.aio.UsageError):
        # A channel that is closed cancels its calls, not the tasks that wait for them: such a task would end without a word.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        text = "the client was closed before the server had answered"
        raise HallmintError(text, code=grpc.StatusCode.CANCELLED) from None


def _status(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    trailers = cast("Mapping[str, bytes]", error.trailing_metadata())  # the stubs take it for the tuple of the sync API
    try:
        return status_pb2.Status.FromString(trailers.get(_DETAILS_KEY, b""))
    except DecodeError:
        return status_pb2.Status()


def _seconds(delay: Duration) -> float:
    """Any number of them: `timedelta` would refuse some."""
    return delay.seconds + delay.nanos / 1e9


def _unpack(detail: Any, target: Message) -> None:
    try:
        detail.Unpack(target)
    except DecodeError:
        target.Clear()
