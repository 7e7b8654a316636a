"""What anybody may be shown of the log, and a brand of its own tokens."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from uuid import UUID

from psycopg.rows import TupleRow

from hallmint_server.db.pool import OPERATOR, Connection, Database
from hallmint_server.errors import HallmintError, Kind, Reason, Violation, not_found, precondition, refused
from hallmint_server.log.checkpoint import parse_checkpoint
from hallmint_server.log.entry import BLOCK_UNITS
from hallmint_server.log.note import read_note
from hallmint_server.log.proof import TokenProof
from hallmint_server.minting import batch_store
from hallmint_server.minting.lookup import TokenLookup
from hallmint_server.minting.model import (
    Batch,
    BatchState,
    ByCode,
    ByGtinSerial,
    ByPlace,
    ByUrl,
    TokenRef,
)
from hallmint_server.tenancy.model import Caller
from hallmint_server.verification import prover
from hallmint_server.verification.culprit import changed_rows
from hallmint_server.verification.prover import Head
from hallmint_server.verification.record import Kept, NotIntegratedError, RecordChangedError, stretch
from mintcore import ProofError, Verified, verify_proof

_RETRY_SECONDS = 2.0
_SHOWN = 20
_ENDED = (BatchState.MINTED, BatchState.CANCELLED)


class Verdict(NamedTuple):
    """What a proof proves, or why it proves nothing."""

    found: Verified | None = None
    problem: str = ""


class VerificationService:
    """Proofs. Nothing is written, so a retry is safe."""

    def __init__(self, database: Database, lookup: TokenLookup) -> None:
        self._database = database
        self._lookup = lookup
        self._kept = Kept()

    async def checkpoint(self) -> Head:
        """The last published checkpoint. Raises LOG_NOT_READY before the first."""
        async with self._database.act(OPERATOR) as conn:  # the log is public
            last = await prover.head(conn)
        if last is None:
            raise _not_ready("the log has no checkpoint yet")
        return last

    async def token_proof(self, caller: Caller, ref: TokenRef) -> TokenProof:
        """The proof of a token of the acting brand. Raises TOKEN_NOT_FOUND; BATCH_NOT_ENDED; LOG_NOT_READY until a checkpoint has
        its batch, which takes seconds as a rule, and lasts where the log is not signed or too few witnesses cosign;
        RECORD_CHANGED where the database no longer holds what was minted.
        """
        brand_id = caller.acting_brand
        place = ref if isinstance(ref, ByPlace) else await self._place(brand_id, ref)
        try:
            return await prover.token_proof(partial(self._database.read, brand_id), brand_id, place, self._kept)
        except (NotIntegratedError, RecordChangedError):
            return await self._proof_or_why(caller, place)

    async def _place(self, brand_id: UUID, ref: ByCode | ByUrl | ByGtinSerial) -> ByPlace:
        """Where a token of a brand was minted. Whether its row is still what it was, the proof shows: whoever holds a unit whose
        row was changed must not hear that it was never issued. Raises TOKEN_NOT_FOUND.
        """
        async with self._database.act(brand_id) as conn:
            place = await self._lookup.place(conn, brand_id, ref)
        if place is None:
            raise _no_token()
        return place

    async def _proof_or_why(self, caller: Caller, place: ByPlace) -> TokenProof:
        """Step by step and with nothing kept: what is wrong, or the proof, where it no longer is. Raises as `token_proof`."""
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            token = await self._lookup.find(conn, brand_id, place)
            if token is None:
                await self._check_missing(conn, caller, place)
                raise _no_token()
            state = token.batch.state
            if state not in _ENDED:
                raise precondition(
                    Reason.BATCH_NOT_ENDED,
                    f"the batch is {state}; its tokens are in the log once it is minted or cancelled",
                    state=state.upper(),
                )
            try:
                return await prover.token_proof(partial(_rows, conn), brand_id, place, Kept())
            except NotIntegratedError:
                raise _not_ready("the batch's entry is not in a checkpoint yet") from None
            except RecordChangedError as error:
                raise await self._changed(conn, token.batch, error) from None

    async def _check_missing(self, conn: Connection, caller: Caller, place: ByPlace) -> None:
        """A place below the units that a batch has minted has a row, or somebody took it away. Raises RECORD_CHANGED."""
        batch = await batch_store.find(conn, caller.acting_brand, place.batch_id)
        if batch is not None and batch.state in _ENDED and 0 <= place.seq < batch.cursor:
            missing = RecordChangedError(
                "rows of the batch are missing", stretch(place.seq // BLOCK_UNITS, batch.cursor)
            )
            raise await self._changed(conn, batch, missing)

    async def _changed(self, conn: Connection, batch: Batch, error: RecordChangedError) -> HallmintError:
        """Name the batch, and the tokens whose rows are not theirs any more; no code is in it."""
        key = await self._lookup.code_key(conn, batch.key_version) if error.stretches else None
        seqs = [seq for stretch in error.stretches for seq in await changed_rows(conn, batch, key, stretch)]
        shown = ", ".join(map(str, seqs[:_SHOWN])) + (f" and {len(seqs) - _SHOWN} more" if len(seqs) > _SHOWN else "")
        words = f"batch {batch.batch_id}: {error}" + (f"; changed or missing: seq {shown}" if seqs else "")
        metadata = {"batch_id": str(batch.batch_id), "seqs": ",".join(map(str, seqs[:_SHOWN]))}
        return precondition(Reason.RECORD_CHANGED, words, **metadata)

    async def verify(self, caller: Caller, subject: TokenRef | bytes, log_key: str) -> Verdict:
        """Whether a token of the acting brand, or a proof file of whatever brand, is proved under the log's public key, and by a
        head that this log once had. Raises as `token_proof` does, but for RECORD_CHANGED, which is a verdict; LOG_NOT_READY
        where this server has not the log's key.
        """
        try:
            proof = subject if isinstance(subject, bytes) else bytes(await self.token_proof(caller, subject))
            if not log_key:
                raise _not_ready("this server has not the log's key")
            found = verify_proof(proof, log_key)
        except HallmintError as error:
            if error.reason is not Reason.RECORD_CHANGED:
                raise
            return Verdict(problem=error.message)
        except ProofError as error:
            return Verdict(problem=str(error))
        signed = parse_checkpoint(read_note(proof.partition(b"\n\n")[2])[0])
        async with self._database.act(OPERATOR) as conn:
            try:
                if not await prover.had(conn, signed.size, signed.root):
                    return Verdict(problem="the log never had the head that the proof's checkpoint names")
            except RecordChangedError as error:
                return Verdict(problem=f"nobody can say whether this log had the proof's head: {error}")
        return Verdict(found=found)

    async def consistency(self, old_size: int, new_size: int) -> tuple[Head, list[bytes]]:
        """The hashes that prove a published tree of `new_size` entries (0: the last) to have grown out of one of `old_size`,
        with its checkpoint. Raises FIELD_INVALID for sizes that are none, LOG_NOT_READY for one that is not published yet;
        RECORD_CHANGED where the database no longer holds the tiles.
        """
        async with self._database.act(OPERATOR) as conn:
            found = await prover.head(conn, at_least=new_size or None)
            if found is None or (new_size and found.size != new_size):
                if found is None:
                    raise _not_ready("the log has no checkpoint of this size yet")
                words = f"new_size must be 0 or the size of a checkpoint; the next one has {found.size}"
                raise refused([Violation(reason=Reason.FIELD_INVALID, field="new_size", description=words)])
            if not 0 < old_size <= found.size:
                words = f"old_size must be 1 to {found.size}"
                raise refused([Violation(reason=Reason.FIELD_INVALID, field="old_size", description=words)])
            try:
                return found, await prover.growth(conn, old_size, found)
            except RecordChangedError as error:
                raise precondition(Reason.RECORD_CHANGED, str(error), batch_id="", seqs="") from None


async def _rows(conn: Connection, query: bytes, values: Mapping[str, object]) -> list[TupleRow]:
    """The rows of one SELECT in a transaction that has begun."""
    return await (await conn.execute(query, values, binary=True)).fetchall()


def _no_token() -> HallmintError:
    return not_found(Reason.TOKEN_NOT_FOUND, "the brand has no such token")


def _not_ready(message: str) -> HallmintError:
    return HallmintError(Kind.UNAVAILABLE, Reason.LOG_NOT_READY, message, retry_seconds=_RETRY_SECONDS)
