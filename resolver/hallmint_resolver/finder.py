"""From a link to what it names: the token of a code, the lot, the product."""

from dataclasses import dataclass
from enum import StrEnum

from hallmint_resolver.key import CodeKeys
from hallmint_resolver.model import Batch, Outcome, Product, Token, TokenStatus
from hallmint_resolver.store import Place, State, Store
from mintcore import DigitalLink, normalise_code


class Notice(StrEnum):
    """What a page has to say first."""

    REVOKED = "revoked"
    SERIAL_NOT_ISSUED = "serial_not_issued"
    LOT_UNKNOWN = "lot_unknown"
    LOT_DIFFERENT = "lot_different"


@dataclass(slots=True, kw_only=True)
class Found:
    """What a link names. `gtin` is the one in the link; `lot` is that of the token, or of the link where it names one that is
    known and no token.
    """

    product: Product
    gtin: str | None
    lot: str
    batch: Batch | None = None
    token: Token | None = None
    notice: Notice | None = None

    @property
    def outcome(self) -> Outcome:
        """What is counted, before an activation."""
        match self.notice:
            case Notice.SERIAL_NOT_ISSUED:
                return Outcome.NOT_ISSUED
            case Notice.LOT_DIFFERENT:
                return Outcome.OTHER_LOT
            case Notice.LOT_UNKNOWN:
                return Outcome.UNKNOWN_LOT
        if self.token is None:
            return Outcome.LOT if self.lot else Outcome.PRODUCT
        return Outcome[self.token.status.name]

    @property
    def may_activate(self) -> bool:
        """Whether a first scan of it could activate."""
        return (
            self.token is not None
            and self.batch is not None
            and self.token.status is TokenStatus.MINTED
            and self.batch.activates_at_scan
            and self.notice is None
            and not self.product.brand_suspended
        )


class Finder:
    """Looks links up. A forged code costs no read of tokens."""

    def __init__(self, store: Store, keys: CodeKeys) -> None:
        self._store = store
        self.keys = keys

    async def find(self, link: DigitalLink) -> Found | None:
        """What is known of a link; None for nothing. Raises psycopg.Error, PoolTimeout while the database is away."""
        if link.serial is not None:
            found = await self._token(link, link.serial)
            if found is not None:
                return found
        if link.gtin is None:
            return None
        product_id = await self._store.gtins.get(link.gtin)
        if product_id is None:
            return None
        product = await self._store.products.get(product_id)
        if product is None:
            return None
        lot, notice = link.lot or "", None
        if link.serial is not None:
            notice = Notice.SERIAL_NOT_ISSUED
        elif lot and not await self._store.lots.get((product_id, lot)):
            lot, notice = "", Notice.LOT_UNKNOWN
        return Found(product=product, gtin=link.gtin, lot=lot, notice=notice)

    async def _token(self, link: DigitalLink, serial: str) -> Found | None:
        context = f"gtin:{link.gtin}" if link.gtin else "token"
        place = await self._place(context, serial)
        if place is None and (folded := normalise_code(serial)) != serial:
            place = await self._place(context, folded)
        if place is None:
            return None
        batch, token = place
        product = await self._store.products.get(batch.product_id)
        return None if product is None else _found(link, batch, token, product)

    async def _place(self, context: str, code: str) -> tuple[Batch, Token] | None:
        for version, batch_no, seq in self.keys.places(context, code):
            batch = await self._batch(batch_no, seq)
            if batch is not None and (batch.context, batch.key_version) == (context, version) and seq < batch.cursor:
                return await self._state(batch, seq, code)
        for lost in self.keys.lost:
            place: Place | None = await self._store.find_lost(
                code, context, key_version=lost.version, lost_batch_no=lost.lost_batch_no
            )
            if place is not None:
                batch = await self._store.batches.get(place[0])
                if batch is not None:
                    return await self._state(batch, place[1], code)
        return None

    async def _state(self, batch: Batch, seq: int, code: str) -> tuple[Batch, Token] | None:
        """A token as it is; of a batch that is active from its mint, as it was when the batch was read, 20 s ago at most."""
        state: State | None
        if batch.revoked is None:
            state = await self._store.tokens.get((batch.batch_no, seq))
        else:
            state = (TokenStatus.REVOKED if seq in batch.revoked else TokenStatus.ACTIVE, 0)
        return None if state is None else (batch, Token(batch.batch_no, seq, code, *state))

    async def _batch(self, batch_no: int, seq: int) -> Batch | None:
        """A batch; from the database where the kept one has not got as far as `seq`."""
        is_known, batch = self._store.batches.peek(batch_no)
        if is_known and batch is not None and seq < batch.cursor:
            return batch
        # A batch that grows is asked for again by each new token; one that is not there, once in 20 s.
        return await self._store.batches.get(batch_no, renew=is_known and batch is not None)


def _found(link: DigitalLink, batch: Batch, token: Token, product: Product) -> Found:
    lot, notice = batch.lot_of(token.seq) if batch.lots else "", None
    if token.status is TokenStatus.REVOKED:
        notice = Notice.REVOKED
    elif link.lot is not None and link.lot != lot:
        notice = Notice.LOT_DIFFERENT
    return Found(product=product, gtin=link.gtin, lot=lot, batch=batch, token=token, notice=notice)
