"""What may be done with brands."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from uuid import UUID

from hallmint_server.catalog.handover import hand_over
from hallmint_server.content.theme import check_logo, check_theme
from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection, Database, act_for
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import HallmintError, Kind, Problems, Reason, not_found
from hallmint_server.settings import is_base_url
from hallmint_server.tenancy import brand_store, member_service
from hallmint_server.tenancy.brand import Brand, NewBrand
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.model import Caller, Permission, Role

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a brand is named by slug or id in one place
_MARKET = re.compile(r"([A-Z]{2})?")
_NAME_MOST = 200
_REASON_MOST = 500
OPERATOR_FIELDS = frozenset({"name", "gs1_ready", "resolver_base_url"})
"""What only the operator changes of a brand."""
BRAND_FIELDS = frozenset({"keep_user_agents"})
"""What only the brand's own admins change of it: the operator sees no scans, and decides on none (resolver.md, "Telemetry")."""


class BrandService:
    """Brands of one installation."""

    def __init__(self, database: Database, hash_key: HashKey, *, default_base_url: str) -> None:
        self._database = database
        self._hash_key = hash_key
        self._default_base_url = default_base_url

    async def create(self, caller: Caller, new: NewBrand, key: RequestKey, problems: Problems) -> tuple[Brand, str]:
        """Make a brand, and invite its first owner. Durable on return; a retry returns the same brand and no invitation.
        Raises SLUG_TAKEN, and field violations together with the problems that the caller found.
        """
        if not _SLUG.fullmatch(new.slug) or _UUID.fullmatch(new.slug):
            problems.add(
                Reason.FIELD_INVALID,
                "slug",
                "slug must be 2 to 40 of a-z, 0-9 and -, beginning with a letter, and no UUID",
            )
        _check_name(problems, "name", new.name)
        _check_base_url(problems, "resolver_base_url", new.resolver_base_url)
        if new.owner_email:
            member_service.check_email(problems, "owner_email", new.owner_email)
        problems.check()
        made = replace(new, resolver_base_url=new.resolver_base_url or self._default_base_url)
        invitation = ""

        async def make() -> UUID:
            nonlocal invitation
            brand_id = await brand_store.insert(conn, made)
            await act_for(conn, brand_id)
            await brand_store.insert_totals(conn, brand_id)
            if new.owner_email:
                hash_key = await self._hash_key.require(conn)
                _, invitation = await member_service.invite(conn, hash_key, brand_id, new.owner_email, Role.OWNER)
            await event.record(conn, brand_id, "BRAND", brand_id, "CREATED", actor=caller.actor, slug=new.slug)
            await act_for(conn, OPERATOR)
            await event.record(conn, OPERATOR, "BRAND", brand_id, "CREATED", actor=caller.actor, slug=new.slug)
            return brand_id

        async with self._database.act(OPERATOR) as conn:
            brand = await _found(conn, await once(conn, key, make))
        return brand, invitation

    async def get(self, caller: Caller, ref: UUID | str | None) -> Brand:
        """A brand by id or slug, or the acting one. Raises BRAND_NOT_FOUND, also of brands that the caller has no part in."""
        async with self._database.act(caller.acting_brand) as conn:
            return await _found(conn, ref if ref is not None else caller.acting_brand)

    async def list_by_slug(self, caller: Caller, *, after: str, limit: int) -> Sequence[Brand]:
        """Up to `limit` brands from the one behind `after` on: an operator's all, a person's, or a machine's one."""
        async with self._database.act(caller.brand_id or caller.person_id or OPERATOR, caller.person_id) as conn:
            return await brand_store.list_by_slug(conn, after=after, limit=limit)

    async def update(
        self, caller: Caller, brand_id: UUID | None, names: Collection[str], change: Callable[[Brand], Brand]
    ) -> Brand:
        """Change the fields `names` as `change` does. Durable on return; a retry changes nothing. Raises BRAND_NOT_FOUND,
        PERMISSION_MISSING where a brand's admin asks for what only the operator changes, or the other way round, and field
        violations.
        """
        _check_permission(caller, names)
        async with self._database.act(caller.acting_brand) as conn:
            before = await brand_store.find_for_update(conn, brand_id or caller.acting_brand)
            if before is None:
                raise _missing()
            after = _checked(change(before), names)
            if not after.resolver_base_url:
                after = replace(after, resolver_base_url=self._default_base_url)
            detail = event.difference(_shown(before), _shown(after))
            if detail:
                await brand_store.update(conn, after)
                await _record(conn, caller, after.brand_id, "UPDATED", **detail)
            return after

    async def set_suspended(self, caller: Caller, brand_id: UUID, *, suspended: bool, reason: str = "") -> Brand:
        """Suspend a brand, or let it mint again. Durable on return; a retry changes nothing. Raises BRAND_NOT_FOUND."""
        if suspended and not 1 <= len(reason) <= _REASON_MOST:
            problems = Problems()
            problems.add(Reason.FIELD_INVALID, "reason", f"reason must be 1 to {_REASON_MOST} characters")
            problems.check()
        async with self._database.act(OPERATOR) as conn:
            await _found(conn, brand_id)
            if suspended:
                changed = await brand_store.suspend(conn, brand_id)
            else:
                changed = await brand_store.unsuspend(conn, brand_id)
            brand = await _found(conn, brand_id)
            if changed:
                detail = {"reason": reason} if suspended else {}
                await _record(conn, caller, brand_id, "SUSPENDED" if suspended else "UNSUSPENDED", **detail)
            return brand

    async def reassign_gtin(self, caller: Caller, gtin: str, brand_id: UUID, sku: str) -> None:
        """Give a GTIN under which nothing was minted to another product. Durable on return; a retry changes nothing. Raises
        BRAND_NOT_FOUND, PRODUCT_NOT_FOUND, GTIN_NOT_FOUND and GTIN_MINTED.
        """
        async with self._database.act(OPERATOR) as conn:
            await _found(conn, brand_id)
            holder = await brand_store.gtin_holder(conn, gtin)
            if holder is None:
                raise not_found(Reason.GTIN_NOT_FOUND, "no product has this GTIN")
            await hand_over(conn, caller.actor, gtin, holder=holder, brand_id=brand_id, sku=sku)


def _check_permission(caller: Caller, names: Collection[str]) -> None:
    if caller.may(Permission.OPERATE):
        who, permission, forbidden = "an admin of the brand", Permission.BRAND_WRITE, BRAND_FIELDS.intersection(names)
    else:
        who, permission, forbidden = "the operator", Permission.OPERATE, OPERATOR_FIELDS.intersection(names)
    if forbidden:
        raise HallmintError(
            Kind.FORBIDDEN,
            Reason.PERMISSION_MISSING,
            f"only {who} changes {', '.join(sorted(forbidden))}",
            metadata={"permission": permission},
        )


async def _record(conn: Connection, caller: Caller, brand_id: UUID, action: str, **detail: object) -> None:
    """What an operator does to a brand stands in the brand's chain and in the installation's."""
    await act_for(conn, brand_id)
    await event.record(conn, brand_id, "BRAND", brand_id, action, actor=caller.actor, **detail)
    if caller.may(Permission.OPERATE):
        await act_for(conn, OPERATOR)
        await event.record(conn, OPERATOR, "BRAND", brand_id, action, actor=caller.actor, **detail)


def _missing() -> HallmintError:
    return not_found(Reason.BRAND_NOT_FOUND, "there is no such brand")


async def _found(conn: Connection, ref: UUID | str) -> Brand:
    brand = await brand_store.find(conn, ref)
    if brand is None:
        raise _missing()
    return brand


def _checked(brand: Brand, names: Collection[str]) -> Brand:
    problems = Problems()
    _check_name(problems, "change.name", brand.name)
    _check_base_url(problems, "change.resolver_base_url", brand.resolver_base_url)
    if not _MARKET.fullmatch(brand.default_market):
        problems.add(
            Reason.FIELD_INVALID,
            "change.default_market",
            "default_market must be ISO 3166-1 alpha-2 in capitals, as in DE, or empty",
        )
    check_theme(problems, "change.theme", brand.theme)
    logo = brand.logo
    if logo is not None and "theme.logo" in names:
        logo = check_logo(problems, "change.theme.logo", logo.data)
    problems.check()
    return replace(brand, logo=logo)


def _check_name(problems: Problems, field: str, name: str) -> None:
    if not 1 <= len(name) <= _NAME_MOST or not name.isprintable():
        problems.add(Reason.FIELD_INVALID, field, f"name must be 1 to {_NAME_MOST} characters, none of them a control")


def _check_base_url(problems: Problems, field: str, url: str) -> None:
    if url and not is_base_url(url):
        problems.add(
            Reason.FIELD_INVALID,
            field,
            "resolver_base_url must be https, a lower-case host and no path, as in https://id.example.com",
        )


def _shown(brand: Brand) -> dict[str, object]:
    """What events tell of a brand."""
    return {
        "name": brand.name,
        "gs1_ready": brand.gs1_ready,
        "resolver_base_url": brand.resolver_base_url,
        "default_market": brand.default_market,
        "keep_user_agents": brand.keep_user_agents,
        "primary_colour": brand.theme.primary_colour,
        "accent_colour": brand.theme.accent_colour,
        "legal_links": [f"{link.label}: {link.url}" for link in brand.theme.legal_links],
        "logo": f"{brand.logo.media_type}, {len(brand.logo.data)} bytes" if brand.logo else "",
    }
