"""Key files: what is taken for a key, and what dying in between leaves."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from hallmint_server.keyring.file import KeyFolder, write_derived
from hallmint_server.keyring.secret import KeyFileError
from mintcore import CodeKey

_HEX = "0f" * 32


def folder(path: Path, **environment: str) -> KeyFolder:
    return KeyFolder(path, {int(version[1:]): SecretStr(text) for version, text in environment.items()})


def put(path: Path, text: str, *, version: int = 1, mode: int = 0o600) -> None:
    made = path / f"code-key-{version}.hex"
    made.write_text(text)
    made.chmod(mode)


def test_a_new_key_is_random_and_whole(tmp_path: Path) -> None:
    keys = folder(tmp_path / "a" / "b")
    first, second = keys.create(1), keys.create(2)
    assert first.check_value() != second.check_value()
    assert keys.read(1).check_value() == first.check_value()
    for version in (1, 2):
        path = keys.path(version)
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(bytes.fromhex(path.read_text().removesuffix("\n"))) == 32
    assert sorted(p.name for p in (tmp_path / "a" / "b").iterdir()) == ["code-key-1.hex", "code-key-2.hex"]


def test_a_key_that_is_there_is_taken_and_never_replaced(tmp_path: Path) -> None:
    put(tmp_path, _HEX + "\n")
    assert folder(tmp_path).create(1).check_value() == CodeKey.from_master(bytes.fromhex(_HEX)).check_value()
    assert (tmp_path / "code-key-1.hex").read_text() == _HEX + "\n"


def test_another_process_that_is_first_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def beaten(source: Path, target: Path) -> None:
        put(tmp_path, _HEX + "\n")
        link(source, target)

    monkeypatch.setattr(os, "link", beaten)
    assert folder(tmp_path).create(1).check_value() == CodeKey.from_master(bytes.fromhex(_HEX)).check_value()
    assert [p.name for p in tmp_path.iterdir()] == ["code-key-1.hex"]


def test_dying_before_the_link_leaves_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", dies)
    with pytest.raises(KeyboardInterrupt):
        folder(tmp_path).create(1)
    assert not folder(tmp_path).exists(1)
    monkeypatch.undo()
    assert folder(tmp_path).create(1).check_value()


@pytest.mark.parametrize("text", [_HEX, _HEX + "\n", _HEX.upper() + "\n"])
def test_forms_of_a_key(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    expected = CodeKey.from_master(bytes.fromhex(_HEX)).check_value()
    assert folder(tmp_path).read(1).check_value() == expected
    assert folder(tmp_path, v1=text).read(1).check_value() == expected


_NO_KEYS = ["", "\n", _HEX[1:], _HEX + "0", " " + _HEX, _HEX + " \n", _HEX[:-1] + "g", "0x" + _HEX[2:]]


@pytest.mark.parametrize("text", _NO_KEYS, ids=range(len(_NO_KEYS)))  # an id must not show what no message may
def test_what_is_no_key(tmp_path: Path, text: str) -> None:
    put(tmp_path, text)
    for keys, where in ((folder(tmp_path), "code-key-1.hex"), (folder(tmp_path / "x", v1=text), "HALLMINT_CODE_KEY_1")):
        with pytest.raises(KeyFileError, match=r"64 hex digits and a line feed \(32 random bytes\)") as caught:
            keys.read(1)
        assert where in str(caught.value)
        assert "0f0f" not in str(caught.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    put(tmp_path, "")
    (tmp_path / "code-key-1.hex").write_bytes(bytes(range(256)))
    with pytest.raises(KeyFileError, match="is not a code key"):
        folder(tmp_path).read(1)


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o604, 0o602, 0o644, 0o777, 0o610])
def test_a_key_that_others_reach(tmp_path: Path, mode: int) -> None:
    put(tmp_path, _HEX + "\n", mode=mode)
    with pytest.raises(KeyFileError, match=f"has mode {mode:04o}. Run `chmod 600 .*`keys retire 1`"):
        folder(tmp_path).read(1)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_that_only_its_owner_reaches(tmp_path: Path, mode: int) -> None:
    put(tmp_path, _HEX + "\n", mode=mode)
    assert folder(tmp_path).read(1).check_value()


def test_a_missing_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError) as caught:
        folder(tmp_path).read(3)
    for hint in ("code-key-3.hex does not exist", "backup", "HALLMINT_CODE_KEY_3", "keys lost 3"):
        assert hint in str(caught.value)


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "code-key-1.hex").mkdir()
    with pytest.raises(KeyFileError, match="code key 1 cannot be read"):
        folder(tmp_path).read(1)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    put(tmp_path, "ab" * 32 + "\n")
    keys = folder(tmp_path, v1=_HEX)
    assert keys.exists(1)
    assert keys.read(1).check_value() == CodeKey.from_master(bytes.fromhex(_HEX)).check_value()
    assert keys.create(1).check_value() == keys.read(1).check_value()


def test_an_empty_database_begins_behind_every_file(tmp_path: Path) -> None:
    assert folder(tmp_path).first_version() == 1
    for version in (2, 10):
        put(tmp_path, _HEX, version=version)
    for other in ("code-key-99.hex.bak", "code-key-0.hex", "code-key-x.hex", ".code-key-50.abcd"):
        (tmp_path / other).touch()
    assert folder(tmp_path).first_version() == 11
    assert folder(tmp_path, v4=_HEX).first_version() == 4


def test_every_key_is_checked(tmp_path: Path) -> None:
    for version in (1, 2):
        put(tmp_path, _HEX, version=version)
    folder(tmp_path, v7=_HEX).check()
    with pytest.raises(KeyFileError, match="HALLMINT_CODE_KEY_7"):
        folder(tmp_path, v7=_HEX[:-1]).check()
    put(tmp_path, _HEX, version=2, mode=0o644)
    with pytest.raises(KeyFileError, match="code key 2 can be read by others"):
        folder(tmp_path).check()


def test_a_derived_key_is_no_master_key_and_replaces_an_older_one(tmp_path: Path) -> None:
    key = CodeKey.from_master(bytes.fromhex(_HEX))
    out = tmp_path / "out"
    for _ in range(2):
        path = write_derived(out, 1, key)
        assert bytes.fromhex(path.read_text()) == key.derived() != bytes.fromhex(_HEX)
        assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in out.iterdir()] == ["code-key-derived-1.hex"]
