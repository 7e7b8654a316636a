"""Heads of an audit chain in the log, against a server that has the log's key and shows a tree to each who asks."""

from typing import cast

import pytest

from hallmint.v1 import audit_service_pb2, verification_service_pb2
from hallmint_client.anchor import Anchors, check_carried
from hallmint_client.client import Client
from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.entry import AuditEntry
from hallmint_server.log.entry_proof import EntryProof
from hallmint_server.log.tile import leaf_hash
from tests.support.log_scene import ORIGIN, consistency, leaf, path, root, signed, signer

LOG = signer(ORIGIN)
ENTRIES = [AuditEntry(tag=bytes([at]) * 32, head=bytes([at + 1]) * 32) for at in range(2)]
TRUE = [*(leaf_hash(bytes(entry)) for entry in ENTRIES), *(leaf(at) for at in range(2, 9))]
OTHER = [leaf(1000), *TRUE[1:]]
"""Without the first month's head."""


def note(leaves: list[bytes]) -> bytes:
    return signed(Checkpoint(origin=ORIGIN, size=len(leaves), root=root(leaves)), LOG)


def anchor(at: int, leaves: list[bytes]) -> audit_service_pb2.AuditAnchor:
    proof = EntryProof(index=at, path=tuple(path(at, leaves)), checkpoint=note(leaves))
    entry = ENTRIES[at]
    return audit_service_pb2.AuditAnchor(
        month=f"2026-0{at + 1}", number=at + 1, head=entry.head, tag=entry.tag, proof=bytes(proof)
    )


def proved(*anchors: audit_service_pb2.AuditAnchor) -> Anchors:
    made = Anchors(listed=anchors, log_key=str(LOG.verifier))
    assert made.start() is None
    return made


class Server:
    """Shows one after the other of some trees, each grown out of what it is asked about."""

    def __init__(self, *trees: list[bytes]) -> None:
        self.trees = list(trees)
        self.asked: list[tuple[int, int]] = []

    async def get_consistency_proof(self, old: int, new: int) -> verification_service_pb2.GetConsistencyProofResponse:
        self.asked.append((old, new))
        tree = self.trees.pop(0)
        return verification_service_pb2.GetConsistencyProofResponse(
            checkpoint=note(tree), hashes=consistency(old, tree), new_size=len(tree)
        )


async def carried(anchors: Anchors, server: Server) -> str:
    found = await check_carried(cast("Client", server), anchors)
    return found.problem if found else ""


async def test_proofs_to_one_head_after_the_other() -> None:
    """As where a checkpoint was published between two pages."""
    anchors = proved(anchor(0, TRUE[:4]), anchor(1, TRUE[:5]))
    assert [each.size for each in anchors.carried] == [4, 5]
    server = Server(TRUE, TRUE)
    assert await carried(anchors, server) == ""
    assert server.asked == [(4, 0), (5, 9)]
    assert len(proved(anchor(0, TRUE), anchor(1, TRUE)).carried) == 1


@pytest.mark.parametrize(
    ("trees", "words"),
    [
        ((TRUE, TRUE), "month 2026-02: the log did not grow out of the head"),
        ((OTHER, OTHER), "month 2026-01: the log did not grow out of the head"),
        ((TRUE, OTHER), "it shows another tree of 9 entries than the one of 9 before"),
        ((TRUE, OTHER[:8]), "it shows another tree of 8 entries than the one of 9 before"),
    ],
)
async def test_a_tree_for_each_month(trees: tuple[list[bytes], ...], words: str) -> None:
    """Each proof is true under the key, and no one tree has both."""
    anchors = proved(anchor(0, TRUE[:4]), anchor(1, OTHER[:5]))
    assert words in await carried(anchors, Server(*trees))
