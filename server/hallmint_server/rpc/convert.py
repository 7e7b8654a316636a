"""Between domain objects and messages. Enumerations are mapped by name, so a new value cannot be forgotten silently."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from hallmint.v1 import batch_pb2, product_pb2, revocation_pb2, token_pb2
from hallmint_server.catalog.model import CommercialStatus, ProductGroup
from hallmint_server.minting.model import (
    ActivationMode,
    Batch,
    BatchState,
    IdentityMode,
    Revocation,
    RevocationState,
    Token,
    TokenStatus,
)

E = TypeVar("E", bound=Enum)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EnumMap(Mapping[int, E]):
    """A domain enumeration and its message enumeration, whose values are its names behind a prefix."""

    def __init__(self, domain: type[E], wire: Any, prefix: str) -> None:
        self._to_wire = {member: wire.Value(f"{prefix}_{member.name}") for member in domain}
        self._to_domain = {number: member for member, number in self._to_wire.items()}

    def wire(self, member: E) -> Any:
        """The number on the wire."""
        return self._to_wire[member]

    def __getitem__(self, number: int) -> E:
        return self._to_domain[number]

    def __iter__(self) -> Any:
        return iter(self._to_domain)

    def __len__(self) -> int:
        return len(self._to_domain)


GROUPS = EnumMap(ProductGroup, product_pb2.ProductGroup, "PRODUCT_GROUP")
COMMERCIAL = EnumMap(CommercialStatus, product_pb2.CommercialStatus, "COMMERCIAL_STATUS")
BATCH_STATES = EnumMap(BatchState, batch_pb2.BatchState, "BATCH_STATE")
IDENTITY = EnumMap(IdentityMode, batch_pb2.IdentityMode, "IDENTITY_MODE")
ACTIVATION = EnumMap(ActivationMode, batch_pb2.ActivationMode, "ACTIVATION_MODE")
TOKEN_STATUS = EnumMap(TokenStatus, token_pb2.TokenStatus, "TOKEN_STATUS")
REVOCATION_STATES = EnumMap(RevocationState, revocation_pb2.RevocationState, "REVOCATION_STATE")


def timestamp(at: datetime | None) -> Timestamp | None:
    """A time, or nothing."""
    if at is None:
        return None
    # Timestamp.FromDatetime takes five times as long, and some messages have many times in them.
    since = at - _EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1_000)


def batch(found: Batch) -> batch_pb2.Batch:
    """A batch, with lots where it has them."""
    return batch_pb2.Batch(
        batch_id=str(found.batch_id),
        batch_no=found.batch_no,
        product_id=str(found.product_id),
        sku=found.sku,
        gtin=found.gtin,
        product_revision=found.product_revision,
        state=BATCH_STATES.wire(found.state),
        identity_mode=IDENTITY.wire(found.identity_mode),
        activation_mode=ACTIVATION.wire(found.activation_mode),
        quantity=found.quantity,
        minted_quantity=found.cursor,
        revoked_quantity=found.revoked,
        lots=[
            batch_pb2.Lot(lot_code=lot.lot_code, first_seq=lot.first_seq, quantity=lot.quantity) for lot in found.lots
        ],
        resolver_base_url=found.resolver_base_url,
        key_version=found.key_version,
        # A cursor that somebody changed has no root with these hashes. The batch is shown all the same: fsck and monitors of the
        # log say what is wrong with it.
        root=found.root if found.has_its_range else b"",
        created_at=timestamp(found.created_at),
        started_at=timestamp(found.started_at),
        ended_at=timestamp(found.ended_at),
        failure=found.failure or "",
        production_batch_id=str(found.production_batch_id or ""),
        template_id=str(found.template_id or ""),
        exported_units=found.exported_units,
        exports_completed=found.exports_completed,
        last_exported_at=timestamp(found.last_exported_at),
    )


def token(found: Token) -> token_pb2.Token:
    """A token."""
    return token_pb2.Token(
        batch_id=str(found.batch.batch_id),
        seq=found.seq,
        code=found.code,
        status=TOKEN_STATUS.wire(found.status),
        gtin=found.batch.gtin,
        lot_code=found.batch.lot_of(found.seq) or "",
        resolver_url=found.batch.url_of(found.seq, found.code),
        activated_at=timestamp(found.activated_at),
        last_exported_at=timestamp(found.exported_at),
    )


def revocation(found: Revocation) -> revocation_pb2.Revocation:
    """A revocation."""
    return revocation_pb2.Revocation(
        revocation_id=str(found.revocation_id),
        batch_id=str(found.batch_id),
        lot_code=found.lot_code or "",
        reason=found.reason,
        state=REVOCATION_STATES.wire(found.state),
        revoked_quantity=found.revoked,
        created_at=timestamp(found.created_at),
        ended_at=timestamp(found.ended_at),
        quantity=found.quantity,
        failure=found.failure or "",
    )
