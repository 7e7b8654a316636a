"""Manifests: what is none is refused, in one line."""

from collections.abc import Callable
from typing import Any

import pytest

from hallmint_client.manifest import ProofError, read_manifest
from hallmint_server.exporting.folder_storage import FolderStorage
from tests.support.archive import archived, change, exported, manifest_bytes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    storage = FolderStorage(tmp_path_factory.mktemp("verify") / "exports")
    try:
        return archived(storage, exported())
    finally:
        storage.close()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda m: m["packs"][0].update(file="../../etc/passwd"), "no plain name"),
        (lambda m: m["packs"][0].update(file="/etc/passwd"), "no plain name"),
        (lambda m: m["packs"][0].update(file="a\\b"), "no plain name"),
        (lambda m: m["packs"][0].update(file="..csv"), "no plain name"),
        (lambda m: m["packs"][0].update(file="a\n.csv"), "no plain name"),
        (lambda m: m["packs"][0].update(file=""), "no plain name"),
        (lambda m: m["packs"][0].update(file="Manifest.JSON"), "twice"),
        (lambda m: m["packs"][0].update(file=m["packs"][1]["file"].upper()), "twice"),
        (lambda m: m["packs"].pop(1), "missing or twice"),
        (lambda m: m["packs"].pop(), "are not its 25 units"),
        (lambda m: m["packs"].reverse(), "are not its 25 units"),
        (lambda m: m["packs"].clear(), "are not its 25 units"),
        (lambda m: m.update(units=24), "are not its 24 units"),
        (lambda m: m.update(units=True), "units"),
        (lambda m: m.update(units=2**40), "units"),
        (lambda m: m["packs"][0].update(rows=9), "other seqs"),
        (lambda m: m["packs"][0].update(rows=-1), "rows"),
        (lambda m: m["packs"][0].update(bytes=2**40), "bytes"),
        (lambda m: m["packs"][0].update(bytes="5"), "bytes"),
        (lambda m: m["packs"][0].update(sha256="00"), "sha256"),
        (lambda m: m["packs"].append(7), "a pack that is none"),
        (lambda m: m.update(packs={}), "packs"),
        (lambda m: m.update(format="hallmint/export/v2"), "newer command"),
        (lambda m: m.update(batch_id="urn:uuid:" + m["batch_id"]), "batch id"),
        (lambda m: m.update(batch_id="x"), "batch id"),
        (lambda m: m.update(batch_root="x" * 64), "batch_root"),
        (lambda m: m["profile"].update(settings=[]), "settings"),
    ],
)
def test_manifests_that_cannot_be_are_refused(
    whole: bytes, edit: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(ProofError, match=words) as caught:
        read_manifest(change(manifest_bytes(whole), edit))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b"[" * 100_000, b"1" * 5_000, b" " * (5 << 20)])
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        read_manifest(data)
