"""From a link to what it names: the token of a code, the lot, the product."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hallmint_resolver.key import CodeKeys
from hallmint_resolver.model import Batch, Outcome, Product, Token, TokenStatus
from hallmint_resolver.store import Store
from mintcore import CODE_LENGTH, DigitalLink, normalise_code


class Notice(StrEnum):
    """What a page has to say first."""

    REVOKED = "revoked"
    SERIAL_NOT_ISSUED = "serial_not_issued"
    LOT_UNKNOWN = "lot_unknown"
    LOT_DIFFERENT = "lot_different"


_OUTCOMES = {status: Outcome[status.name] for status in TokenStatus}
_NOTICED = {
    Notice.SERIAL_NOT_ISSUED: Outcome.NOT_ISSUED,
    Notice.LOT_DIFFERENT: Outcome.OTHER_LOT,
    Notice.LOT_UNKNOWN: Outcome.UNKNOWN_LOT,
}


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
    is_activated: bool = False
    """By this scan."""

    @property
    def outcome(self) -> Outcome:
        """What is counted."""
        if self.is_activated:
            return Outcome.ACTIVATED
        if self.notice is not None and self.notice in _NOTICED:
            return _NOTICED[self.notice]
        if self.token is None:
            return Outcome.LOT if self.lot else Outcome.PRODUCT
        return _OUTCOMES[self.token.status]

    @property
    def may_activate(self) -> bool:
        """Whether a first scan of it could activate, or a press of the button."""
        return (
            self.token is not None
            and self.batch is not None
            and self.token.status is TokenStatus.MINTED
            and self.batch.activates_at_scan
            and self.notice is None
            and not self.product.brand_suspended
        )


class KeyMissingError(Exception):
    """A serial can only be judged with a key that is missing; once it is there, ask again."""


class RowMissingError(Exception):
    """A unit that was minted has no row: somebody took it away. Whoever has the unit must not hear that it was never issued."""

    def __init__(self, batch_id: UUID, seq: int) -> None:
        super().__init__(f"the row of seq {seq} is missing")
        self.batch_id = batch_id


class Finder:
    """Looks links up. A forged code costs no read of tokens."""

    def __init__(self, store: Store, keys: CodeKeys) -> None:
        self._store = store
        self.keys = keys

    async def find(self, link: DigitalLink, *, activates: bool = False) -> Found | None:
        """What is known of a link; None for nothing. With `activates` a token that waits for its first scan is activated, by one
        question that also reads it. Raises psycopg.Error, PoolTimeout while the database is away, KeyMissingError,
        RowMissingError.
        """
        if link.serial is not None:
            found = await self._token(link, link.serial, activates=activates)
            if found is not None:
                return found
            if self.keys.faults and len(normalise_code(link.serial)) == CODE_LENGTH:
                # It may be a code of a key that is not here yet: nobody is told that his item was never issued.
                raise KeyMissingError
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

    async def _token(self, link: DigitalLink, serial: str, *, activates: bool) -> Found | None:
        context = f"gtin:{link.gtin}" if link.gtin else "token"
        code, place = serial, await self._place(context, serial)
        if place is None and (folded := normalise_code(serial)) != serial:
            code, place = folded, await self._place(context, folded)
        if place is None:
            return None
        batch, seq = place
        is_known, product = self._store.products.peek(batch.product_id)
        if not is_known:
            product = await self._store.products.get(batch.product_id)
        if product is None:
            return None
        lot = batch.lot_of(seq) if batch.lots else ""
        is_other_lot = link.lot is not None and link.lot != lot
        is_activated, state = False, None
        if batch.revoked is not None:
            # Active from its mint: as it was when the batch was read, 20 s ago at most.
            state = (TokenStatus.REVOKED if seq in batch.revoked else TokenStatus.ACTIVE, 0)
        elif activates and batch.activates_at_scan and not (is_other_lot or product.activates_later):
            activation = await self._store.activations.get((batch.batch_no, seq))
            if activation is not None:
                is_activated, state = activation.first(), activation.state
        if state is None or state[0] is TokenStatus.MINTED:
            # Asked for again after an attempt in vain: another process may have activated it at the same moment.
            state = await self._store.tokens.get((batch.batch_no, seq))
        if state is None:
            raise RowMissingError(batch.batch_id, seq)
        notice = Notice.REVOKED if state[0] is TokenStatus.REVOKED else Notice.LOT_DIFFERENT if is_other_lot else None
        token = Token(batch.batch_no, seq, code, *state)
        return Found(
            product=product, gtin=link.gtin, lot=lot, batch=batch, token=token, notice=notice, is_activated=is_activated
        )

    async def _place(self, context: str, code: str) -> tuple[Batch, int] | None:
        """Batch and seq of a code that was issued."""
        for version, batch_no, seq in self.keys.places(context, code):
            # A batch at hand costs no coroutine: nearly every scan finds one.
            is_known, batch = self._store.batches.peek(batch_no)
            if not is_known or batch is None or seq >= batch.cursor:
                # One that grows is asked for again by each new token; one that is not there, once in 20 s.
                batch = await self._store.batches.get(batch_no, renew=is_known and batch is not None)
            if batch is not None and (batch.context, batch.key_version) == (context, version) and seq < batch.cursor:
                return batch, seq
        for lost in self.keys.lost:
            place = await self._store.find_lost(
                code, context, key_version=lost.version, lost_batch_no=lost.lost_batch_no
            )
            if place is not None:
                batch = await self._store.batches.get(place[0])
                return (batch, place[1]) if batch is not None else None
        return None
