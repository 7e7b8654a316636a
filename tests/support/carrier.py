"""A batch to be exported, its units, and a profile to change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.check import check_profile
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    NdjsonSettings,
    ParquetSettings,
    ProfileKind,
    XlsxSettings,
)
from hallmint_server.exporting.profile.render import rows
from hallmint_server.minting.model import Lot, TokenStatus
from mintcore import CodeKey

GTIN = "09506000134352"
KEY = CodeKey.from_derived(bytes(range(32)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A token's row."""

    seq: int
    code: str
    status: int = TokenStatus.MINTED
    activated_at: datetime | None = None


def lots(*codes: str, quantity: int = 2) -> tuple[Lot, ...]:
    return tuple(Lot(lot_code=code, first_seq=at * quantity, quantity=quantity) for at, code in enumerate(codes))


def batch(**changes: Any) -> BatchFacts:
    facts = BatchFacts(
        batch_id=UUID("01970000-0000-7000-8000-00000000002a"),
        batch_no=42,
        created_at=datetime(2026, 11, 3, 23, 30, tzinfo=UTC),
        context=f"gtin:{GTIN}",
        resolver_base_url="https://id.example.com",
        sku="NL-BAT-48V",
        product_name="Akku 48 V, „Größe L“",
        company_prefix_length=7,
        lots=lots("LOT-1", "B/2+%"),
    )
    return replace(facts, **changes)


def units(of: BatchFacts, count: int = 4) -> list[Unit]:
    """Units whose codes are what a fixed key makes of them; the second is active, the third revoked."""
    moment = datetime(2026, 11, 4, 8, 0, 0, 1500, tzinfo=UTC)
    status = (TokenStatus.MINTED, TokenStatus.ACTIVE, TokenStatus.REVOKED)
    return [
        Unit(
            seq=seq,
            code=KEY.encode(of.context, of.batch_no, seq),
            status=status[seq % 3],
            activated_at=moment + timedelta(seconds=seq) if seq % 3 else None,
        )
        for seq in range(count)
    ]


def columns(*fields: str) -> tuple[Column, ...]:
    return tuple(Column(header=f"H {field}", field=field) for field in fields)


def profile(
    *fields: str,
    settings: CsvSettings | NdjsonSettings | ParquetSettings | XlsxSettings | None = None,
    **changes: Any,
) -> CarrierProfile:
    made = CarrierProfile(
        name="Ours",
        kind=ProfileKind.QR_PRINT,
        columns=columns(*fields or ("code", "url")),
        settings=settings or CsvSettings(),
        file_name="{batch}-{pack}.csv",
    )
    return replace(made, **changes)


def violations(of: CarrierProfile) -> list[tuple[str, Reason]]:
    problems = Problems()
    check_profile(problems, of)
    return [(found.field, found.reason) for found in problems.found]


def invalid(*fields: str) -> list[tuple[str, Reason]]:
    return [(field, Reason.FIELD_INVALID) for field in fields]


def required(*fields: str) -> list[tuple[str, Reason]]:
    return [(field, Reason.FIELD_REQUIRED) for field in fields]


def written(of: CarrierProfile, facts: BatchFacts | None = None, rows_of: Sequence[Unit] | None = None) -> bytes:
    facts = facts or batch()
    every: Iterable[Unit] = units(facts) if rows_of is None else rows_of
    return b"".join(rows(facts, every, of))
