"""Proofs of tokens and of the log's growth over gRPC: true ones, not yet, and of rows that were changed."""

import asyncio
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from hallmint_server.log.checkpoint import open_checkpoint
from hallmint_server.log.key import LogKey
from hallmint_server.log.note import write_note
from hallmint_server.log.opening import open_key
from hallmint_server.log.proof import parse_proof
from hallmint_server.verification.prover import had
from mintcore import leaf_hash, verify_consistency, verify_inclusion, verify_proof
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


def key_of(server: Installation) -> LogKey:
    return open_key(server.settings.keys_folder, None, "", first_start=False)


def at(batch_id: str, seq: int) -> token_pb2.TokenRef:
    return token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=seq))


async def proof_of(api: Api, ref: token_pb2.TokenRef) -> pb.GetTokenProofResponse:
    """A proof, as soon as the log has it."""
    for _ in range(100):
        try:
            return await api.verification.GetTokenProof(pb.GetTokenProofRequest(token=ref), metadata=api.metadata)
        except Exception as error:
            if "LOG_NOT_READY" not in str(getattr(error, "trailing_metadata", lambda: "")()):
                raise
        await asyncio.sleep(0.1)
    raise AssertionError("never in the log")


async def checkpoint(api: Api) -> pb.GetCheckpointResponse:
    return await api.verification.GetCheckpoint(pb.GetCheckpointRequest(), metadata=api.metadata)


@pytest.mark.parametrize(("units", "lots"), [(1, None), (256, None), (700, {"A/1": 300, "b": 400})])
async def test_every_place_of_a_batch_is_proved(
    server: Installation, api: Api, units: int, lots: dict[str, int] | None
) -> None:
    batch_id = (await api.ended((await api.submit(units, lots=lots)).batch_id)).batch_id
    for seq in sorted({0, 1, 255, 256, 299, 300, 511, 512, units - 1} & set(range(units))):
        told = await proof_of(api, at(batch_id, seq))
        proof = parse_proof(told.proof)
        assert (told.seq, told.batch_id, told.identity) == (seq, batch_id, proof.identity)
        token_ref = minting_service_pb2.GetTokenRequest(token=at(batch_id, seq))
        token = (await api.minting.GetToken(token_ref, metadata=api.metadata)).token
        assert token.resolver_url.endswith(proof.identity)
        assert proof.leaf() == leaf_hash(told.batch_id, seq, told.identity)
        opening = proof.opening
        verify_inclusion(proof.leaf(), seq, units, b"".join(proof.path), opening.root)
        signed, _ = open_checkpoint(proof.checkpoint, key_of(server).verifier)
        verify_inclusion(proof.entry_leaf(), proof.index, signed.size, b"".join(proof.log_path), signed.root)
        assert len(told.proof) <= 3 * 1024
        verified = verify_proof(told.proof, str(key_of(server).verifier))
        assert (verified.identity, verified.seq, verified.quantity) == (told.identity, seq, units)
    assert (await checkpoint(api)).log_key == str(key_of(server).verifier)
    batch_ref = minting_service_pb2.GetBatchRequest(batch_id=batch_id)
    batch = (await api.minting.GetBatch(batch_ref, metadata=api.metadata)).batch
    assert (batch.root, batch.minted_quantity) == (opening.root, opening.quantity)
    assert (await server.fsck()).findings == []


async def test_the_log_only_grows(server: Installation, api: Api) -> None:
    seen: list[pb.GetCheckpointResponse] = []
    for _ in range(5):
        (token,) = await tokens(api, 1)
        await proof_of(api, token_pb2.TokenRef(code=token.code))
        seen.append(await checkpoint(api))
    for old in seen:
        for new in seen[seen.index(old) :]:
            request = pb.GetConsistencyProofRequest(old_size=old.size, new_size=new.size)
            told = await api.verification.GetConsistencyProof(request, metadata=api.metadata)
            assert told.checkpoint == new.checkpoint
            verify_consistency(old.size, old.root, new.size, new.root, b"".join(told.hashes))
            assert open_checkpoint(told.checkpoint, key_of(server).verifier)[0].root == new.root
    for sizes, field in (((0, 0), "old_size"), ((-1, 0), "old_size"), ((99, 0), "old_size"), ((1, -1), "new_size")):
        request = pb.GetConsistencyProofRequest(old_size=sizes[0], new_size=sizes[1])
        call = api.verification.GetConsistencyProof(request, metadata=api.metadata)
        assert [path for path, _ in (await refused(call)).paths] == [field]
    request = pb.GetConsistencyProofRequest(old_size=1, new_size=1000)
    refusal = await refused(api.verification.GetConsistencyProof(request, metadata=api.metadata))
    assert (refusal.reason, refusal.code, refusal.retry_seconds) == ("LOG_NOT_READY", "UNAVAILABLE", 2.0)


async def test_rows_that_were_changed_have_no_proof(server: Installation, api: Api, conn: Conn) -> None:
    del server
    minted = await tokens(api, 600)
    batch_id = minted[0].batch_id
    await proof_of(api, at(batch_id, 3))
    await conn.execute("UPDATE tokens SET code = 'A000000000000000' WHERE seq = 300")
    for seq, words in ((299, "seq 256 to 511"), (3, None), (599, None)):
        call = api.verification.GetTokenProof(pb.GetTokenProofRequest(token=at(batch_id, seq)), metadata=api.metadata)
        if words is None:
            await call
        else:
            refusal = await refused(call)
            assert (refusal.reason, words in refusal.message) == ("RECORD_CHANGED", True)
    await conn.execute("DELETE FROM tokens WHERE seq = 599")
    call = api.verification.GetTokenProof(pb.GetTokenProofRequest(token=at(batch_id, 3)), metadata=api.metadata)
    assert "missing between seq 512 and 599" in (await refused(call)).message


async def test_what_is_not_in_the_log(api: Api) -> None:
    queued = await api.submit(1)
    await api.minting.CancelBatch(
        minting_service_pb2.CancelBatchRequest(batch_id=queued.batch_id), metadata=api.metadata
    )
    call = api.verification.GetTokenProof(pb.GetTokenProofRequest(token=at(queued.batch_id, 0)), metadata=api.metadata)
    assert (await refused(call)).reason in ("TOKEN_NOT_FOUND", "LOG_NOT_READY")


async def verdict(api: Api, **subject: Any) -> pb.VerifyTokenResponse:
    return await api.verification.VerifyToken(pb.VerifyTokenRequest(**subject), metadata=api.metadata)


async def test_the_server_verifies_tokens_and_proof_files(server: Installation, api: Api, conn: Conn) -> None:
    minted = await tokens(api, 300)
    ref = at(minted[0].batch_id, 7)
    proof = (await proof_of(api, ref)).proof
    told = await verdict(api, token=ref)
    assert (told.verified, told.problem, told.seq, told.batch_id) == (True, "", 7, minted[0].batch_id)
    assert minted[7].resolver_url.endswith(told.identity)
    assert await verdict(api, proof=proof) == told
    # An older head than the log has now is one it had.
    (later,) = await tokens(api, 1)
    await proof_of(api, token_pb2.TokenRef(code=later.code))
    assert await verdict(api, proof=proof) == told
    for wrong in (b"", b"x", proof[:-2] + b"A\n", proof.replace(b"seq 7", b"seq 8", 1)):
        refused_proof = await verdict(api, proof=wrong)
        assert (refused_proof.verified, bool(refused_proof.problem), refused_proof.identity) == (False, True, "")
    # Signed by the log's own key, but of a tree that it never had.
    parsed = parse_proof(proof)
    signed, _ = open_checkpoint(parsed.checkpoint, key_of(server).verifier)
    text = replace(signed, root=bytes(32)).text()
    forged = write_note(text, [key_of(server).sign(text)])
    assert not (await verdict(api, proof=bytes(replace(parsed, checkpoint=forged)))).verified
    assert not await had(conn, signed.size, bytes(32))
    assert await had(conn, signed.size, signed.root)
    await conn.execute("UPDATE tokens SET code = 'A000000000000000' WHERE seq = 9")
    told = await verdict(api, token=ref)
    assert (told.verified, "seq 0 to 255" in told.problem) == (False, True)
    assert (await refused(verdict(api))).reason == "FIELD_REQUIRED"
