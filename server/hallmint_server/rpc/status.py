"""Refusals as google.rpc.Status: one ErrorInfo, and every violation at once."""

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from hallmint_server.errors import HallmintError, Kind, Reason

DOMAIN = "hallmint"

_CODES = {
    Kind.INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    Kind.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Kind.ALREADY_EXISTS: grpc.StatusCode.ALREADY_EXISTS,
    Kind.PRECONDITION: grpc.StatusCode.FAILED_PRECONDITION,
    Kind.UNAUTHENTICATED: grpc.StatusCode.UNAUTHENTICATED,
    Kind.UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
}


def to_status(error: HallmintError) -> tuple[grpc.StatusCode, status_pb2.Status]:
    """The status of a refusal."""
    code = _CODES[error.kind]
    details: list[Message] = [_info(error.reason, error.metadata)]
    if fields := [v for v in error.violations if v.field]:
        request = error_details_pb2.BadRequest()
        for violation in fields:
            request.field_violations.add(
                field=violation.field, description=violation.description, reason=violation.reason.value
            )
        details.append(request)
    if states := [v for v in error.violations if not v.field]:
        failure = error_details_pb2.PreconditionFailure()
        for violation in states:
            failure.violations.add(type=violation.reason.value, subject="mint", description=violation.description)
        details.append(failure)
    if error.retry_seconds is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(int(error.retry_seconds * 1000))
        details.append(retry)
    return code, _status(code, error.message, details)


def internal(request_id: str) -> tuple[grpc.StatusCode, status_pb2.Status]:
    """The status of a fault of ours: a request id, and nothing else."""
    code = grpc.StatusCode.INTERNAL
    message = f"a fault of the server; the log has it under request id {request_id}"
    return code, _status(code, message, [_info(Reason.INTERNAL, {"request_id": request_id})])


def _info(reason: Reason, metadata: dict[str, str]) -> error_details_pb2.ErrorInfo:
    return error_details_pb2.ErrorInfo(reason=reason.value, domain=DOMAIN, metadata=metadata)


def _status(code: grpc.StatusCode, message: str, details: list[Message]) -> status_pb2.Status:
    status = status_pb2.Status(code=code_pb2.Code.Value(code.name), message=message)
    for detail in details:
        packed = Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status
