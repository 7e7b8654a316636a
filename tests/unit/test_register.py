"""The register of numbers: what is entered stays, and is told from what was not."""

import asyncio
import errno
import fcntl
import os
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from hallmint_server.keyring.register import NumberTakenError, Register
from hallmint_server.keyring.secret import KeyFileError

_KEY, _OTHER_KEY = bytes.fromhex("7c096816ce3590e5"), bytes(8)
_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_OTHER = UUID("01890a5d-ac96-774b-bcce-b302099a8058")


async def test_an_entry_stays(tmp_path: Path) -> None:
    register = Register(tmp_path / "keys")
    assert (register.newest(_KEY), register.read(_KEY, 5)) == (0, None)
    await register.enter(_KEY, 5, _ID)
    await register.enter(_KEY, 5, _ID)
    with pytest.raises(NumberTakenError):
        await register.enter(_KEY, 5, _OTHER)
    await register.enter(_KEY, 2, _OTHER)  # in any order
    assert [register.read(_KEY, number) for number in range(1, 7)] == [None, _OTHER, None, None, _ID, None]
    assert register.newest(_KEY) == 5
    assert (register.newest(_OTHER_KEY), register.read(_OTHER_KEY, 5)) == (0, None)
    path = register.path(_KEY)
    assert path.name == "numbers-7c096816ce3590e5.bin"
    assert path.read_bytes() == bytes(32) + _OTHER.bytes + bytes(32) + _ID.bytes
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


async def test_the_largest_number_has_its_place(tmp_path: Path) -> None:
    register = Register(tmp_path)
    most = 2**31 - 1
    await register.enter(_KEY, most, _ID)
    assert (register.newest(_KEY), register.read(_KEY, most), register.read(_KEY, most - 1)) == (most, _ID, None)
    assert register.path(_KEY).stat().st_blocks < 100, "a file with a hole"


async def test_many_at_once_keep_every_entry(tmp_path: Path) -> None:
    ids = {number: UUID(int=number) for number in range(1, 200)}
    # Each through its own object, as workers in processes of their own have it.
    await asyncio.gather(*(Register(tmp_path).enter(_KEY, number, batch_id) for number, batch_id in ids.items()))
    register = Register(tmp_path)
    assert {number: register.read(_KEY, number) for number in ids} == ids


@pytest.mark.parametrize("kept", [1, 8, 15])
async def test_a_file_that_was_cut_off_gives_no_number_again(tmp_path: Path, kept: int) -> None:
    """A disk of before its time, not a power cut: an entry is in one sector."""
    register = Register(tmp_path)
    await register.enter(_KEY, 1, _ID)
    register.path(_KEY).write_bytes(bytes(16) + _ID.bytes[:kept])
    assert register.newest(_KEY) == 1
    with pytest.raises(NumberTakenError):
        await register.enter(_KEY, 1, _ID)


async def test_a_folder_that_cannot_be_written_is_told_once_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("no folder")
    register = Register(tmp_path / "keys" / "deeper")
    with capture_logs() as logs:
        await register.enter(_KEY, 1, _ID)
        await register.enter(_KEY, 2, _ID)
    (line,) = logs
    assert (line["log_level"], line["error"]) == ("warning", "Not a directory")
    assert (register.newest(_KEY), register.read(_KEY, 1)) == (0, None)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
async def test_what_can_only_be_read_still_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Tests run as root, whom no mode of a file keeps from writing."""
    register = Register(tmp_path)
    await register.enter(_KEY, 1, _ID)
    really = os.open

    def opened(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise OSError(number, os.strerror(number))
        return really(path, flags, mode)

    monkeypatch.setattr(os, "open", opened)
    await register.enter(_KEY, 1, _ID)
    await register.enter(_KEY, 2, _ID)
    with pytest.raises(NumberTakenError):
        await register.enter(_KEY, 1, _OTHER)
    assert register.newest(_KEY) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EIO, errno.ESTALE])
async def test_any_other_failure_keeps_the_batch_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fails(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", fails)
    with pytest.raises(KeyFileError, match=f"cannot be used: .*: {os.strerror(number)}"):
        await Register(tmp_path).enter(_KEY, 1, _ID)


async def test_an_entry_that_is_there_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wrote it may have died before it was durable."""
    await Register(tmp_path).enter(_KEY, 1, _ID)
    written: list[int] = []
    really = os.pwrite

    def pwrite(file: int, data: bytes, offset: int) -> int:
        assert fcntl.fcntl(file, fcntl.F_GETFL) & os.O_DSYNC
        written.append(offset)
        return really(file, data, offset)

    monkeypatch.setattr(os, "pwrite", pwrite)
    await Register(tmp_path).enter(_KEY, 1, _ID)
    assert set(written) == {16}


def test_zeros_at_the_end_are_no_numbers(tmp_path: Path) -> None:
    register = Register(tmp_path)
    path = register.path(_KEY)
    for zeros in (0, 1, 16, 4096, 1 << 19):
        path.write_bytes(bytes(16) + _ID.bytes * 3 + bytes(zeros))
        assert register.newest(_KEY) == 3
    for zeros in (16, 4096):
        path.write_bytes(bytes(zeros))
        assert register.newest(_KEY) == 0


@pytest.mark.parametrize("size", [2 << 20, 2**36, 2**36 + 16])
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, size: int) -> None:
    register = Register(tmp_path)
    register.path(_KEY).write_bytes(bytes(16) + _ID.bytes)
    os.truncate(register.path(_KEY), size)
    with pytest.raises(KeyFileError, match=r"is no register of numbers\. Put back the newest one"):
        register.newest(_KEY)


async def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.path(_KEY).mkdir()
    with pytest.raises(KeyFileError, match="is no register of numbers"):
        register.newest(_KEY)
    with pytest.raises(KeyFileError, match="Is a directory"):
        await register.enter(_KEY, 1, _ID)


async def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.path(_KEY).symlink_to("/dev/full")
    with pytest.raises(KeyFileError, match=r"cannot be used: .*numbers-7c096816ce3590e5\.bin: No space left on device"):
        await register.enter(_KEY, 1, _ID)
