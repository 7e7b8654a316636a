"""Exit codes of the command: a part of its interface, like its options."""

from enum import IntEnum

import grpc

from hallmint_client.error import HallmintError


class ExitCode(IntEnum):
    """How the command ended."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    UNAVAILABLE = 4
    ENDED_BADLY = 5
    FORBIDDEN = 6
    INTERNAL = 70
    INTERRUPTED = 130


MEANING = {
    ExitCode.OK: "done",
    ExitCode.REFUSED: "refused: a wrong value, a precondition, it exists already, or packs that are not whole",
    ExitCode.USAGE: "wrong use of the command; nothing was sent",
    ExitCode.NOT_FOUND: "the brand, product, batch, lot or token does not exist",
    ExitCode.UNAVAILABLE: "no answer: server or database away, or out of time",
    ExitCode.ENDED_BADLY: "what was followed ended as failed or cancelled, or the audit trail or the log was changed",
    ExitCode.FORBIDDEN: "not known to the server, or not allowed",
    ExitCode.INTERNAL: "a fault of the server or of this command",
    ExitCode.INTERRUPTED: "interrupted with Ctrl-C",
}

_BY_STATUS = {
    grpc.StatusCode.INVALID_ARGUMENT: ExitCode.REFUSED,
    grpc.StatusCode.OUT_OF_RANGE: ExitCode.REFUSED,
    grpc.StatusCode.FAILED_PRECONDITION: ExitCode.REFUSED,
    grpc.StatusCode.ALREADY_EXISTS: ExitCode.REFUSED,
    grpc.StatusCode.ABORTED: ExitCode.REFUSED,
    grpc.StatusCode.RESOURCE_EXHAUSTED: ExitCode.REFUSED,
    grpc.StatusCode.NOT_FOUND: ExitCode.NOT_FOUND,
    grpc.StatusCode.UNAVAILABLE: ExitCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED: ExitCode.UNAVAILABLE,
    grpc.StatusCode.CANCELLED: ExitCode.UNAVAILABLE,
    grpc.StatusCode.UNAUTHENTICATED: ExitCode.FORBIDDEN,
    grpc.StatusCode.PERMISSION_DENIED: ExitCode.FORBIDDEN,
}


def exit_code(error: HallmintError) -> ExitCode:
    """The exit code of a failed call; it follows from the gRPC status alone, so unknown reasons have one too."""
    return _BY_STATUS.get(error.code, ExitCode.INTERNAL)
