"""The one form of a proof file, read and written."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hallmint_server.log.proof import MOST_BYTES, ProofError, parse_proof
from tests.support.log_scene import scene

GOOD = bytes(scene().proof)


def line(name: str) -> str:
    """A line of the proof, by its first word."""
    return next(found for found in GOOD.decode().split("\n") if found.startswith(name + " "))


def test_a_proof_and_back() -> None:
    for made in (
        scene(),
        scene(seq=0, quantity=1, index=0, size=1, witnesses=0, context=""),
        scene(seq=299, quantity=300, index=69, size=70, context="/01/09506000134352"),
    ):
        assert parse_proof(bytes(made.proof)) == made.proof


def test_a_proof_out_of_the_largest_log_fits() -> None:
    """A token out of a million, 2^20 batches, two cosignatures: 3 KB."""
    large = replace(scene().proof, path=(bytes(32),) * 20, log_path=(bytes(32),) * 20)
    assert len(bytes(large)) <= 3000
    with pytest.raises(ProofError, match="too many signatures"):
        bytes(replace(large, checkpoint=scene(witnesses=60).proof.checkpoint))


_CHANGES: dict[str, Callable[[str], str]] = {
    "nothing": lambda _: "",
    "an end": lambda text: text[:-1],
    "more behind": lambda text: text + "\n",
    "a blank before": lambda text: " " + text,
    "a byte order mark": lambda text: "\ufeff" + text,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "another version": lambda text: text.replace("proof/v1", "proof/v2"),
    "another proof": lambda text: text.replace("tlog-proof@v1", "tlog-proof@v2"),
    "extra data": lambda text: text.replace("@v1\n", "@v1\nextra AAAA\n"),
    "no middle": lambda text: text.replace("c2sp.org/tlog-proof@v1\n", ""),
    "no checkpoint": lambda text: text[: text.index("\n\n")],
    "no signatures": lambda text: text[: text.rindex("\n\n") + 1],
    "upper case": lambda text: text.replace(line("salt"), "salt " + "5A" * 32),
    "an upper-case UUID": lambda text: text.replace(line("batch"), line("batch").upper().replace("BATCH", "batch")),
    "a UUID in braces": lambda text: text.replace(line("batch"), f"batch {{{line('batch')[6:]}}}"),
    "no UUID": lambda text: text.replace(line("product"), "product x"),
    "a leading zero": lambda text: text.replace("seq 3\n", "seq 03\n"),
    "a plus": lambda text: text.replace("seq 3\n", "seq +3\n"),
    "another digit": lambda text: text.replace("seq 3\n", "seq \u0663\n"),
    "a huge number": lambda text: text.replace("index 5\n", f"index {2**63}\n"),
    "seq out of quantity": lambda text: text.replace("seq 3\n", "seq 7\n"),
    "index out of the log": lambda text: text.replace("index 5\n", "index 11\n"),
    "a second blank": lambda text: text.replace("seq 3", "seq  3"),
    "a blank behind": lambda text: text.replace("seq 3", "seq 3 "),
    "a tab": lambda text: text.replace("seq 3", "seq\t3"),
    "time of day": lambda text: text.replace("09:30:00", "24:30:00"),
    "no day": lambda text: text.replace("2027-02-18", "2027-02-30"),
    "milliseconds": lambda text: text.replace(".123456Z", ".123Z"),
    "an offset": lambda text: text.replace(".123456Z", ".123456+00:00"),
    "identity in lower case": lambda text: text.replace("LOT%2F7", "LOT%2f7"),
    "identity with a query": lambda text: text.replace("/21/V0", "/21/V?0"),
    "identity of a GTIN-13": lambda text: text.replace("/01/0950", "/01/950"),
    "identity with an address": lambda text: text.replace("identity /", "identity https://id.example/"),
    "a hash of 31 bytes": lambda text: text.replace("path j", "path "),
    "other bits in a padding": lambda text: text.replace("2/4=\n", "2/5=\n"),
    "a path line of another name": lambda text: text.replace("path j", "Path j"),
    "paths with the log's": lambda text: text.replace("index 5\n", f"index 5\npath {'A' * 43}=\n"),
    "an empty line in the paths": lambda text: text.replace("index 5\n", "index 5\n\n"),
    "64 hashes": lambda text: text.replace("index 5\n", "index 5\n" + f"{'A' * 43}=\n" * 64),
    "too long": lambda text: text + text.split("\n")[-2].join(["", "\n"]) * (MOST_BYTES // 100),
    "a size with a zero": lambda text: text.replace("\n11\n", "\n011\n"),
    "half a character": lambda text: text.replace("— log", "\u2015 log"),
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES)
def test_what_is_no_proof(change: Callable[[str], str]) -> None:
    bad = change(GOOD.decode()).encode()
    assert bad != GOOD
    with pytest.raises(ProofError) as caught:
        parse_proof(bad)
    assert "\n" not in str(caught.value)


def test_every_missing_doubled_or_swapped_line() -> None:
    lines = GOOD.decode().split("\n")
    first = lines.index("log.example/hallmint")
    for at in range(first):  # what lies behind is the note, whose lines test_log_note.py is about
        for bad in (lines[:at] + lines[at + 1 :], [*lines[: at + 1], *lines[at:]], _swapped(lines, at)):
            text = "\n".join(bad).encode()
            try:
                found = parse_proof(text)
            except ProofError:
                continue
            # Hashes of a path may be fewer, more and in any order: whether they are right is not a question of form.
            assert found.path != scene().proof.path or found.log_path != scene().proof.log_path
            assert bytes(found) == text


def _swapped(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(ProofError, match="UTF-8"):
        parse_proof(GOOD.replace(b"LOT", b"L\xffT"))
