"""The head of a log through the Python binding: what is signed, and whatever is refused, as in proof files."""

import base64
from dataclasses import replace

import pytest

from mintcore import MAX_PROOF, Head, ProofError, verify_checkpoint, verify_proof
from tests.support.proof_file import LOG, ORIGIN, PROOFS, TIME, WITNESSES, Key, Proof

KEYS = [witness.text for witness in WITNESSES]


def note_of(proof: Proof) -> bytes:
    return bytes(proof).partition(b"\n\n")[2]


def reason_of(note: bytes, key: Key = LOG, *, witnesses: int = 0) -> str:
    with pytest.raises(ProofError) as caught:
        verify_checkpoint(note, key.text, witness_keys=KEYS, witnesses=witnesses)
    assert "\n" not in str(caught.value)
    return str(caught.value.reason)


@pytest.mark.parametrize("proof", PROOFS, ids=range(len(PROOFS)))
def test_it_is_the_one_of_a_true_proof(proof: Proof) -> None:
    cosigned = [(signer.name, TIME) for signer in proof.signers if signer is not LOG]
    head = verify_checkpoint(note_of(proof), LOG.text, witness_keys=KEYS, witnesses=len(cosigned))
    whole = verify_proof(bytes(proof), LOG.text, witness_keys=KEYS)
    assert (head.origin, head.size, head.witnesses) == (ORIGIN, whole.size, cosigned)
    assert head.root == base64.b64decode(proof.note().split("\n")[2])
    again = verify_checkpoint(note_of(proof), LOG.text, witness_keys=KEYS)
    assert (again, hash(again), type(again)) == (head, hash(head), Head)
    assert verify_checkpoint(note_of(proof), LOG.text).witnesses == []


def test_each_changed_byte_is_refused() -> None:
    note = note_of(Proof(signers=(LOG,)))
    for at in range(len(note)):
        for flip in (1, 0x20, 0x80):
            changed = note[:at] + bytes([note[at] ^ flip]) + note[at + 1 :]
            assert reason_of(changed) in {"FORM", "ORIGIN", "SIGNATURE", "UNSIGNED"}, at
    for length in range(len(note)):
        assert reason_of(note[:length]) in {"FORM", "SIGNATURE"}, length
    assert reason_of(note + b"\n") == "FORM"


def test_whose_signatures_count() -> None:
    proof = Proof()
    text = proof.note()
    assert reason_of(note_of(replace(proof, signers=WITNESSES))) == "UNSIGNED"
    assert reason_of(note_of(replace(proof, signers=(LOG, WITNESSES[0]))), witnesses=2) == "WITNESSES"
    assert reason_of(note_of(proof), Key("log.example.com/other")) == "ORIGIN"
    assert reason_of(f"{text}\n{LOG.sign(text + 'x')}\n".encode()) == "SIGNATURE"
    assert reason_of(f"{text}\n{LOG.sign(text)}\n{LOG.sign(text)}\n".encode()) == "FORM"
    assert reason_of(b"x" * (MAX_PROOF + 1)) == "LENGTH"
    for wrong in ("", "x", WITNESSES[0].text):
        with pytest.raises(ValueError, match="key"):
            verify_checkpoint(note_of(proof), wrong)
    with pytest.raises(ValueError, match="fewer witness keys"):
        verify_checkpoint(note_of(proof), LOG.text, witness_keys=KEYS, witnesses=4)
