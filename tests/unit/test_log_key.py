"""The log's key file: made once, by whoever is first, and refused in words where it cannot be used."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.key import CHECKPOINT_FILE, KEY_FILE, LogKey
from hallmint_server.log.note import open_note, write_note
from hallmint_server.log.signature import COSIGNATURE, NoteError
from tests.support.log_scene import ORIGIN, signer


def put(folder: Path, text: str, *, mode: int = 0o600) -> None:
    path = folder / KEY_FILE
    path.write_text(text)
    path.chmod(mode)


def test_the_first_start_makes_a_key(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "keys"
    key = LogKey.open(folder, ORIGIN)
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    text = (folder / KEY_FILE).read_text()
    assert text.startswith(f"PRIVATE+KEY+{ORIGIN}+")
    assert text.count("\n") == 1
    assert LogKey.open(folder, ORIGIN, first_start=False).public == key.public
    assert LogKey.open(tmp_path / "b", ORIGIN).public != key.public
    assert open_note(write_note("x\n", [key.sign("x\n")]), [key.verifier]).text == "x\n"


def test_programs_that_start_at_once_get_one_key(tmp_path: Path) -> None:
    for round_ in range(20):
        folder, together = tmp_path / str(round_), threading.Barrier(8)

        def start(folder: Path = folder, together: threading.Barrier = together) -> str:
            together.wait()
            return LogKey.open(folder, ORIGIN).public

        with ThreadPoolExecutor(8) as pool:
            keys = {future.result() for future in [pool.submit(start) for _ in range(8)]}
        assert len(keys) == 1
        assert [path.name for path in folder.iterdir()] == [KEY_FILE]


def test_dying_before_the_link_leaves_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", dies)
    with pytest.raises(KeyboardInterrupt):
        LogKey.open(tmp_path, ORIGIN)
    assert not (tmp_path / KEY_FILE).exists()
    monkeypatch.undo()
    assert LogKey.open(tmp_path, ORIGIN)


def test_no_second_key_for_a_log_that_signed(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"the log's key is missing: .* Put the file back from your backup"):
        LogKey.open(tmp_path, ORIGIN, first_start=False)
    (tmp_path / CHECKPOINT_FILE).touch()
    with pytest.raises(KeyFileError, match="with another key it would be another log"):
        LogKey.open(tmp_path, ORIGIN)
    assert [path.name for path in tmp_path.iterdir()] == [CHECKPOINT_FILE]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o777])
def test_a_key_that_others_reach(tmp_path: Path, mode: int) -> None:
    put(tmp_path, signer(ORIGIN).secret_text() + "\n", mode=mode)
    with pytest.raises(KeyFileError, match=f"has mode {mode:04o}. Run `chmod 600 .*sign in the log's name"):
        LogKey.open(tmp_path, ORIGIN)


def test_the_key_of_another_log(tmp_path: Path) -> None:
    put(tmp_path, signer("other.example/log").secret_text() + "\n")
    with pytest.raises(KeyFileError, match=f"the key of the log other.example/log, and this log is called {ORIGIN}"):
        LogKey.open(tmp_path, ORIGIN)


_GOOD = signer(ORIGIN).secret_text()
_SECRET = _GOOD.rpartition("+")[2][4:20]
_NO_KEYS = [
    "",
    "\n",
    _GOOD[:-1],
    _GOOD + "\n\n",
    " " + _GOOD,
    _GOOD.removeprefix("PRIVATE+KEY+"),
    str(signer(ORIGIN).verifier),
    signer(ORIGIN, algorithm=COSIGNATURE).secret_text(),
    "0f" * 32 + "\n",
    "\u20ac",
    "\0" * 100,
]


@pytest.mark.parametrize("text", _NO_KEYS, ids=range(len(_NO_KEYS)))
def test_what_is_no_key(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    with pytest.raises(KeyFileError, match=r"is not a log's key: it must be one line") as caught:
        LogKey.open(tmp_path, ORIGIN)
    assert _SECRET not in str(caught.value)


def test_with_and_without_a_line_end(tmp_path: Path) -> None:
    for text in (_GOOD, _GOOD + "\n", _GOOD + "\r\n"):
        put(tmp_path, text)
        assert LogKey.open(tmp_path, ORIGIN).public == str(signer(ORIGIN).verifier)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).mkdir(mode=0o700)
    with pytest.raises(KeyFileError, match="the log's key cannot be read"):
        LogKey.open(tmp_path, ORIGIN)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "ü.example", "https://x y", "x" * 101, "\u2028"])
def test_what_cannot_name_a_log(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyFileError, match="cannot be the name of a log"):
        LogKey.open(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_witness_key_signs_no_log() -> None:
    with pytest.raises(NoteError, match="Ed25519"):
        LogKey(signer(ORIGIN, algorithm=COSIGNATURE))
