"""What is asked for where rows were changed: a code of a row that is gone, and tiles of the log."""

from typing import Any

import psycopg
import pytest

from hallmint.v1 import token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.proving import at, proof_of
from tests.support.refusal import refused
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tokens SET code = 'A000000000000000' WHERE seq = 7",
        "UPDATE tokens t SET code = o.code FROM tokens o WHERE t.seq IN (7, 8) AND o.seq = 15 - t.seq",
        "DELETE FROM tokens WHERE seq = 7",
    ],
)
async def test_a_code_whose_row_was_changed_is_not_called_unissued(
    server: Installation, api: Api, conn: Conn, change: str
) -> None:
    """Whoever holds the unit must not take it for a forged one: its code says where it was minted."""
    del server
    token = (await tokens(api, 300))[7]
    await proof_of(api, at(token.batch_id, 7))
    await conn.execute(change.encode())
    code = token.resolver_url.rsplit("/", 1)[1]
    pair = token_pb2.GtinSerial(gtin=token.resolver_url.split("/")[4], serial=code)
    for ref in (
        token_pb2.TokenRef(code=code),
        token_pb2.TokenRef(code=code.lower()),
        token_pb2.TokenRef(url=token.resolver_url),
        token_pb2.TokenRef(gtin_serial=pair),
    ):
        refusal = await refused(
            api.verification.GetTokenProof(pb.GetTokenProofRequest(token=ref), metadata=api.metadata)
        )
        assert (refusal.reason, refusal.metadata["seqs"].split(",")[0]) == ("RECORD_CHANGED", "7")
        told = await api.verification.VerifyToken(pb.VerifyTokenRequest(token=ref), metadata=api.metadata)
        assert (told.verified, f"batch {token.batch_id}: " in told.problem) == (False, True)
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    for ref in (token_pb2.TokenRef(code=forged), token_pb2.TokenRef(url=f"https://id.example.com/t/{code}")):
        call = api.verification.GetTokenProof(pb.GetTokenProofRequest(token=ref), metadata=api.metadata)
        assert (await refused(call)).reason == "TOKEN_NOT_FOUND"


TILES = {
    "a bit": "UPDATE log_tiles SET hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1) WHERE level = 0",
    "one is cut": "UPDATE log_tiles SET hashes = substr(hashes, 1, 32) WHERE level = 0",
    "one is gone": "DELETE FROM log_tiles WHERE level = 0",
}


@pytest.mark.parametrize("change", TILES)
async def test_tiles_that_were_changed_prove_nothing(server: Installation, api: Api, conn: Conn, change: str) -> None:
    token = (await tokens(api, 1))[0]
    proof = (await proof_of(api, at(token.batch_id, 0))).proof
    await proof_of(api, at((await tokens(api, 1))[0].batch_id, 0))
    size = (await api.verification.GetCheckpoint(pb.GetCheckpointRequest(), metadata=api.metadata)).size
    del server
    await conn.execute("SET session_replication_role = replica")
    await conn.execute(TILES[change].encode())
    call = api.verification.GetConsistencyProof(pb.GetConsistencyProofRequest(old_size=1), metadata=api.metadata)
    refusal = await refused(call)
    assert (size, refusal.reason, refusal.code) == (2, "RECORD_CHANGED", "FAILED_PRECONDITION")
    assert refusal.message == "the tiles of the log do not make the root of its checkpoint"
    told = await api.verification.VerifyToken(pb.VerifyTokenRequest(proof=proof), metadata=api.metadata)
    # The proof's own head is of one entry, whose hash is still there where the tile was cut.
    assert (told.verified, told.problem == "") == ((True, True) if change == "one is cut" else (False, False))
