"""Refusals as google.rpc.Status: one ErrorInfo, and every violation at once, as far as they fit."""

from collections.abc import Sequence

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from hallmint_server.errors import HallmintError, Kind, Reason, Violation

DOMAIN = "hallmint"

# A status travels in the trailing metadata, of which clients take 8 KiB (gRPC's default): from there on they refuse at
# random, and above 16 KiB always, with an error that says nothing. The message goes twice, percent-encoded and in the
# status, and the status in base64, which makes 4 bytes of 3.
_MESSAGE_BYTES = 500
_VIOLATIONS_BYTES = 3300
_FIELD_BYTES = 200  # only paths that hold the keys of a map are longer
_OVERHEAD_BYTES = 12  # tags and lengths of a violation

_SUBJECTS = {
    Reason.PROFILE_DOES_NOT_FIT: "export",
    Reason.FIELD_REQUIRED: "profile",  # of a draft that is published: no field of the request
    Reason.FIELD_INVALID: "profile",
}
"""What a state stands in the way of, where it is no mint."""
_CODES = {
    Kind.INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    Kind.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Kind.ALREADY_EXISTS: grpc.StatusCode.ALREADY_EXISTS,
    Kind.PRECONDITION: grpc.StatusCode.FAILED_PRECONDITION,
    Kind.UNAUTHENTICATED: grpc.StatusCode.UNAUTHENTICATED,
    Kind.UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
    Kind.FORBIDDEN: grpc.StatusCode.PERMISSION_DENIED,
    Kind.EXHAUSTED: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Kind.DEADLINE: grpc.StatusCode.DEADLINE_EXCEEDED,
}


def to_status(error: HallmintError) -> tuple[grpc.StatusCode, status_pb2.Status]:
    """The status of a refusal. Where its violations do not fit, at least one of each reason is told, and how many are not."""
    code = _CODES[error.kind]
    violations = _fitting(error.violations)
    omitted = len(error.violations) - len(violations)
    metadata = {**error.metadata, "omitted": str(omitted)} if omitted else error.metadata
    details: list[Message] = [_info(error.reason, metadata)]
    if fields := [v for v in violations if v.field]:
        request = error_details_pb2.BadRequest()
        for violation in fields:
            request.field_violations.add(
                field=_cut(violation.field, _FIELD_BYTES),
                description=_cut(violation.description, _FIELD_BYTES),
                reason=violation.reason.value,
            )
        details.append(request)
    if states := [v for v in violations if not v.field]:
        failure = error_details_pb2.PreconditionFailure()
        for violation in states:
            failure.violations.add(
                type=violation.reason.value,
                subject=_SUBJECTS.get(violation.reason, "mint"),
                description=_cut(violation.description, _FIELD_BYTES),
            )
        details.append(failure)
    if error.retry_seconds is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(int(error.retry_seconds * 1000))
        details.append(retry)
    return code, _status(code, _cut(error.message, _MESSAGE_BYTES), details)


def _fitting(violations: Sequence[Violation]) -> list[Violation]:
    seen: set[Reason] = set()
    repeated: dict[int, bool] = {}
    for index, violation in enumerate(violations):
        repeated[index] = violation.reason in seen
        seen.add(violation.reason)
    chosen: list[int] = []
    room = _VIOLATIONS_BYTES
    for index in sorted(repeated, key=lambda i: (repeated[i], i)):
        violation = violations[index]
        texts = (_cut(violation.field, _FIELD_BYTES), _cut(violation.description, _FIELD_BYTES), violation.reason)
        room -= sum(len(text.encode()) for text in texts) + _OVERHEAD_BYTES
        if room < 0 and repeated[index]:
            break
        chosen.append(index)
    return [violations[index] for index in sorted(chosen)]


def _cut(text: str, most: int) -> str:
    encoded = text.encode()
    return text if len(encoded) <= most else encoded[: most - 4].decode(errors="ignore") + " ..."


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
