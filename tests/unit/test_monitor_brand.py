"""Proofs of a brand's tokens that a server gives, held against the entry that the monitor saw: in this process."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from hallmint.v1 import token_pb2, verification_service_pb2
from hallmint_client.client import Client
from hallmint_client.log.brand import check_tokens
from hallmint_client.log.entry import Opening
from hallmint_client.log.monitor import Trust
from hallmint_client.log.standing import OwnEntry
from tests.support.log_scene import Scene, scene

SCENE = scene(seq=0)
TRUE = SCENE.proof.opening


class Server:
    """Gives one proof, whatever it is asked for."""

    def __init__(self, proof: bytes) -> None:
        self.proof = proof

    async def get_token_proof(self, ref: token_pb2.TokenRef) -> verification_service_pb2.GetTokenProofResponse:
        assert ref.batch_seq.batch_id
        return verification_service_pb2.GetTokenProofResponse(proof=self.proof)


def opening() -> Opening:
    return Opening(
        product_id=str(TRUE.product), quantity=TRUE.quantity, root=TRUE.root, minted=TRUE.minted, salt=TRUE.salt
    )


async def check(given: Scene, known: Opening, *, number: int = 5) -> list[str]:
    entry = OwnEntry(number=number, batch_id=str(SCENE.proof.batch_id), commitment=known.commitment().hex())
    server = cast("Client", Server(bytes(given.proof)))
    done: list[int] = []
    faults = await check_tokens(server, Trust(log_key=SCENE.log_key), {entry: known}, done.append)
    assert done == [1]
    return [f"{fault.reason}: {fault.words}" for fault in faults]


async def test_a_proof_under_the_entry_that_was_seen() -> None:
    assert TRUE.commitment() == opening().commitment()
    assert await check(SCENE, opening()) == []


@pytest.mark.parametrize(
    "known",
    [
        replace(opening(), quantity=6),
        replace(opening(), root=bytes(32)),
        replace(opening(), product_id="0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e60"),
        replace(opening(), minted=datetime(2027, 2, 18, 9, 30, 0, 123457, UTC)),
        replace(opening(), salt=bytes(32)),
    ],
    ids=["quantity", "root", "product", "time", "salt"],
)
async def test_a_proof_of_another_tree_that_is_signed_too(known: Opening) -> None:
    """The log's key signed it, with another entry of the batch under the same number."""
    (said,) = await check(SCENE, known)
    assert said.startswith("TOKEN_CHANGED: ")
    assert said.endswith("seq 0 is of another token, or under another entry")


async def test_a_proof_of_another_token_or_number() -> None:
    (said,) = await check(scene(seq=1), opening())
    assert said.startswith("TOKEN_CHANGED: ")
    (said,) = await check(SCENE, opening(), number=4)
    assert said.startswith("TOKEN_CHANGED: ")
