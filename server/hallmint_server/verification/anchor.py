"""Heads of audit chains in the log, for those whose chains they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from hallmint_server.db.pool import Database
from hallmint_server.db.queries import load
from hallmint_server.log.entry_proof import EntryProof, entry_proofs
from hallmint_server.tenancy.model import Caller
from hallmint_server.verification import prover

_SQL = load("hallmint_server.verification", "verification.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The head of a chain at the end of `month` (`2027-02`, UTC): number and hash of its last event, and the tag of its entry.
    `proof` is None until a published checkpoint has the entry.
    """

    anchor_no: int
    month: str
    number: int
    head: bytes
    tag: bytes
    proof: EntryProof | None


class AnchorService:
    """Of the chain of the acting brand; of an operator, who acts for none, of the installation's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, caller: Caller, *, after: int, limit: int) -> Sequence[Anchor]:
        """Up to `limit` months in order, those with higher `anchor_no` than `after`. All proofs are to the last checkpoint."""
        values = {"brand_id": caller.acting_brand, "after": after, "limit": limit}
        async with self._database.act(caller.acting_brand) as conn:
            last = await prover.head(conn)
            rows = await (await conn.execute(_SQL["anchors"], values)).fetchall()
            # What was numbered since the checkpoint was signed is in none yet.
            numbers = [row[-1] for row in rows if last and row[-1] is not None and row[-1] < last.size]
            proofs = await entry_proofs(conn, numbers, last.size, last.note) if last else []
        proof_of = {proof.index: proof for proof in proofs}
        return [
            Anchor(
                anchor_no=anchor_no,
                month=month,
                number=number,
                head=bytes(head),
                tag=bytes(tag),
                proof=proof_of.get(entry_no),
            )
            for anchor_no, month, number, head, tag, entry_no in rows
        ]
