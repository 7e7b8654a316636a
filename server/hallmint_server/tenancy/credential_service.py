"""What may be done with credentials and sessions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, not_found
from hallmint_server.tenancy import credential_store
from hallmint_server.tenancy import key as keys
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.model import SCOPE_PERMISSIONS, Caller, Credential, CredentialKind, Permission

_NAME_MOST = 100
_LIFETIME_LEAST = 60.0
_LIFETIME_MOST = 10 * 366 * 86_400.0
OVERLAP_SECONDS = 24 * 3600.0
_OVERLAP_MOST = 30 * 86_400.0
SESSION_SECONDS = 12 * 3600.0


class CredentialService:
    """Credentials of brands, operators and persons."""

    def __init__(self, database: Database, hash_key: HashKey) -> None:
        self._database = database
        self._hash_key = hash_key

    async def create(
        self,
        caller: Caller,
        name: str,
        scopes: Sequence[str],
        key: RequestKey,
        *,
        lifetime: float | None,
        problems: Problems,
    ) -> tuple[Credential, str]:
        """Make a machine credential of the acting brand, or one of the operator's own; returns it with its key, which a retry
        does not. Durable on return. Raises field violations together with the problems that the caller found.
        """
        kind = CredentialKind.OPERATOR if caller.may(Permission.OPERATE) else CredentialKind.MACHINE
        check_name(problems, "name", name)
        _check_scopes(problems, kind, scopes)
        _check_lifetime(problems, lifetime)
        problems.check()
        brand_id = caller.acting_brand
        text = ""

        async def make() -> UUID:
            nonlocal text
            made = await credential_store.insert(
                conn,
                kind,
                name,
                await self._hash_key.require(conn),
                brand_id=brand_id,
                scopes=sorted(set(scopes)),
                lifetime=lifetime,
            )
            text = made.text
            await event.record(
                conn,
                brand_id,
                "CREDENTIAL",
                made.credential_id,
                "CREATED",
                actor=caller.actor,
                name=name,
                scopes=sorted(set(scopes)),
            )
            return keys.as_uuid(made.credential_id)

        async with self._database.act(brand_id) as conn:
            credential_id = keys.as_id(await once(conn, key, make))
            return await _found(conn, credential_id, brand_id=brand_id, person_id=None), text

    async def list_of_brand(self, caller: Caller, *, after: str, limit: int) -> Sequence[Credential]:
        """Up to `limit` machine credentials of the acting brand, or the operator's, from the one behind `after` on."""
        async with self._database.act(caller.acting_brand) as conn:
            return await credential_store.list_of_brand(conn, caller.acting_brand, after=after, limit=limit)

    async def list_of_person(self, caller: Caller, *, after: str, limit: int) -> Sequence[Credential]:
        """Up to `limit` personal credentials of the caller, from the one behind `after` on."""
        person_id = _person(caller)
        async with self._database.act(person_id, person_id) as conn:
            return await credential_store.list_of_person(conn, person_id, after=after, limit=limit)

    async def rotate(
        self,
        caller: Caller,
        credential_id: str,
        key: RequestKey,
        *,
        overlap: float | None,
        lifetime: float | None,
        problems: Problems,
    ) -> tuple[Credential, str]:
        """Make the successor of a credential; returns it with its key, which a retry does not. The old one works on for
        `overlap` seconds. Durable on return. Raises CREDENTIAL_NOT_FOUND, and field violations.
        """
        seconds = OVERLAP_SECONDS if overlap is None else overlap
        if not 0 <= seconds <= _OVERLAP_MOST:
            problems.add(Reason.FIELD_INVALID, "overlap", "overlap must be 0 to 30 days")
        _check_lifetime(problems, lifetime)
        problems.check()
        brand_id, person_id = _owners(caller)
        text = ""

        async def make() -> UUID:
            nonlocal text
            await credential_store.lock(conn, credential_id)
            old = await _found(conn, credential_id, brand_id=brand_id, person_id=person_id)
            if old.revoked_at is not None or old.replaced_by is not None:
                problems.add(Reason.FIELD_INVALID, "credential_id", "the credential was revoked or rotated already")
                problems.check()
            personal = old.kind is CredentialKind.PERSONAL
            made = await credential_store.insert(
                conn,
                old.kind,
                old.name,
                await self._hash_key.require(conn),
                brand_id=None if personal else brand_id,
                person_id=person_id if personal else None,
                scopes=old.scopes,
                lifetime=lifetime,
            )
            text = made.text
            await credential_store.replace(conn, credential_id, successor=made.credential_id, overlap=seconds)
            await _record(conn, caller, credential_id, "ROTATED", successor=made.credential_id, overlap_seconds=seconds)
            return keys.as_uuid(made.credential_id)

        async with self._database.act(key.brand_id, person_id) as conn:
            successor = keys.as_id(await once(conn, key, make))
            return await _found(conn, successor, brand_id=brand_id, person_id=person_id), text

    async def revoke(self, caller: Caller, credential_id: str) -> Credential:
        """End a credential and its sessions. Durable on return, effective within 30 s; a retry changes nothing. Raises
        CREDENTIAL_NOT_FOUND.
        """
        brand_id, person_id = _owners(caller)
        async with self._database.act(caller.brand_id or _person(caller), person_id) as conn:
            await _found(conn, credential_id, brand_id=brand_id, person_id=person_id)
            if await credential_store.revoke(conn, credential_id):
                await _record(conn, caller, credential_id, "REVOKED")
            return await _found(conn, credential_id, brand_id=brand_id, person_id=person_id)

    async def describe(self, caller: Caller) -> Credential | None:
        """The credential that a call was made with; None of an invitation."""
        person_id = caller.person_id
        async with self._database.act(caller.brand_id or person_id or OPERATOR, person_id) as conn:
            return await credential_store.find(
                conn, caller.credential_id, brand_id=caller.brand_id, person_id=person_id
            )

    async def create_session(self, caller: Caller) -> tuple[str, datetime]:
        """Make a session of the caller; returns its token and when it ends at the latest. Durable on return."""
        person_id = _person(caller)
        async with self._database.act(person_id, person_id) as conn:
            made = await credential_store.insert(
                conn,
                CredentialKind.SESSION,
                "session",
                await self._hash_key.require(conn),
                person_id=person_id,
                parent=caller.credential_id,
                lifetime=SESSION_SECONDS,
            )
            return made.text, await credential_store.expiry(conn, made.credential_id)

    async def revoke_session(self, caller: Caller) -> None:
        """End the session of the caller. Durable on return, effective within 30 s."""
        person_id = _person(caller)
        async with self._database.act(person_id, person_id) as conn:
            await credential_store.revoke(conn, caller.session_id)


def _person(caller: Caller) -> UUID:
    assert caller.person_id is not None  # noqa: S101 - the permission `person` is had by persons only
    return caller.person_id


def _owners(caller: Caller) -> tuple[UUID | None, UUID | None]:
    """Whose credentials the caller may rotate and revoke: those of the brand, and their own."""
    rules_brand = caller.may(Permission.CREDENTIAL_WRITE) or caller.may(Permission.OPERATE)
    return (caller.brand_id if rules_brand else None), caller.person_id


async def _record(conn: Connection, caller: Caller, credential_id: str, action: str, **detail: object) -> None:
    """Of a person who acts for no brand there is no chain to write to: what is theirs alone is nobody else's business."""
    if caller.brand_id is not None:
        await event.record(conn, caller.brand_id, "CREDENTIAL", credential_id, action, actor=caller.actor, **detail)


async def _found(conn: Connection, credential_id: str, *, brand_id: UUID | None, person_id: UUID | None) -> Credential:
    credential = await credential_store.find(conn, credential_id, brand_id=brand_id, person_id=person_id)
    if credential is None:
        raise not_found(Reason.CREDENTIAL_NOT_FOUND, "there is no such credential")
    return credential


def check_name(problems: Problems, field: str, name: str) -> None:
    """Note what a credential cannot be called."""
    if not 1 <= len(name) <= _NAME_MOST or not name.isprintable():
        words = f"{field} must be 1 to {_NAME_MOST} characters, none of them a control"
        problems.add(Reason.FIELD_INVALID, field, words)


def _check_scopes(problems: Problems, kind: CredentialKind, scopes: Sequence[str]) -> None:
    if kind is CredentialKind.OPERATOR:
        if scopes:
            problems.add(Reason.FIELD_INVALID, "scopes", "an operator's credential has no scopes")
        return
    if not scopes:
        problems.add(Reason.FIELD_REQUIRED, "scopes", f"give at least one of {', '.join(SCOPE_PERMISSIONS)}")
    for index, scope in enumerate(scopes[:100]):
        if scope not in SCOPE_PERMISSIONS:
            problems.add(Reason.FIELD_INVALID, f"scopes[{index}]", f"a scope is one of {', '.join(SCOPE_PERMISSIONS)}")


def _check_lifetime(problems: Problems, lifetime: float | None) -> None:
    if lifetime is not None and not _LIFETIME_LEAST <= lifetime <= _LIFETIME_MOST:
        problems.add(Reason.FIELD_INVALID, "lifetime", "lifetime must be a minute to 10 years")
