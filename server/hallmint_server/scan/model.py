"""Scans and counts of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hallmint_server.catalog.model import ProductRef

FEW = 10
"""Values that fewer scans have are merged. That makes it harder to learn of a single visit; it makes nothing anonymous."""
RANGE_DAYS = 760
"""At most in one question: 25 months."""


class Dimension(StrEnum):
    """By what scans are counted."""

    COUNTRY = "country"
    DEVICE = "device"
    OUTCOME = "outcome"
    PRODUCT = "product"


class Outcome(StrEnum):
    """What became of a scan, in the resolver's words."""

    ACTIVE = "active"
    ACTIVATED = "activated"
    MINTED = "minted"
    REVOKED = "revoked"
    NOT_ISSUED = "not_issued"
    OTHER_LOT = "other_lot"
    UNKNOWN_LOT = "unknown_lot"
    LOT = "lot"
    PRODUCT = "product"


class Traffic(StrEnum):
    """Classes of visitors, in the resolver's words."""

    PERSON = "person"
    SEARCH = "search"
    PREVIEW = "preview"
    AI = "ai"
    MONITOR = "monitor"
    LIBRARY = "library"
    SCANNER = "scanner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Days in UTC, both included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """All of them, the oldest first."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which scans are counted, and by what; None means all, and undivided."""

    range: Range
    product: ProductRef | None = None
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Scans by value, the most first; `other` is what was merged. They add up to `total`."""

    total: int
    by_value: tuple[tuple[str, int], ...]
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One visit of a person. `outcome` is None where a newer resolver has a word for it that is not known here."""

    at: datetime
    product_id: UUID
    outcome: Outcome | None
    country: str
    subdivision: str
    browser: str
    browser_major: int
    os: str
    device: str
    user_agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficCount:
    """Visits of one class on one day. `traffic` is None as `outcome` is."""

    day: date
    traffic: Traffic | None
    visits: int


def merge(cells: Mapping[str, int]) -> Counts:
    """Merge what fewer than FEW scans have. Where that leaves fewer than FEW merged, the smallest value joins them: a rest of
    three would tell of three.
    """
    kept = sorted(cells.items(), key=lambda cell: (-cell[1], cell[0]))
    other = 0
    while kept and (kept[-1][1] < FEW or 0 < other < FEW):
        other += kept.pop()[1]
    return Counts(total=sum(cells.values()), by_value=tuple(kept), other=other)
