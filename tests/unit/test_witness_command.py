"""`hallmint-witness`: its key, and what it refuses in one line."""

import asyncio
import json
import os
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.signature import COSIGNATURE, Verifier
from hallmint_server.witness.key import KEY_FILE, open_key
from tests.support.log_scene import signer
from tests.support.witnessing import COMMAND, LOG, Program, ask, body, environment, programs, run

LOG_KEY = str(LOG.verifier)


def refused(folder: Path, *arguments: str, code: int = 78, **changes: str) -> str:
    """The one line that `serve` ends with."""
    done = run("serve", "--folder", str(folder), "--listen", "127.0.0.1:0", *arguments, **changes)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_the_first_start_makes_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "witness"
    key = Program(folder).key
    assert (key.algorithm, key.name.startswith("witness-")) == (COSIGNATURE, True)
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert Program(folder).key == key
    named = run("key", HALLMINT_WITNESS_FOLDER=str(tmp_path / "b"), HALLMINT_WITNESS_NAME="example.com/w").stdout
    assert Verifier.parse(named.strip()).name == "example.com/w"
    assert "PRIVATE" not in named


def test_a_key_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / KEY_FILE
    key = open_key(tmp_path, "example.com/w")
    assert open_key(tmp_path) == key
    for name, words in (("example.com/other", "not of example.com/other"), ("a b", "cannot be the name"), ("", "name")):
        with pytest.raises(KeyFileError, match=words):
            open_key(tmp_path, name)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="can be read by others"):
        open_key(tmp_path)
    path.chmod(0o600)
    for text in ("", "hello\n", signer("example.com/w").secret_text() + "\n", key.secret_text()[:-3] + "\n"):
        path.write_text(text)
        with pytest.raises(KeyFileError, match="is not a witness's key") as caught:
            open_key(tmp_path)
        assert key.secret_text()[-44:] not in str(caught.value)
    path.unlink()
    (tmp_path / "witnessed-00.txt").touch()
    with pytest.raises(KeyFileError, match=r"is missing: .* with another key it would be another"):
        open_key(tmp_path)


def test_what_it_does_not_start_with(tmp_path: Path) -> None:
    assert "public key of a log" in refused(tmp_path, "--log", "nonsense", code=2)
    cosigner = str(signer("w", algorithm=COSIGNATURE).verifier)
    assert "witness's key" in refused(tmp_path, "--log", cosigner, code=2)
    assert cosigner in refused(tmp_path, "--log", cosigner, code=2)
    assert "Missing option '--log'" in refused(tmp_path, code=2)
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: Missing command; see `hallmint-witness --help`\n"
    for address in ("127.0.0.1", "127.0.0.1:", ":7690", "127.0.0.1:65536", "127.0.0.1:x"):
        assert "host" in refused(tmp_path, "--log", LOG_KEY, "--listen", address, code=2)
    assert "HALLMINT_LOG_LEVEL" in refused(tmp_path, "--log", LOG_KEY, HALLMINT_LOG_LEVEL="loud")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert f"{address} cannot be bound" in refused(tmp_path, "--log", LOG_KEY, "--listen", address)


def test_a_misspelt_setting_is_told(tmp_path: Path) -> None:
    """Left unread, it would be another witness in another folder."""
    told = "error: there is no such setting: HALLMINT_WITNES_FOLDER\n"
    assert refused(tmp_path, "--log", LOG_KEY, HALLMINT_WITNES_FOLDER="/w") == told
    assert run("key", "--folder", str(tmp_path), HALLMINT_WITNES_FOLDER="/w").stderr == told
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Root may write into every folder, so it is a file that is in the way."""
    (tmp_path / "file").touch()
    assert "folder" in refused(tmp_path / "file", "--log", LOG_KEY)
    if os.geteuid():
        folder = tmp_path / "folder"
        open_key(folder)
        folder.chmod(0o500)
        assert f"{folder} cannot be written" in refused(folder, "--log", LOG_KEY)


def test_a_damaged_record_is_refused_at_the_start(tmp_path: Path) -> None:
    with programs(tmp_path, 1) as (witness,):
        assert asyncio.run(ask(witness.url, body(0, 7)))[0] == 200
        assert witness.stop() == 0
        (record,) = witness.folder.glob("witnessed-*")
        record.write_bytes(record.read_bytes()[:-1])
        assert "is not what this witness cosigned last of the log" in refused(witness.folder, "--log", LOG_KEY)


def test_it_says_what_it_did_and_no_address(tmp_path: Path) -> None:
    with programs(tmp_path, 1) as (witness,):
        for data in (body(0, 7), body(0, 7), body(7, 9, hashes=[]), b"hunter2"):
            asyncio.run(ask(witness.url, data))
        assert witness.stop() == 0
        first, *lines = witness.log.read_text().splitlines()
        assert first == f"serving witness {witness.key.name} at 127.0.0.1:{witness.port}"
        assert [json.loads(line)["event"] for line in lines] == ["cosigned", "not cosigned", "not cosigned"]
        assert not any("127.0.0.1" in line or "hunter2" in line for line in lines)


def test_it_stops_with_whoever_started_it(tmp_path: Path) -> None:
    command = [*COMMAND, "serve", "-f", str(tmp_path), "--log", LOG_KEY, "--listen", "127.0.0.1:0", "--until-eof"]
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("serving witness ")
        process.communicate(timeout=20)
        assert process.returncode == 0
