"""What a brand's own entries say, held against what the server says of its batches and tokens."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from hallmint.v1 import batch_pb2, token_pb2, verification_service_pb2
from hallmint_client.client import Client
from hallmint_client.error import HallmintError
from hallmint_client.log.entry import Opening
from hallmint_client.log.monitor import Fault, Trust
from hallmint_client.log.standing import OwnEntry
from mintcore import ProofError, verify_proof

BLOCK = 256
"""Tokens whose rows one proof is made from."""
_LOG_PROOF = b"\nc2sp.org/tlog-proof@v1\n"
_AT_ONCE = 8
"""Proofs that are asked for at a time."""


def told_twice(own: Iterable[OwnEntry]) -> list[Fault]:
    """Batches, and months of the audit trail, that have more than one entry: one of them is of another history."""
    first: dict[str, OwnEntry] = {}
    faults = []
    for entry in own:
        name = f"batch {entry.batch_id}" if entry.batch_id else f"the audit trail of {entry.month}"
        earlier = first.setdefault(name, entry)
        if earlier is not entry:
            words = f"{name} has two entries in the log: {earlier.number:,} and {entry.number:,}"
            faults.append(Fault(reason="ENTRY_TWICE", words=words))
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Openings of own entries that are true, by batch id, and what is not as it must be."""

    openings: Mapping[str, Opening]
    faults: tuple[Fault, ...]


async def open_entries(client: Client, own: Iterable[OwnEntry], size: int) -> Opened:
    """Hold each own batch among the first `size` entries against the opening that the server has of it. HallmintError."""
    entries: dict[str, OwnEntry] = {}
    for entry in own:
        if entry.batch_id:
            entries.setdefault(entry.batch_id, entry)
    openings: dict[str, Opening] = {}
    faults: list[Fault] = []
    told: set[str] = set()
    async for each in client.commitments():
        if each.entry_no >= size:
            continue
        told.add(each.batch_id)
        found, opening = entries.get(each.batch_id), _opening(each)
        says = f"{opening.quantity:,} of product {opening.product_id}"
        if found is None or found.number != each.entry_no:
            words = (
                f"the server calls entry {each.entry_no:,} that of batch {each.batch_id}, {says}, and the log does not"
            )
            faults.append(Fault(reason="ENTRY_MISSING", words=words))
        elif opening.commitment().hex() != found.commitment:
            words = f"batch {each.batch_id}: entry {found.number:,} does not commit to what the server says, {says}"
            faults.append(Fault(reason="COMMITMENT_CHANGED", words=words))
        else:
            openings[each.batch_id] = opening
    for entry in entries.values():
        if entry.batch_id not in told:
            words = f"batch {entry.batch_id}: entry {entry.number:,} is the brand's, and the server does not tell of it"
            faults.append(Fault(reason="ENTRY_UNKNOWN", words=words))
    return Opened(openings=openings, faults=tuple(faults))


async def check_batches(client: Client, openings: Mapping[str, Opening]) -> list[Fault]:
    """Hold the batches that the server lists against the log. HallmintError."""
    listed = {batch.batch_id: batch async for batch in client.batches() if batch.batch_id in openings}
    return [
        fault
        for batch_id, opening in openings.items()
        for fault in _differences(batch_id, opening, listed.get(batch_id))
    ]


def _differences(batch_id: str, opening: Opening, batch: batch_pb2.Batch | None) -> Iterable[Fault]:
    if batch is None:
        yield Fault(reason="BATCH_CHANGED", words=f"batch {batch_id}: the log has it, and the server does not list it")
        return
    pairs = [
        ("units minted", f"{opening.quantity:,}", f"{batch.minted_quantity:,}"),
        ("product", opening.product_id, batch.product_id),
        ("root", opening.root.hex(), batch.root.hex()),
    ]
    if batch.state == batch_pb2.BATCH_STATE_MINTED:
        pairs.append(("quantity", f"{opening.quantity:,}", f"{batch.quantity:,}"))
    elif batch.state != batch_pb2.BATCH_STATE_CANCELLED:
        pairs.append(("state", "minted or cancelled", batch_pb2.BatchState.Name(batch.state)))
    for name, logged, listed in pairs:
        if logged != listed:
            words = f"batch {batch_id}: {name} {logged} in the log, and {listed} on the server"
            yield Fault(reason="BATCH_CHANGED", words=words)


async def check_tokens(
    client: Client, trust: Trust, entries: Mapping[OwnEntry, Opening], tell: Callable[[int], None]
) -> list[Fault]:
    """Have the rows of each block of 256 tokens proved, some at a time, and verify the proofs here, each under the batch's own
    entry. `tell` hears how many blocks are done. HallmintError of what is no answer to that.
    """
    waiting = ((entry, seq) for entry, opening in entries.items() for seq in range(0, opening.quantity, BLOCK))
    faults: list[tuple[int, int, Fault]] = []
    done = 0

    async def work() -> None:
        nonlocal done
        for entry, seq in waiting:
            fault = await _check_block(client, trust, entry, entries[entry], seq)
            if fault is not None:
                faults.append((entry.number, seq, fault))
            done += 1
            tell(done)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())
    except* HallmintError as errors:
        raise errors.exceptions[0] from None
    # Every proof of a batch leans on its last block, so one changed row there would be told for each of them.
    return list({fault.words: fault for _, _, fault in sorted(faults, key=lambda found: found[:2])}.values())


async def _check_block(client: Client, trust: Trust, entry: OwnEntry, opening: Opening, seq: int) -> Fault | None:
    batch_id = entry.batch_id
    place = token_pb2.BatchSeq(batch_id=batch_id, seq=seq)
    try:
        told = await client.get_token_proof(token_pb2.TokenRef(batch_seq=place))
        found = verify_proof(told.proof, trust.log_key, witness_keys=trust.witness_keys, witnesses=trust.witnesses)
    except HallmintError as error:
        if error.reason == "RECORD_CHANGED":
            seqs = error.metadata.get("seqs", "")
            named = f"batch {batch_id}: the rows of seq {seqs.replace(',', ', ')} are not those that were minted"
            return Fault(reason="TOKEN_CHANGED", words=named if seqs else error.message)
        if error.reason in ("TOKEN_NOT_FOUND", "BATCH_NOT_ENDED"):
            words = f"batch {batch_id}: seq {seq} is in the log, and the server has no proof of it: {error.message}"
            return Fault(reason="TOKEN_CHANGED", words=words)
        raise
    except ProofError as error:
        words = f"batch {batch_id}: the proof that the server gives of seq {seq} proves nothing: {error}"
        return Fault(reason="TOKEN_CHANGED", words=words)
    # Whoever has the log's key can sign another tree, with another entry under the same number.
    is_its = opening.lines() in told.proof.partition(_LOG_PROOF)[0]
    if (found.batch_id, found.seq, found.index) != (batch_id, seq, entry.number) or not is_its:
        words = f"batch {batch_id}: the proof that the server gives of seq {seq} is of another token, or under another entry"
        return Fault(reason="TOKEN_CHANGED", words=words)
    return None


def _opening(told: verification_service_pb2.Commitment) -> Opening:
    return Opening(
        product_id=told.product_id,
        quantity=told.quantity,
        root=told.root,
        minted=told.mint_time.ToDatetime(UTC),
        salt=told.salt,
    )
