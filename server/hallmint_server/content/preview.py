"""Signed links to previews of drafts: what `/preview/<token>` of the resolver shows (resolver.md, "What a scan does").

A token is base64url (RFC 4648, 5) of 105 bytes, numbers big-endian:

| bytes | what |
|---|---|
| 1 | 1, the version of this form |
| 4 | version of the code key that signs |
| 4 | when it ends, in seconds since 1970; fits until 2106 |
| 16 each | ids of brand, product, template version and market pack version; zeros: the published ones |
| 32 | HMAC-SHA-256 of all before, under HMAC-SHA-256(derived code key, "hallmint/preview/v1") |

The resolver has the derived keys anyway, so that previews need no secret of their own; with a key they begin, and with `keys
retire` they end.
"""

import base64
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hallmint_server.catalog.model import ProductGroup, ProductRef
from hallmint_server.catalog.store import find_product
from hallmint_server.content import store
from hallmint_server.content.model import MARKET_PACK, TEMPLATE, C, Kind, Version
from hallmint_server.db.pool import Connection, Database
from hallmint_server.errors import Problems, Reason, Violation, not_found, refused
from hallmint_server.keyring.keyring import Keyring, KeyState
from hallmint_server.tenancy.model import Caller
from mintcore import CodeKey

LIFE = timedelta(seconds=300)
_FORM = struct.Struct(">BII16s16s16s16s")
_VERSION = 1
_PUBLISHED = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a preview shows. None: the published version."""

    product: ProductRef
    template_id: UUID | None = None
    market_pack_id: UUID | None = None


class PreviewService:
    """Links to previews of the acting brand. Nothing is written."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def link(self, caller: Caller, wanted: Wanted, problems: Problems) -> tuple[str, datetime]:
        """The URL of a preview, and when it ends. Raises PRODUCT_NOT_FOUND, TEMPLATE_NOT_FOUND, MARKET_PACK_NOT_FOUND,
        NO_CODE_KEY, and field violations together with the problems that the caller found.
        """
        problems.check()
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            product = await find_product(conn, brand_id, wanted.product)
            if product is None:
                raise not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
            if wanted.template_id is not None:
                template = await _find(conn, brand_id, TEMPLATE, wanted.template_id)
                if template.lineage not in (product.group, ProductGroup.GENERIC):
                    words = f"template_id is one for {template.lineage}, and the product is of {product.group}"
                    problems.add(Reason.FIELD_INVALID, "template_id", words)
            if wanted.market_pack_id is not None:
                await _find(conn, brand_id, MARKET_PACK, wanted.market_pack_id)
            problems.check()
            base_url, now = await store.preview_base(conn, brand_id)
            version, key = await self._key(conn)
        # Whole seconds, as the token has them.
        expires_at = now.replace(microsecond=0) + LIFE
        ids = (brand_id, product.product_id, wanted.template_id or _PUBLISHED, wanted.market_pack_id or _PUBLISHED)
        return f"{base_url}/preview/{sign(version, key, expires_at, *ids)}", expires_at

    async def _key(self, conn: Connection) -> tuple[int, CodeKey]:
        for record in await self._keyring.records(conn):
            if record.state is KeyState.LIVE:
                return record.version, self._keyring.key(record)
        words = "no code key is live; an operator runs `hallmint-server keys add`"
        raise refused([Violation(reason=Reason.NO_CODE_KEY, description=words)])


def sign(version: int, key: CodeKey, expires_at: datetime, *ids: UUID) -> str:
    """A token. `ids`: brand, product, template version, market pack version; nil for the published one."""
    body = _FORM.pack(_VERSION, version, int(expires_at.timestamp()), *(each.bytes for each in ids))
    signing = hmac.digest(key.derived(), b"hallmint/preview/v1", "sha256")
    return base64.urlsafe_b64encode(body + hmac.digest(signing, body, "sha256")).decode()


async def _find(conn: Connection, brand_id: UUID, kind: Kind[C], version_id: UUID) -> Version[C]:
    found = await store.find_version(conn, brand_id, kind, version_id)
    if found is None:
        raise not_found(kind.absent, kind.absent_message)
    return found
