"""The key and the last checkpoint, with real processes: started at once, and killed while they sign."""

import random
import subprocess
import sys
import time
from pathlib import Path

from hallmint_server.log.checkpoint import Head, open_checkpoint
from hallmint_server.log.key import KEY_FILE, LogKey
from tests.support.log_scene import ORIGIN

# Two trees, told apart by the second argument: a program signs its own as fast as it can, and tells what it signed.
_SIGNING = """
import hashlib, sys
from pathlib import Path
from hallmint_server.log.checkpoint import Checkpoint, CheckpointOvertaken, CheckpointRefused, Head
from hallmint_server.log.key import LogKey

def root(size):
    return hashlib.sha256(f"{sys.argv[2]} {size}".encode()).digest()

folder = Path(sys.argv[1])
key = LogKey.open(folder, sys.argv[3])
print(key.public, flush=True)
head = Head(folder, key)
while sys.stdin.readable():
    last = head.last()
    size = last.size + 1 if last else 1
    wanted = Checkpoint(origin=key.name, size=size, root=root(size))
    try:
        head.sign(wanted, last, root(last.size) if last else None)
    except CheckpointOvertaken:
        continue
    except CheckpointRefused as error:
        print("refused", flush=True)
        break
    print(size, wanted.root.hex(), flush=True)
"""


def start(folder: Path, tree: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SIGNING, str(folder), tree, ORIGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_killed_while_signing(tmp_path: Path) -> None:
    """Whatever was told is in the file, or is older than what is there; nothing was signed twice; the key stays the same."""
    chance = random.Random(6)  # noqa: S311 - a test that shall be repeated
    publics: set[str] = set()
    signed: dict[int, set[str]] = {}
    for _ in range(6):
        programs = [start(tmp_path, "a") for _ in range(2)]
        for program in programs:  # both are there, and have their key
            assert program.stdout is not None
            publics.add(program.stdout.readline().strip())
        time.sleep(chance.random() / 5)  # how long they sign before they are killed is the fault under test
        told = 0
        for program in programs:
            program.kill()
            lines = program.communicate()[0].split("\n")[:-1]
            assert "refused" not in lines
            for size, root in (line.split() for line in lines):
                signed.setdefault(int(size), set()).add(root)
                told = max(told, int(size))
        last = Head(tmp_path, LogKey.open(tmp_path, ORIGIN)).last()
        assert last is not None
        assert last.size >= told
    assert len(publics) == 1
    assert len(signed) > 6
    assert all(len(roots) == 1 for roots in signed.values())


def test_two_logs_of_one_key(tmp_path: Path) -> None:
    """A copy of the database that another sequencer signs: one of them is told no."""
    programs = [start(tmp_path, tree) for tree in ("a", "b")]
    loser = _first_to_end(programs)
    assert loser.communicate()[0].split("\n")[-2] == "refused"
    for program in programs:
        program.kill()
        program.wait()
        for stream in (program.stdin, program.stdout):
            if stream:
                stream.close()
    key = LogKey.open(tmp_path, ORIGIN)
    last = Head(tmp_path, key).last()
    assert last is not None
    assert open_checkpoint((tmp_path / "log-checkpoint-1.txt").read_bytes(), key.verifier)[0] == last


def test_programs_that_start_at_once_get_one_key(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from hallmint_server.log.key import LogKey\n"
    code += "sys.stdin.read(); print(LogKey.open(Path(sys.argv[1]), sys.argv[2]).public)"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "keys"), ORIGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.close()
        program.stdin = None
    assert len({program.communicate(timeout=60)[0] for program in programs}) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [KEY_FILE]


def _first_to_end(programs: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    while True:
        for program in programs:
            try:
                program.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            return program
