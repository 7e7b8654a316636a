"""Proof files through the Python binding: true ones, and what is refused, with its reason. The changed ones that count by
thousands are in `test_mintcore_proof_changed.py`.
"""

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest

import mintcore
from mintcore import ProofError, Verified, verify_proof
from tests.support.proof_file import BATCH, LOG, ORIGIN, PRODUCT, PROOFS, TIME, WITNESSES, Key, Proof, b64, sha256

KEY = LOG.text
KEYS = [witness.text for witness in WITNESSES]
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the base point (RFC 8032, 5.1)
PRIME = 2**255 - 19


def refused(reason: str, proof: bytes, log: Key = LOG, **arguments: Any) -> None:
    with pytest.raises(ProofError) as caught:
        verify_proof(proof, log.text, **arguments)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)


def no_key(log: str, *witnesses: str, wanted: int = 0) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its class is checked below
        verify_proof(bytes(PROOFS[0]), log, witness_keys=witnesses, witnesses=wanted)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize("proof", PROOFS, ids=range(len(PROOFS)))
def test_a_true_proof(proof: Proof) -> None:
    data = bytes(proof)
    assert len(data) <= mintcore.MAX_PROOF
    cosigned = [(signer.name, TIME) for signer in proof.signers if signer is not LOG]
    verified = verify_proof(data, LOG.text, witness_keys=KEYS, witnesses=len(cosigned))
    assert (verified.batch_id, verified.product, verified.origin) == (BATCH, PRODUCT, ORIGIN)
    assert (verified.seq, verified.identity) == (proof.seq, proof.identity)
    assert (verified.quantity, verified.minted) == (proof.quantity, proof.minted)
    assert (verified.index, verified.size, verified.witnesses) == (proof.index, proof.size, cosigned)
    again = verify_proof(data, LOG.text, witness_keys=KEYS)
    assert again == verified
    assert hash(again) == hash(verified)
    assert verify_proof(data, LOG.text).witnesses == []


@pytest.mark.parametrize("size", [*range(1, 20), 63, 64, 65, 255, 256, 257])
def test_true_proofs_of_every_shape(size: int) -> None:
    for number in {0, 1, size // 2, size - 1} & set(range(size)):
        proof = Proof(seq=number, quantity=size, index=size - 1 - number, size=size)
        assert verify_proof(bytes(proof), LOG.text, witness_keys=KEYS, witnesses=3).seq == number


def test_the_largest_batch_in_a_large_log_has_room_for_witnesses() -> None:
    signers = (LOG, *(Key(f"witness-{number}.example.com", 4) for number in range(8)))
    proof = Proof(seq=1_048_575, quantity=1_048_576, index=2**20, size=2**24, signers=signers)
    keys = [signer.text for signer in signers[1:]]
    assert len(verify_proof(bytes(proof), LOG.text, witness_keys=keys, witnesses=8).witnesses) == 8


# Signatures


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    proof = Proof()
    note = proof.note()
    lines = [signer.sign(note) for signer in proof.signers]
    unknown = [
        Key("witness-a.example", 4, "another key of the name").sign(note),
        Key(ORIGIN, 1, "an older key of the log").sign(note),
        Key("x.example", 4).line(b"\0"),
        Key("mldsa.example", 6).line(bytes(300)),
    ]
    for place in range(len(lines) + 1):
        data = proof.file([*lines[:place], *unknown, *lines[place:]])
        assert len(verify_proof(data, LOG.text, witness_keys=KEYS, witnesses=3).witnesses) == 3


def test_too_few_witnesses() -> None:
    proof = Proof()
    note, stranger = proof.note(), Key("stranger.example", 4)
    lines = [signer.sign(note) for signer in (LOG, *WITNESSES)]
    for left_out in (1, 2, 3):
        some = [line for at, line in enumerate(lines) if at != left_out]
        refused("WITNESSES", proof.file(some), witness_keys=KEYS, witnesses=3)
        refused("WITNESSES", proof.file([*some, stranger.sign(note)]), witness_keys=KEYS, witnesses=3)
        assert len(verify_proof(proof.file(some), LOG.text, witness_keys=KEYS, witnesses=2).witnesses) == 2
    refused("WITNESSES", proof.file(lines), witness_keys=[stranger.text], witnesses=1)
    refused("UNSIGNED", proof.file(lines[1:]), witness_keys=KEYS, witnesses=3)
    refused("UNSIGNED", proof.file([*lines[1:], Key(ORIGIN, 4).sign(note)]), witness_keys=KEYS)


def test_no_witness_counts_twice() -> None:
    proof = Proof()
    note, (first, second, _) = proof.note(), WITNESSES
    for other in (first.sign(note), first.sign(note, time=TIME + 1), first.line(bytes(72))):
        refused("FORM", proof.file([LOG.sign(note), first.sign(note), other]), witness_keys=KEYS, witnesses=2)
    refused("FORM", proof.file([LOG.sign(note), LOG.sign(note)]))
    # A cosignature says nothing of its name: the same key under another one is no other witness.
    no_key(LOG.text, first.text, first.text)
    no_key(LOG.text, first.text, Key("another.example", 4, first.name).text)
    no_key(LOG.text, Key("witness.example", 4, ORIGIN).text)
    no_key(LOG.text, first.text, second.text, wanted=3)


def test_a_wrong_signature_of_a_known_key_spoils_all() -> None:
    proof = Proof()
    note, (first, *rest) = proof.note(), WITNESSES
    good = [LOG.sign(note), *(witness.sign(note) for witness in rest)]
    ed25519 = Key(first.name, 1).sign(note)
    wrong = [
        first.sign(note + "\n"),
        first.sign(Proof(size=12).note()),
        first.line(bytes(72)),
        first.line(b"\0"),
        first.line(bytes(73)),
        first.sign(note, time=2**63),
        first.line(bytes(8) + b64(b"x" * 48).encode()),
    ]
    for line in wrong:
        refused("SIGNATURE", proof.file([*good, line]), witness_keys=KEYS, witnesses=2)
        assert len(verify_proof(proof.file([*good, line]), LOG.text, witness_keys=KEYS[1:], witnesses=2).witnesses) == 2
    assert verify_proof(proof.file([*good, ed25519]), LOG.text, witness_keys=KEYS, witnesses=2)
    assert verify_proof(proof.file([*good, first.sign(note, time=2**63 - 1)]), LOG.text, witness_keys=KEYS, witnesses=3)
    refused("SIGNATURE", proof.file([LOG.line(bytes(64))]))
    refused("SIGNATURE", proof.file([LOG.line(bytes(63))]))


def test_the_same_key_of_another_log() -> None:
    elsewhere = "log.example.com/other"
    refused("ORIGIN", bytes(Proof(origin=elsewhere)))
    refused("ORIGIN", bytes(Proof()), Key(elsewhere, 1, ORIGIN))
    moved = Proof(origin=elsewhere)
    assert verify_proof(moved.file([Key(elsewhere, 1, ORIGIN).sign(moved.note())]), Key(elsewhere, 1, ORIGIN).text)
    refused("UNSIGNED", bytes(Proof()), Key(ORIGIN, 1, "another key of the name"))


# Ed25519, strictly


def secret_of(key: Key) -> int:
    """The secret scalar (RFC 8032, 5.1.5)."""
    half = bytearray(hashlib.sha512(key.secret).digest()[:32])
    half[0] &= 248
    half[31] = half[31] & 127 | 64
    return int.from_bytes(half, "little")


def test_a_signature_has_one_encoding() -> None:
    proof = Proof(signers=(LOG,))
    note = proof.note().encode()
    # R is the neutral point: cofactorless verifying alone would take it.
    point = (1).to_bytes(32, "little")
    challenge = int.from_bytes(hashlib.sha512(point + LOG.material[1:] + note).digest(), "little")
    scalar = challenge * secret_of(LOG) % ORDER
    refused("SIGNATURE", proof.file([LOG.line(point + scalar.to_bytes(32, "little"))]))
    # S above the order (RFC 8032, 5.1.7, 1).
    true = base64.b64decode(LOG.sign(note.decode()).rsplit(" ", 1)[1])[4:]
    more = int.from_bytes(true[32:], "little") + ORDER
    assert verify_proof(proof.file([LOG.line(true)]), LOG.text)
    refused("SIGNATURE", proof.file([LOG.line(true[:32] + more.to_bytes(32, "little"))]))


SMALL_ORDER = [
    (0).to_bytes(32, "little"),
    (1).to_bytes(32, "little"),
    (PRIME - 1).to_bytes(32, "little"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]
OTHER_ENCODINGS = [(PRIME + y).to_bytes(32, "little") for y in range(19)]


@pytest.mark.parametrize("point", [*SMALL_ORDER, *OTHER_ENCODINGS, b"\x02" + bytes(31), bytes(31), bytes(33)])
@pytest.mark.parametrize("sign", [0, 128])
def test_points_that_are_no_keys(point: bytes, sign: int) -> None:
    keys = [kind + point[:-1] + bytes([point[-1] | sign]) for kind in (b"\x01", b"\x04")]
    ids = [sha256(b"a\n" + key)[:4].hex() for key in keys]
    log, witness = (f"a+{key_id}+{b64(key)}" for key_id, key in zip(ids, keys, strict=True))
    no_key(log)
    no_key(LOG.text, witness)


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY + "\n",
        " " + KEY,
        KEY[:-1],
        KEY + "=",
        KEY.replace("+", "++", 1),
        KEY[KEY.index("+") :],
        KEY.replace(ORIGIN, ORIGIN + "x"),
        KEY.replace(LOG.id.hex(), LOG.id.hex().upper()),
        KEY.replace(LOG.id.hex(), "00000000"),
        KEY.replace(b64(LOG.material), b64(LOG.material + b"\0")),
        f"PRIVATE+KEY+{KEY}",
        Key(ORIGIN, 4).text,
        Key("a b").text,
        Key("a\u3000b").text,
        KEY.replace("l", "\ud800", 1),
    ],
)
def test_texts_that_are_no_keys(text: str) -> None:
    no_key(text)


def test_arguments() -> None:
    data = bytes(PROOFS[0])
    for wanted in (-1, 2**70):
        no_key(LOG.text, *KEYS, wanted=wanted)
    with pytest.raises(TypeError):
        verify_proof(data.decode(), LOG.text)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        verify_proof(data, LOG.text, witness_keys=KEYS[0])
    with pytest.raises(TypeError):
        verify_proof(data, LOG.text, KEYS)  # type: ignore[call-arg]
    assert verify_proof(data, LOG.text, witness_keys=(), witnesses=0) == verify_proof(data, LOG.text)
    assert isinstance(verify_proof(data, LOG.text), Verified)
    assert replace(PROOFS[0], seq=2) != PROOFS[0]
