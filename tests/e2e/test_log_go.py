"""Go's own notes and trees (golang.org/x/mod/sumdb) agree with ours, both ways. Skipped where there is no Go, or its module
cannot be had.
"""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hallmint_server.log import tile as tiles
from hallmint_server.log.checkpoint import open_checkpoint
from hallmint_server.log.key import LogKey
from hallmint_server.log.note import open_note, write_note
from hallmint_server.log.proof import parse_proof
from tests.support.log_scene import ORIGIN, leaf, root, scene, signer
from tests.support.witnessing import ask, body, checkpoint, note, programs

_SOURCE = Path(__file__).parents[1] / "support" / "go"
_MOST = 70_000


class Oracle:
    """The program of tests/support/go, which answers one question a line."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, op: str, **question: Any) -> tuple[bytes, str]:
        """What Go makes of it, and its error or nothing."""
        plain = {
            name: [_base64(node) for node in value] if isinstance(value, list) else _base64(value)
            for name, value in question.items()
            if not isinstance(value, int | str)
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"Op": op, **question, **plain}).encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return base64.b64decode(answer["Text"] or ""), answer["Error"]

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracle]:
    program = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
    if program is None:
        pytest.skip("Go is missing")
    folder = tmp_path_factory.mktemp("go")
    shutil.copytree(_SOURCE, folder, dirs_exist_ok=True)
    try:
        got = subprocess.run([program, "mod", "download"], cwd=folder, capture_output=True, timeout=40, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("golang.org/x/mod cannot be had: no answer")
    if got.returncode:
        pytest.skip(f"golang.org/x/mod cannot be had: {got.stderr.decode().strip()[-200:]}")
    subprocess.run([program, "build", "-o", "oracle", "."], cwd=folder, timeout=100, check=True)
    oracle = Oracle(folder / "oracle")
    yield oracle
    oracle.close()


@pytest.fixture(scope="module")
def rows() -> dict[tuple[int, int], bytes]:
    return tiles.grow(lambda _level, _number: b"", 0, [leaf(at) for at in range(_MOST)])


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_go_opens_our_checkpoints(go: Oracle, tmp_path: Path) -> None:
    """With a key that we made, and with witnesses that Go does not know."""
    key = LogKey.open(tmp_path, ORIGIN)
    text = "hello\nworld\n"
    assert go.ask("open", Key=key.public, Text=write_note(text, [key.sign(text)])) == (text.encode(), "")
    made = scene()
    opened, error = go.ask("open", Key=made.log_key, Text=made.proof.checkpoint)
    assert (opened.decode(), error) == (open_checkpoint(made.proof.checkpoint, made.log.verifier)[0].text(), "")
    assert "invalid signature" in go.ask("open", Key=made.log_key, Text=_changed(made.proof.checkpoint))[1]


async def test_go_takes_what_our_witness_answers(go: Oracle, tmp_path: Path) -> None:
    """Behind the log's note, as C2SP tlog-witness says that a client may read it."""
    with programs(tmp_path, 1) as (witness,):
        for old, new in ((0, 3), (3, 8)):
            status, _, line = await ask(witness.url, body(old, new))
            assert status == 200
            signed = note(new) + line
            assert go.ask("cosigned", Key=str(witness.key), Text=signed) == (checkpoint(new).text().encode(), "")
            assert go.ask("cosigned", Key=str(witness.key), Text=note(new + 1) + line)[1]


def test_we_open_gos_notes_and_sign_the_same(go: Oracle) -> None:
    for name, text in (("example.com/log", "one\n"), ("PeterNeumann", "two\n\nlines — and é\n"), (ORIGIN, "\n")):
        private = signer(name)
        signed, error = go.ask("sign", Key=private.secret_text(), Text=text.encode())
        assert error == ""
        assert signed == write_note(text, [private.sign(text)])
        assert open_note(signed, [private.verifier]).text == text


def test_go_accepts_our_proofs_of_tokens(go: Oracle) -> None:
    for seq, quantity, index, size in ((0, 1, 0, 1), (3, 7, 5, 11), (69, 70, 69, 70), (256, 300, 128, 130)):
        made = scene(seq=seq, quantity=quantity, index=index, size=size)
        proof = parse_proof(bytes(made.proof))
        head = open_checkpoint(proof.checkpoint, made.log.verifier)[0]
        unit = {
            "Size": quantity,
            "Root": proof.opening.root,
            "Index": seq,
            "Leaf": proof.leaf(),
            "Path": list(proof.path),
        }
        batch = {
            "Size": size,
            "Root": head.root,
            "Index": index,
            "Leaf": proof.entry_leaf(),
            "Path": list(proof.log_path),
        }
        for question in (unit, batch):
            assert go.ask("record", **question) == (b"", "")
            assert go.ask("record", **{**question, "Root": bytes(32)})[1]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 6000, 65_536, 65_537, _MOST])
def test_go_accepts_paths_out_of_our_tiles(go: Oracle, rows: dict[tuple[int, int], bytes], size: int) -> None:
    def read(level: int, number: int) -> bytes:
        return rows[level, number]

    whole = tiles.root(size, read)
    for at in {0, 1, 254, 255, 256, size // 2, size - 1} & set(range(size)):
        path = tiles.hashes(tiles.inclusion(at, size), read)
        assert go.ask("record", Size=size, Root=whole, Index=at, Leaf=leaf(at), Path=path) == (b"", "")
        growth = tiles.hashes(tiles.consistency(at + 1, size), read)
        before = tiles.root(at + 1, read)
        assert go.ask("tree", Size=size, Root=whole, Index=at + 1, Leaf=before, Path=growth) == (b"", "")
        assert go.ask("tree", Size=size, Root=whole, Index=at + 1, Leaf=bytes(32), Path=growth)[1]
    if size <= 6000:
        assert whole == root([leaf(at) for at in range(size)])


def test_go_names_the_same_tiles(go: Oracle) -> None:
    """Its paths have the height of a tile behind the word, which C2SP's have not."""
    for tile in (tiles.Tile(0, 0), tiles.Tile(1, 1234067, 5), tiles.Tile(3, 999, 1), tiles.Tile(0, 10**9, 255)):
        named, error = go.ask("tile", Level=tile.level, Index=tile.number, Width=tile.width)
        assert (named.decode().replace("tile/8/", "tile/"), error) == (tile.path, "")
    for old, new in ((0, 1), (0, 256), (255, 257), (256, 512), (1000, 70_000), (65_535, 65_537), (5, 5)):
        named, _ = go.ask("tiles", Index=old, Size=new)
        assert named.decode().replace("tile/8/", "tile/").split() == [tile.path for tile in tiles.changed(old, new)]


def _changed(note: bytes) -> bytes:
    return note.replace(b"\n11\n", b"\n12\n")
