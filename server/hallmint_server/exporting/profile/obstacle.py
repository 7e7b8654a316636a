"""Why a batch cannot be exported with a profile."""

from dataclasses import dataclass
from enum import StrEnum


class ObstacleKind(StrEnum):
    """What stands in the way."""

    LOT_LOWER_CASE = "lot_lower_case"
    GTIN_MISSING = "gtin_missing"
    COMPANY_PREFIX_UNKNOWN = "company_prefix_unknown"
    COMPANY_PREFIX_LENGTH = "company_prefix_length"
    SERIAL_NOT_NUMERIC = "serial_not_numeric"
    SERIAL_LEADING_ZERO = "serial_leading_zero"
    SERIAL_TOO_LARGE = "serial_too_large"
    CELL_REFUSED = "cell_refused"
    LABEL_TOO_SMALL = "label_too_small"
    PACKS_NOT_TOLD_APART = "packs_not_told_apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason; `description` is for people."""

    kind: ObstacleKind
    description: str
