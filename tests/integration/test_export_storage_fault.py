"""Packs in a folder: kills, faults and full disks at every step leave the old or the new, and a retry works."""

import asyncio
import errno
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from hallmint_server import failpoint
from hallmint_server.exporting.folder_storage import FolderStorage, sweep
from hallmint_server.exporting.storage import StorageError, StorageFullError
from tests.support.objects import DATA, KEY, in_pieces, read, stored, temporary


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[FolderStorage]:
    made = FolderStorage(tmp_path / "exports")
    yield made
    made.close()


CHILD = """
import asyncio, sys
from pathlib import Path
from hallmint_server import failpoint
from hallmint_server.exporting.folder_storage import FolderStorage
failpoint.configure(sys.argv[2])
data = bytes(range(256)) * 2000
async def main():
    await FolderStorage(Path(sys.argv[1])).put("brand/export/0-pack", [data[:9], data[9:]])
    print("done", flush=True)
asyncio.run(main())
"""


def child(root: Path, spec: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CHILD, str(root), spec], stdout=subprocess.PIPE)


@pytest.mark.parametrize("name", failpoint.STORAGE_NAMES)
async def test_killed_at_every_step(tmp_path: Path, name: str) -> None:
    root = tmp_path / "exports"
    with child(root, f"{name}=kill") as process:
        assert process.communicate(timeout=30)[0] == b""
    assert process.returncode == -signal.SIGKILL
    there = name in ("export.renamed", "export.durable")
    assert (root / KEY).exists() is there
    assert len(temporary(root)) == (0 if there else 1)
    storage = FolderStorage(root)  # a program starts again
    assert temporary(root) == []
    assert await storage.head(KEY) == (len(DATA) if there else None)
    assert await storage.put(KEY, DATA) == stored(DATA)  # the retry
    assert await read(storage, KEY) == DATA
    storage.close()


@pytest.mark.parametrize("name", failpoint.STORAGE_NAMES)
async def test_a_fault_at_every_step(storage: FolderStorage, tmp_path: Path, name: str) -> None:
    """As a kill, but the process lives on: it cleans up itself."""
    failpoint.configure(f"{name}=error")
    try:
        with pytest.raises(failpoint.FailpointError):
            await storage.put(KEY, in_pieces(DATA))
    finally:
        failpoint.configure("")
    assert temporary(tmp_path / "exports") == []
    there = name in ("export.renamed", "export.durable")
    assert await storage.head(KEY) == (len(DATA) if there else None)
    assert await storage.put(KEY, DATA) == stored(DATA)


async def test_what_another_program_writes_is_not_swept(tmp_path: Path) -> None:
    root = tmp_path / "exports"
    with child(root, "export.half=stop") as process:
        await asyncio.to_thread(os.waitpid, process.pid, os.WUNTRACED)
        assert sweep(root) == 0
        assert len(temporary(root)) == 1
        process.send_signal(signal.SIGCONT)
        assert process.communicate(timeout=30)[0] == b"done\n"
    assert (root / KEY).read_bytes() == DATA


async def test_a_sweep_between_making_and_locking(storage: FolderStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open
    swept: list[Path] = []

    def swept_at_once(path: Path, flags: int, mode: int = 0o777) -> int:
        made = real(path, flags, mode)
        if flags & os.O_EXCL and not swept:
            swept.append(path)
            path.unlink()
        return made

    monkeypatch.setattr(os, "open", swept_at_once)
    assert await storage.put(KEY, DATA) == stored(DATA)
    assert len(swept) == 1


class Fault(NamedTuple):
    name: str
    code: int
    nth: int
    there: bool = False


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> Iterator[list[int]]:
    """A function of os fails at its nth call, and only then."""
    real: Callable[..., object] = getattr(os, fault.name)
    calls: list[int] = []

    def once(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == fault.nth:
            raise OSError(fault.code, os.strerror(fault.code))
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, fault.name, once)
        yield calls


@pytest.mark.parametrize(
    "fault",
    [
        Fault("write", errno.EIO, 2),
        Fault("write", errno.ENOSPC, 1),
        Fault("fsync", errno.EIO, 1),
        Fault("fsync", errno.ENOSPC, 1),
        Fault("fsync", errno.EDQUOT, 1),
        Fault("link", errno.EIO, 1),
        Fault("link", errno.ENOSPC, 1),
        Fault("fsync", errno.EIO, 2, there=True),  # the folder
        Fault("fsync", errno.EIO, 4, there=True),  # the root
    ],
)
async def test_a_disk_that_fails(
    storage: FolderStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    with failing(monkeypatch, fault) as calls, pytest.raises(StorageError) as caught:
        await storage.put(KEY, in_pieces(DATA))
    assert len(calls) == fault.nth
    assert isinstance(caught.value, StorageFullError) is (fault.code != errno.EIO)
    assert str(tmp_path) not in str(caught.value)
    assert temporary(tmp_path / "exports") == []
    assert await storage.head(KEY) == (len(DATA) if fault.there else None)
    with failing(monkeypatch, Fault("fsync", errno.EIO, 99)) as calls:
        assert await storage.put(KEY, DATA) == stored(DATA)
    assert len(calls) == 4  # file and each folder, also where the object was there
    assert await read(storage, KEY) == DATA


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["/usr/bin/umount", str(folder)], check=True)


async def test_a_full_disk(small: Path) -> None:
    storage = FolderStorage(small / "exports")
    await storage.put("first", DATA)
    with pytest.raises(StorageFullError, match="no space left; make some and try again"):
        await storage.put("second", [DATA, DATA])
    assert (await storage.head("second"), await read(storage, "first")) == (None, DATA)
    assert temporary(small / "exports") == []
    (small / "exports/first").unlink()
    assert await storage.put("second", DATA + DATA[:9]) == stored(DATA + DATA[:9])
    storage.close()


async def test_a_limit_on_file_sizes(storage: FolderStorage, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(DATA) // 2, hard))
    try:
        with pytest.raises(StorageFullError):
            await storage.put(KEY, DATA)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (await storage.head(KEY), temporary(tmp_path / "exports")) == (None, [])


async def test_data_that_fails_leaves_nothing(storage: FolderStorage, tmp_path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield DATA
        raise OSError(errno.ENOSPC, "of somebody else")

    with pytest.raises(OSError, match="of somebody else"):
        await storage.put(KEY, breaks())
    assert (await storage.head(KEY), temporary(tmp_path / "exports")) == (None, [])


async def test_cancelled_in_the_middle(storage: FolderStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()
    real = os.fsync

    def slow(file: int) -> None:
        begun.set()
        go.wait(10)
        real(file)

    monkeypatch.setattr(os, "fsync", slow)
    task = asyncio.create_task(storage.put(KEY, DATA))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    await asyncio.sleep(0)
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert temporary(tmp_path / "exports") == []
    assert await storage.head(KEY) in (None, len(DATA))
    assert await storage.put(KEY, DATA) == stored(DATA)
