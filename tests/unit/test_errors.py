"""Refusals: how several become one, and what fits into a status."""

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

from hallmint.v1 import error_reason_pb2
from hallmint_server.errors import HallmintError, Kind, Problems, Reason, Violation, not_found, precondition, refused
from hallmint_server.rpc.status import internal, to_status

QUANTITY = Violation(reason=Reason.QUANTITY_OUT_OF_RANGE, field="mint.quantity", description="quantity")
PRODUCT = Violation(reason=Reason.PRODUCT_NOT_FOUND, field="mint.product", description="product")
SUSPENDED = Violation(reason=Reason.BRAND_SUSPENDED, description="suspended")
NO_KEY = Violation(reason=Reason.NO_CODE_KEY, description="no key")


def unpacked(status: status_pb2.Status) -> dict[str, object]:
    found: dict[str, object] = {}
    for packed in status.details:
        name = packed.type_url.rpartition(".")[2]
        found[name] = message = getattr(error_details_pb2, name)()
        packed.Unpack(message)
    return found


def test_reasons_are_those_of_the_api_in_its_order() -> None:
    names = [value.name.removeprefix("ERROR_REASON_") for value in error_reason_pb2.ErrorReason.DESCRIPTOR.values]
    assert [reason.value for reason in Reason] == names[1:]
    assert [reason.order for reason in Reason] == list(range(len(names) - 1))


@pytest.mark.parametrize(
    ("violations", "kind", "reason"),
    [
        ([NO_KEY, SUSPENDED], Kind.PRECONDITION, Reason.BRAND_SUSPENDED),
        ([SUSPENDED, PRODUCT], Kind.NOT_FOUND, Reason.PRODUCT_NOT_FOUND),
        ([SUSPENDED, PRODUCT, QUANTITY], Kind.INVALID, Reason.QUANTITY_OUT_OF_RANGE),
        ([SUSPENDED, QUANTITY], Kind.INVALID, Reason.QUANTITY_OUT_OF_RANGE),
    ],
)
def test_what_outweighs_what(violations: list[Violation], kind: Kind, reason: Reason) -> None:
    error = refused(violations)
    assert (error.kind, error.reason) == (kind, reason)
    assert list(error.violations) == sorted(violations, key=lambda v: v.reason.order)
    assert error.metadata == {"reasons": ",".join(v.reason for v in error.violations)}
    assert error.message == "; ".join(v.description for v in error.violations)


def test_what_is_said_twice_is_said_once() -> None:
    error = refused([QUANTITY, QUANTITY, SUSPENDED])
    assert (error.message, error.metadata) == (
        "quantity; suspended",
        {"reasons": "QUANTITY_OUT_OF_RANGE,BRAND_SUSPENDED"},
    )
    assert len(error.violations) == 3


def test_problems_are_collected_and_raised_together() -> None:
    problems = Problems()
    problems.check()
    problems.add(Reason.FIELD_INVALID, "a", "a is wrong")
    problems.add(Reason.FIELD_REQUIRED, "b", "b is missing")
    with pytest.raises(HallmintError) as caught:
        problems.check()
    assert [(v.field, v.reason.value) for v in caught.value.violations] == [
        ("a", "FIELD_INVALID"),
        ("b", "FIELD_REQUIRED"),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_code(kind: Kind) -> None:
    code, status = to_status(HallmintError(kind, Reason.FIELD_INVALID, "text", metadata={"a": "b"}, retry_seconds=1.5))
    assert (status.code, status.message) == (code.value[0], "text")
    details = unpacked(status)
    assert details["ErrorInfo"] == error_details_pb2.ErrorInfo(
        reason="FIELD_INVALID", domain="hallmint", metadata={"a": "b"}
    )
    retry = details["RetryInfo"]
    assert isinstance(retry, error_details_pb2.RetryInfo)
    assert retry.retry_delay.ToMilliseconds() == 1500


def test_shorthands() -> None:
    for made, kind in ((not_found, Kind.NOT_FOUND), (precondition, Kind.PRECONDITION)):
        error = made(Reason.TOKEN_NOT_FOUND, "text", index="3")
        assert (error.kind, error.reason, error.metadata) == (kind, Reason.TOKEN_NOT_FOUND, {"index": "3"})


def test_a_fault_of_ours_says_a_request_id_and_nothing_else() -> None:
    code, status = internal("01890000-0000-7000-8000-000000000001")
    assert code == grpc.StatusCode.INTERNAL
    info = unpacked(status)
    assert info == {
        "ErrorInfo": error_details_pb2.ErrorInfo(
            reason="INTERNAL", domain="hallmint", metadata={"request_id": "01890000-0000-7000-8000-000000000001"}
        )
    }


@pytest.mark.parametrize("letter", ["x", "ω", "電", "😀"])
def test_a_status_always_fits_into_what_clients_take(letter: str) -> None:
    """8 KiB of trailing metadata: the status in base64, and the message once more, each odd byte of it as %XX."""
    many = [
        Violation(reason=reason, field=f"f[{n}]" if reason.order % 2 else "", description=letter * 500)
        for n in range(300)
        for reason in (Reason.FIELD_INVALID, Reason.LOT_CODE_INVALID, Reason.GTIN_MISSING)
    ]
    keys = [Violation(reason=Reason.FIELD_INVALID, field=letter * 5000, description=letter * 9000)]
    for violations in (many, keys):
        error = refused(violations)
        _, status = to_status(error)
        assert len(status.SerializeToString()) * 4 / 3 + 3 * len(status.message.encode()) < 8192
        details = unpacked(status)
        bad = details.get("BadRequest", error_details_pb2.BadRequest())
        failure = details.get("PreconditionFailure", error_details_pb2.PreconditionFailure())
        assert isinstance(bad, error_details_pb2.BadRequest)
        assert isinstance(failure, error_details_pb2.PreconditionFailure)
        told = [*(v.reason for v in bad.field_violations), *(v.type for v in failure.violations)]
        assert set(told) == {v.reason.value for v in violations}
        info = details["ErrorInfo"]
        assert isinstance(info, error_details_pb2.ErrorInfo)
        assert int(info.metadata.get("omitted", "0")) == len(violations) - len(told)


def test_a_status_that_fits_is_told_whole() -> None:
    _, status = to_status(refused([QUANTITY, PRODUCT, SUSPENDED, NO_KEY]))
    details = unpacked(status)
    info = details["ErrorInfo"]
    assert isinstance(info, error_details_pb2.ErrorInfo)
    assert "omitted" not in info.metadata
    assert status.message == "quantity; product; suspended; no key"
