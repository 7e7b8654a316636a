"""Bare tlog-proofs of entries through the Python binding: true ones, and what is refused, with its reason."""

import pytest

from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.entry import AuditEntry
from hallmint_server.log.entry_proof import EntryProof
from hallmint_server.log.tile import leaf_hash
from mintcore import MAX_PROOF, ProofError, verify_entry_proof
from tests.support.log_scene import ORIGIN, TIME, leaf, path, root, scene, signed, signer

ENTRY = bytes(AuditEntry(tag=b"\x01" * 32, head=b"\x02" * 32))
SCENE = scene()


def proof(index: int, size: int) -> bytes:
    """That ENTRY is number `index` of a log of `size` entries."""
    entries = [leaf(at) for at in range(size)]
    entries[index] = leaf_hash(ENTRY)
    note = SCENE.signed(Checkpoint(origin=ORIGIN, size=size, root=root(entries)))
    return bytes(EntryProof(index=index, path=tuple(path(index, entries)), checkpoint=note))


@pytest.mark.parametrize("size", [*range(1, 18), 255, 256, 257])
def test_true_proofs_of_every_shape(size: int) -> None:
    for index in {0, size // 2, size - 1}:
        number, head = verify_entry_proof(
            ENTRY, proof(index, size), SCENE.log_key, witness_keys=SCENE.witness_keys, witnesses=2
        )
        assert (number, head.origin, head.size, len(head.root)) == (index, ORIGIN, size, 32)
        assert head.witnesses == [("witness1.example", TIME), ("witness2.example", TIME + 1)]


TRUE = proof(5, 11)
REFUSED = {
    "another entry": (ENTRY.replace(b"01", b"03", 1), TRUE, "ENTRY"),
    "another number": (ENTRY, TRUE.replace(b"index 5", b"index 4"), "ENTRY"),
    "a number behind the end": (ENTRY, TRUE.replace(b"index 5", b"index 11"), "ENTRY"),
    "a changed head": (ENTRY, TRUE.replace(b"\n11\n", b"\n12\n"), "SIGNATURE"),
    "another log": (ENTRY, TRUE.replace(f"\n{ORIGIN}\n".encode(), b"\nother\n"), "ORIGIN"),
    "the proof of a token": (ENTRY, bytes(SCENE.proof), "FORM"),
    "a line too many": (ENTRY, TRUE + b"\n", "FORM"),
    "a line feed too few": (ENTRY, TRUE[:-1], "FORM"),
    "extra data": (ENTRY, TRUE.replace(b"index", b"extra AA==\nindex"), "FORM"),
    "no UTF-8": (ENTRY, b"\xff" + TRUE, "FORM"),
    "nothing": (ENTRY, b"", "FORM"),
    "too long": (ENTRY, TRUE + b"x" * MAX_PROOF, "LENGTH"),
}


@pytest.mark.parametrize(("entry", "data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_proof(entry: bytes, data: bytes, reason: str) -> None:
    with pytest.raises(ProofError) as caught:
        verify_entry_proof(entry, data, SCENE.log_key)
    assert caught.value.reason == reason


def test_signatures_count() -> None:
    alone = EntryProof(
        index=0, path=(), checkpoint=signed(Checkpoint(origin=ORIGIN, size=1, root=leaf_hash(ENTRY)), SCENE.log)
    )
    assert verify_entry_proof(ENTRY, bytes(alone), SCENE.log_key)[1].witnesses == []
    with pytest.raises(ProofError) as caught:
        verify_entry_proof(ENTRY, bytes(alone), SCENE.log_key, witness_keys=SCENE.witness_keys, witnesses=1)
    assert caught.value.reason == "WITNESSES"
    other = signer(ORIGIN + "/other")
    with pytest.raises(ProofError) as caught:
        verify_entry_proof(ENTRY, bytes(alone), str(other.verifier))
    assert caught.value.reason == "ORIGIN"
    with pytest.raises(ValueError, match="fewer witness keys"):
        verify_entry_proof(ENTRY, bytes(alone), SCENE.log_key, witnesses=1)
