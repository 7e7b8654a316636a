"""`hallmint_client.verify_proof`: what partners verify proofs with."""

from pathlib import Path

import pytest

import hallmint_client
from hallmint_client import ProofError, Verified, verify_proof
from hallmint_client.manifest import read_manifest
from tests.support.proof_file import LOG, WITNESSES, Proof

DOCS = Path(__file__).parents[2] / "docs" / "verify"
FILE = (DOCS / "example.proof").read_bytes()
LOG_KEY = (DOCS / "example-log.key").read_text().strip()
WITNESS_KEY = (DOCS / "example-witness.key").read_text().strip()
LINES = FILE.count(b"\n")


def test_the_example_of_the_documentation_is_proved() -> None:
    found: Verified = verify_proof(FILE, LOG_KEY, witness_keys=[WITNESS_KEY])
    assert (found.seq, found.quantity, found.origin) == (3, 7, "log.example/hallmint")
    assert [name for name, _ in found.witnesses] == ["witness1.example"]
    assert verify_proof(FILE, LOG_KEY).witnesses == []


@pytest.mark.parametrize("number", range(LINES))
def test_no_line_may_be_otherwise(number: int) -> None:
    lines = FILE.split(b"\n")
    line = lines[number]
    for other in (line[:-1] if line else b"x", line + b" ", line[:-1] + bytes([line[-1] ^ 1]) if line else b" "):
        changed = b"\n".join([*lines[:number], other, *lines[number + 1 :]])
        with pytest.raises(ProofError):
            verify_proof(changed, LOG_KEY, witness_keys=[WITNESS_KEY])
    with pytest.raises(ProofError):
        verify_proof(b"\n".join([*lines[:number], *lines[number + 1 :]]), LOG_KEY, witness_keys=[WITNESS_KEY])


def test_all_witnesses_that_are_named_must_have_signed_unless_fewer_are_asked_for() -> None:
    keys = [witness.text for witness in WITNESSES]
    proof = bytes(Proof(signers=(LOG, *WITNESSES[:2])))
    with pytest.raises(ProofError) as caught:
        verify_proof(proof, LOG.text, witness_keys=keys)
    assert caught.value.reason == "WITNESSES"
    assert len(verify_proof(proof, LOG.text, witness_keys=keys, witnesses=2).witnesses) == 2
    assert len(verify_proof(proof, LOG.text, witness_keys=keys[:2]).witnesses) == 2


def test_keys_that_are_none_are_no_matter_of_the_proof() -> None:
    for log_key, more in (("nonsense", {}), (LOG_KEY, {"witness_keys": ["x"]}), (LOG_KEY, {"witnesses": 1})):
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - which one, the next line says
            verify_proof(FILE, log_key, **more)
        assert not isinstance(caught.value, ProofError)


def test_what_proves_nothing_is_one_exception() -> None:
    with pytest.raises(ProofError) as caught:
        read_manifest(b"no manifest")
    assert caught.value.reason == "EXPORT"
    assert {"verify_proof", "verify_archive", "verify_folder", "ProofError", "Verified"} <= set(hallmint_client.__all__)
