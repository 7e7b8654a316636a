"""Rows of memberships."""

from typing import Any
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.tenancy.model import Member, Role
from mintcore import uuid7

_SQL = load("hallmint_server.tenancy", "member.sql")


async def insert(conn: Connection, brand_id: UUID, email: str, role: Role) -> UUID:
    """Write a member who has not joined yet. UniqueViolation on memberships_email where the brand has the address."""
    member_id = UUID(uuid7())
    values = {"member_id": member_id, "brand_id": brand_id, "email": email, "role": role}
    await conn.execute(_SQL["insert_member"], values)
    return member_id


async def find(conn: Connection, brand_id: UUID, member_id: UUID) -> Member | None:
    """A member of a brand."""
    row = await (await conn.execute(_SQL["member"], {"brand_id": brand_id, "member_id": member_id})).fetchone()
    return _member(row) if row else None


async def list_by_email(conn: Connection, brand_id: UUID, *, after: str, limit: int) -> list[Member]:
    """Members by e-mail address, from the one behind `after` on."""
    values = {"brand_id": brand_id, "after": after, "limit": limit}
    return [_member(row) for row in await (await conn.execute(_SQL["list_members"], values)).fetchall()]


async def lock_owners(conn: Connection, brand_id: UUID) -> set[UUID]:
    """The owners of a brand who have joined, as they stay until the transaction ends."""
    await conn.execute(_SQL["lock_members"], {"brand_id": brand_id})
    return {row[0] for row in await (await conn.execute(_SQL["joined_owners"], {"brand_id": brand_id})).fetchall()}


async def join(conn: Connection, member_id: UUID, person_id: UUID) -> bool:
    """Make a person of an invited member; False where the membership has ended. UniqueViolation on memberships_person where
    the person is a member of the brand already.
    """
    return (await conn.execute(_SQL["join_member"], {"member_id": member_id, "person_id": person_id})).rowcount == 1


async def set_role(conn: Connection, brand_id: UUID, member_id: UUID, role: Role) -> None:
    """Give a member a role."""
    await conn.execute(_SQL["set_role"], {"brand_id": brand_id, "member_id": member_id, "role": role})


async def remove(conn: Connection, brand_id: UUID, member_id: UUID) -> None:
    """End a membership."""
    await conn.execute(_SQL["remove_member"], {"brand_id": brand_id, "member_id": member_id})


def _member(row: tuple[Any, ...]) -> Member:
    member_id, email, role, joined, created_at = row
    return Member(member_id=member_id, email=email, role=Role(role), joined=joined, created_at=created_at)
