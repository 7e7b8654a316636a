"""The two lanes of `make test`: no file is forgotten, and no failure."""

import sys
from pathlib import Path

import pytest

from tests import lanes
from tests.lanes import Chunk

_ROOT = Path(__file__).parents[1]


def say(text: str, code: int = 0) -> Chunk:
    return Chunk(name=text, command=[sys.executable, "-c", f"print({text!r}); raise SystemExit({code})"])


def test_each_file_with_tests_is_in_one_chunk() -> None:
    chunks = lanes.chunks()
    paths = [Path(word) for chunk in chunks for word in chunk.command if word.startswith(str(_ROOT))]
    files = [file for path in paths for file in (path.rglob("test_*.py") if path.is_dir() else [path])]
    assert sorted(files) == sorted(_ROOT.glob("*/**/test_*.py"))
    assert [chunk.command[:2] for chunk in chunks if chunk.command[0] == "cargo"] == [["cargo", "test"]] * 2
    assert len({chunk.name for chunk in chunks}) == len(chunks)


def test_all_chunks_run_to_their_ends_and_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert lanes.run([say(name) for name in "abcde"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert sorted(lines[:5]) == list("abcde")
    assert [line.split() for line in lines[5:]] == [[name, "0", "s"] for name in "abcde"]


@pytest.mark.parametrize(("codes", "code"), [((0, 0, 0), 0), ((0, 3, 0), 3), ((2, 0, 3), 2), ((0, 0, 0, 5), 5)])
def test_a_failure_is_the_codes_first_and_ends_nothing(
    capfd: pytest.CaptureFixture[str], codes: tuple[int, ...], code: int
) -> None:
    assert lanes.run([say(str(place), each) for place, each in enumerate(codes)]) == code
    told = capfd.readouterr().out.splitlines()[len(codes) :]
    assert [line.endswith(f"exit code {each}") for line, each in zip(told, codes, strict=True)] == [
        each != 0 for each in codes
    ]


def test_a_chunk_that_cannot_begin_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lanes.run([Chunk(name="nothing", command=[str(tmp_path / "nothing")]), say("a")])


def test_programs_of_a_chunk_may_keep_what_they_compiled(capfd: pytest.CaptureFixture[str]) -> None:
    """What loads Python is slow enough: the time of some thousand starts."""
    words = "import sys; print(sys.dont_write_bytecode)"
    assert lanes.run([Chunk(name="start", command=[sys.executable, "-c", words])]) == 0
    assert capfd.readouterr().out.splitlines()[0] == "False"
