"""Who is calling. Until there are credentials, a development server takes the brand from metadata; others take nobody."""

import hashlib
from uuid import UUID

from google.protobuf.message import Message

from hallmint_server.catalog.model import Brand
from hallmint_server.catalog.service import CatalogService
from hallmint_server.db.request import RequestKey
from hallmint_server.errors import HallmintError, Kind, Problems, Reason
from hallmint_server.rpc import validate
from hallmint_server.rpc.context import Context

ACTOR = "dev"
"""The actor of every call to a development server."""
_METADATA = "x-hallmint-brand"


class Callers:
    """Finds out on whose behalf a call is made."""

    def __init__(self, catalog: CatalogService, *, dev: bool) -> None:
        self._catalog = catalog
        self._dev = dev

    def check(self) -> None:
        """Refuse everybody unless this is a development server. Raises CREDENTIAL_REQUIRED."""
        if not self._dev:
            raise HallmintError(
                Kind.UNAUTHENTICATED,
                Reason.CREDENTIAL_REQUIRED,
                "this server takes no brand from metadata; only `hallmint-server dev` does",
            )

    async def brand(self, context: Context) -> Brand:
        """The acting brand. Raises CREDENTIAL_REQUIRED, BRAND_REQUIRED or BRAND_NOT_FOUND."""
        self.check()
        ref = next((str(value) for key, value in context.invocation_metadata() or () if key == _METADATA), "")
        if not ref:
            raise HallmintError(
                Kind.UNAUTHENTICATED,
                Reason.BRAND_REQUIRED,
                f"name the brand in the metadata {_METADATA}: its id or its slug",
            )
        try:
            return await self._catalog.get_brand(_brand_ref(ref))
        except HallmintError as error:
            if error.reason is not Reason.BRAND_NOT_FOUND:
                raise
            raise HallmintError(Kind.UNAUTHENTICATED, error.reason, f"{_METADATA} names no brand") from None


def _brand_ref(text: str) -> UUID | str:
    # Not every text that UUID() takes: 32 hex digits without hyphens may be a slug.
    return UUID(text) if validate.is_uuid(text) else text


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
