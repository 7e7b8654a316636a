"""Tokens of previews: signed by the server for 5 minutes, which hallmint_server/content/preview.py describes."""

import base64
import hmac
import re
import struct
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from hallmint_resolver.key import CodeKeys

_TEXT = re.compile("[A-Za-z0-9_-]{140}")
_FORM = struct.Struct(">BII16s16s16s16s")
_VERSION = 1


class Standing(StrEnum):
    """How far what a preview shows is published: as its least published part."""

    DRAFT = "draft"
    SUPERSEDED = "superseded"
    PUBLISHED = "published"


class Preview(NamedTuple):
    """What a preview shows. None: the published version."""

    brand_id: UUID
    product_id: UUID
    template_id: UUID | None
    market_pack_id: UUID | None


def read_token(text: str, keys: CodeKeys, now: float) -> Preview | None:
    """What a token names; None where it is none, is not signed by a live key, or has ended at `now`, in seconds since 1970.
    Nothing tells which.
    """
    if not _TEXT.fullmatch(text):
        return None
    raw = base64.urlsafe_b64decode(text)
    body, signature = raw[: _FORM.size], raw[_FORM.size :]
    form, version, expires, *ids = _FORM.unpack(body)
    key = keys.live.get(version)
    if form != _VERSION or key is None:
        return None
    # A key of its own, so that nothing else that a code key makes can ever be taken for a signature.
    signing = hmac.digest(key.derived(), b"hallmint/preview/v1", "sha256")
    if not hmac.compare_digest(hmac.digest(signing, body, "sha256"), signature) or now >= expires:
        return None
    brand_id, product_id, template_id, market_pack_id = (UUID(bytes=each) for each in ids)
    return Preview(brand_id, product_id, _named(template_id), _named(market_pack_id))


def _named(version_id: UUID) -> UUID | None:
    return version_id if version_id.int else None
