"""What a page says at its top: that something was done, or what went wrong, in words for people."""

from collections.abc import Sequence
from dataclasses import dataclass

import grpc

from hallmint_client import HallmintError
from hallmint_console.hint import hint_of

_STATUS = {
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.INVALID_ARGUMENT: 422,
    grpc.StatusCode.FAILED_PRECONDITION: 409,
    grpc.StatusCode.ALREADY_EXISTS: 409,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
}

_WITHOUT_ANSWER = {
    grpc.StatusCode.UNAVAILABLE: "The server cannot be reached.",
    grpc.StatusCode.DEADLINE_EXCEEDED: "The server took too long to answer.",
    grpc.StatusCode.INTERNAL: "The server's answer cannot be read.",
    grpc.StatusCode.UNKNOWN: "The server's answer cannot be read.",
}
"""What gRPC says of these is for whoever runs it, and names addresses of machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`kind` is `done` or `error`. `points` are all things that are wrong; `hint` what to do; `reason` and `request_id` are for
    whoever is asked for help.
    """

    kind: str
    title: str
    points: Sequence[str] = ()
    hint: str = ""
    reason: str = ""
    request_id: str = ""


def done(title: str) -> Notice:
    """Something was done."""
    return Notice(kind="done", title=title)


def wrong(title: str, *points: str, hint: str = "") -> Notice:
    """Something that the console itself refuses."""
    return Notice(kind="error", title=title, points=points, hint=hint)


def changed_since(error: HallmintError) -> Notice:
    """Why something was not published that somebody else saved since it was looked at; it is shown below."""
    return refused(error, hint="Below is what it is now: look at it, then publish it.")


def refused(error: HallmintError, *, hint: str = "") -> Notice:
    """Why the API refused, or that it did not answer. `hint`: what to do, where it is not what the reason says elsewhere."""
    if not error.reason and error.code in _WITHOUT_ANSWER:
        return Notice(
            kind="error", title=_WITHOUT_ANSWER[error.code], hint="Try again in a moment.", reason=error.code.name
        )
    title = error.message[:1].upper() + error.message[1:]
    points = []
    for violation in error.violations:
        text = violation.description or violation.reason
        if text != error.message:
            points.append(f"{violation.field}: {text}" if violation.field else text)
    return Notice(
        kind="error",
        title=title.rstrip(".") + ".",
        points=points,
        hint=hint or hint_of(error.reason),
        reason=error.reason or error.code.name,
        request_id=error.request_id or error.metadata.get("request_id", ""),
    )


def status_of(error: HallmintError) -> int:
    """The HTTP status of an error of the API; 502 where nothing fits better."""
    return _STATUS.get(error.code, 502)
