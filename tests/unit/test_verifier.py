"""What all verifiers of proofs agree on: the core, the `hallmint` command, docs/verify/verify.py and the server's own reader."""

import base64
import hashlib
from pathlib import Path

import pytest

from hallmint_client.cli.app import run
from hallmint_server.log.note import MOST_SIGNATURES, open_note
from hallmint_server.log.proof import MOST_BYTES, parse_proof
from hallmint_server.log.signature import NoteError, Verifier
from mintcore import MAX_PROOF, verify_proof
from tests.support.log_scene import verifier
from tests.support.proof_file import LOG, WITNESSES, Key, Proof

program = verifier()
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
# The y of points of order 8: RFC 8032's curve, and the doubling that leads to y = 0.
ORDER_8 = [
    int.from_bytes(bytes.fromhex(text), "little")
    for text in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
]


def test_sixteen_signatures_of_long_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As many as every client takes (C2SP signed-note), in the proof of the largest batch out of a log of 2^40 entries."""
    witnesses = [Key(f"witness-{number:02}.example.com/".ljust(60, "w"), 4) for number in range(15)]
    proof = Proof(
        seq=1_048_575,
        quantity=1_048_576,
        identity="/01/09506000134352/10/" + "%2F" * 20 + "/21/MYQGGC99KCXMJZ3C",
        index=2**39,
        size=2**40,
        signers=(LOG, *witnesses),
    )
    data, keys = bytes(proof), [witness.text for witness in witnesses]
    assert {len(witness.name) for witness in witnesses} == {60}
    assert 4096 < len(data) <= MAX_PROOF == MOST_BYTES == program.LONGEST
    assert len(verify_proof(data, LOG.text, witness_keys=keys, witnesses=15).witnesses) == 15
    assert len(program.verify(data, LOG.text, keys)["witnesses"]) == 15
    note = open_note(parse_proof(data).checkpoint, [Verifier.parse(text) for text in (LOG.text, *keys)])
    assert note.witnesses() == 15
    file = tmp_path / "a.proof"
    file.write_bytes(data)
    options = [part for key in keys for part in ("--witness", key)]
    assert run(["verify", str(file), "--log-key", LOG.text, *options, "--witnesses", "15"]) == 0
    assert "witness-14" in capsys.readouterr().out


def test_a_proof_of_one_of_a_million_is_short() -> None:
    """With a log of 2^20 entries and two cosignatures: 3 KB, where the names are addresses of the usual length."""
    witnesses = [Key(f"witness-{number}.hallmint.example", 4) for number in (1, 2)]
    for seq, index in ((0, 0), (999_999, 2**20 - 1), (123_456, 654_321)):
        proof = Proof(seq=seq, quantity=1_000_000, index=index, size=2**20, signers=(LOG, *witnesses))
        data = bytes(proof)
        keys = [witness.text for witness in witnesses]
        assert len(verify_proof(data, LOG.text, witness_keys=keys, witnesses=2).witnesses) == 2
        assert len(data) <= 3 * 1024


def proves(lines: list[str], *witnesses: Key) -> list[bool]:
    """Whether a file with these signature lines is a proof: to the core, to verify.py, to the server."""
    data, keys = Proof().file(lines), [witness.text for witness in witnesses]
    proved = []
    for attempt in (
        lambda: verify_proof(data, LOG.text, witness_keys=keys, witnesses=len(keys)),
        lambda: program.verify(data, LOG.text, keys),
        lambda: open_note(parse_proof(data).checkpoint, [Verifier.parse(text) for text in (LOG.text, *keys)]),
    ):
        try:
            attempt()
        except (ValueError, program.Refused):
            proved.append(False)
        else:
            proved.append(True)
    return proved


def test_lines_of_keys_that_nobody_named() -> None:
    """They are passed over whatever they are, and however often one stands there: signed-note, "Signatures". Clients in other
    languages have the same lines in their own tests.
    """
    note, (first, second, _) = Proof().note(), WITNESSES
    ours, named = LOG.sign(note), first.sign(note)
    impostor, namesake = Key(LOG.name, 1, "impostor").sign(note), Key(first.name, 4, "namesake").sign(note)
    unseen = [Key(name).sign(note) for name in ("a\x7f\x80b", "a\ufeffb")]
    for line in (second.sign(note), second.line(b"\0"), impostor, namesake, *unseen, "— x AAAAAAA="):
        for lines in ([ours, named, line, line], [line, ours, line, named]):
            assert proves(lines, first) == [True] * 3, line
    for line in (named, first.sign(note, time=1), first.line(bytes(72)), ours, LOG.line(bytes(64))):
        assert proves([ours, named, line], first) == [False] * 3, line
        assert proves([line, ours, named], first) == [False] * 3, line
    for name in ("a b", "a\u00a0b", "a\x85b", "a\u3000b", "a+b", "a\x1fb", ""):
        assert proves([ours, Key(name).sign(note)]) == [False] * 3, name


def test_how_many_signatures_are_read() -> None:
    ours, stranger = LOG.sign(Proof().note()), "— x AAAAAAA="
    assert proves([*[stranger] * (MOST_SIGNATURES - 1), ours]) == [True] * 3
    assert proves([*[stranger] * MOST_SIGNATURES, ours]) == [False] * 3


def text_of(point: bytes, *, algorithm: int = 1) -> str:
    """The key of a point, with its right id."""
    material = bytes([algorithm]) + point
    key_id = hashlib.sha256(b"log.example\n" + material).digest()[:4]
    return f"log.example+{key_id.hex()}+{base64.b64encode(material).decode()}"


def is_taken(text: str, *, is_log: bool = True) -> list[bool]:
    """By the core, by verify.py, by the server."""
    taken = []
    data = bytes(Proof())
    for attempt in (
        lambda: verify_proof(data, text if is_log else LOG.text, witness_keys=[] if is_log else [text]),
        lambda: program.read_key(text, program.LOG if is_log else program.WITNESS),
        lambda: Verifier.parse(text),
    ):
        try:
            attempt()
        except (NoteError, program.Refused):
            taken.append(False)
        except ValueError as error:
            taken.append(type(error) is not ValueError)  # that the proof is of another log, is another matter
        else:
            taken.append(True)
    return taken


def encodings(y: int) -> list[bytes]:
    """Of a y with both signs of x, and with the prime added where there is room."""
    values = [value | sign << 255 for value in (y, y + P) if value < 2**255 for sign in (0, 1)]
    return [value.to_bytes(32, "little") for value in values]


@pytest.mark.parametrize("y", [0, 1, P - 1, *ORDER_8])
def test_keys_of_small_order_are_none(y: int) -> None:
    assert y in (0, 1, P - 1) or (D * y**4 + 2 * y * y - 1) % P == 0
    for point in encodings(y):
        assert is_taken(text_of(point)) == [False] * 3
        assert is_taken(text_of(point, algorithm=4), is_log=False) == [False] * 3


def test_points_that_are_none_or_are_written_in_another_way() -> None:
    """Whether a y is one of the curve is a coin's toss: all say the same."""
    seen = set()
    for number in range(200):
        point = hashlib.sha256(b"%d" % number).digest()
        (taken,) = set(is_taken(text_of(point)))
        seen.add(taken)
    assert seen == {True, False}
    for y in range(2, 19):
        for point in encodings(y)[2:]:
            assert is_taken(text_of(point)) == [False] * 3
    assert is_taken(LOG.text) == [True] * 3
