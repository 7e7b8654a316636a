"""Rows of credentials."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.tenancy import key as keys
from hallmint_server.tenancy.key import Key
from hallmint_server.tenancy.model import Credential, CredentialKind

_SQL = load("hallmint_server.tenancy", "credential.sql")


async def find_presented(conn: Connection, credential_id: str) -> dict[str, Any] | None:
    """Everything that deciding on a call takes, of a credential of any brand."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL["find_credential"], {"credential_id": credential_id})
        return await cursor.fetchone()


async def touch(conn: Connection, credential_id: str) -> None:
    """Note that a credential is used now."""
    await conn.execute(_SQL["touch_credential"], {"credential_id": credential_id})


async def hash_check(conn: Connection) -> bytes | None:
    """The check value of the key that secrets are hashed with; None before the first credential."""
    row = await (await conn.execute(_SQL["hash_key"])).fetchone()
    return bytes(row[0]) if row else None


async def set_hash_check(conn: Connection, check_value: bytes) -> None:
    """Say which key secrets are hashed with from now on."""
    await conn.execute(_SQL["set_hash_key"], {"check_value": check_value})


async def lock_hash_key(conn: Connection) -> None:
    """Of several that make the first key at once, one goes first."""
    await conn.execute(_SQL["lock_hash_key"])


async def insert(
    conn: Connection,
    kind: CredentialKind,
    name: str,
    hash_key: bytes,
    *,
    brand_id: UUID | None = None,
    person_id: UUID | None = None,
    member_id: UUID | None = None,
    parent: str | None = None,
    scopes: Sequence[str] = (),
    lifetime: float | None = None,
) -> Key:
    """Write a new credential, `lifetime` seconds long; returns its key, which is kept nowhere."""
    key = keys.make(kind)
    values = {
        "credential_id": key.credential_id,
        "kind": kind,
        "brand_id": brand_id,
        "person_id": person_id,
        "member_id": member_id,
        "parent": parent,
        "name": name,
        "scopes": list(scopes),
        "secret_hash": keys.hash_of(key, hash_key),
        "lifetime": lifetime,
    }
    await conn.execute(_SQL["insert_credential"], values)
    return key


async def find(
    conn: Connection, credential_id: str, *, brand_id: UUID | None, person_id: UUID | None
) -> Credential | None:
    """A credential of a brand (or the operator), or of a person."""
    values = {"credential_id": credential_id, "brand_id": brand_id, "person_id": person_id}
    row = await (await conn.execute(_SQL["credential"], values)).fetchone()
    return _credential(row) if row else None


async def lock(conn: Connection, credential_id: str) -> None:
    """Keep a credential as it is until the transaction ends."""
    await conn.execute(_SQL["lock_credential"], {"credential_id": credential_id})


async def list_of_brand(conn: Connection, brand_id: UUID, *, after: str, limit: int) -> list[Credential]:
    """Machine credentials of a brand, or the operator's, by id."""
    values = {"brand_id": brand_id, "after": after, "limit": limit}
    return [_credential(row) for row in await (await conn.execute(_SQL["list_credentials"], values)).fetchall()]


async def list_of_person(conn: Connection, person_id: UUID, *, after: str, limit: int) -> list[Credential]:
    """Personal credentials of a person, by id."""
    values = {"person_id": person_id, "after": after, "limit": limit}
    return [_credential(row) for row in await (await conn.execute(_SQL["list_own_credentials"], values)).fetchall()]


async def replace(conn: Connection, credential_id: str, *, successor: str, overlap: float) -> None:
    """Name the successor of a credential, which ends `overlap` seconds from now."""
    values = {"credential_id": credential_id, "successor": successor, "overlap": overlap}
    await conn.execute(_SQL["replace_credential"], values)


async def revoke(conn: Connection, credential_id: str) -> bool:
    """Revoke a credential; whether it was not revoked before."""
    return (await conn.execute(_SQL["revoke_credential"], {"credential_id": credential_id})).rowcount == 1


async def expiry(conn: Connection, credential_id: str) -> datetime:
    """When a credential ends that does."""
    row = await (await conn.execute(_SQL["expiry"], {"credential_id": credential_id})).fetchone()
    assert row is not None  # noqa: S101 - written in the same transaction
    return row[0]  # type: ignore[no-any-return]


async def use_invitation(conn: Connection, credential_id: str) -> bool:
    """Use an invitation up; whether it was not used before."""
    return (await conn.execute(_SQL["use_invitation"], {"credential_id": credential_id})).rowcount == 1


async def revoke_invitations(conn: Connection, member_id: UUID) -> None:
    """Revoke the invitations of a member that were not used."""
    await conn.execute(_SQL["revoke_invitations"], {"member_id": member_id})


async def count_live_operators(conn: Connection) -> int:
    """Operator credentials that work."""
    row = await (await conn.execute(_SQL["live_operators"])).fetchone()
    return int(row[0]) if row else 0


def _credential(row: tuple[Any, ...]) -> Credential:
    credential_id, kind, name, scopes, created_at, expires_at, revoked_at, last_used_day, replaced_by = row
    return Credential(
        credential_id=credential_id,
        kind=CredentialKind(kind),
        name=name,
        scopes=tuple(scopes),
        created_at=created_at,
        expires_at=expires_at,
        revoked_at=revoked_at,
        last_used_day=last_used_day.isoformat() if last_used_day else "",
        replaced_by=replaced_by,
    )
