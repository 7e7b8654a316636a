"""Packs in a folder: durable on return, whole or absent whatever dies when, and never replaced."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.opening import open_storage
from hallmint_server.exporting.storage import (
    Data,
    ObjectExistsError,
    ObjectMissingError,
    StorageError,
    Stored,
)
from hallmint_server.settings import Settings
from tests.support.objects import DATA, KEY, in_pieces, in_pieces_async, read, stored, temporary


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[FolderStorage]:
    made = FolderStorage(tmp_path / "exports")
    yield made
    made.close()


async def test_what_is_stored_is_read(storage: FolderStorage, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(DATA)
    ways: dict[str, Data] = {
        "bytes": DATA,
        "path": tmp_path / "file",
        "pieces": in_pieces(DATA),
        "async": in_pieces_async(DATA),
        "list": [DATA[:7], b"", DATA[7:]],
    }
    for name, data in ways.items():
        assert await storage.put(f"a/{name}", data) == stored(DATA)
        assert (await storage.head(f"a/{name}"), await read(storage, f"a/{name}")) == (len(DATA), DATA)
    assert await storage.put("empty", b"") == stored(b"")
    assert await storage.head("empty") == 0
    assert await read(storage, "a/bytes", 300_000, 300_005) == DATA[300_000:300_005]
    assert await read(storage, "a/bytes", len(DATA) - 1) == DATA[-1:]
    assert await read(storage, "a/bytes", 9, 9) == b""
    with pytest.raises(StorageError):
        await read(storage, "a/bytes", len(DATA))
    await storage.presigned_url("a/bytes", 300)
    assert temporary(tmp_path / "exports") == []


async def test_all_but_what_is_kept_goes(storage: FolderStorage) -> None:
    for key in ("b/e/0-x", "b/e/0-y", "b/e/1-x", "b/e2/0-x", "b/f"):
        await storage.put(key, DATA)
    assert await storage.keep_only("b/e", {"b/e/0-x", "b/e/1-x"}) == 1
    assert await storage.keep_only("b/e", {"b/e/0-x", "b/e/1-x"}) == 0
    assert await storage.keep_only("b/none", set()) == 0
    assert [await storage.head(key) for key in ("b/e/0-x", "b/e/0-y", "b/e/1-x", "b/e2/0-x", "b/f")] == [
        len(DATA), None, len(DATA), len(DATA), len(DATA),
    ]  # fmt: skip


async def test_what_is_absent(storage: FolderStorage) -> None:
    assert await storage.head("nowhere") is None
    with pytest.raises(ObjectMissingError):
        await read(storage, "a/nowhere")


async def test_only_the_owner_reads(storage: FolderStorage, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        await storage.put(KEY, DATA)
    finally:
        os.umask(old)
    root = tmp_path / "exports"
    assert (root / KEY).stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o777 for path in (root, *root.rglob("*")) if path.is_dir()} == {0o700}


@pytest.mark.parametrize(
    "key",
    [
        *(
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            ".new/x",
            "a/.b",
            "-a",
            "_a",
            "a b",
            "a\\b",
        ),
        *("a\x00", "a\n", "é", "a:b", "a%2e", "~", "a*", "a" * 201, "/".join(["a" * 100] * 6)),
    ],
)
async def test_what_is_no_key(storage: FolderStorage, key: str) -> None:
    with pytest.raises(ValueError, match="no key of an object"):
        await storage.put(key, DATA)
    with pytest.raises(ValueError, match="no key of an object"):
        await storage.head(key)
    with pytest.raises(ValueError, match="no key of an object"):
        await read(storage, key)
    with pytest.raises(ValueError, match="no key of an object"):
        await storage.presigned_url(key, 300)


async def test_the_longest_key(storage: FolderStorage) -> None:
    key = f"{'a' * 200}/{'b' * 200}/{'c' * 110}"
    await storage.put(key, DATA)
    assert await read(storage, key) == DATA


async def test_the_same_again_is_a_success_and_other_bytes_are_refused(storage: FolderStorage, tmp_path: Path) -> None:
    await storage.put(KEY, DATA)
    path = tmp_path / "exports" / KEY
    before = path.stat()
    assert await storage.put(KEY, in_pieces(DATA)) == stored(DATA)
    for other in (DATA[:-1], DATA + b"x", DATA[:-1] + b"x", b""):
        with pytest.raises(ObjectExistsError, match="never replaced"):
            await storage.put(KEY, other)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, path.read_bytes() == DATA) == (before.st_ino, before.st_mtime_ns, True)
    assert temporary(tmp_path / "exports") == []


async def test_many_at_once(storage: FolderStorage, tmp_path: Path) -> None:
    """Of the same bytes all succeed; of different ones exactly one does, and it is the one that is there."""
    assert set(await asyncio.gather(*(storage.put("same", DATA) for _ in range(8)))) == {stored(DATA)}
    ways = await asyncio.gather(*(storage.put("race", DATA + bytes([n])) for n in range(8)), return_exceptions=True)
    (won,) = [way for way in ways if isinstance(way, Stored)]
    assert [type(way) for way in ways if way is not won] == [ObjectExistsError] * 7
    assert stored(await read(storage, "race")) == won
    assert temporary(tmp_path / "exports") == []


def test_where_it_is(tmp_path: Path) -> None:
    made = open_storage(Settings(home=tmp_path / "home"))
    assert (tmp_path / "home/exports/.new").is_dir()
    made.close()
    made = open_storage(Settings(export_storage=str(tmp_path / "else")))
    assert (tmp_path / "else/.new").is_dir()
    made.close()
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match=r"HALLMINT_EXPORT_STORAGE: .*/file/x cannot be used: .*File exists"):
        open_storage(Settings(export_storage=str(tmp_path / "file/x")))
    for wrong in ("", "s3://", "s3://A", "gs://a", "s3://bucket/../x"):
        with pytest.raises(ValueError, match=r"must be a folder, or s3://bucket"):
            Settings(export_storage=wrong)
