"""From what somebody holds (a URL, a code, a place) to the token. A forged code costs no read of tokens (identity.md)."""

from collections.abc import AsyncIterator
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.errors import Reason, not_found
from hallmint_server.keyring.keyring import KeyRecord, Keyring, KeyState
from hallmint_server.minting import batch_store, token_store
from hallmint_server.minting.model import Batch, ByCode, ByGtinSerial, ByPlace, ByUrl, Token, TokenRef, context_of
from mintcore import CodeError, CodeKey, IdentifierError, check_gtin, normalise_code, parse_link


async def batch_of(conn: Connection, brand_id: UUID, batch_id: UUID) -> Batch:
    """A brand's batch with its lots. Raises BATCH_NOT_FOUND."""
    batch = await batch_store.find(conn, brand_id, batch_id)
    if batch is None:
        raise not_found(Reason.BATCH_NOT_FOUND, "there is no such batch")
    return batch


def range_of(batch: Batch, lot_code: str) -> tuple[int, int]:
    """First and end seq of what is minted of a batch, or of one lot of it. Raises LOT_NOT_FOUND."""
    if not lot_code:
        return 0, batch.cursor
    for lot in batch.lots:
        if lot.lot_code == lot_code:
            return lot.first_seq, min(lot.first_seq + lot.quantity, batch.cursor)
    raise not_found(Reason.LOT_NOT_FOUND, "the batch has no such lot")


class TokenLookup:
    """Finds tokens of one brand. Another brand's are never found."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def find(self, conn: Connection, brand_id: UUID, ref: TokenRef) -> Token | None:
        """The token that `ref` means, or None: never minted, forged, or another brand's. KeyFileError where a key that is
        not lost cannot be read.
        """
        if isinstance(ref, ByPlace):
            return await self._by_place(conn, brand_id, ref)
        async for batch, seq, code in self._minted(conn, brand_id, ref):
            token = await token_store.find(conn, batch, seq)
            if token is not None and token.code == code:
                return token
        return None

    async def place(self, conn: Connection, brand_id: UUID, ref: ByCode | ByUrl | ByGtinSerial) -> ByPlace | None:
        """Where the token that `ref` means was minted, also where its row is gone or carries another code by now: a code says its
        own place. None as in `find`; KeyFileError too. Under a lost key it is where the row is.
        """
        async for batch, seq, _ in self._minted(conn, brand_id, ref):
            return ByPlace(batch_id=batch.batch_id, seq=seq)
        return None

    async def code_key(self, conn: Connection, version: int) -> CodeKey | None:
        """The key of a version, or None where it is lost or there is none. KeyFileError as in `find`."""
        for record in await self._keyring.records(conn):
            if record.version == version and record.state is not KeyState.LOST:
                return self._keyring.key(record)
        return None

    async def _by_place(self, conn: Connection, brand_id: UUID, ref: ByPlace) -> Token | None:
        batch = await batch_store.find(conn, brand_id, ref.batch_id)
        if batch is None or not 0 <= ref.seq < batch.cursor:
            return None
        return await token_store.find(conn, batch, ref.seq)

    async def _minted(
        self, conn: Connection, brand_id: UUID, ref: ByCode | ByUrl | ByGtinSerial
    ) -> AsyncIterator[tuple[Batch, int, str]]:
        """Where a batch has minted a unit of this code: the exact code first, then the code as somebody meant it."""
        try:
            wanted, serial = (None, ref.code) if isinstance(ref, ByCode) else _read(ref)
        except IdentifierError:
            return
        folded = normalise_code(serial)
        for code in (serial,) if folded == serial else (serial, folded):
            async for record, context, batch_no, seq in self._places(conn, brand_id, wanted, code):
                batch = await batch_store.find_by_no(conn, brand_id, batch_no)
                if batch is None or batch.key_version != record.version or seq >= batch.cursor:
                    continue
                if context in (None, batch.context):
                    yield batch, seq, code

    async def _places(
        self, conn: Connection, brand_id: UUID, context: str | None, code: str
    ) -> AsyncIterator[tuple[KeyRecord, str | None, int, int]]:
        """Where a code could stand, newest key first. A bare code is tried against each context the brand minted under."""
        contexts = await token_store.contexts(conn, brand_id)
        for record in await self._keyring.records(conn):
            known = contexts.get(record.version, [])
            tried = [c for c in known if context is None or c == context]
            if not tried:
                continue
            if record.state is KeyState.LOST:
                for batch_no, seq in await token_store.find_lost(
                    conn,
                    brand_id,
                    code,
                    key_version=record.version,
                    lost_batch_no=record.lost_batch_no or 0,
                    context=context,
                ):
                    yield record, context, batch_no, seq
                continue
            try:
                pairs = self._keyring.key(record).decode_any(tried, code)
            except CodeError:
                return  # malformed text is no code under any key
            for found, batch_no, seq in pairs:
                yield record, found, batch_no, seq


def _read(ref: ByUrl | ByGtinSerial) -> tuple[str, str]:
    """Context and serial. Raises IdentifierError."""
    if isinstance(ref, ByUrl):
        link = parse_link(ref.url)
        return context_of(link.gtin), link.serial
    check_gtin(ref.gtin)
    return context_of(ref.gtin), ref.serial
