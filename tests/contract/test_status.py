"""What a caller is told, for every reason: each is provoked for real and compared with `golden/<REASON>.json`.

`HALLMINT_TEST_GOLDEN=write pytest tests/contract/test_status.py` writes the files again; the difference is then reviewed
as what it is, a change of the contract.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest

from hallmint.v1 import brand_service_pb2, error_reason_pb2, minting_service_pb2
from hallmint_server.errors import Reason
from hallmint_server.rpc.server import serve
from hallmint_server.tenancy import authenticate
from tests.conftest import running
from tests.contract import provoke_carrier_profile, provoke_export, provoke_tenancy, provoke_verification  # noqa: F401 - they add their cases
from tests.contract.provoke import CASES, Stage
from tests.support.api import Api
from tests.support.installation import Installation, free_port
from tests.support.refusal import Refusal, refused

_GOLDEN = Path(__file__).with_name("golden")
_PROTO = Path(__file__).parents[2] / "proto/hallmint/v1/error_reason.proto"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WITHOUT_DATABASE = ("DATABASE_UNAVAILABLE",)
_SETTINGS = {
    "DEADLINE_EXCEEDED": {"HALLMINT_CALL_SECONDS": "1"},
    "TOO_MANY_CALLS": {"HALLMINT_CONCURRENT_CALLS": "2"},
}


def as_golden(refusal: Refusal) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": refusal.code,
        "message": refusal.message,
        "error_info": {"reason": refusal.reason, "domain": refusal.domain, "metadata": refusal.metadata},
    }
    if refusal.fields:
        told["bad_request"] = [dict(zip(("reason", "field", "description"), v, strict=True)) for v in refusal.fields]
    if refusal.states:
        keys = ("type", "subject", "description")
        told["precondition_failure"] = [dict(zip(keys, v, strict=True)) for v in refusal.states]
    if refusal.retry_seconds is not None:
        told["retry_info"] = {"retry_seconds": refusal.retry_seconds}
    normalised: dict[str, Any] = json.loads(_UUID.sub("<uuid>", json.dumps(told)))
    return normalised


def check(reason: str, refusal: Refusal) -> None:
    path = _GOLDEN / f"{reason}.json"
    told = as_golden(refusal)
    if os.environ.get("HALLMINT_TEST_GOLDEN") == "write":
        path.write_text(json.dumps(told, indent=2) + "\n")
    assert told == json.loads(path.read_text())
    assert refusal.reason == reason


@pytest.mark.parametrize("reason", CASES)
async def test_a_refusal_is_what_the_contract_says(
    reason: str, place: Installation, conn: psycopg.AsyncConnection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)
    place.options.update(_SETTINGS.get(reason, {}))
    async with running(lambda stop: serve(place.settings, stop)), place.api() as api:
        brand_id = await api.make_brand()
        await api.make_product()
        refusal = await refused(CASES[reason](Stage(place, api, conn, brand_id)))
    check(reason, refusal)
    # Nothing of the fault may leak; for the others it holds anyway.
    assert b"brand_contexts" not in refusal.encoded
    assert b"relation" not in refusal.encoded


async def test_without_a_database_every_call_says_when_to_try_again(place: Installation) -> None:
    place.dsn = f"postgresql://nobody@127.0.0.1:{free_port()}/nowhere"
    async with running(lambda stop: serve(place.settings, stop)), grpc.aio.insecure_channel(place.address) as channel:
        api = Api(channel, key="")
        for call in (
            api.minting.GetStats(minting_service_pb2.GetStatsRequest(), wait_for_ready=True),
            api.brands.ListBrands(brand_service_pb2.ListBrandsRequest(), wait_for_ready=True),
        ):
            check("DATABASE_UNAVAILABLE", await refused(call))


def test_no_reason_is_without_a_case_and_a_golden_status() -> None:
    names = [value.name.removeprefix("ERROR_REASON_") for value in error_reason_pb2.ErrorReason.DESCRIPTOR.values][1:]
    assert sorted(names) == sorted([*CASES, *_WITHOUT_DATABASE])
    assert sorted(names) == sorted(path.stem for path in _GOLDEN.glob("*.json"))
    assert names == [reason.value for reason in Reason]


@pytest.mark.parametrize("reason", [r.value for r in Reason])
def test_the_sample_and_the_code_in_the_proto_are_what_is_sent(reason: str) -> None:
    golden = json.loads((_GOLDEN / f"{reason}.json").read_text())
    comment = re.search(rf"((?:  //.*\n)+)  ERROR_REASON_{reason} = ", _PROTO.read_text())
    assert comment is not None
    text = " ".join(line.strip(" /") for line in comment[1].splitlines())
    sample = json.loads(text[text.index("Sample: `") + 9 : text.rindex("`")])
    sent = golden["error_info"]
    assert (sample["reason"], sample["domain"]) == (sent["reason"], sent["domain"])
    assert sample["metadata"].keys() == sent["metadata"].keys()
    assert sample["metadata"].get("reasons") == sent["metadata"].get("reasons")
    assert f"Code {golden['code']}" in text
