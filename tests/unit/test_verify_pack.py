"""The offline proof of packs: whatever is not what was exported is found."""

import contextlib
import hashlib
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallmint_client import archive as client_archive
from hallmint_client.manifest import ProofError, read_manifest
from hallmint_client.verify import is_archive, verify_archive, verify_file, verify_folder
from hallmint_server.exporting import archive as server_archive
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.profile.model import CsvSettings, Delimiter, Encoding, LineEnd, NdjsonSettings, Quoting
from tests.support import carrier
from tests.support.archive import MANIFEST_FIELDS, archived, change, exported, manifest_bytes


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderStorage]:
    made = FolderStorage(tmp_path_factory.mktemp("verify") / "exports")
    yield made
    made.close()


@pytest.fixture(scope="module")
def whole(storage: FolderStorage) -> bytes:
    return archived(storage, exported())


def unpacked(whole: bytes, folder: Path) -> Path:
    folder.mkdir()
    (folder / "whole.zip").write_bytes(whole)
    with zipfile.ZipFile(folder / "whole.zip") as archive:
        archive.extractall(folder)
    (folder / "whole.zip").unlink()
    return folder


def test_what_was_exported_is_proved_to_the_root(whole: bytes, tmp_path: Path) -> None:
    path, heard = tmp_path / "x.zip", list[tuple[int, int]]()
    path.write_bytes(whole)
    assert is_archive(path)
    proof = verify_archive(path, lambda *told: heard.append(told))
    assert (proof.packs, proof.units, proof.root) == (3, 25, True)
    assert heard[-1] == (len(whole), len(whole))
    assert not verify_archive(path, rows=False).root
    folder = unpacked(whole, tmp_path / "out")
    (folder / ".DS_Store").touch()
    proof = verify_folder(folder)
    assert (proof.packs, proof.units, proof.root) == (3, 25, True)
    name = proof.manifest.packs[2].file
    assert not is_archive(folder / name)
    assert (verify_file(folder / name).packs, verify_file(folder / name).units) == (1, 5)


@pytest.mark.parametrize(
    "made",
    [
        {"profile": carrier.profile("code", "url")},
        {"profile": carrier.profile("digital_link", "product_name")},
        {"profile": carrier.profile(*MANIFEST_FIELDS, settings=NdjsonSettings(), file_name="{pack}.ndjson")},
        {
            "profile": carrier.profile(
                *MANIFEST_FIELDS,
                "lot",
                settings=CsvSettings(
                    delimiter=Delimiter.PIPE,
                    quoting=Quoting.ALL,
                    line_end=LineEnd.CRLF,
                    encoding=Encoding.UTF_8_BOM,
                ),
            ),
            "lots": carrier.lots("A/1", "B,2;", quantity=13),
        },
        {"profile": carrier.profile("url", settings=CsvSettings(header=False, encoding=Encoding.WINDOWS_1252))},
        {"profile": carrier.profile("seq", "url", settings=CsvSettings(quoting=Quoting.NEVER)), "context": "token"},
        {"units": 1},
        {"units": 1024, "pack_units": 100},
    ],
)
def test_the_root_comes_out_of_packs_of_every_form(
    storage: FolderStorage, tmp_path: Path, made: dict[str, Any]
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(archived(storage, exported(number=uuid4().int, **made)))
    assert verify_archive(path).root


def test_packs_without_what_the_log_proves_are_proved_by_their_digests(storage: FolderStorage, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(archived(storage, exported(number=50, profile=carrier.profile("code", "sku"))))
    assert not verify_archive(path).root


def test_every_changed_byte_is_found(whole: bytes, tmp_path: Path) -> None:
    path, chance = tmp_path / "x.zip", random.Random(1)  # noqa: S311 - the same each time
    for _ in range(1_000):
        at, changed = chance.randrange(len(whole)), bytearray(whole)
        changed[at] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        with pytest.raises(ProofError):
            verify_archive(path, rows=False)


@given(st.data())
def test_cut_and_longer_archives_are_found(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.zip"
    cut = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:cut])
    with pytest.raises(ProofError):
        verify_archive(path)
    path.write_bytes(whole + whole[:1])
    with pytest.raises(ProofError, match="longer"):
        verify_archive(path)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda f, n: f.joinpath(n[1]).write_bytes(f.joinpath(n[1]).read_bytes()[:-1]), "is cut"),
        (lambda f, n: f.joinpath(n[1]).write_bytes(f.joinpath(n[1]).read_bytes() + b"\n"), "longer"),
        (lambda f, n: f.joinpath(n[1]).write_bytes(bytes(f.joinpath(n[1]).stat().st_size)), "SHA-256"),
        (lambda f, n: f.joinpath(n[1]).unlink(), "1 of 3 packs are missing"),
        (lambda f, n: f.joinpath("more.csv").touch(), "not of this export, by its manifest: more.csv"),  # noqa: ARG005
        (lambda f, n: (f.joinpath(n[0]).unlink(), f.joinpath(n[0]).mkdir()), "is no file"),
        (lambda f, n: f.joinpath("manifest.json").unlink(), "there is no"),  # noqa: ARG005
    ],
)
def test_folders_that_are_not_whole_are_refused(
    whole: bytes, tmp_path: Path, edit: Callable[[Path, list[str]], object], words: str
) -> None:
    folder = unpacked(whole, tmp_path / "out")
    names = [pack.file for pack in read_manifest(manifest_bytes(whole)).packs]
    edit(folder, names)
    with pytest.raises(ProofError, match=words):
        verify_folder(folder)


def rewritten(whole: bytes, folder: Path, edit: Callable[[str], str], edit_manifest: Callable[[Any], object]) -> Path:
    """A folder whose packs were changed and whose manifest has the digests of that."""
    unpacked(whole, folder)

    def sign(manifest: Any) -> None:
        edit_manifest(manifest)
        for pack in manifest["packs"]:
            path = folder / pack["file"]
            path.write_text(edit(path.read_text()))
            pack.update(bytes=path.stat().st_size, sha256=hashlib.sha256(path.read_bytes()).hexdigest())

    (folder / "manifest.json").write_bytes(change(manifest_bytes(whole), sign))
    return folder


def nothing(_: Any) -> None:
    pass


@pytest.mark.parametrize(
    ("edit", "edit_manifest", "words"),
    [
        (str, nothing, ""),
        (str, lambda m: m.update(batch_root="0" * 64), "root is another"),
        (str, lambda m: m.update(batch_id="01970000-0000-7000-8000-00000000002b"), "root is another"),
        (str, lambda m: m.update(resolver_base_url="https://evil.example"), "does not begin with"),
        (str, lambda m: m["profile"]["settings"].pop("columns"), "no profile"),
        (str, lambda m: m["profile"]["settings"]["settings"].pop("encoding"), "cannot be read"),
        (str, lambda m: m["profile"]["settings"]["columns"].pop(), "header is not the profile's"),
        (lambda t: t.replace("\n12,", "\n13,"), nothing, "seq 12 is missing, or not in its place"),
        (lambda t: t + t.splitlines()[1] + "\n", nothing, "not in its place"),
        (lambda t: "\n".join(t.splitlines()[:-1]) + "\n", nothing, "has 9 rows"),
        (lambda t: t.replace(",/01/0950", ",/01/0951"), nothing, "two identities"),
        (lambda t: t.replace("/21/", "/2 1/"), nothing, "no identity of a unit"),
        (lambda t: t.replace(",minted", ",minted,x"), nothing, "row 1 cannot be read"),
        (lambda t: t + '"', nothing, "cannot be read"),
        (lambda t: t.replace("/21/V", "/21/W"), nothing, "root is another"),
    ],
)
def test_whoever_makes_a_manifest_cannot_make_the_root(
    whole: bytes, tmp_path: Path, edit: Callable[[str], str], edit_manifest: Callable[[Any], object], words: str
) -> None:
    folder = rewritten(whole, tmp_path / "out", edit, edit_manifest)
    if not words:
        assert verify_folder(folder).root
        return
    with pytest.raises(ProofError, match=words) as caught:
        verify_folder(folder)
    assert len(str(caught.value).splitlines()) == 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=3,
)


@given(st.data())
def test_whatever_stands_in_a_manifest_is_refused_or_proved(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "fuzz"
    if not folder.exists():
        unpacked(whole, folder)
    told = place = json.loads(manifest_bytes(whole))
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(VALUES)
    (folder / "manifest.json").write_text(json.dumps(told))
    with contextlib.suppress(ProofError):
        verify_folder(folder)


def test_archives_of_others_are_none(whole: bytes, tmp_path: Path) -> None:
    folder = unpacked(whole, tmp_path / "out")
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = tmp_path / "again.zip"
        with zipfile.ZipFile(path, "w", compression) as archive:
            for each in ("manifest.json", *sorted(p.name for p in folder.iterdir() if p.suffix == ".csv")):
                archive.write(folder / each, each)
        with pytest.raises(ProofError, match="as Hallmint writes it"):
            verify_archive(path)
    path.write_bytes(b"")
    assert not is_archive(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", b" " * 100_000_000)
    with pytest.raises(ProofError):
        verify_archive(path)


@given(
    st.lists(
        st.tuples(
            st.text("abcXYZ019._-", min_size=1, max_size=60), st.integers(0, 2**32 - 2), st.integers(0, 2**32 - 1)
        ),
        max_size=5,
    )
)
def test_server_and_client_have_one_form(entries: list[tuple[str, int, int]]) -> None:
    ours = [client_archive.Entry(*entry) for entry in entries]
    theirs = [server_archive.Entry(*entry) for entry in entries]
    assert client_archive.directory(ours) == server_archive.directory(theirs)
    assert [each.header for each in ours] == [each.header for each in theirs]
