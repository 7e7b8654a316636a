"""Rows of the versions of templates and market packs."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.content.model import C, Kind, Version, VersionState
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from mintcore import uuid7

_SQL = load("hallmint_server.content", "content.sql")
_PAGE_BYTES_MOST = 2 * 1024 * 1024  # clients take messages of 4 MiB (gRPC's default)


async def lock_lineage(conn: Connection, brand_id: UUID, kind: Kind[C], lineage: str) -> None:
    """Wait until no other transaction makes or publishes versions of a lineage; held until this one ends."""
    await conn.execute(_SQL["lock_lineage"], {"brand_id": brand_id, "kind": kind.name, "lineage": lineage})


async def insert_version(conn: Connection, brand_id: UUID, kind: Kind[C], lineage: str, content: C) -> UUID:
    """Write the next draft of a lineage that is locked."""
    version_id = UUID(uuid7())
    await conn.execute(
        _SQL["insert_version"],
        {
            "version_id": version_id,
            "brand_id": brand_id,
            "kind": kind.name,
            "lineage": lineage,
            "content": Jsonb(asdict(content)),
        },
    )
    return version_id


async def find_version(
    conn: Connection, brand_id: UUID, kind: Kind[C], version_id: UUID, *, lock: bool = False
) -> Version[C] | None:
    """A version; with `lock` no other transaction changes it until this one ends."""
    values = {"brand_id": brand_id, "kind": kind.name, "version_id": version_id}
    row = await (await conn.execute(_SQL["lock_version" if lock else "find_version"], values)).fetchone()
    return _version(kind, row) if row else None


async def list_versions(
    conn: Connection,
    brand_id: UUID,
    kind: Kind[C],
    *,
    lineage: str | None,
    state: VersionState | None,
    before: str,
    limit: int,
) -> tuple[list[Version[C]], bool]:
    """Up to `limit` versions, newest first, from the one behind the id `before` on, and whether there are more. Fewer where
    they are more than 2 MiB together, but one at least.
    """
    cursor = await conn.execute(
        _SQL["list_versions"],
        {
            "brand_id": brand_id,
            "kind": kind.name,
            "lineage": lineage,
            "state": state,
            "before": before,
            "limit": limit,
            "bytes_most": _PAGE_BYTES_MOST,
        },
    )
    rows = await cursor.fetchall()
    return [_version(kind, row[:-1]) for row in rows], bool(rows) and len(rows) < rows[0][-1]


async def replace_content(conn: Connection, brand_id: UUID, version_id: UUID, content: C) -> None:
    """Write the content of a draft that is locked, another one than it has: its revision grows."""
    values = {"brand_id": brand_id, "version_id": version_id, "content": Jsonb(asdict(content))}
    await conn.execute(_SQL["replace_content"], values)


async def publish_version(
    conn: Connection, brand_id: UUID, kind: Kind[C], draft: Version[C]
) -> tuple[UUID, int] | None:
    """Publish a draft that is locked, of a lineage that is locked. Returns id and number of the version that was published
    and now is superseded.
    """
    values = {"brand_id": brand_id, "kind": kind.name, "lineage": draft.lineage, "version_id": draft.version_id}
    row = await (await conn.execute(_SQL["supersede"], values)).fetchone()
    await conn.execute(_SQL["publish"], values)
    return (row[0], row[1]) if row else None


async def published_template(conn: Connection, brand_id: UUID, group: ProductGroup) -> UUID | None:
    """The published template version of a product group, else that of the generic lineage, else None."""
    values = {"brand_id": brand_id, "group": group}
    row = await (await conn.execute(_SQL["published_template"], values)).fetchone()
    return row[0] if row else None


async def preview_base(conn: Connection, brand_id: UUID) -> tuple[str, datetime]:
    """A brand's base URL, and the time."""
    row = await (await conn.execute(_SQL["preview_base"], {"brand_id": brand_id})).fetchone()
    assert row is not None  # noqa: S101 - a caller acts for a brand that there is
    return row[0], row[1]


def _version(kind: Kind[C], row: tuple[Any, ...]) -> Version[C]:
    version_id, lineage, number, revision, state, content, created_at, published_at = row
    return Version(
        version_id=version_id,
        lineage=lineage,
        number=number,
        revision=revision,
        state=VersionState(state),
        content=kind.shape.validate_python(content),
        created_at=created_at,
        published_at=published_at,
    )
