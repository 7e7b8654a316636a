"""Checkpoints: their text, the rule by which one may be signed, and the file of the last one."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hallmint_server.log.checkpoint import (
    Checkpoint,
    CheckpointOvertaken,
    CheckpointRefused,
    Head,
    check_growth,
    open_checkpoint,
    parse_checkpoint,
)
from hallmint_server.log.key import CHECKPOINT_FILE, LogKey
from hallmint_server.log.note import write_note
from hallmint_server.log.signature import COSIGNATURE, NoteError
from hallmint_server.log.tile import EMPTY_ROOT
from tests.support.log_scene import ORIGIN, TIME, leaf, root, signed, signer

LEAVES = [leaf(at) for at in range(40)]
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
EXAMPLE = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"  # tlog-checkpoint


def at(size: int, *, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin=origin, size=size, root=root(LEAVES[:size]))


@pytest.fixture
def head(tmp_path: Path) -> Head:
    return Head(tmp_path, LogKey.open(tmp_path, ORIGIN))


def test_the_example_of_the_specification() -> None:
    found = parse_checkpoint(EXAMPLE)
    assert (found.origin, found.size, found.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert found.text() == EXAMPLE
    extended = parse_checkpoint(EXAMPLE + "one more\n— and two\n")
    assert extended.extensions == ("one more", "— and two")
    assert extended.text() == EXAMPLE + "one more\n— and two\n"
    assert parse_checkpoint(f"an origin + of blanks\n0\n{'47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='}\n").size == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        EXAMPLE[:-1],
        f"\n1\n{ROOT}\n",
        "a\n1\n",
        f"a\n1\n{ROOT}\n\n",
        f"a\n1\n{ROOT}\n\nx\n",
        f"a\n\n1\n{ROOT}\n",
        f"a\n01\n{ROOT}\n",
        f"a\n+1\n{ROOT}\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n 1\n{ROOT}\n",
        f"a\n1 \n{ROOT}\n",
        f"a\n1_0\n{ROOT}\n",
        f"a\n\u0661\n{ROOT}\n",
        f"a\n0x1\n{ROOT}\n",
        f"a\n1e3\n{ROOT}\n",
        f"a\n{2**63}\n{ROOT}\n",
        f"a\n{10**30}\n{ROOT}\n",
        f"a\n0\n{ROOT}\n",
        f"a\n1\n{ROOT[:-1]}\n",
        f"a\n1\n{ROOT[:-2]}J=\n",
        f"a\n1\n{ROOT[4:]}\n",
        f"a\n1\nAAAA{ROOT}\n",
        f"a\n1\n {ROOT}\n",
        f"a\r\n1\r\n{ROOT}\r\n",
        f"a\n1\n{ROOT}\nx\ty\n",
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


def test_a_checkpoint_with_witnesses() -> None:
    log, witness, other = (
        signer(ORIGIN),
        signer("w.example", algorithm=COSIGNATURE),
        signer("x.example", algorithm=COSIGNATURE),
    )
    data = signed(at(7), log, [witness, other])
    found, note = open_checkpoint(data, log.verifier, [witness.verifier])
    assert found == at(7)
    assert (note.witnesses(), len(note.unknown)) == (1, 1)
    alone = write_note(at(7).text(), [witness.sign(at(7).text(), time=TIME)])
    with pytest.raises(NoteError, match="did not sign"):
        open_checkpoint(alone, log.verifier, [witness.verifier])
    with pytest.raises(NoteError, match=r"a checkpoint of the log other\.example"):
        open_checkpoint(signed(at(7, origin="other.example"), log), log.verifier)
    with pytest.raises(NoteError, match="a name, a size"):
        open_checkpoint(write_note("hello\n", [log.sign("hello\n")]), log.verifier)


def test_the_rule() -> None:
    check_growth(None, at(9), None)
    check_growth(at(0), at(9), EMPTY_ROOT)
    for old in range(1, 20):
        check_growth(at(old), at(old), None)
        for new in range(old + 1, 21):
            check_growth(at(old), at(new), root(LEAVES[:old]))
            with pytest.raises(CheckpointRefused, match=f"signed at {new} entries .* now holds {old} entries"):
                check_growth(at(new), at(old), root(LEAVES[:old]))
            for other in (None, EMPTY_ROOT, root(LEAVES[1 : old + 1])):
                with pytest.raises(CheckpointRefused, match="entries were changed"):
                    check_growth(at(old), at(new), other)
        twin = Checkpoint(origin=ORIGIN, size=old, root=root(LEAVES[1 : old + 1]))
        # The root at the old size is that of the wanted tree, whatever a caller says.
        for told in (None, at(old).root, twin.root):
            with pytest.raises(CheckpointRefused, match="entries were changed"):
                check_growth(at(old), twin, told)
    with pytest.raises(CheckpointRefused, match=r"of the log other\.example, not of"):
        check_growth(at(3, origin="other.example"), at(5), at(3).root)


def test_signing_leaves_the_checkpoint_beside_the_key(head: Head, tmp_path: Path) -> None:
    assert head.last() is None
    last: Checkpoint | None = None
    for size in (0, 1, 1, 2, 17, 17, 40):
        data = head.sign(at(size), last, root(LEAVES[: last.size]) if last else None)
        last = head.last()
        assert last == at(size)
        assert (tmp_path / CHECKPOINT_FILE).read_bytes() == data
        assert (tmp_path / CHECKPOINT_FILE).stat().st_mode & 0o777 == 0o600
        assert head.sign(at(size), last, None) == data
    before = (tmp_path / CHECKPOINT_FILE).read_bytes()
    other = Checkpoint(origin=ORIGIN, size=40, root=EMPTY_ROOT)
    for wanted in (at(39), other, at(41, origin="other.example")):
        with pytest.raises(CheckpointRefused):
            head.sign(wanted, last, at(40).root)
    assert (tmp_path / CHECKPOINT_FILE).read_bytes() == before


def test_no_text_that_is_no_checkpoint_is_signed(head: Head) -> None:
    for wanted in (
        Checkpoint(origin=ORIGIN, size=0, root=bytes(32)),
        Checkpoint(origin=ORIGIN, size=-1, root=bytes(32)),
    ):
        with pytest.raises(NoteError):
            head.sign(wanted, None, None)
    assert head.last() is None


def test_another_program_that_was_faster(head: Head) -> None:
    """It is no reason for alarm, so it is told apart."""
    head.sign(at(3), None, None)
    for last in (None, at(2), Checkpoint(origin=ORIGIN, size=3, root=bytes(32))):
        with pytest.raises(CheckpointOvertaken):
            head.sign(at(5), last, at(3).root)
    assert head.last() == at(3)


def test_two_sequencers_never_sign_two_trees_of_one_size(tmp_path: Path) -> None:
    key = LogKey.open(tmp_path, ORIGIN)
    trees = [LEAVES, LEAVES[::-1]]
    together = threading.Barrier(4)

    def run(number: int) -> list[bytes]:
        head, mine, notes = Head(tmp_path, key), trees[number % 2], []
        together.wait()
        for size in range(1, 41):
            last = head.last()
            wanted = Checkpoint(origin=ORIGIN, size=size, root=root(mine[:size]))
            try:
                notes.append(head.sign(wanted, last, root(mine[: last.size]) if last else None))
            except (CheckpointOvertaken, CheckpointRefused):
                continue
        return notes

    with ThreadPoolExecutor(4) as pool:
        notes = [note for future in [pool.submit(run, number) for number in range(4)] for note in future.result()]
    found = {open_checkpoint(note, key.verifier)[0] for note in notes}
    sizes = [checkpoint.size for checkpoint in found]
    assert len(sizes) == len(set(sizes)) > 0
    assert any(all(c.root == root(tree[: c.size]) for c in found) for tree in trees)


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "fsync of the folder"])
def test_dying_at_each_step(head: Head, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Before the new name the last one stays; after it the new one counts, and either way the log goes on."""
    head.sign(at(3), None, None)
    with monkeypatch.context() as patch:
        _die_at(patch, step)
        with pytest.raises(KeyboardInterrupt):
            head.sign(at(5), at(3), at(3).root)
    survived = head.last()
    assert survived == (at(5) if step == "fsync of the folder" else at(3))
    assert head.sign(at(9), survived, root(LEAVES[: survived.size]))
    assert head.last() == at(9)
    assert [path.name for path in tmp_path.glob(f".{CHECKPOINT_FILE}*")] == []


def _die_at(patch: pytest.MonkeyPatch, step: str) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    real: Callable[[int], None] = os.fsync
    calls: list[int] = []

    def second(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(descriptor)

    if step == "write":
        patch.setattr("hallmint_server.keyring.secret.write", dies)
    elif step == "fsync":
        patch.setattr(os, "fsync", dies)
    elif step == "replace":
        patch.setattr(Path, "replace", dies)
    else:
        patch.setattr(os, "fsync", second)


def test_a_file_that_is_not_the_last_checkpoint(head: Head, tmp_path: Path) -> None:
    good = head.sign(at(3), None, None)
    path = tmp_path / CHECKPOINT_FILE
    stranger = signed(at(3), signer(ORIGIN))
    for bad in (b"", good[:-1], good.replace(b"\n3\n", b"\n4\n"), stranger, os.urandom(300)):
        path.write_bytes(bad)
        for call in (head.last, lambda: head.sign(at(5), at(3), at(3).root)):
            with pytest.raises(NoteError, match=f"is not the last checkpoint of the log {ORIGIN}: .*backup"):
                call()
        assert path.read_bytes() == bad
