"""What the resolver asks its database: many scans in one question, and nothing older than 20 s (loader.py)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from hallmint_resolver.key import Known
from hallmint_resolver.line import Connection, Line, fetch
from hallmint_resolver.loader import Kept, Loader
from hallmint_resolver.model import Batch, Link, Lot, Product, TokenStatus
from hallmint_resolver.preview import Preview, Standing
from hallmint_resolver.query import load
from hallmint_resolver.tlog.store import LogStore

Place = tuple[int, int]
"""`(batch_no, seq)` of a token."""

_SQL = load("hallmint_resolver", "resolver.sql")
_WAIT_SECONDS = 2.0
_REVOKED_MOST = 100
"""Tokens of a batch that are kept in memory; the query reads one more, to see that there are more."""
_ACTIVATING = 2
"""Activations at once: one waits for the other only to count."""
_STATUS = {str(int(status)): status for status in TokenStatus}


State = tuple[TokenStatus, int]
"""Status, and when it was activated (model.Token)."""


class Activation:
    """A token after an attempt to activate it. Scans of a token at the same moment share one; who takes `first` was first."""

    __slots__ = ("_is_first", "state")

    def __init__(self, text: str) -> None:
        self._is_first = text.startswith("!")
        self.state: State = (TokenStatus.ACTIVE, int(text[1:])) if self._is_first else _state(text)

    def first(self) -> bool:
        """Whether this scan activated it: true once."""
        is_first, self._is_first = self._is_first, False
        return is_first


class Store:
    """Reads views of version 1 and calls `activate_tokens`: all that the role hallmint_resolver may do."""

    def __init__(self, pool: AsyncConnectionPool[Connection]) -> None:
        self._pool = pool
        self._reading, self._activating = Line(pool), [Line(pool) for _ in range(_ACTIVATING)]
        self.tokens = Loader(self._tokens)
        self.activations = Loader(self._activate, at_once=_ACTIVATING)
        self.batches = Kept(self._batches)
        self.gtins = Kept(self._gtins)
        self.products = Kept(self._products, most=2_000)
        self.lots = Kept(self._lots)
        self.log = LogStore(pool)
        self.activated = 0
        """Tokens that this store activated, but for those whose answer was lost."""

    async def close(self) -> None:
        """Give back what is kept of the pool."""
        await self._reading.close()
        for line in self._activating:
            await line.close()

    async def _rows(self, query: bytes | sql.Composed, **values: object) -> list[TupleRow]:
        return await fetch(self._pool, query, **values)

    async def _tokens(self, places: Sequence[Place]) -> Mapping[Place, State]:
        """Tokens as they are now, and never kept."""
        packed = await self._reading.text(_SQL["tokens"], **_arrays(places))
        return {place: _state(text) for place, text in zip(places, packed.split(","), strict=True) if text}

    async def _activate(self, places: Sequence[Place]) -> Mapping[Place, "Activation"]:
        """Activate tokens that wait for their first scan. Durable on return.

        Where the connection breaks after the commit the answer is lost and the token active: the scan then gets an error, and
        the next one finds an active token.
        """
        line = self._activating.pop()
        try:
            packed = await line.text(_SQL["activate"], **_arrays(places))
        finally:
            self._activating.append(line)
        self.activated += packed.count("!")  # before each that was waiting
        return {place: Activation(text) for place, text in zip(places, packed.split(","), strict=True) if text}

    async def _batches(self, batch_nos: Sequence[int]) -> Mapping[int, Batch]:
        rows = await self._rows(_SQL["batches"], batch_nos=list(batch_nos))
        return {row[0]: _batch(row) for row in rows}

    async def _gtins(self, gtins: Sequence[str]) -> Mapping[str, UUID]:
        """Products by the GTINs that they were ever minted under."""
        return dict(await self._rows(_SQL["gtins"], gtins=list(gtins)))

    async def _lots(self, lots: Sequence[tuple[UUID, str]]) -> Mapping[tuple[UUID, str], bool]:
        product_ids, codes = [p for p, _ in lots], [c for _, c in lots]
        rows = await self._rows(_SQL["lots"], product_ids=product_ids, lots=codes)
        return dict.fromkeys(((product, code) for product, code in rows), True)

    async def _products(self, product_ids: Sequence[UUID]) -> Mapping[UUID, Product]:
        rows = await self._rows(_SQL["products"], product_ids=list(product_ids))
        links: dict[UUID, list[Link]] = {}
        for product_id, *row in await self._rows(_SQL["links"], product_ids=list(product_ids)):
            links.setdefault(product_id, []).append(_link(row))
        return {row[0]: _product(row, tuple(links.get(row[0], ()))) for row in rows}

    async def find_lost(self, code: str, context: str, *, key_version: int, lost_batch_no: int) -> Place | None:
        """The place of a code of a lost key, by the index that `keys lost` built."""
        statement = sql.SQL(_SQL["lost"].decode()).format(lost_batch_no=sql.Literal(lost_batch_no))
        rows = await self._rows(statement, code=code, context=context, key_version=key_version)
        return (rows[0][0], rows[0][1]) if rows else None

    async def logo(self, brand_id: UUID) -> tuple[bytes, str] | None:
        """A brand's logo and its media type."""
        rows = await self._rows(_SQL["logo"], brand_id=brand_id)
        return (bytes(rows[0][0]), rows[0][1]) if rows else None

    async def draft(self, preview: Preview) -> tuple[Product, Standing] | None:
        """A product as a preview shows it, as it is now, and how far that is published: never kept. None where the brand has no
        such product or versions.
        """
        product = (await self._products([preview.product_id])).get(preview.product_id)
        if product is None or product.brand_id != preview.brand_id:
            return None
        missing = {preview.template_id, preview.market_pack_id} - {None}
        rows = await self._rows(_SQL["versions"], brand_id=preview.brand_id, version_ids=list(missing))
        states = set()
        for version_id, kind, lineage, state, content in rows:
            if (kind, version_id) == ("template", preview.template_id):
                product = replace(product, template=content)
            elif (kind, version_id) == ("market_pack", preview.market_pack_id):
                # The only market that there is, so that it is every visitor's.
                product = replace(product, markets={lineage: content}, default_market=lineage)
            else:
                continue
            missing.discard(version_id)
            states.add(state)
        # Where no version is named, the published one is shown.
        standing = next((each for each in Standing if each in states), Standing.PUBLISHED)
        return None if missing else (product, standing)

    async def keys(self) -> list[Known]:
        """Code keys, the newest first."""
        rows = await self._rows(_SQL["keys"])
        return [Known(version, bytes(check), lost, is_live) for version, check, lost, is_live in rows]

    async def base_urls(self) -> list[str]:
        """Every base URL that a batch or a brand has."""
        return [url for (url,) in await self._rows(_SQL["hosts"])]


def _arrays(places: Sequence[Place]) -> dict[str, str]:
    # psycopg would turn each number into a text of its own first.
    batch_nos, seqs = (",".join(map(str, column)) for column in zip(*places, strict=True))
    return {"batch_nos": f"{{{batch_nos}}}", "seqs": f"{{{seqs}}}"}


def _state(text: str) -> State:
    status, _, at = text.partition("@")
    return _STATUS[status], int(at or 0)


def _batch(row: Sequence[Any]) -> Batch:
    lots = zip(row[9], row[10], row[11], strict=True)
    return Batch(
        batch_no=row[0],
        batch_id=row[1],
        brand_id=row[2],
        product_id=row[3],
        context=row[4],
        key_version=row[5],
        activates_at_scan=row[6] == "first_scan",
        cursor=row[7],
        created_at=row[8],
        lots=tuple(Lot(first=first, end=first + quantity, code=code) for first, quantity, code in lots),
        revoked=None if row[12] is None or len(row[12]) > _REVOKED_MOST else frozenset(row[12]),
    )


def _link(row: Sequence[Any]) -> Link:
    return Link(
        lot=row[0],
        place=None if row[1] is None else (row[1], row[2]),
        type=row[3],
        href=row[4],
        title=row[5],
        languages=tuple(row[6]),
        media_type=row[7],
        is_default=row[8],
    )


def _product(row: Sequence[Any], links: tuple[Link, ...]) -> Product:
    return Product(
        product_id=row[0],
        brand_id=row[1],
        gtin=row[2],
        name=row[3],
        group=row[4],
        attributes=row[5],
        confirm_activation=row[6],
        brand_name=row[7],
        brand_suspended=row[8],
        default_market=row[9],
        theme=row[10],
        has_logo=row[11],
        links=links,
        revision=row[12],
        keeps_user_agents=row[13],
        template=row[14] or {},
        markets=row[15] or {},
        sku=row[16],
    )


@asynccontextmanager
async def open_store(dsn: str, *, pool_max: int) -> AsyncIterator[Store]:
    """A store in the role hallmint_resolver. It opens at once also while the database is away; what is asked then fails
    within 2 s with PoolTimeout.
    """
    pool = AsyncConnectionPool[Connection](
        dsn,
        min_size=1,
        max_size=pool_max,
        timeout=_WAIT_SECONDS,
        reconnect_timeout=5.0,
        open=False,
        kwargs={
            "autocommit": True,
            "connect_timeout": 5,
            "application_name": "hallmint-resolver",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
            # A first scan waits for no lock longer than a person would.
            # Planning anew for each number of tokens would cost half as much as the question itself.
            "options": "-c role=hallmint_resolver -c lock_timeout=1500ms -c statement_timeout=2s -c TimeZone=UTC "
            "-c plan_cache_mode=force_generic_plan",
        },
    )
    await pool.open(wait=False)
    store = Store(pool)
    try:
        yield store
    finally:
        await store.close()
        await pool.close(timeout=2)
