"""What the database knows of a scanned code, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple
from uuid import UUID


class TokenStatus(IntEnum):
    """As rows have it."""

    MINTED = 1
    ACTIVE = 2
    REVOKED = 3


class Outcome(StrEnum):
    """What became of a scan (resolver.md, "What a scan does")."""

    ACTIVE = "active"
    ACTIVATED = "activated"
    MINTED = "minted"
    REVOKED = "revoked"
    NOT_ISSUED = "not_issued"
    OTHER_LOT = "other_lot"
    UNKNOWN_LOT = "unknown_lot"
    LOT = "lot"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot of a batch: seqs `first` to `end` - 1."""

    first: int
    end: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is the same for all tokens of a batch. `cursor` grows until the batch has ended."""

    batch_no: int
    batch_id: UUID
    brand_id: UUID
    product_id: UUID
    context: str
    key_version: int
    activates_at_scan: bool
    cursor: int
    lots: tuple[Lot, ...]
    created_at: datetime
    revoked: frozenset[int] | None
    """Of a batch that is active from its mint: seqs that were revoked. None where each token has to be asked for: they are many,
    or wait for their first scan.
    """

    def lot_of(self, seq: int) -> str:
        """The code of the lot that a token is of; empty in serial mode."""
        return next((lot.code for lot in self.lots if lot.first <= seq < lot.end), "")


class Token(NamedTuple):
    """A token as it is at this moment. `code` is that of its link, which decoded to its place; `activated_us` is when it was
    activated, in microseconds since 1970, and 0 where it never was, or is active since it was minted.
    """

    batch_no: int
    seq: int
    code: str
    status: TokenStatus
    activated_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a brand. `type` is as in `gs1:pip`."""

    lot: str
    place: tuple[int, int] | None
    type: str
    href: str
    title: str
    languages: tuple[str, ...]
    media_type: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product, its brand, its links, and what its page is made of, as JSON."""

    product_id: UUID
    brand_id: UUID
    gtin: str | None
    sku: str
    name: str
    group: str
    attributes: Mapping[str, Any]
    confirm_activation: bool
    revision: int
    brand_name: str
    brand_suspended: bool
    default_market: str
    theme: Mapping[str, Any]
    has_logo: bool
    keeps_user_agents: bool
    links: tuple[Link, ...]
    template: Mapping[str, Any]
    markets: Mapping[str, Mapping[str, Any]]

    @property
    def activates_later(self) -> bool:
        """Whether a scan alone does not activate: the page asks first, or the brand is suspended."""
        return self.confirm_activation or self.brand_suspended
