"""Programs whose clock is wrong: what the time of day is, and nothing of how it passes."""

import atexit
import json
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.support.partner import PATH, Language

HOUR = 3600
"""Seconds that a wrong clock is off."""
_SOURCES = Path(__file__).parent / "clock"
_BUILD_SECONDS = 900
_NOW = re.compile(r"^func Now\(\) Time \{\n\tsec, nsec, mono := \w+\(\)\n", re.MULTILINE)


def missing() -> str:
    """What this machine lacks for it, or empty."""
    if sys.platform != "linux":
        return "preloaded libraries are tried on Linux only"
    return "" if shutil.which("cc") else "a C compiler is missing"


def variables(language: Language | None, *, offset: int, after: int = 0) -> dict[str, str]:
    """The environment of a program whose clock is `offset` seconds off once it has run for `after` seconds: that of a client's
    program for the scenario, or of any that is not in Go.
    """
    told = {"CLOCK_OFFSET": str(offset), "CLOCK_AFTER": str(after)}
    if language is not None and language.name == "go":
        return {**told, "CONFORMANCE_PROGRAM": str(_go_program(language.folder))}
    return {**told, "LD_PRELOAD": str(_library())}


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="hallmint-clock-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _library() -> Path:
    built = _folder() / "clock.so"
    _run("cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", built, _SOURCES / "clock.c")
    return built


@cache
def _go_program(client: Path) -> Path:
    """The program for the scenario, built with a standard library that has our clock."""
    home = Path(_run("go", "env", "GOROOT").strip()) / "src/time"
    source = (home / "time.go").read_text(encoding="utf-8")
    changed, count = _NOW.subn(lambda found: f"{found.group()}\tsec += wrongSeconds(mono)\n", source)
    assert count == 1, "this version of Go tells the time in another way"
    (_folder() / "time.go").write_text(changed, encoding="utf-8")
    replace = {home / "time.go": _folder() / "time.go", home / "wrong_clock.go": _SOURCES / "clock.go"}
    overlay = _folder() / "overlay.json"
    overlay.write_text(json.dumps({"Replace": {str(old): str(new) for old, new in replace.items()}}))
    built = _folder() / "conformance"
    _run("go", "build", "-overlay", overlay, "-o", built, ".", folder=client / "conformance")
    return built


def _run(*command: str | Path, folder: Path | None = None) -> str:
    program = shutil.which(str(command[0]), path=PATH)
    assert program is not None
    run = subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
