"""What may be done with links."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hallmint_server.catalog.model import ProductRef
from hallmint_server.content.text import check_text
from hallmint_server.content.theme import check_link
from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, not_found, precondition
from hallmint_server.link import store
from hallmint_server.link.model import LANGUAGES_MOST, LINK_TYPES, LINKS_MOST, TITLE_MOST, Link, LotLevel, NewLink
from hallmint_server.minting.model import Token
from hallmint_server.production.store import find_product
from hallmint_server.tenancy.model import Caller
from mintcore import IdentifierError, check_lot

# RFC 5646, 2.1: well-formed, as far as languages of web pages go; whether a subtag is registered is not asked.
_LANGUAGE = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
# RFC 6838, 4.2.
_NAME = "[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"
_MEDIA_TYPE = re.compile(f"{_NAME}/{_NAME}")


class LinkService:
    """Links of the acting brand. Each method is one transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, caller: Caller, new: NewLink, key: RequestKey, *, problems: Problems | None = None) -> Link:
        """Make a link. Durable on return; a retry returns the same. Raises PRODUCT_NOT_FOUND, DEFAULT_LINK_TAKEN (as
        UniqueViolation), TOO_MANY_LINKS, LINK_NOT_FOUND for a retry after it was deleted, and field violations together with
        the problems that the caller found.
        """
        problems = problems or Problems()
        brand_id = caller.acting_brand
        _check(problems, new)
        problems.check()

        async def make() -> UUID:
            product_id, lot_code, place = await _level(conn, brand_id, new)
            await store.lock_product(conn, brand_id, product_id)
            if await store.count(conn, product_id, lot_code, place) >= LINKS_MOST:
                raise precondition(
                    Reason.TOO_MANY_LINKS,
                    f"the product, lot or unit has {LINKS_MOST} links, the most there may be",
                )
            link_id = await store.insert(conn, brand_id, new, product_id=product_id, lot_code=lot_code, place=place)
            await _record(conn, caller, await _found(conn, brand_id, link_id), "CREATED")
            return link_id

        async with self._database.act(brand_id) as conn:
            return await _found(conn, brand_id, await once(conn, key, make))

    async def delete(self, caller: Caller, link_id: UUID) -> None:
        """Take a link away. Durable on return. Raises LINK_NOT_FOUND, also for one that was deleted before."""
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            link = await _found(conn, brand_id, link_id)
            if not await store.delete(conn, brand_id, link_id):
                raise _absent()
            await _record(conn, caller, link, "DELETED")

    async def list_by_id(
        self, caller: Caller, *, after: UUID, limit: int, product: ProductRef | None = None
    ) -> Sequence[Link]:
        """Up to `limit` links, the oldest first, from the one behind `after` on; None for all products. Raises
        PRODUCT_NOT_FOUND.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            product_id = None if product is None else await _product(conn, brand_id, product)
            return await store.list_by_id(conn, brand_id, after=after, limit=limit, product_id=product_id)


async def _level(conn: Connection, brand_id: UUID, new: NewLink) -> tuple[UUID, str, tuple[int, int] | None]:
    """Product, lot and place of a level."""
    match new.level:
        case Token(batch=batch, seq=seq):
            return batch.product_id, "", (batch.batch_no, seq)
        case LotLevel(product=product, lot_code=lot_code):
            return await _product(conn, brand_id, product), lot_code, None
        case None:
            raise AssertionError("its absence is a problem")
        case product:
            return await _product(conn, brand_id, product), "", None


async def _product(conn: Connection, brand_id: UUID, ref: ProductRef) -> UUID:
    product_id = await find_product(conn, brand_id, ref)
    if product_id is None:
        raise not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
    return product_id


async def _found(conn: Connection, brand_id: UUID, link_id: UUID) -> Link:
    found = await store.read(conn, brand_id, link_id)
    if found is None:
        raise _absent()
    return found


def _absent() -> Exception:
    return not_found(Reason.LINK_NOT_FOUND, "the brand has no such link")


async def _record(conn: Connection, caller: Caller, link: Link, action: str) -> None:
    detail: dict[str, Any] = {
        "product_id": str(link.product_id),
        "lot_code": link.lot_code,
        "link_type": link.link_type,
        "href": link.href,
        "title": link.title,
        "languages": list(link.languages),
        "media_type": link.media_type,
        "is_default": link.is_default,
    }
    if link.batch_id is not None:
        detail |= {"batch_id": str(link.batch_id), "seq": link.seq}
    await event.record(conn, caller.acting_brand, "LINK", link.link_id, action, actor=caller.actor, **detail)


def _check(problems: Problems, new: NewLink) -> None:
    if new.level is None:
        problems.add(Reason.FIELD_REQUIRED, "level", "level must name a product, a lot or a token")
    if isinstance(new.level, LotLevel):
        try:
            check_lot(new.level.lot_code)
        except IdentifierError as error:
            problems.add(Reason.LOT_CODE_INVALID, "level.lot.lot_code", f"lot_code {error}")
    if not new.link_type.startswith("gs1:") or new.link_type.removeprefix("gs1:") not in LINK_TYPES:
        problems.add(
            Reason.FIELD_INVALID,
            "link_type",
            "link_type must be one of the GS1 Web Vocabulary, as in gs1:pip; the default is set by is_default",
        )
    check_link(problems, "href", new.href)
    check_text(problems, "title", new.title, least=1, most=TITLE_MOST)
    if len(new.languages) > LANGUAGES_MOST:
        problems.add(Reason.FIELD_INVALID, "languages", f"languages must be at most {LANGUAGES_MOST}")
    for index, language in enumerate(new.languages[:LANGUAGES_MOST]):
        if not _LANGUAGE.fullmatch(language):
            problems.add(
                Reason.FIELD_INVALID,
                f"languages[{index}]",
                f"languages[{index}] must be a tag of BCP 47, as in de or pt-BR",
            )
    if new.media_type and not _MEDIA_TYPE.fullmatch(new.media_type):
        problems.add(
            Reason.FIELD_INVALID,
            "media_type",
            "media_type must be one in lower case without parameters, as in text/html",
        )
