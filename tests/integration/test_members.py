"""Members and sessions: who joins, who goes, and when a session ends."""

import asyncio
from typing import Any

import psycopg
import pytest

from hallmint.v1 import (
    brand_service_pb2,
    catalog_service_pb2,
    member_pb2,
    member_service_pb2,
    session_service_pb2,
)
from hallmint.v1 import credential_service_pb2 as pb
from hallmint_server.tenancy import authenticate
from tests.support.api import Api, bearer
from tests.support.credential import accept, caller, invite, unknown
from tests.support.installation import Installation
from tests.support.refusal import refused

Conn = psycopg.AsyncConnection[Any]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing found of a credential is kept."""
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)


class TestMembers:
    async def test_an_invitation_works_once_and_makes_a_person(self, api: Api) -> None:
        invited = await invite(api, "ed@acme.example", member_pb2.ROLE_EDITOR)
        assert not invited.member.joined
        joined = await accept(api, invited.invitation)
        assert (joined.member.joined, joined.brand.slug) == (True, "acme")
        found = await caller(api, joined.key)
        assert (found.role, found.brand_slug) == (member_pb2.ROLE_EDITOR, "acme")
        refusal = await refused(accept(api, invited.invitation))
        assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "CREDENTIAL_REVOKED")

    async def test_of_two_who_accept_at_once_one_joins(self, api: Api) -> None:
        invited = await invite(api, "ed@acme.example", member_pb2.ROLE_EDITOR)
        answers = await asyncio.gather(*(accept(api, invited.invitation) for _ in range(8)), return_exceptions=True)
        assert sum(not isinstance(a, BaseException) for a in answers) == 1

    async def test_a_person_of_two_brands_says_for_which(self, api: Api, server: Installation) -> None:
        async with server.api() as other:
            await other.make_brand("other")
            invited = await invite(other, "owner@acme.example", member_pb2.ROLE_VIEWER)
            joined = await accept(api, api.key, invited.invitation)
            assert joined.key == ""
        needed = await refused(
            api.catalog.ListProducts(catalog_service_pb2.ListProductsRequest(), metadata=api.metadata)
        )
        assert (needed.code, needed.reason) == ("UNAUTHENTICATED", "BRAND_REQUIRED")
        assert (await caller(api, api.key, **{"x-hallmint-brand": "acme"})).role == member_pb2.ROLE_OWNER
        assert (await caller(api, api.key, **{"x-hallmint-brand": "other"})).role == member_pb2.ROLE_VIEWER
        brands = await api.brands.ListBrands(brand_service_pb2.ListBrandsRequest(), metadata=api.metadata)
        assert [b.slug for b in brands.brands] == ["acme", "other"]

    @pytest.mark.usefixtures("api")
    async def test_neither_brand_learns_of_the_other(self, server: Installation) -> None:
        async with server.api() as other:
            await other.make_brand("other")
            known = await invite(other, "owner@acme.example", member_pb2.ROLE_VIEWER)
            new = await invite(other, "nobody@acme.example", member_pb2.ROLE_VIEWER)
            assert (known.member.joined, new.member.joined) == (False, False)
            assert known.member.member_id != new.member.member_id
            listed = await other.members.ListMembers(member_service_pb2.ListMembersRequest(), metadata=other.metadata)
            assert [m.email for m in listed.members] == [
                "nobody@acme.example",
                "owner@acme.example",
                "owner@other.example",
            ]

    async def test_a_role_that_is_taken_away_is_gone(self, api: Api) -> None:
        joined = await accept(api, (await invite(api, "ed@acme.example", member_pb2.ROLE_ADMIN)).invitation)
        update = member_service_pb2.UpdateMemberRequest(member_id=joined.member.member_id, role=member_pb2.ROLE_VIEWER)
        await api.members.UpdateMember(update, metadata=api.metadata)
        assert "catalog:write" not in (await caller(api, joined.key)).permissions
        remove = member_service_pb2.RemoveMemberRequest(member_id=joined.member.member_id)
        await api.members.RemoveMember(remove, metadata=api.metadata)
        assert (await caller(api, joined.key)).brand_slug == ""
        assert (await refused(api.members.RemoveMember(remove, metadata=api.metadata))).reason == "MEMBER_NOT_FOUND"

    async def test_the_last_owner_stays_also_when_two_go_at_once(self, api: Api) -> None:
        second = await accept(api, (await invite(api, "two@acme.example", member_pb2.ROLE_OWNER)).invitation)
        members = await api.members.ListMembers(member_service_pb2.ListMembersRequest(), metadata=api.metadata)
        first = next(m for m in members.members if m.member_id != second.member.member_id)
        removals = await asyncio.gather(
            *(
                api.members.RemoveMember(member_service_pb2.RemoveMemberRequest(member_id=m), metadata=api.metadata)
                for m in (first.member_id, second.member.member_id)
            ),
            return_exceptions=True,
        )
        assert sum(isinstance(r, BaseException) for r in removals) == 1

    async def test_an_address_is_in_a_brand_once(self, api: Api) -> None:
        refusal = await refused(invite(api, "OWNER@acme.example", member_pb2.ROLE_VIEWER))
        assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "MEMBER_EXISTS")
        for wrong in ("", "x", "a@b", "a b@c.example", "a@c.example\n", "x" * 300 + "@c.example"):
            assert (await refused(invite(api, wrong, member_pb2.ROLE_VIEWER))).paths == [("email", "FIELD_INVALID")]


class TestSessions:
    async def test_a_session_is_its_person_until_it_is_revoked(self, api: Api) -> None:
        made = await api.sessions.CreateSession(session_service_pb2.CreateSessionRequest(), metadata=api.metadata)
        token = made.session_token
        assert token.startswith("hm_session_")
        assert (await caller(api, token)).role == member_pb2.ROLE_OWNER
        refusal = await refused(
            api.sessions.CreateSession(session_service_pb2.CreateSessionRequest(), metadata=bearer(token))
        )
        assert refusal.reason == "PERMISSION_MISSING"  # a session cannot prolong itself
        await api.sessions.RevokeSession(session_service_pb2.RevokeSessionRequest(), metadata=bearer(token))
        assert (await unknown(api, token)).reason == "CREDENTIAL_REVOKED"
        assert (await caller(api, api.key)).role == member_pb2.ROLE_OWNER

    async def test_it_ends_with_the_credential_that_it_was_made_with(self, api: Api) -> None:
        made = await api.sessions.CreateSession(session_service_pb2.CreateSessionRequest(), metadata=api.metadata)
        own = await api.credentials.ListOwnCredentials(pb.ListOwnCredentialsRequest(), metadata=api.metadata)
        request = pb.RevokeCredentialRequest(credential_id=own.credentials[0].credential_id)
        await api.credentials.RevokeCredential(request, metadata=api.metadata)
        assert (await unknown(api, made.session_token)).reason == "CREDENTIAL_REVOKED"

    @pytest.mark.parametrize(
        "change",
        [
            "created_at = now() - interval '31 minutes', used_at = NULL",
            "used_at = now() - interval '31 minutes'",
            "expires_at = now()",
        ],
    )
    async def test_it_ends_after_half_an_hour_of_silence_and_after_twelve_hours(
        self, api: Api, conn: Conn, change: str
    ) -> None:
        made = await api.sessions.CreateSession(session_service_pb2.CreateSessionRequest(), metadata=api.metadata)
        row = await (
            await conn.execute(
                "SELECT extract(epoch FROM expires_at - created_at)::int FROM credentials WHERE kind = 'session'"
            )
        ).fetchone()
        assert row == (12 * 3600,)
        await conn.execute("UPDATE credentials SET used_at = now() - interval '29 minutes' WHERE kind = 'session'")
        await caller(api, made.session_token)
        row = await (
            await conn.execute("SELECT used_at > now() - interval '1 minute' FROM credentials WHERE kind = 'session'")
        ).fetchone()
        assert row == (True,)
        await conn.execute(f"UPDATE credentials SET {change} WHERE kind = 'session'".encode())
        assert (await unknown(api, made.session_token)).reason == "CREDENTIAL_EXPIRED"
