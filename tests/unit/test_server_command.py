"""What `hallmint-server` says before it does anything: wrong use and wrong settings are one line, with their exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_NOBODY = "postgresql://nobody@127.0.0.1:1/nothing"


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hallmint_server", *arguments],
        env={"PATH": os.environ["PATH"], "HALLMINT_HOME": str(home), "COLUMNS": "80", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("frob",), "No such command 'frob'; see `hallmint-server --help`"),
        (("keys",), "Missing command; see `hallmint-server keys --help`"),
        (("keys", "retire"), "Missing argument 'VERSION'; see `hallmint-server keys retire --help`"),
        (("log",), "Missing command; see `hallmint-server log --help`"),
        (("log", "begin"), "Missing argument 'NAME'; see `hallmint-server log begin --help`"),
        (("fsck", "--pack"), "No such option: --pack"),
        (("fsck", "--batch", "0195"), "Invalid value for '--batch'"),
        (("dev", "--workers", "17"), "Invalid value for '--workers'"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run(tmp_path, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"error: {says}")
    assert list(tmp_path.iterdir()) == []


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout == run(tmp_path, "-h").stdout
    assert run(tmp_path, "--version").stdout.startswith("hallmint-server ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve",),
        ("worker",),
        ("migrate",),
        ("fsck",),
        ("keys", "add"),
        ("keys", "rotate-links"),
        ("log", "begin", "a.example/log"),
        ("dev",),
    ],
)
def test_no_command_acts_on_a_setting_that_does_not_exist(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A misspelt HALLMINT_KEYS would make keys in another folder, a misspelt HALLMINT_LOG_POLICY ask no witness."""
    done = run(tmp_path, *arguments, HALLMINT_DATABASE_URL=_NOBODY, HALLMINT_LOG_POLCIY="policy")
    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr == "error: there is no such setting: HALLMINT_LOG_POLCIY\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("HALLMINT_TLS_CERTIFICATE", "none.pem", "HALLMINT_TLS_CERTIFICATE and HALLMINT_TLS_KEY go together"),
        ("HALLMINT_GRPC_ADDRESS", "192.0.2.1", "HALLMINT_GRPC_ADDRESS 192.0.2.1 is reached from other machines"),
        ("HALLMINT_LOG_POLICY", "none.txt", "HALLMINT_LOG_POLICY: none.txt cannot be read"),
    ],
)
def test_check_config_refuses_what_a_start_would_refuse(tmp_path: Path, setting: str, value: str, says: str) -> None:
    done = run(tmp_path, "check-config", **{setting: value})
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert done.stderr.startswith(f"error: {says}")
    assert f"\n{setting} " in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_question_without_an_answer_does_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "keys", "lost", "1", HALLMINT_DATABASE_URL=_NOBODY)
    assert done.returncode == 1
    assert done.stderr == "error: it was not confirmed; nothing was done\n"
