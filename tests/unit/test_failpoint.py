"""Failpoints: off unless set, and acting exactly when they are told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallmint_server import failpoint
from hallmint_server.failpoint import FailpointError

_SOURCES = Path(failpoint.__file__).parent


@pytest.fixture(autouse=True)
def _off_again() -> Iterator[None]:
    yield
    failpoint.configure("")


def acts(times: int, name: str = "finish") -> list[bool]:
    """At which passes of a place it acted."""
    found = []
    for _ in range(times):
        try:
            failpoint.hit(name)
            found.append(False)
        except FailpointError:
            found.append(True)
    return found


def test_they_are_off_unless_set() -> None:
    failpoint.configure("")
    for name in failpoint.NAMES:
        assert acts(2, name) == [False, False]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("finish=error", [True, False, False, False]),
        ("finish=error@1", [True, False, False, False]),
        ("finish=error@3", [False, False, True, False]),
        ("finish=error@0", [True, True, True, True]),
        (" claimed=error , finish=error@2,", [False, True, False, False]),
    ],
)
def test_they_act_at_the_pass_they_are_set_for(spec: str, expected: list[bool]) -> None:
    failpoint.configure(spec)
    assert acts(4) == expected


def test_setting_again_forgets_what_was_set() -> None:
    failpoint.configure("finish=error@0")
    failpoint.configure("claimed=error")
    assert (acts(1), acts(1, "claimed")) == ([False], [True])


@pytest.mark.parametrize(
    "spec",
    ["nowhere=kill", "finish", "finish=", "finish=sleep", "=kill", "finish=kill@x", "finish=kill@-1", "finish=kill@"],
)
def test_what_is_unknown_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match="unknown failpoint"):
        failpoint.configure(spec)


@pytest.mark.parametrize(("action", "number"), [("kill", signal.SIGKILL), ("stop", signal.SIGSTOP)])
def test_kill_and_stop_are_real(action: str, number: signal.Signals) -> None:
    program = (
        f"from hallmint_server import failpoint as f; f.configure('finish={action}'); f.hit('finish'); print('on')"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        if number is signal.SIGKILL:
            assert process.communicate(timeout=20)[0] == ""
            assert process.returncode == -signal.SIGKILL
        else:
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            assert os.WSTOPSIG(status) == signal.SIGSTOP
            process.send_signal(signal.SIGCONT)
            assert process.communicate(timeout=20)[0] == "on\n"


def test_every_place_is_passed_somewhere() -> None:
    text = "".join(path.read_text() for path in _SOURCES.rglob("*.py") if path.name != "failpoint.py")
    assert [name for name in failpoint.NAMES if f'failpoint.hit("{name}")' not in text] == []
    assert text.count("failpoint.hit(") >= len(failpoint.NAMES)
