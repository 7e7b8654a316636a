"""Proofs of any shape are accepted, and 2,000 changes of each kind of them refused, by the verifier of docs/verify."""

import base64
import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_server.log.checkpoint import open_checkpoint
from hallmint_server.log.note import read_note
from hallmint_server.log.proof import ProofError, parse_proof
from hallmint_server.log.signature import NoteError
from tests.support.log_scene import Scene, scene, verifier

program = verifier()
MUTATIONS = 2000


def accepted(made: Scene, data: bytes) -> bool:
    """By every key of the scene: signatures of keys that nobody names are skipped, so a change of one would not matter."""
    try:
        program.verify(data, made.log_key, made.witness_keys)
    except program.Refused:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_true_proof(data: st.DataObject) -> None:
    quantity, size = data.draw(st.integers(1, 90)), data.draw(st.integers(1, 90))
    made = scene(
        seq=data.draw(st.integers(0, quantity - 1)),
        quantity=quantity,
        index=data.draw(st.integers(0, size - 1)),
        size=size,
        witnesses=data.draw(st.integers(0, 3)),
        context=data.draw(st.sampled_from(["", "/01/09506000134352", "/01/09506000134352/10/A%2FB"])),
    )
    proof = bytes(made.proof)
    assert accepted(made, proof)
    assert parse_proof(proof) == made.proof
    log, *witnesses = (signer.verifier for signer in (made.log, *made.witnesses))
    assert open_checkpoint(made.proof.checkpoint, log, witnesses)[1].witnesses() == len(witnesses)


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def replace_byte(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.choice(b"\0\t\r\n 0123456789abcdefABCDEF+/=-%._~Zz\x80\xff")]) + data[at + 1 :]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.choice(b"\0\t\r\n 09afAF+/=-%._\x85\xa0\xff")]) + data[at:]


def remove(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 3) :]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def drop_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join(lines[:at] + lines[at + 1 :])


def double_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[: at + 1], *lines[at:]])


def swap_lines(data: bytes, chance: random.Random) -> bytes:
    """Not two signatures: their order is free."""
    lines = data.split(b"\n")
    signed = data.rindex(b"\n\n")
    first, second = chance.sample(range(data[:signed].count(b"\n") + 1), 2)
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def other_number(data: bytes, chance: random.Random) -> bytes:
    numbers = list(re.finditer(rb"(?m)^(?:(?:seq|quantity|index) )?([0-9]+)$", data))
    found = chance.choice(numbers)
    near = int(found[1]) + chance.choice([-2, -1, 1, 2, 4, 8, 64])
    return data[: found.start(1)] + str(near).encode() + data[found.end(1) :]


def other_padding(data: bytes, chance: random.Random) -> bytes:
    """The same bytes in another base64, and hashes of other lengths."""
    found = chance.choice(list(re.finditer(rb"([A-Za-z0-9+/])(=+)\n", data)))
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = alphabet[alphabet.index(found[1]) ^ chance.randint(1, 3)]
    padding = chance.choice([found[2], b"", b"==", found[2] + b"="])
    return data[: found.start()] + bytes([other]) + padding + b"\n" + data[found.end() :]


def other_case(data: bytes, chance: random.Random) -> bytes:
    at = chance.choice([at for at in range(len(data)) if data[at : at + 1].isalpha()])
    return data[:at] + data[at : at + 1].swapcase() + data[at + 1 :]


def splice(data: bytes, chance: random.Random) -> bytes:
    """Lines of another true proof of the same keys."""
    other = bytes(scene(seq=chance.randrange(6), quantity=6, index=chance.randrange(9), size=9).proof).split(b"\n")
    lines = data.split(b"\n")
    at = chance.randrange(min(len(lines), len(other)))
    return b"\n".join([*lines[:at], *other[at:]] if chance.random() < 0.5 else [*other[:at], *lines[at:]])


def other_signature(data: bytes, chance: random.Random) -> bytes:
    """One bit of what a signature line holds: the key's id, the time or the signature."""
    lines = data.split(b"\n")
    at = chance.choice([at for at, line in enumerate(lines) if line.startswith("— ".encode())])
    dash, name, encoded = lines[at].split(b" ")
    lines[at] = b" ".join([dash, name, base64.b64encode(flip(base64.b64decode(encoded), chance))])
    return b"\n".join(lines)


_KINDS: list[Callable[[bytes, random.Random], bytes]] = [
    flip,
    replace_byte,
    insert,
    remove,
    cut,
    drop_line,
    double_line,
    swap_lines,
    other_number,
    other_padding,
    other_case,
    splice,
    other_signature,
]


@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_mutations(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same changes at each run
    shapes = [(3, 7, 5, 11), (0, 1, 0, 1), (6, 7, 10, 11), (64, 65, 0, 33)]
    s, q, i, n = shapes[seed]
    made = scene(seq=s, quantity=q, index=i, size=n)
    true = bytes(made.proof)
    splices = {bytes(scene(seq=a, quantity=6, index=b, size=9).proof) for a in range(6) for b in range(9)}
    assert accepted(made, true)
    tried = 0
    while tried < MUTATIONS:
        kind = chance.choice(_KINDS)
        changed = kind(true, chance)
        if changed == true or changed in splices:
            continue  # no change, or the whole of another true proof
        tried += 1
        assert not accepted(made, changed), (kind.__name__, changed)


@settings(max_examples=300, deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_break_a_reader(data: bytes) -> None:
    """They refuse with their own error, and with no other."""
    true = scene()
    for text in (data, bytes(true.proof)[:300] + data, bytes(true.proof) + data):
        if text != bytes(true.proof):
            with pytest.raises(ProofError):
                parse_proof(text)
            with pytest.raises(program.Refused):
                program.verify(text, true.log_key, true.witness_keys)
    for note in (data, b"text\n\n" + data, b"text\n\n\xe2\x80\x94 " + data):
        try:
            read_note(note)
        except NoteError:
            continue
