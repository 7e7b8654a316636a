import copy
import pickle

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2, status_pb2

from hallmint.v1 import error_reason_pb2
from hallmint_client import HallmintError, Policy, Violation, token_ref
from hallmint_client.cli.exit import MEANING, ExitCode, exit_code
from hallmint_client.cli.hint import BY_REASON, hint
from tests.support.sample import refusal

KEY = "grpc-status-details-bin"
PLACE = "019551a0-0000-7000-8000-000000000001"


def rpc_error(
    status: status_pb2.Status | bytes, code: grpc.StatusCode = grpc.StatusCode.INVALID_ARGUMENT
) -> grpc.aio.AioRpcError:
    raw = status if isinstance(status, bytes) else status.SerializeToString()
    message = "" if isinstance(status, bytes) else status.message
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), grpc.aio.Metadata((KEY, raw)), message, None)


def test_every_detail_is_read() -> None:
    status = refusal(
        grpc.StatusCode.FAILED_PRECONDITION,
        "two things",
        reason="BRAND_SUSPENDED",
        metadata={"reasons": "BRAND_SUSPENDED,GTIN_MISSING"},
        fields=[("FIELD_INVALID", "mint.quantity", "is odd")],
        states=[("GTIN_MISSING", "no GTIN")],
        retry_seconds=1.5,
    )
    error = HallmintError.from_rpc(rpc_error(status, grpc.StatusCode.FAILED_PRECONDITION))
    assert (error.reason, error.message, error.code) == (
        "BRAND_SUSPENDED",
        "two things",
        grpc.StatusCode.FAILED_PRECONDITION,
    )
    assert error.metadata == {"reasons": "BRAND_SUSPENDED,GTIN_MISSING"}
    assert error.retry_after == 1.5
    assert error.violations == (
        Violation(reason="FIELD_INVALID", field="mint.quantity", description="is odd"),
        Violation(reason="GTIN_MISSING", field="mint", description="no GTIN"),
    )
    assert str(error) == "two things (BRAND_SUSPENDED)"


def test_an_error_without_details_has_its_code() -> None:
    error = HallmintError.from_rpc(rpc_error(b"", grpc.StatusCode.UNAVAILABLE))
    assert (error.reason, error.code, error.retry_after, error.violations) == (
        "",
        grpc.StatusCode.UNAVAILABLE,
        None,
        (),
    )
    assert str(error) == "UNAVAILABLE (UNAVAILABLE)"


@pytest.mark.parametrize("raw", [b"\xff", b"not a status at all", b"\x1a\x02\x0a\x7f"])
def test_damaged_details_are_left_out(raw: bytes) -> None:
    error = HallmintError.from_rpc(rpc_error(raw, grpc.StatusCode.NOT_FOUND))
    assert (error.reason, error.code) == ("", grpc.StatusCode.NOT_FOUND)


@pytest.mark.parametrize("seconds", [2**63 - 1, -(2**63)])
def test_a_time_that_is_none_is_no_error_of_its_own(seconds: int) -> None:
    status = refusal(grpc.StatusCode.NOT_FOUND, "x", reason="BATCH_NOT_FOUND")
    status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=seconds)))
    error = HallmintError.from_rpc(rpc_error(status, grpc.StatusCode.NOT_FOUND))
    assert (error.reason, error.retry_after) == ("BATCH_NOT_FOUND", float(seconds))


def test_a_damaged_detail_spoils_no_other() -> None:
    status = refusal(grpc.StatusCode.NOT_FOUND, "x", reason="BATCH_NOT_FOUND", retry_seconds=2)
    status.details[1].value = b"\xff\xff"
    status.details.add(type_url="type.googleapis.com/of.the.Future", value=b"\x01")
    error = HallmintError.from_rpc(rpc_error(status, grpc.StatusCode.NOT_FOUND))
    assert (error.reason, error.retry_after) == ("BATCH_NOT_FOUND", None)


def test_an_unknown_reason_is_passed_on_and_judged_by_its_code() -> None:
    status = refusal(grpc.StatusCode.FAILED_PRECONDITION, "no", reason="MOON_PHASE_WRONG")
    error = HallmintError.from_rpc(rpc_error(status, grpc.StatusCode.FAILED_PRECONDITION))
    assert error.reason == "MOON_PHASE_WRONG"
    assert exit_code(error) is ExitCode.REFUSED
    assert hint(error)


def test_a_reason_of_another_domain_is_none_of_ours() -> None:
    status = refusal(grpc.StatusCode.UNAVAILABLE, "x", reason="INTERNAL")
    status.details[0].value = status.details[0].value.replace(b"hallmint", b"someproxy"[:8])
    assert HallmintError.from_rpc(rpc_error(status)).reason == ""


def test_an_error_can_be_copied_and_pickled() -> None:
    error = HallmintError("no", reason="SKU_TAKEN", code=grpc.StatusCode.ALREADY_EXISTS, request_id="r")
    for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301 - our own bytes
        assert (other.message, other.reason, other.code, other.request_id) == ("no", "SKU_TAKEN", error.code, "r")


def test_every_reason_of_the_api_has_a_hint_and_no_other() -> None:
    names = {name.removeprefix("ERROR_REASON_") for name in error_reason_pb2.ErrorReason.keys()}  # noqa: SIM118 - no dict
    assert set(BY_REASON) == names - {"UNSPECIFIED"}
    assert all("\n" not in text and not text.endswith(".") for text in BY_REASON.values())


def test_every_status_has_an_exit_code_and_every_exit_code_a_meaning() -> None:
    codes = {status: exit_code(HallmintError(code=status)) for status in grpc.StatusCode if status.value[0]}
    assert ExitCode.OK not in codes.values()
    assert codes[grpc.StatusCode.NOT_FOUND] == 3
    assert codes[grpc.StatusCode.UNAUTHENTICATED] == 6
    assert codes[grpc.StatusCode.INTERNAL] == 70
    assert set(MEANING) == set(ExitCode)


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED])
def test_the_hint_after_an_uncertain_write_names_the_request_id(code: grpc.StatusCode) -> None:
    assert "--request-id abc" in hint(HallmintError(code=code, request_id="abc"))
    assert "--request-id" not in hint(HallmintError(code=code))


def test_references_are_told_apart_by_their_form() -> None:
    assert token_ref(" VABC ").code == "VABC"
    assert token_ref("https://id.example/t/VABC").url == "https://id.example/t/VABC"
    assert token_ref("/t/VABC").url == "/t/VABC"
    place = token_ref(f"{PLACE.upper()}/12").batch_seq
    assert (place.batch_id, place.seq) == (PLACE, 12)
    assert token_ref("VABC", gtin="9506000134352").gtin_serial.gtin == "09506000134352"


@pytest.mark.parametrize(("text", "gtin"), [("", ""), ("  ", ""), ("VABC", "95060001343"), ("VABC", "9506000134x52")])
def test_references_that_name_nothing_are_refused(text: str, gtin: str) -> None:
    with pytest.raises(ValueError, match=r"token|GTIN"):
        token_ref(text, gtin=gtin)


def test_pauses_double_up_to_the_longest_and_honour_the_server() -> None:
    policy = Policy(pause=0.1, longest_pause=2)
    for failures, step in [(1, 0.1), (2, 0.2), (5, 1.6), (6, 2.0), (1000, 2.0)]:
        assert step / 2 <= policy.wait(failures, None) <= step
    assert 5 <= policy.wait(1, 5) <= 7.5
    with pytest.raises(ValueError, match="at least 1"):
        Policy(attempts=0)
