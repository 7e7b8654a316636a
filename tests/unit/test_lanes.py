"""The two lanes of `make test`: no folder is forgotten, and no failure."""

import sys
from pathlib import Path

import pytest

from tests import lanes

_ROOT = Path(__file__).parents[1]


def say(text: str, code: int = 0) -> list[str]:
    return [sys.executable, "-c", f"print({text!r}); raise SystemExit({code})"]


def test_each_folder_with_tests_is_in_one_lane() -> None:
    shown, beside = lanes.lanes()
    words = [word for command in (*shown, *beside) for word in command]
    with_tests = {path.parent for path in _ROOT.glob("*/**/test_*.py")}
    assert {path.relative_to(_ROOT).parts[0] for path in with_tests} == set(lanes.folders())
    assert all(words.count(str(_ROOT / name)) == 1 for name in lanes.folders())
    assert [command[:2] for command in beside if command[0] == "cargo"] == [["cargo", "test"]] * 2


def test_both_lanes_run_to_their_ends_and_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert lanes.run([say("a")], [say("b"), say("c")]) == 0
    assert capsys.readouterr().out == "b\nc\n"  # what is shown at once goes past this process


@pytest.mark.parametrize(("shown", "beside", "code"), [((0, 0), (0, 3, 0), 3), ((2, 0), (0, 3), 2), ((0, 5), (0,), 5)])
def test_a_failure_in_either_lane_is_one_and_ends_neither(
    capsys: pytest.CaptureFixture[str], shown: tuple[int, ...], beside: tuple[int, ...], code: int
) -> None:
    first, second = [say("a", each) for each in shown], [say("b", each) for each in beside]
    assert lanes.run(first, second) == code
    assert capsys.readouterr().out == "b\n" * len(beside)


def test_a_lane_that_cannot_begin_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lanes.run([say("a")], [[str(tmp_path / "nothing")]])
