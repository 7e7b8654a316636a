"""The second part of `make bench-log`: proofs of random tokens out of a large log, and verifying them.

Each token is proved through gRPC, which is what is promised, with an empty call beside it (the standard health check): what any
answer costs here at least. Then all of them are proved once more by the service itself, in this process on the same database.

Rounds of this follow each other, and the medians of their figures count. Machines stop for some milliseconds now and then, in
some rounds more than in others, and a stop slows all that runs: `machine.py` tells the moments, `proof_calm_p99_ms` is of the
proofs outside of them, whose share is `calm_share`.
"""

import gc
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar
from unittest.mock import patch
from uuid import UUID

from grpc_health.v1 import health_pb2, health_pb2_grpc

from hallmint.v1 import token_pb2, verification_service_pb2
from hallmint_server.command import keyring_of
from hallmint_server.db.pool import Connection, Database, connect_worker, open_pool
from hallmint_server.log import store
from hallmint_server.log.note import open_note, write_note
from hallmint_server.log.opening import public_key
from hallmint_server.log.signature import COSIGNATURE, Signer, Verifier
from hallmint_server.log.store import Tree
from hallmint_server.minting.lookup import TokenLookup
from hallmint_server.minting.model import ByPlace
from hallmint_server.verification.service import VerificationService
from mintcore import verify_proof
from tests.bench import machine
from tests.support import acting
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.sequencing import sequencer

PROOFS = 2000  # of a round
WARM = 50  # calls before those
T = TypeVar("T")
WITNESSES = tuple(Signer(name=f"witness-{n}.example", algorithm=COSIGNATURE, seed=bytes([n]) * 32) for n in (1, 2))
COSIGNED_AT = 1_800_000_000  # seconds since 1970


async def fill(conn: Connection, batches: int) -> None:
    """Queue entries of batches that nobody asks for, until log and queue together hold that many."""
    await conn.execute(
        """INSERT INTO log_queue (entry)
           SELECT convert_to(concat_ws(E'\n', 'hallmint/batch/v1', gen_random_uuid(), h, h, ''), 'UTF8')
           FROM generate_series(1, %s - (SELECT size FROM log_tree) - (SELECT count(*) FROM log_queue)) n,
               encode(sha256(int8send(n)), 'hex') h""",
        [batches],
    )


async def integrate(place: Installation) -> tuple[int, float]:
    """Take in all that waits, each head with two cosignatures; returns the size of the log, and the seconds."""
    publish = store.publish

    async def cosigned(conn: Connection, tree: Tree, note: bytes) -> None:
        opened = open_note(note, [Verifier.parse(public_key(place.settings.keys_folder))])
        signatures = [signature for _, signature in opened.verified]
        signatures += [witness.sign(opened.text, time=COSIGNED_AT) for witness in WITNESSES]
        await publish(conn, tree, write_note(opened.text, signatures))

    made = sequencer(place.settings)
    async with await connect_worker(place.dsn) as own:
        await store.open_session(own)
        start = time.perf_counter()
        with patch.object(store, "publish", cosigned):
            while await made.turn(own):
                pass
        seconds = time.perf_counter() - start
        return (await store.find_tree(own)).size, seconds


async def timed(times: list[float], call: Callable[[], Awaitable[T]]) -> T:
    """What a call gives; its milliseconds go to `times`."""
    start = time.perf_counter()
    found = await call()
    times.append((time.perf_counter() - start) * 1000)
    return found


def spread(name: str, values: list[float], unit: str) -> tuple[float, float]:
    """Print and return median and 99th percentile."""
    p50, p99 = statistics.median(values), statistics.quantiles(values, n=100)[98]
    print(f"{name:<12} p50 {p50:.2f} {unit}   p99 {p99:.2f} {unit}   most {max(values):.2f} {unit}", flush=True)
    return round(p50, 2), round(p99, 2)


async def proofs(
    place: Installation, api: Api, batch_id: str, brand_id: UUID, *, seqs: list[int], ping: machine.Ping
) -> dict[str, float]:
    """Proofs of tokens of a batch in the log, one after another, each verified; the first `WARM` are not counted."""
    health = health_pb2_grpc.HealthStub(api.channel)
    log_key = public_key(place.settings.keys_folder)
    keys = [str(witness.verifier) for witness in WITNESSES]
    by_grpc, empty, inside, verifying, pings = (list[float]() for _ in range(5))
    proved: list[bytes] = []
    for seq in seqs:
        token = token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=seq))
        request = verification_service_pb2.GetTokenProofRequest(token=token)
        answer = await timed(by_grpc, partial(api.verification.GetTokenProof, request, metadata=api.metadata))
        pings.append(ping() * 1000)
        await timed(empty, partial(health.Check, health_pb2.HealthCheckRequest()))
        start = time.perf_counter()
        found = verify_proof(answer.proof, log_key, witness_keys=keys, witnesses=len(keys))
        verifying.append((time.perf_counter() - start) * 1e6)
        if (found.batch_id, found.seq) != (batch_id, seq):
            raise AssertionError(found)
        proved.append(answer.proof)
    async with open_pool(place.dsn, max_size=1) as pool:
        service = VerificationService(Database(pool), TokenLookup(keyring_of(place.settings)))
        caller = acting.machine(brand_id)
        for seq, proof in zip(seqs, proved, strict=True):
            ref = ByPlace(batch_id=UUID(batch_id), seq=seq)
            if bytes(await timed(inside, partial(service.token_proof, caller, ref))) != proof:
                raise AssertionError(seq)
    p50, p99 = spread("proof", by_grpc[WARM:], "ms")
    inside_p50, inside_p99 = spread("in service", inside[WARM:], "ms")
    empty_p50, empty_p99 = spread("empty call", empty[WARM:], "ms")
    verify_p50, _ = spread("verify", verifying[WARM:], "µs")
    spread("machine", pings[WARM:], "ms")
    calm = machine.calm(by_grpc[WARM:], pings[WARM:])
    _, calm_p99 = spread("calm proof", calm, "ms")
    return {
        "proof_p50_ms": p50,
        "proof_p99_ms": p99,
        "proof_in_service_p50_ms": inside_p50,
        "proof_in_service_p99_ms": inside_p99,
        "empty_call_p50_ms": empty_p50,
        "empty_call_p99_ms": empty_p99,
        "proof_calm_p99_ms": calm_p99,
        "calm_share": len(calm) / PROOFS,
        "proof_bytes": max(map(len, proved)),
        "verify_us": verify_p50,
    }


async def rounds(
    place: Installation, api: Api, conn: Connection, batch_id: str, *, quantity: int, times: int
) -> dict[str, float]:
    """The median of each figure over so many rounds, each of which takes other tokens."""
    # So that nothing of what was written for it is still tidied up meanwhile, beside the calls.
    await conn.execute("VACUUM (ANALYZE)")
    await conn.execute("CHECKPOINT")
    row = await (await conn.execute("SELECT brand_id FROM mint_batches WHERE batch_id = %s", [batch_id])).fetchone()
    assert row is not None
    gc.collect()
    gc.freeze()  # what the benchmark made before is no part of a call
    chosen = random.Random(1)  # noqa: S311 - which tokens are asked for is no secret
    found = []
    with machine.beside() as ping:
        for _ in range(times):
            seqs = [chosen.randrange(quantity) for _ in range(WARM + PROOFS)]
            found.append(await proofs(place, api, batch_id, row[0], seqs=seqs, ping=ping))
    return {name: round(statistics.median(each[name] for each in found), 3) for name in found[0]}


async def measure(
    place: Installation, api: Api, conn: Connection, batch_id: str, *, quantity: int, batches: int, times: int
) -> dict[str, float]:
    """Make the log of `batches` entries, the batch's own among them, and take proofs of it."""
    await fill(conn, batches)
    size, seconds = await integrate(place)
    print(f"a log of {size:,} entries, filled in {seconds:.1f} s", flush=True)
    return {"log_batches": size} | await rounds(place, api, conn, batch_id, quantity=quantity, times=times)
