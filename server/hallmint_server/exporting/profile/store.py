"""Rows of brands' own carrier profiles, and of the defaults that they chose."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.exporting.profile.builtin import BuiltIn, find_built_in
from hallmint_server.exporting.profile.choice import Purpose
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Ecosystem,
    ProfileKind,
    ProfileVersion,
    VersionState,
    dump_profile,
    load_profile,
)
from mintcore import uuid7

_SQL = load("hallmint_server.exporting.profile", "carrier_profile.sql")
_PAGE_BYTES_MOST = 2 * 1024 * 1024  # clients take messages of 4 MiB (gRPC's default)


async def lock_key(conn: Connection, brand_id: UUID, key: str) -> None:
    """Wait until no other transaction changes versions of a key; held until this one ends."""
    await conn.execute(_SQL["lock_key"], {"brand_id": brand_id, "key": key})


async def insert_version(conn: Connection, brand_id: UUID, key: str, number: int, profile: CarrierProfile) -> UUID:
    """Write a draft. UniqueViolation on carrier_profile_versions_number_key where the key has a version of this number."""
    version_id = UUID(uuid7())
    values = {"version_id": version_id, "brand_id": brand_id, "key": key, "number": number}
    await conn.execute(_SQL["insert_version"], {**values, "profile": Jsonb(dump_profile(profile))})
    return version_id


async def version_by_id(conn: Connection, brand_id: UUID, version_id: UUID) -> ProfileVersion:
    """A version that there is: none is ever deleted."""
    row = await (await conn.execute(_SQL["version_by_id"], {"brand_id": brand_id, "version_id": version_id})).fetchone()
    assert row is not None  # noqa: S101 - a request_id leads to what it made
    return _version(row)


async def find_version(conn: Connection, brand_id: UUID, key: str, number: int) -> ProfileVersion | None:
    """A version of the brand's own; `number` 0 means the newest, whatever its state."""
    values = {"brand_id": brand_id, "key": key, "number": number}
    row = await (await conn.execute(_SQL["find_version"], values)).fetchone()
    return _version(row) if row else None


async def find_usable(conn: Connection, brand_id: UUID, key: str) -> ProfileVersion | None:
    """The newest published version of the brand's own, else the newest of all."""
    row = await (await conn.execute(_SQL["find_usable"], {"brand_id": brand_id, "key": key})).fetchone()
    return _version(row) if row else None


async def list_versions(
    conn: Connection, brand_id: UUID, *, key: str | None, state: VersionState | None, after: str, limit: int
) -> tuple[list[ProfileVersion], bool]:
    """Up to `limit` versions of the brand's own, from the one behind the place `after` on, and whether there are more. Fewer
    where they are more than 2 MiB together, but one at least.
    """
    values = {"brand_id": brand_id, "key": key, "state": state, "after": after, "limit": limit}
    cursor = await conn.execute(_SQL["list_versions"], {**values, "bytes_most": _PAGE_BYTES_MOST})
    rows = await cursor.fetchall()
    return [_version(row[:-1]) for row in rows], bool(rows) and len(rows) < rows[0][-1]


async def replace_profile(conn: Connection, brand_id: UUID, version_id: UUID, profile: CarrierProfile) -> None:
    """Write what a draft says, other than it does, its key being locked: its revision grows."""
    values = {"brand_id": brand_id, "version_id": version_id, "profile": Jsonb(dump_profile(profile))}
    await conn.execute(_SQL["replace_profile"], values)


async def publish(conn: Connection, brand_id: UUID, version_id: UUID) -> None:
    """Publish a draft, its key being locked."""
    await conn.execute(_SQL["publish"], {"brand_id": brand_id, "version_id": version_id})


async def deprecate(conn: Connection, brand_id: UUID, found: ProfileVersion) -> list[Purpose]:
    """Deprecate a published version, its key being locked, and take it out of the brand's defaults. Returns those."""
    await conn.execute(_SQL["deprecate"], {"brand_id": brand_id, "version_id": found.version_id})
    values = {"brand_id": brand_id, "key": found.key, "number": found.number}
    rows = await (await conn.execute(_SQL["clear_defaults_of"], values)).fetchall()
    return sorted(Purpose(Ecosystem(ecosystem), ProfileKind(kind)) for ecosystem, kind in rows)


async def list_defaults(conn: Connection, brand_id: UUID) -> dict[Purpose, ProfileVersion | BuiltIn]:
    """What the brand chose."""
    rows = await (await conn.execute(_SQL["list_defaults"], {"brand_id": brand_id})).fetchall()
    found: dict[Purpose, ProfileVersion | BuiltIn] = {}
    for ecosystem, kind, key, number, *own in rows:
        version = _version(tuple(own)) if own[0] else find_built_in(key, number)
        if version:
            found[Purpose(Ecosystem(ecosystem), ProfileKind(kind))] = version
    return found


async def set_default(conn: Connection, brand_id: UUID, purpose: Purpose, key: str, number: int) -> bool:
    """Choose a version, its key being locked; whether it was another one before."""
    values = {"brand_id": brand_id, **purpose._asdict(), "key": key, "number": number}
    return (await conn.execute(_SQL["set_default"], values)).rowcount == 1


async def clear_default(conn: Connection, brand_id: UUID, purpose: Purpose) -> bool:
    """Take a choice back; whether there was one."""
    return (await conn.execute(_SQL["clear_default"], {"brand_id": brand_id, **purpose._asdict()})).rowcount == 1


def _version(row: tuple[Any, ...]) -> ProfileVersion:
    version_id, key, number, revision, state, profile, created_at, published_at, deprecated_at = row
    return ProfileVersion(
        version_id=version_id,
        key=key,
        number=number,
        revision=revision,
        state=VersionState(state),
        profile=load_profile(profile),
        created_at=created_at,
        published_at=published_at,
        deprecated_at=deprecated_at,
    )
