"""Proofs of tokens and of the log's growth over gRPC: true ones, not yet, and of rows that were changed."""

from dataclasses import replace
from datetime import UTC
from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from hallmint_server.command import keyring_of
from hallmint_server.db.queries import load
from hallmint_server.log.checkpoint import open_checkpoint
from hallmint_server.log.entry import Opening
from hallmint_server.log.key import LogKey
from hallmint_server.log.note import write_note
from hallmint_server.log.opening import open_key
from hallmint_server.log.proof import parse_proof
from hallmint_server.verification.prover import had
from mintcore import leaf_hash, verify_consistency, verify_inclusion, verify_proof
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.proving import at, proof_of, unproved
from tests.support.refusal import refused
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


def key_of(server: Installation) -> LogKey:
    return open_key(server.settings.keys_folder, None, "", first_start=False)


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


@pytest.mark.parametrize("statement", ["last_checkpoint", "checkpoint_from"])
async def test_a_checkpoint_is_found_by_an_index(conn: Conn, statement: str) -> None:
    """However many there are."""
    await conn.execute("SET enable_seqscan = off; SET enable_sort = off")
    explain = b"EXPLAIN " + load("hallmint_server.verification", "verification.sql")[statement]
    lines = [line for (line,) in await (await conn.execute(explain, {"size": 5})).fetchall()]
    assert "Index Scan" in lines[1], lines
    assert "Sort" not in "".join(lines)


async def test_rows_that_were_changed_are_named(server: Installation, api: Api, conn: Conn) -> None:
    del server
    batch_id = (await tokens(api, 600))[0].batch_id
    await proof_of(api, at(batch_id, 3))
    await conn.execute("UPDATE tokens SET code = 'A000000000000000' WHERE seq = 300")
    refusal = await unproved(api, batch_id, 299)
    assert refusal.reason == "RECORD_CHANGED"
    words = "the rows from seq 256 to 511 are not those that were minted; changed or missing: seq 300"
    assert refusal.message == f"batch {batch_id}: {words}"
    assert refusal.metadata == {"batch_id": batch_id, "seqs": "300"}
    for seq in (3, 599):  # other blocks
        await proof_of(api, at(batch_id, seq))
    # Two that changed places, in the last block, on which proofs of all blocks lean.
    await conn.execute(
        """UPDATE tokens t SET code = o.code FROM tokens o WHERE t.seq IN (515, 590) AND o.seq = 1105 - t.seq"""
    )
    for seq in (3, 515, 516):
        refusal = await unproved(api, batch_id, seq)
        assert refusal.metadata == {"batch_id": batch_id, "seqs": "515,590"}, seq
        assert "the rows from seq 512 to 599" in refusal.message
    await conn.execute("DELETE FROM tokens WHERE seq IN (7, 599)")
    assert (await unproved(api, batch_id, 7)).metadata["seqs"] == "7"
    assert (await unproved(api, batch_id, 3)).metadata["seqs"] == "7"
    refusal = await unproved(api, batch_id, 513)
    assert ("missing between seq 512 and 599" in refusal.message, refusal.metadata["seqs"]) == (True, "515,590,599")
    missing = pb.GetTokenProofRequest(token=at(batch_id, 600))
    assert (await refused(api.verification.GetTokenProof(missing, metadata=api.metadata))).reason == "TOKEN_NOT_FOUND"
    await conn.execute("UPDATE tokens SET code = repeat('B', 16) WHERE seq < 256")
    refusal = await unproved(api, batch_id, 3)
    assert refusal.metadata["seqs"] == ",".join(map(str, range(20)))
    assert refusal.message.endswith("18, 19 and 236 more")


OF_NO_ROW = {
    "or hashes of the batch's blocks": "UPDATE batch_blocks SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)",
    "tiles of the log": "UPDATE log_tiles SET hashes = sha256('x') WHERE level = 0",
    "commitment": "UPDATE log_commitments SET quantity = 599",
    "its own": "DELETE FROM batch_blocks",
    "told of 600 units": """WITH more AS (UPDATE mint_batches SET cursor = 601, quantity = 601)
        INSERT INTO tokens SELECT batch_no, 600, repeat('A', 16), 1 FROM tokens LIMIT 1""",
}


@pytest.mark.parametrize("words", OF_NO_ROW)
async def test_of_other_changes_the_batch_is_named(server: Installation, api: Api, conn: Conn, words: str) -> None:
    del server
    batch_id = (await tokens(api, 600))[0].batch_id
    await tokens(api, 1)
    await proof_of(api, at(batch_id, 3))
    await conn.execute("SET session_replication_role = replica")  # no trigger guards the log against its owner
    await conn.execute(OF_NO_ROW[words].encode())
    refusal = await unproved(api, batch_id, 600 if words == "told of 600 units" else 3)
    assert (refusal.reason, refusal.metadata) == ("RECORD_CHANGED", {"batch_id": batch_id, "seqs": ""})
    assert words in refusal.message


async def test_without_the_code_key_the_block_is_named(server: Installation, api: Api, conn: Conn) -> None:
    batch_id = (await tokens(api, 300))[0].batch_id
    await proof_of(api, at(batch_id, 3))
    await keyring_of(server.settings).lose(conn, 1)
    await conn.execute("UPDATE tokens SET code = 'A000000000000000' WHERE seq = 9")
    refusal = await unproved(api, batch_id, 3)
    assert (refusal.metadata["seqs"], "seq 0 to 255" in refusal.message) == ("", True)
    await conn.execute("DELETE FROM tokens WHERE seq = 9")
    assert (await unproved(api, batch_id, 3)).metadata["seqs"] == "9"


async def test_a_brand_gets_its_monitor_key_and_that_is_told(server: Installation, api: Api, conn: Conn) -> None:
    """Who may have it, test_access.py says."""
    del server
    keys = dict(await (await conn.execute("SELECT slug, monitor_key FROM brands")).fetchall())
    request = pb.GetMonitorKeyRequest()
    told = (await api.verification.GetMonitorKey(request, metadata=api.metadata)).monitor_key
    assert (told, len(told)) == (keys["acme"], 32)
    await api.make_brand("other")
    other = (await api.verification.GetMonitorKey(request, metadata=api.metadata)).monitor_key
    assert other != told
    query = """SELECT slug, entity_type, detail FROM events JOIN brands USING (brand_id)
               WHERE action = 'MONITOR_KEY_READ' ORDER BY at"""
    rows = await (await conn.execute(query)).fetchall()
    assert rows == [("acme", "BRAND", "{}"), ("other", "BRAND", "{}")]


async def test_a_brand_lists_what_its_entries_commit_to(server: Installation, api: Api, conn: Conn) -> None:
    del server
    batches = [(await tokens(api, units))[0].batch_id for units in (1, 257, 3)]
    queued = await api.submit(1)
    await api.ended(queued.batch_id)
    await proof_of(api, at(queued.batch_id, 0))
    found: list[pb.Commitment] = []
    token, pages = "", 0
    while pages == 0 or token:
        listing = pb.ListCommitmentsRequest(page_size=2, page_token=token)
        told = await api.verification.ListCommitments(listing, metadata=api.metadata)
        found, token, pages = [*found, *told.commitments], told.next_page_token, pages + 1
    assert (pages, [each.batch_id for each in found]) == (2, [*batches, queued.batch_id])
    assert [each.quantity for each in found] == [1, 257, 3, 1]
    for each in found:
        proof = parse_proof((await proof_of(api, at(each.batch_id, 0))).proof)
        minted = each.mint_time.ToDatetime(UTC)
        opening = Opening(
            product=UUID(each.product_id), quantity=each.quantity, root=each.root, minted=minted, salt=each.salt
        )
        assert (opening, each.entry_no) == (proof.opening, proof.index)
    await api.make_brand("other")
    told = await api.verification.ListCommitments(pb.ListCommitmentsRequest(), metadata=api.metadata)
    assert list(told.commitments) == []
    bad = api.verification.ListCommitments(pb.ListCommitmentsRequest(page_size=-1), metadata=api.metadata)
    assert (await refused(bad)).paths == [("page_size", "FIELD_INVALID")]
    del conn


async def test_what_is_not_in_the_log(api: Api) -> None:
    queued = await api.submit(1)
    await api.minting.CancelBatch(
        minting_service_pb2.CancelBatchRequest(batch_id=queued.batch_id), metadata=api.metadata
    )
    assert (await unproved(api, queued.batch_id, 0)).reason in ("TOKEN_NOT_FOUND", "LOG_NOT_READY")


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
