"""Credentials: what each may, how each ends, and what of it is ever kept."""

import asyncio
from typing import Any
from uuid import uuid4

import grpc
import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration

from hallmint.v1 import (
    catalog_service_pb2,
    credential_pb2,
    member_pb2,
    member_service_pb2,
)
from hallmint.v1 import credential_service_pb2 as pb
from hallmint_server.tenancy import authenticate
from hallmint_server.tenancy.throttle import BURST
from tests.support.api import Api, bearer
from tests.support.credential import accept, caller, create, invite, unknown
from tests.support.installation import Installation
from tests.support.refusal import refused

Conn = psycopg.AsyncConnection[Any]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing found of a credential is kept; `test_what_was_found_is_kept_for_ten_seconds` is about what is."""
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)


async def test_a_key_is_shown_once_and_kept_as_a_hash(api: Api, conn: Conn, server: Installation) -> None:
    request_id = str(uuid4())
    made = await create(api, "mint:read", request_id=request_id)
    again = await create(api, "mint:read", request_id=request_id)
    assert made.key.startswith(f"hm_live_{made.credential.credential_id}_")
    assert (again.credential, again.key) == (made.credential, "")
    secret = made.key.split("_")[3]
    dump = await conn.execute("SELECT string_agg(c::text, ',') FROM credentials c")
    row = await dump.fetchone()
    assert row is not None
    assert made.credential.credential_id in row[0]
    assert secret not in row[0]
    assert secret.encode().hex() not in row[0]
    assert (server.home / "keys" / "credential-key.hex").stat().st_mode & 0o777 == 0o600


async def test_a_machine_has_its_scopes_and_no_more(api: Api) -> None:
    made = await create(api, "catalog:read", "mint:write")
    found = await caller(api, made.key)
    assert found.credential.kind == credential_pb2.CREDENTIAL_KIND_MACHINE
    assert list(found.permissions) == ["brand:read", "catalog:read", "mint:read", "mint:write"]
    assert found.brand_slug == "acme"
    request = catalog_service_pb2.ListProductsRequest()
    assert (await api.catalog.ListProducts(request, metadata=bearer(made.key))).products
    refusal = await refused(api.members.ListMembers(member_service_pb2.ListMembersRequest(), metadata=bearer(made.key)))
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "PERMISSION_MISSING")


async def test_a_machine_names_no_other_brand(api: Api) -> None:
    made = await create(api, "mint:read")
    assert (await caller(api, made.key, **{"x-hallmint-brand": "acme"})).brand_slug == "acme"
    absent = await refused(
        api.credentials.GetCaller(
            pb.GetCallerRequest(), metadata=(*bearer(made.key), ("x-hallmint-brand", "no-such-brand"))
        )
    )
    assert (absent.code, absent.reason) == ("UNAUTHENTICATED", "BRAND_NOT_FOUND")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["mint:read", "mint:delete"]}, "scopes[1]"),
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"lifetime": Duration(seconds=59)}, "lifetime"),
        ({"lifetime": Duration(seconds=400_000_000)}, "lifetime"),
        ({"request_id": "x"}, "request_id"),
    ],
)
async def test_a_wrong_request_says_which_field(api: Api, fields: dict[str, Any], path: str) -> None:
    values = {"request_id": str(uuid4()), "name": "erp", "scopes": ["mint:read"], **fields}
    refusal = await refused(
        api.credentials.CreateCredential(pb.CreateCredentialRequest(**values), metadata=api.metadata)
    )
    assert [field for field, _ in refusal.paths] == [path]


async def test_revocation_ends_a_credential(api: Api) -> None:
    made = await create(api, "mint:read")
    request = pb.RevokeCredentialRequest(credential_id=made.credential.credential_id)
    revoked = await api.credentials.RevokeCredential(request, metadata=api.metadata)
    assert revoked.credential.HasField("revoked_at")
    again = await api.credentials.RevokeCredential(request, metadata=api.metadata)
    assert again == revoked
    refusal = await unknown(api, made.key)
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "CREDENTIAL_REVOKED")


async def test_what_was_found_is_kept_for_ten_seconds(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    # Far below the 30 s in which a revocation must take effect, and nothing else delays it.
    monkeypatch.undo()
    assert authenticate.FRESH_SECONDS <= 10
    made = await create(api, "mint:read")
    await caller(api, made.key)
    request = pb.RevokeCredentialRequest(credential_id=made.credential.credential_id)
    await api.credentials.RevokeCredential(request, metadata=api.metadata)
    await caller(api, made.key)
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)
    assert (await unknown(api, made.key)).reason == "CREDENTIAL_REVOKED"


async def test_rotation_lets_both_work_until_the_overlap_is_over(api: Api, conn: Conn) -> None:
    made = await create(api, "mint:read")
    request = pb.RotateCredentialRequest(
        request_id=str(uuid4()), credential_id=made.credential.credential_id, overlap=Duration(seconds=3600)
    )
    successor = await api.credentials.RotateCredential(request, metadata=api.metadata)
    assert successor.credential.scopes == made.credential.scopes
    again = await api.credentials.RotateCredential(request, metadata=api.metadata)
    assert (again.credential.credential_id, again.key) == (successor.credential.credential_id, "")
    old = await caller(api, made.key)
    assert old.credential.replaced_by == successor.credential.credential_id
    await caller(api, successor.key)
    await conn.execute(
        "UPDATE credentials SET expires_at = now() WHERE credential_id = %s", [made.credential.credential_id]
    )
    assert (await unknown(api, made.key)).reason == "CREDENTIAL_EXPIRED"
    await caller(api, successor.key)
    request.request_id = str(uuid4())
    assert (await refused(api.credentials.RotateCredential(request, metadata=api.metadata))).paths == [
        ("credential_id", "FIELD_INVALID")
    ]


async def test_a_lifetime_is_kept_also_by_a_server_that_has_it_in_memory(
    api: Api, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 60.0)
    made = await create(api, "mint:read", lifetime=Duration(seconds=60))
    await conn.execute("UPDATE credentials SET expires_at = clock_timestamp() + interval '1 second' WHERE name = 'erp'")
    await caller(api, made.key)
    with pytest.raises(grpc.aio.AioRpcError):
        await _call_for_ever(api, made.key)
    assert (await unknown(api, made.key)).reason == "CREDENTIAL_EXPIRED"


async def _call_for_ever(api: Api, key: str) -> None:
    async with asyncio.timeout(10):
        while True:
            await caller(api, key)


async def test_the_day_of_the_last_use_is_noted(api: Api, conn: Conn) -> None:
    made = await create(api, "mint:read")
    assert made.credential.last_used_day == ""
    await caller(api, made.key)
    row = await (await conn.execute("SELECT (now() AT TIME ZONE 'UTC')::date::text")).fetchone()
    assert row is not None
    assert (await caller(api, made.key)).credential.last_used_day == row[0]


class TestWrongKeys:
    async def test_they_are_all_refused_alike(self, api: Api) -> None:
        made = await create(api, "mint:read")
        head, _, check = made.key.rpartition("_")
        other = (await create(api, "mint:read")).key.split("_")[3]
        parts = made.key.split("_")
        forged = "_".join([*parts[:3], other, parts[4]])
        refusals = [await unknown(api, key) for key in ("x", f"{head}_000000", forged, made.key[:-1], "hm_live_")]
        assert {r.encoded for r in refusals} == {refusals[0].encoded}
        assert refusals[0].reason == "CREDENTIAL_INVALID"
        assert check not in refusals[0].message

    async def test_trying_is_slowed_down_and_known_callers_go_on(self, api: Api) -> None:
        reasons = [(await unknown(api, f"hm_live_{n}")).reason for n in range(BURST + 1)]
        assert reasons == ["CREDENTIAL_INVALID"] * BURST + ["AUTHENTICATION_THROTTLED"]
        refusal = await unknown(api, "y")
        assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "AUTHENTICATION_THROTTLED")
        assert refusal.retry_seconds is not None
        assert 0 < refusal.retry_seconds <= 3

    async def test_whoever_was_right_before_goes_on_beside_somebody_who_guesses(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made, late = await create(api, "mint:read"), await create(api, "mint:read")
        await caller(api, made.key)
        for n in range(BURST + 1):
            await unknown(api, f"hm_live_{n}")
        monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)  # as if it had been long ago
        assert (await caller(api, made.key)).credential.credential_id == made.credential.credential_id
        assert (await unknown(api, late.key)).reason == "AUTHENTICATION_THROTTLED"  # nobody knows that it is right
        await api.credentials.RevokeCredential(
            pb.RevokeCredentialRequest(credential_id=made.credential.credential_id), metadata=api.metadata
        )
        assert [(await unknown(api, made.key)).reason for _ in range(2)] == [
            "CREDENTIAL_REVOKED",
            "AUTHENTICATION_THROTTLED",
        ]


async def test_another_brands_credential_is_as_if_it_were_not(api: Api, server: Installation) -> None:
    made = await create(api, "mint:read")
    async with server.api() as other:
        await other.make_brand("other")
        absent = await refused(
            other.credentials.RevokeCredential(
                pb.RevokeCredentialRequest(credential_id="000000000000"), metadata=other.metadata
            )
        )
        theirs = await refused(
            other.credentials.RevokeCredential(
                pb.RevokeCredentialRequest(credential_id=made.credential.credential_id), metadata=other.metadata
            )
        )
    assert theirs.encoded == absent.encoded
    assert theirs.reason == "CREDENTIAL_NOT_FOUND"


async def test_an_editor_rotates_their_own_and_nobody_elses(api: Api) -> None:
    machine = await create(api, "mint:read")
    editor = await accept(api, (await invite(api, "ed@acme.example", member_pb2.ROLE_EDITOR)).invitation)
    own = (await caller(api, editor.key)).credential
    rotated = await api.credentials.RotateCredential(
        pb.RotateCredentialRequest(request_id=str(uuid4()), credential_id=own.credential_id, overlap=Duration()),
        metadata=bearer(editor.key),
    )
    assert (await unknown(api, editor.key)).reason == "CREDENTIAL_EXPIRED"
    assert (await caller(api, rotated.key)).role == member_pb2.ROLE_EDITOR
    request = pb.RevokeCredentialRequest(credential_id=machine.credential.credential_id)
    refusal = await refused(api.credentials.RevokeCredential(request, metadata=bearer(rotated.key)))
    assert refusal.reason == "CREDENTIAL_NOT_FOUND"
