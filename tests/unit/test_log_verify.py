"""docs/verify: the independent verifier, its worked example, and what it refuses."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.note import write_note
from hallmint_server.log.signature import COSIGNATURE, Signature, Signer
from tests.support.log_scene import ORIGIN, TIME, VERIFY, scene, signed, signer, verifier

program = verifier()
TRUE = scene()
DATA = bytes(TRUE.proof)
_VECTORS = Path(__file__).parents[1] / "vectors" / "rfc6962" / "inclusion.ndjson"


def refused(data: bytes, match: str, *, log: str = TRUE.log_key, **arguments: object) -> None:
    with pytest.raises(program.Refused, match=match) as caught:
        program.verify(data, log, **arguments)
    assert "\n" not in str(caught.value)


def test_the_example_is_the_one_of_this_page() -> None:
    made = scene(witnesses=1)
    assert (VERIFY / "example.proof").read_bytes() == bytes(made.proof)
    assert (VERIFY / "example-log.key").read_text() == made.log_key + "\n"
    assert (VERIFY / "example-witness.key").read_text() == made.witness_keys[0] + "\n"


def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    """All its commands, one after the other, print what stands under them."""
    for name in ("bash", "openssl", "sha256sum"):
        if not shutil.which(name):
            pytest.skip(f"{name} is missing")
    page = (VERIFY / "README.md").read_text(encoding="utf-8")
    commands = "\n".join(re.findall(r"^```bash\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    printed = "".join(re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    for file in VERIFY.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    (tmp_path / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        ["bash", "-euc", commands],  # noqa: S607 - the one that readers have
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, printed, "")


@pytest.mark.parametrize("quantity", [*range(1, 18), 31, 32, 33, 255, 256, 257])
def test_true_proofs_of_every_shape(quantity: int) -> None:
    for number in {0, 1, quantity // 2, quantity - 1} & set(range(quantity)):
        made = scene(seq=number, quantity=quantity, index=quantity - 1 - number, size=quantity)
        found = program.verify(bytes(made.proof), made.log_key, made.witness_keys)
        assert (found["seq"], found["quantity"], found["size"]) == (str(number), str(quantity), str(quantity))
        assert found["witnesses"] == {"witness1.example": TIME, "witness2.example": TIME + 1}


def test_how_many_witnesses() -> None:
    one, two = TRUE.witness_keys
    stranger = str(signer("stranger.example", algorithm=COSIGNATURE).verifier)
    assert program.verify(DATA, TRUE.log_key, [one, stranger], 1)["witnesses"] == {"witness1.example": TIME}
    assert program.verify(DATA, TRUE.log_key)["witnesses"] == {}
    refused(DATA, "1 of these witnesses signed, and 2 are", witness_keys=[one, stranger])
    refused(DATA, "2 of these witnesses signed, and 3 are", witness_keys=[one, two], witnesses=3)
    refused(DATA, "2 of these witnesses signed, and -1 are", witness_keys=[one, two], witnesses=-1)


def test_each_witness_has_a_key_of_its_own() -> None:
    """One key under two names would count twice, and the log's own under a witness's name would have it vouch for itself."""
    twins = [Signer(name=name, algorithm=COSIGNATURE, seed=b"w" * 32) for name in ("a.example", "b.example")]
    made = scene(witnesses=0)
    head = Checkpoint(origin=ORIGIN, size=11, root=_root_of(made.proof.checkpoint))
    proof = bytes(replace(made.proof, checkpoint=signed(head, made.log, twins)))
    keys = [str(twin.verifier) for twin in twins]
    assert program.verify(proof, made.log_key, keys[1:])["witnesses"] == {"b.example": TIME + 1}
    for wanted in (0, 1, 2):
        refused(proof, "a key of its own", witness_keys=keys, witnesses=wanted)
    refused(DATA, "a key of its own", witness_keys=TRUE.witness_keys[:1] * 2, witnesses=1)
    own = replace(made.log, name="own.example", algorithm=COSIGNATURE)
    vouched = bytes(replace(made.proof, checkpoint=signed(head, made.log, [own])))
    refused(vouched, "a key of its own", witness_keys=[str(own.verifier)])
    refused(vouched, "a key of its own", witness_keys=[*keys[:1], str(own.verifier)], witnesses=1)


def test_a_wrong_signature_refuses_however_many_are_right() -> None:
    made = scene(witnesses=0)
    text = made.proof.checkpoint.decode().partition("\n\n")[0] + "\n"
    good, bad = TRUE.witnesses
    wrong = Signature(name=bad.name, key_id=bad.verifier.key_id, body=bytes(72))
    note = write_note(text, [made.log.sign(text), good.sign(text, time=TIME), wrong])
    proof = bytes(replace(made.proof, checkpoint=note))
    assert program.verify(proof, made.log_key, TRUE.witness_keys[:1])
    refused(proof, "the signature of witness2.example is wrong", witness_keys=TRUE.witness_keys, witnesses=1)
    never = write_note(text, [made.log.sign(text), _cosigned_at(good, text, 2**63)])
    refused(bytes(replace(made.proof, checkpoint=never)), "at no time", witness_keys=TRUE.witness_keys[:1])
    twice = write_note(text, [made.log.sign(text), made.log.sign(text)])
    refused(bytes(replace(made.proof, checkpoint=twice)), "signed twice")


def test_keys_of_the_wrong_kind() -> None:
    one = TRUE.witness_keys[0]
    for log in (one, "", "x", TRUE.log_key + "\n", TRUE.log_key[:-2], TRUE.log.secret_text()):
        with pytest.raises(program.Refused):
            program.verify(DATA, log)
    refused(DATA, "not the public key of a witness", witness_keys=[TRUE.log_key])
    refused(DATA, "changed or cut", log=TRUE.log_key.replace("hallmint+", "hallmint2+"))
    refused(DATA, f"the log {ORIGIN} did not sign", log=str(Signer(name=ORIGIN, algorithm=1, seed=bytes(32)).verifier))
    refused(DATA, "the log other.example did not sign", log=str(signer("other.example").verifier))


def test_a_log_that_signs_for_another_name() -> None:
    made = scene(witnesses=0)
    text = made.proof.checkpoint.decode().partition("\n\n")[0].replace(ORIGIN, "other.example") + "\n"
    proof = bytes(replace(made.proof, checkpoint=write_note(text, [made.log.sign(text)])))
    refused(proof, "did not sign", log=made.log_key)


def test_signed_lies() -> None:
    """Heads that the log itself signed over other trees, and units of other batches."""
    proof = TRUE.proof
    refused(bytes(replace(proof, identity=proof.identity[:-1] + "4")), "the unit is not in the batch")
    refused(bytes(replace(proof, seq=4)), "the unit is not in the batch")
    refused(bytes(replace(proof, path=proof.path[:-1])), "too short")
    refused(bytes(replace(proof, path=(*proof.path, bytes(32)))), "too long")
    refused(bytes(replace(proof, opening=replace(proof.opening, salt=bytes(32)))), "the batch is not in the log")
    refused(bytes(replace(proof, tag=bytes(32))), "the batch is not in the log")
    head = Checkpoint(origin=ORIGIN, size=11, root=bytes(32))
    refused(bytes(replace(proof, checkpoint=signed(head, TRUE.log))), "the batch is not in the log")
    small = Checkpoint(origin=ORIGIN, size=5, root=bytes(32))
    refused(bytes(replace(proof, checkpoint=signed(small, TRUE.log))), "number 5 of only 5")


def test_vectors_of_inclusion() -> None:
    seen = {True: 0, False: 0}
    for line in _VECTORS.read_text(encoding="utf-8").splitlines():
        vector = json.loads(line)
        leaf = base64.b64decode(vector["leafHash"] or "")
        nodes = [base64.b64decode(node) for node in vector["proof"] or []]
        wanted = base64.b64decode(vector["root"] or "")
        try:
            found = program.climb(leaf, vector["leafIdx"], vector["treeSize"], nodes)
            good = found == wanted and len(leaf) == 32  # the program makes its leaves, so it need not ask
        except program.Refused:
            good = False
        assert good is not vector["wantErr"], vector["file"]
        seen[good] += 1
    assert all(seen.values())


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "some.proof"
    file.write_bytes(DATA)
    base = [sys.executable, str(VERIFY / "verify.py")]
    keys = ["--log-key", TRUE.log_key, "--witness", TRUE.witness_keys[0], "--witness", TRUE.witness_keys[1]]
    for proof, data in ((str(file), b""), ("-", DATA)):
        done = subprocess.run([*base, proof, *keys], input=data, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(f"RECORDED: {TRUE.proof.identity}\n".encode())
    for changed, words in ((DATA[:-1], b"not a proof file"), (DATA.replace(b"seq 3", b"seq 2"), b"not in the batch")):
        done = subprocess.run([*base, "-", *keys], input=changed, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.startswith(b"REFUSED: ")
        assert words in done.stderr
    for name in ("none", "."):  # neither yes nor no
        unread = subprocess.run([*base, str(tmp_path / name), *keys], capture_output=True, timeout=60, check=False)
        assert (unread.returncode, unread.stdout) == (2, b"")
        assert re.fullmatch(rb"[^\n]+ cannot be read: [^\n]+\n", unread.stderr)
    assert subprocess.run([*base, str(file)], capture_output=True, timeout=60, check=False).returncode == 2


def _root_of(checkpoint: bytes) -> bytes:
    return base64.b64decode(checkpoint.split(b"\n")[2])


def _cosigned_at(witness: Signer, text: str, time: int) -> Signature:
    """A cosignature at a time that no signer of ours would sign."""
    inner = replace(witness, algorithm=1).sign(f"cosignature/v1\ntime {time}\n{text}")
    return Signature(name=witness.name, key_id=witness.verifier.key_id, body=time.to_bytes(8, "big") + inner.body)
