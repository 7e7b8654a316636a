"""Batches, tokens and refusals as a server would send them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import grpc
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from hallmint.v1 import batch_pb2, token_pb2

BASE = "https://id.nordlicht.example"
GTIN = "09506000134352"
START = datetime(2026, 3, 1, 14, 3, 22, tzinfo=UTC)
LOT_BATCH = str(UUID(int=0x0195_51A0_0000_7000_8000_0000_0000_0001))
"""Minted: two lots of 60 and 40, the first one revoked."""
BUSY_BATCH = str(UUID(int=0x0195_51A0_0000_7000_8000_0000_0000_0002))
"""Processing, 640,000 of a million; watching it mints the rest."""
FAILED_BATCH = str(UUID(int=0x0195_51A0_0000_7000_8000_0000_0000_0003))
CANCELLED_BATCH = str(UUID(int=0x0195_51A0_0000_7000_8000_0000_0000_0004))
UNKNOWN_BATCH = str(UUID(int=0x0195_51A0_0000_7000_8000_0000_0000_00FF))

CREDENTIAL = f"hm_live_{'a' * 12}_{'b' * 52}_{'c' * 6}"
"""Of the right form; no installation made it."""
INVITATION = f"hm_invite_{'d' * 12}_{'e' * 52}_{'f' * 6}"

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def refusal(
    code: grpc.StatusCode,
    message: str,
    *,
    reason: str = "",
    fields: Sequence[tuple[str, str, str]] = (),
    states: Sequence[tuple[str, str]] = (),
    metadata: dict[str, str] | None = None,
    retry_seconds: float | None = None,
) -> status_pb2.Status:
    """A rich status as the server makes it. `fields`: (reason, field, description); `states`: (reason, description)."""
    details: list[Message] = []
    if reason:
        details.append(error_details_pb2.ErrorInfo(reason=reason, domain="hallmint", metadata=metadata))
    if fields:
        violations = [
            error_details_pb2.BadRequest.FieldViolation(reason=r, field=field, description=d) for r, field, d in fields
        ]
        details.append(error_details_pb2.BadRequest(field_violations=violations))
    if states:
        unmet = [
            error_details_pb2.PreconditionFailure.Violation(type=r, subject="mint", description=d) for r, d in states
        ]
        details.append(error_details_pb2.PreconditionFailure(violations=unmet))
    if retry_seconds is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromTimedelta(timedelta(seconds=retry_seconds))
        details.append(retry)
    status = status_pb2.Status(code=code.value[0], message=message)
    for detail in details:
        packed = Packed()
        packed.Pack(detail)
        status.details.append(packed)
    return status


def make_batch(batch_id: str, *, state: batch_pb2.BatchState.ValueType, quantity: int, minted: int) -> batch_pb2.Batch:
    """A batch that began at START and, where it has ended, took 5.4 s."""
    batch = batch_pb2.Batch(
        batch_id=batch_id,
        batch_no=7,
        sku="NL-BAT-001",
        gtin=GTIN,
        product_revision=1,
        state=state,
        identity_mode=batch_pb2.IDENTITY_MODE_SERIAL,
        activation_mode=batch_pb2.ACTIVATION_MODE_FIRST_SCAN,
        quantity=quantity,
        minted_quantity=minted,
        resolver_base_url=BASE,
        key_version=1,
        root=bytes(range(32)),
    )
    batch.created_at.FromDatetime(START)
    batch.started_at.FromDatetime(START)
    if state not in {batch_pb2.BATCH_STATE_QUEUED, batch_pb2.BATCH_STATE_PROCESSING}:
        batch.ended_at.FromDatetime(START + timedelta(seconds=5.4))
        batch.exported_units, batch.exports_completed = 2 * minted, 2
        batch.last_exported_at.FromDatetime(START + timedelta(hours=1))
    return batch


def make_token(batch_id: str, seq: int) -> token_pb2.Token:
    """A token with a code that looks like one."""
    code = "V" + "".join(_SYMBOLS[(seq * 7 + place * 11) % 32] for place in range(15))
    status = (token_pb2.TOKEN_STATUS_MINTED, token_pb2.TOKEN_STATUS_ACTIVE, token_pb2.TOKEN_STATUS_REVOKED)[seq % 3]
    lot = ("L-60" if seq < 60 else "L-40") if batch_id == LOT_BATCH else ""
    path = f"/01/{GTIN}{f'/10/{lot}' if lot else ''}/21/{code}"
    token = token_pb2.Token(
        batch_id=batch_id, seq=seq, code=code, status=status, gtin=GTIN, lot_code=lot, resolver_url=BASE + path
    )
    if status == token_pb2.TOKEN_STATUS_ACTIVE:
        token.activated_at.FromDatetime(START + timedelta(days=3))
        token.last_exported_at.FromDatetime(START + timedelta(hours=1))
    return token
