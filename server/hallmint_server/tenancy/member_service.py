"""What may be done with the members of a brand."""

import re
from collections.abc import Sequence
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection, Database, act_for
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import HallmintError, Kind, Problems, Reason, not_found, precondition
from hallmint_server.tenancy import brand_store, credential_store, member_store
from hallmint_server.tenancy import key as keys
from hallmint_server.tenancy.brand import Brand
from hallmint_server.tenancy.credential_service import check_name
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.model import Caller, CredentialKind, Member, Role
from mintcore import uuid7

INVITATION_SECONDS = 7 * 86_400.0
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_EMAIL_MOST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


class MemberService:
    """Members of brands."""

    def __init__(self, database: Database, hash_key: HashKey) -> None:
        self._database = database
        self._hash_key = hash_key

    async def invite(
        self, caller: Caller, email: str, role: Role, key: RequestKey, problems: Problems
    ) -> tuple[Member, str]:
        """Invite a person; returns the member and the invitation, which a retry does not. Durable on return. Raises
        MEMBER_EXISTS, and field violations together with the problems that the caller found.
        """
        check_email(problems, "email", email)
        problems.check()
        brand_id = caller.acting_brand
        invitation = ""

        async def make() -> UUID:
            nonlocal invitation
            member_id, invitation = await invite(conn, await self._hash_key.require(conn), brand_id, email, role)
            await event.record(
                conn, brand_id, "MEMBER", member_id, "INVITED", actor=caller.actor, email=email, role=role
            )
            return member_id

        async with self._database.act(brand_id) as conn:
            return await _found(conn, brand_id, await once(conn, key, make)), invitation

    async def accept(self, caller: Caller, invitation: str, credential_name: str) -> tuple[Member, Brand, str]:
        """Make the caller a member of the brand that invited them; returns the key of their new personal credential, unless
        they called with one. Durable on return. Of two who accept at once one is refused with CREDENTIAL_REVOKED. Raises
        CREDENTIAL_INVALID, CREDENTIAL_EXPIRED, CREDENTIAL_REVOKED and MEMBER_EXISTS, and FIELD_INVALID of a name, which
        leaves the invitation unused.
        """
        name, problems = credential_name or "personal", Problems()
        check_name(problems, "credential_name", name)
        problems.check()
        if caller.kind is CredentialKind.INVITATION:
            brand_id, member_id, credential_id = caller.acting_brand, caller.member_id, caller.credential_id
        else:
            brand_id, member_id, credential_id = await self._read(invitation)
        person_id = caller.person_id or UUID(uuid7())
        async with self._database.act(brand_id, person_id) as conn:
            used = await credential_store.use_invitation(conn, credential_id)
            if not used or member_id is None or not await member_store.join(conn, member_id, person_id):
                raise HallmintError(
                    Kind.UNAUTHENTICATED, Reason.CREDENTIAL_REVOKED, "the invitation was used or withdrawn"
                )
            key = ""
            if caller.person_id is None:
                hash_key = await self._hash_key.require(conn)
                made = await credential_store.insert(conn, CredentialKind.PERSONAL, name, hash_key, person_id=person_id)
                key = made.text
            member = await _found(conn, brand_id, member_id)
            brand = await brand_store.find(conn, brand_id)
            assert brand is not None  # noqa: S101 - the membership's foreign key
            await event.record(conn, brand_id, "MEMBER", member_id, "JOINED", actor=f"member:{member_id}")
            return member, brand, key

    async def _read(self, invitation: str) -> tuple[UUID, UUID | None, str]:
        """Brand, member and credential id of an invitation. The same refusals as of a call that carries it."""
        key = keys.read(invitation)
        async with self._database.act(OPERATOR) as conn:
            hash_key = await self._hash_key.require(conn)
            row = await credential_store.find_presented(conn, key.credential_id) if key else None
        proved = key is not None and row is not None and bytes(row["secret_hash"]) == keys.hash_of(key, hash_key)
        if key is None or row is None or not proved or row["kind"] != CredentialKind.INVITATION:
            raise HallmintError(Kind.UNAUTHENTICATED, Reason.CREDENTIAL_INVALID, "there is no such invitation")
        if row["seconds_left"] is not None and row["seconds_left"] <= 0:
            raise HallmintError(Kind.UNAUTHENTICATED, Reason.CREDENTIAL_EXPIRED, "the invitation has passed its time")
        return row["brand_id"], row["member_id"], key.credential_id

    async def list_by_email(self, caller: Caller, *, after: str, limit: int) -> Sequence[Member]:
        """Up to `limit` members from the one behind `after` on."""
        async with self._database.act(caller.acting_brand) as conn:
            return await member_store.list_by_email(conn, caller.acting_brand, after=after, limit=limit)

    async def update(self, caller: Caller, member_id: UUID, role: Role) -> Member:
        """Give a member a role. Durable on return, effective within 30 s; a retry changes nothing. Raises MEMBER_NOT_FOUND
        and LAST_OWNER.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            owners = await member_store.lock_owners(conn, brand_id)
            before = await _found(conn, brand_id, member_id)
            if role is not Role.OWNER:
                _keep_owner(owners, member_id)
            if before.role is not role:
                await member_store.set_role(conn, brand_id, member_id, role)
                detail = event.difference({"role": before.role}, {"role": role})
                await event.record(conn, brand_id, "MEMBER", member_id, "UPDATED", actor=caller.actor, **detail)
            return await _found(conn, brand_id, member_id)

    async def remove(self, caller: Caller, member_id: UUID) -> None:
        """End a membership. Durable on return, effective within 30 s. Raises MEMBER_NOT_FOUND (also in a retry) and
        LAST_OWNER.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            owners = await member_store.lock_owners(conn, brand_id)
            member = await _found(conn, brand_id, member_id)
            _keep_owner(owners, member_id)
            await credential_store.revoke_invitations(conn, member_id)
            await member_store.remove(conn, brand_id, member_id)
            await event.record(
                conn, brand_id, "MEMBER", member_id, "REMOVED", actor=caller.actor, email=member.email, role=member.role
            )


async def invite(conn: Connection, hash_key: bytes, brand_id: UUID, email: str, role: Role) -> tuple[UUID, str]:
    """Write an invited member; returns their id and the invitation."""
    await act_for(conn, brand_id)
    member_id = await member_store.insert(conn, brand_id, email, role)
    key = await credential_store.insert(
        conn,
        CredentialKind.INVITATION,
        email,
        hash_key,
        brand_id=brand_id,
        member_id=member_id,
        lifetime=INVITATION_SECONDS,
    )
    return member_id, key.text


def check_email(problems: Problems, field: str, email: str) -> None:
    """An address that mail can be sent to, as far as a look at it tells."""
    if len(email) > _EMAIL_MOST or not email.isprintable() or not _EMAIL.fullmatch(email):
        problems.add(
            Reason.FIELD_INVALID, field, f"{field} must be an e-mail address of at most {_EMAIL_MOST} characters"
        )


def _keep_owner(owners: set[UUID], member_id: UUID) -> None:
    if owners == {member_id}:
        raise precondition(Reason.LAST_OWNER, "a brand keeps at least one owner who has joined")


async def _found(conn: Connection, brand_id: UUID, member_id: UUID) -> Member:
    member = await member_store.find(conn, brand_id, member_id)
    if member is None:
        raise not_found(Reason.MEMBER_NOT_FOUND, "the brand has no such member")
    return member
