"""2,000 and more changes of true proof files: none is accepted."""

import base64
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from mintcore import MAX_PROOF, ProofError, verify_proof
from tests.support.proof_file import LOG, ORIGIN, PROOFS, WITNESSES, Key, Proof, b64

KEYS = [witness.text for witness in WITNESSES]
DASH = "— ".encode()


def reason_of(proof: Proof, data: bytes) -> str | None:
    """Why a file is refused when all who signed `proof` are wanted; None where it is accepted."""
    refused = None
    try:
        verify_proof(data, LOG.text, witness_keys=KEYS, witnesses=len(proof.signers) - 1)
    except ProofError as error:
        refused = error
    if refused is None:
        return None
    assert re.fullmatch(r"[^\n]{10,90}", str(refused))
    return refused.reason


def of_bytes(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """A byte changed, inserted or left out, pieces cut out or put in twice, an end cut off or something behind it."""
    for at in (chance.randrange(len(data)) for _ in range(180)):
        yield data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        yield data[:at] + data[at + 1 :]
        yield data[:at] + chance.choice([b"\n", b" ", b"0", b"=", b"\r", b"\0", b"\xff", b"A"]) + data[at:]
    for _ in range(40):
        start, end = sorted(chance.sample(range(len(data)), 2))
        yield data[:start] + data[end:]
        yield data[:end] + data[start:]
        yield data[:start]
        yield data[end:]
    yield from (data + end for end in (b"\n", b" ", b"\0", b"\r\n", b"x\n", data))
    yield from (start + data for start in (b"\xef\xbb\xbf", b"\n", b" ", data))
    yield data.replace(b"\n", b"\r\n")
    yield data.replace(b"\n", b"\r")
    yield data.decode().encode("utf-16")
    yield data[:-1]
    yield data + b"\n" * (MAX_PROOF - len(data) + 1)


def of_lines(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Lines left out, put in twice, swapped, moved to the end, with other spaces or CR LF, in upper case."""
    lines = data.splitlines(keepends=True)
    for at, line in enumerate(lines):
        before, after = lines[:at], lines[at + 1 :]
        yield b"".join([*before, *after])
        yield b"".join([*before, line, line, *after])
        for other in (line[:-1] + b" \n", b" " + line, line[:-1] + b"\r\n", line[:-1] + b"\t\n", b"\n" + line):
            yield b"".join([*before, other, *after])
        if not (line.startswith(DASH) and all(rest.startswith(DASH) for rest in after)):
            yield b"".join([*before, *after, line])
        if line.upper() != line:
            yield b"".join([*before, line.upper(), *after])
        if b" " in line:
            yield b"".join([*before, line.replace(b" ", b"  ", 1), *after])
            yield b"".join([*before, line.replace(b" ", b"", 1), *after])
    for _ in range(150):
        first, second = sorted(chance.sample(range(len(lines)), 2))
        swapped = list(lines)
        swapped[first], swapped[second] = lines[second], lines[first]
        # Signatures have no order (C2SP signed-note): another one is the same note.
        if lines[first] != lines[second] and not lines[first].startswith(DASH):
            yield b"".join(swapped)


def of_numbers(data: bytes) -> Iterator[bytes]:
    """Numbers in other spellings, and other numbers."""
    for number in re.finditer(rb"(?m)^(?:seq |quantity |index |)([0-9]+)$", data):
        start, end = number.span(1)
        value = int(number[1])
        others = [b"0" + number[1], b"00" + number[1], b"+" + number[1], b"-" + number[1], number[1] + b".0", b""]
        others += [b"%d" % other for other in (value + 1, value + 2**32, value + 2**64, 2**63, 2**64 - 1, 2**64, 2**70)]
        others += [b"0x%x" % value, b"%de0" % value, "".join(chr(0xFF10 + int(d)) for d in str(value)).encode()]
        others += [b"%d" % (value - 1)] if value else []
        yield from (data[:start] + other + data[end:] for other in others)


def of_base64(data: bytes) -> Iterator[bytes]:
    """The same bytes in other spellings of base64."""
    for text in re.finditer(rb"(?m)(?:^|path | )([A-Za-z0-9+/]{40,}={0,2})$", data):
        (start, end), plain = text.span(1), text[1].rstrip(b"=")
        others = [plain, plain.replace(b"+", b"-").replace(b"/", b"_"), text[1] + b"=", text[1] + b"===="]
        if plain != text[1]:
            symbols = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            other = plain[:-1] + bytes([symbols[symbols.index(plain[-1]) ^ 1]]) + text[1][len(plain) :]
            assert base64.b64decode(other) == base64.b64decode(text[1])
            others.append(other)
        yield from (data[:start] + other + data[end:] for other in others if other != text[1])


def mixed(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Lines of one true proof in another."""
    for other in PROOFS:
        theirs, lines = bytes(other).splitlines(keepends=True), data.splitlines(keepends=True)
        for at in chance.sample(range(min(len(lines), len(theirs))), 12):
            if theirs[at] not in lines:
                yield b"".join([*lines[:at], theirs[at], *lines[at + 1 :]])


@pytest.mark.parametrize("number", range(len(PROOFS)))
def test_no_changed_file_is_accepted(number: int) -> None:
    proof, chance = PROOFS[number], random.Random(number)  # noqa: S311 - the same changes each time
    data = bytes(proof)
    assert reason_of(proof, data) is None
    changed = [
        *of_bytes(data, chance),
        *of_lines(data, chance),
        *of_numbers(data),
        *of_base64(data),
        *mixed(data, chance),
    ]
    distinct = set(changed) - {data}
    reasons = {other: reason_of(proof, other) for other in distinct}
    assert [other for other, reason in reasons.items() if reason is None] == []
    assert len(distinct) > 800
    assert {"FORM", "SIGNATURE", "ENTRY", "LENGTH"} <= set(reasons.values())


def put(name: str, value: str) -> Callable[[list[str]], list[str]]:
    """Give a field another value."""
    return lambda lines: [f"{name} {value}" if line.startswith(f"{name} ") else line for line in lines]


def without(start: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line for line in lines if not line.startswith(start)]


OTHER = b64(bytes(32))


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("TOKEN", put("seq", "2")),
        ("TOKEN", put("identity", "/t/MYQGGC99KCXMJZ3C")),
        ("TOKEN", put("identity", "/01/09506000134352/10/LOT%2F7/21/MYQGGC99KCXMJZ3D")),
        ("TOKEN", put("seq", "7")),
        ("TOKEN", without("path ")),
        ("TOKEN", put("path", OTHER)),
        ("ENTRY", put("batch", "01890000-0000-7000-8000-000000000002")),
        ("ENTRY", put("quantity", "8")),
        ("ENTRY", put("root", "00" * 32)),
        ("ENTRY", put("product", "01890000-0000-7000-8000-00000000beee")),
        ("ENTRY", put("minted", "2026-11-29T20:37:22.000002Z")),
        ("ENTRY", put("salt", "00" * 32)),
        ("ENTRY", put("tag", "00" * 32)),
        ("ENTRY", put("index", "4")),
        ("ENTRY", put("index", "11")),
        ("ENTRY", lambda lines: [*lines[:-1], OTHER]),
        ("ENTRY", lambda lines: [*lines[:-2], "0", lines[-1]]),
        ("ENTRY", lambda lines: [*lines[:-2], "5", lines[-1]]),
        ("ORIGIN", lambda lines: [*lines[:-3], ORIGIN + "/", *lines[-2:]]),
        ("FORM", lambda lines: [*lines[:-2], "011", lines[-1]]),
        ("FORM", lambda lines: [*lines[:-2], str(2**63), lines[-1]]),
        ("FORM", lambda lines: [*lines[:-1], OTHER[:-1]]),
        ("FORM", lambda lines: lines[:-1]),
        ("FORM", put("seq", "1048576")),
        ("FORM", put("quantity", "0")),
        ("FORM", put("quantity", "1048577")),
        ("FORM", put("batch", "01890000-0000-7000-8000-00000000000A")),
        ("FORM", put("minted", "2026-11-29T20:37:22.00001Z")),
        ("FORM", put("minted", "2026-02-29T20:37:22.000001Z")),
        ("FORM", put("minted", "2026-11-29T24:00:00.000000Z")),
        ("FORM", put("minted", "2026-11-29T20:37:60.000000Z")),
        ("FORM", put("minted", "2026-11-29 20:37:22.000001Z")),
        ("FORM", put("minted", "2026-11-29T20:37:22.000001+00:00")),
        ("FORM", put("root", "AB" * 32)),
        ("FORM", put("salt", "00" * 31)),
        ("FORM", put("identity", "/01/09506000134352/10/LOT/7/21/MYQGGC99KCXMJZ3C")),
        ("FORM", put("identity", "/01/09506000134352/10/LOT%2f7/21/MYQGGC99KCXMJZ3C")),
        ("FORM", put("identity", "/01/09506000134352/10/LOT%2F7/21/%4DYQGGC99KCXMJZ3C")),
        ("FORM", put("identity", "/01/09506000134353/21/MYQGGC99KCXMJZ3C")),
        ("FORM", put("identity", "/01/09506000134352")),
        ("FORM", put("identity", "/01/09506000134352/22/A/21/B")),
        ("FORM", put("identity", "/01/09506000134352/235/A")),
        ("FORM", put("identity", "/T/MYQGGC99KCXMJZ3C")),
        ("FORM", put("identity", "https://id.example.com/t/MYQGGC99KCXMJZ3C")),
        ("FORM", lambda lines: [lines[0], "extra AA==", *lines[1:]]),
        (
            "FORM",
            lambda lines: [x for line in lines for x in ([line, "extra AA=="] if "tlog-proof" in line else [line])],
        ),
        ("FORM", lambda lines: ["hallmint/proof/v2", *lines[1:]]),
        ("FORM", lambda lines: [line.replace("proof@v1", "proof@v2") for line in lines]),
    ],
)
def test_what_the_log_signs_but_no_proof_says(reason: str, change: Callable[[list[str]], list[str]]) -> None:
    """Here all signatures are right: they are made after the change."""
    assert reason_of(Proof(), bytes(Proof(change=change))) == reason


def test_wrong_keys() -> None:
    for proof in PROOFS:
        for number in range(20):
            log = Key(ORIGIN, 1, f"key {number}")
            with pytest.raises(ProofError) as caught:
                verify_proof(bytes(proof), log.text)
            assert caught.value.reason == "UNSIGNED"
            # Signed by another key that says it is the log's.
            others = [signer for signer in proof.signers if signer is not LOG]
            note = proof.note()
            lines = [
                LOG.line(base64.b64decode(log.sign(note).rsplit(" ", 1)[1])[4:]),
                *(key.sign(note) for key in others),
            ]
            assert reason_of(proof, proof.file(lines)) == "SIGNATURE"
            assert reason_of(proof, bytes(replace(proof, signers=(log, *others)))) == "UNSIGNED"
