"""Who is calling, for the servicers, and the request_ids of what they create."""

import hashlib
from contextvars import ContextVar
from uuid import UUID

from google.protobuf.message import Message

from hallmint_server.db.request import RequestKey
from hallmint_server.errors import Problems
from hallmint_server.rpc import validate
from hallmint_server.tenancy.model import Caller

CALLER: ContextVar[Caller] = ContextVar("caller")
"""Set by the interceptor, which has authenticated the call and found that the caller may make it."""


def acting() -> Caller:
    """The caller of the call that is carried out."""
    return CALLER.get()


def request_key(problems: Problems, brand_id: UUID, method: str, request: Message) -> RequestKey:
    """The request_id of a creating call, with the digest of its body: SHA-256 of the deterministic encoding without it."""
    body = type(request)()
    body.CopyFrom(request)
    body.ClearField("request_id")
    return RequestKey(
        brand_id=brand_id,
        method=method,
        request_id=validate.uuid(problems, "request_id", getattr(request, "request_id", "")),
        digest=hashlib.sha256(body.SerializeToString(deterministic=True)).digest(),
    )
