"""A whole export in one file: the same bytes each time and from every offset, or no end."""

import asyncio
import io
import json
import struct
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallmint_server.exporting.archive import Archive, Entry, directory
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.storage import ObjectMissingError, StorageError
from tests.support.archive import Exported, Memory, exported

SPAN = 1 << 20


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderStorage]:
    made = FolderStorage(tmp_path_factory.mktemp("archive") / "exports")
    yield made
    made.close()


@pytest.fixture(scope="module")
def whole(storage: FolderStorage) -> tuple[Exported, bytes]:
    made = exported()

    async def store() -> bytes:
        await made.store(storage)
        return await made.bytes(storage)

    return made, asyncio.run(store())


def test_others_can_unpack_it(whole: tuple[Exported, bytes]) -> None:
    made, data = whole
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", *made.files]
        assert {name: archive.read(name) for name in made.files} == made.files
        assert all(each.date_time == (1980, 1, 1, 0, 0, 0) for each in archive.infolist())
        assert all(each.compress_type == zipfile.ZIP_STORED for each in archive.infolist())
        text = archive.read("manifest.json").decode()
    assert len(data) == made.archive.bytes
    told = json.loads(text)
    assert text.endswith("}\n")
    assert (told["units"], told["batch_root"], told["profile"]["version"]) == (25, made.batch.root.hex(), 3)
    assert [(p["file"], p["rows"], p["first_seq"], p["last_seq"]) for p in told["packs"]] == [
        (name, rows, first, first + rows - 1)
        for name, rows, first in zip(made.files, (10, 10, 5), (0, 10, 20), strict=True)
    ]


async def test_nothing_of_one_export_alone_is_in_it(whole: tuple[Exported, bytes], storage: FolderStorage) -> None:
    _, data = whole
    again = exported(number=2)
    await again.store(storage)
    assert await again.bytes(storage) == data
    # Another status changes the packs that have it, and their digests, and no length or name.
    other = exported(number=3, status=3)
    await other.store(storage)
    assert await other.bytes(storage) != data
    assert other.archive.file_name == again.archive.file_name
    told = json.loads(other.archive._manifest), json.loads(again.archive._manifest)  # noqa: SLF001
    for each in (pack for manifest in told for pack in manifest["packs"]):
        assert each.pop("sha256")
        assert each.pop("bytes")
    assert told[0] == told[1]


@given(st.data())
def test_every_offset_goes_on_with_the_same_bytes(
    whole: tuple[Exported, bytes], storage: FolderStorage, data: st.DataObject
) -> None:
    made, expected = whole
    offset = data.draw(st.integers(0, len(expected)))
    assert asyncio.run(made.bytes(storage, offset)) == expected[offset:]


async def test_offsets_outside_are_refused(whole: tuple[Exported, bytes], storage: FolderStorage) -> None:
    made, data = whole
    for offset in (-1, len(data) + 1):
        with pytest.raises(ValueError, match="offset"):
            await made.bytes(storage, offset)


class Faulty(Memory):
    """Gives a pack's bytes as the test wants: fewer, others, or an error midway. From the `after`th read on."""

    def __init__(self, files: dict[str, bytes], what: str, after: int) -> None:
        super().__init__(files)
        self._what, self._left = what, after

    async def get_range(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        data = self.files[key][start:end]
        self._left -= 1
        if self._left >= 0:
            yield data
            return
        if self._what == "missing":
            raise ObjectMissingError
        yield data[: len(data) // 2]
        if self._what == "fails":
            raise StorageError("away")
        if self._what == "changed":
            yield bytes(len(data) - len(data) // 2)


async def collect(pieces: AsyncIterator[bytes], into: bytearray) -> None:
    async for piece in pieces:
        into += piece


FAULTS = [(what, after) for what in ("missing", "short", "fails") for after in range(5)]
# What the second read of a pack sends, whoever gets it proves.
FAULTS += [("changed", after) for after in (0, 2, 4)]


@pytest.mark.parametrize(("what", "after"), FAULTS)
async def test_a_fault_of_the_storage_never_ends_in_what_looks_whole(what: str, after: int) -> None:
    made = exported()
    for offset in (0, made.archive.bytes - 1):
        got = bytearray()
        storage = Faulty(made.memory.files, what, min(after, 2 if offset else after))
        with pytest.raises(StorageError):
            await collect(made.archive.read(storage, offset), got)
        assert len(got) + offset < made.archive.bytes
        assert not zipfile.is_zipfile(io.BytesIO(got))


def test_what_no_archive_can_hold_is_refused() -> None:
    made = exported()
    first, *rest = made.packs
    for packs in (rest, [*rest, first], [first, replace(rest[0], file_name=first.file_name), *rest[1:]],
                  [replace(first, file_name="manifest.json"), *rest], [replace(first, bytes=1 << 32), *rest]):  # fmt: skip
        with pytest.raises(ValueError, match="archive"):
            Archive(made.export, made.batch, made.batch.root, packs)


@pytest.mark.parametrize("length", [(1 << 32) - 2, (1 << 32) - 33, (1 << 32) - 32, (1 << 32) - 31])
def test_beyond_4_gib_offsets_are_zip64(tmp_path: Path, length: int) -> None:
    path, last = tmp_path / "large.zip", b"the last one"
    entries = [Entry("a", length, 0), Entry("b", len(last), 0x0), Entry("c", len(last), 0x0)]
    with path.open("wb") as file:  # sparse
        for entry in entries:
            file.write(entry.header)
            file.seek(entry.length, io.SEEK_CUR)
        file.write(directory(entries))
    with zipfile.ZipFile(path) as archive:
        found = archive.infolist()
        assert [(each.filename, each.file_size) for each in found] == [("a", length), ("b", 12), ("c", 12)]
        at = [each.header_offset for each in found]
        assert at == [0, 31 + length, 31 + length + 43]
        for each in at:
            assert archive.fp is not None
            archive.fp.seek(each)
            assert archive.fp.read(4) == struct.pack("<L", 0x04034B50)
