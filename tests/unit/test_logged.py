"""The offline proof that the log has the batch of an export: what a manifest carries, changed in every place."""

import base64
import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from hallmint_client.logged import verify_logged
from hallmint_client.manifest import ProofError, read_manifest
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.logged import Logged, LoggedBatch
from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.entry import BatchEntry, Opening
from hallmint_server.log.tile import leaf_hash
from tests.support.archive import Exported, archived, change, exported, manifest_bytes
from tests.support.command import Hallmint
from tests.support.log_scene import ORIGIN, leaf, path, root, scene, signer

SCENE = scene()
INDEX, SIZE = 5, 11


def logged() -> Exported:
    """An export, with what the log has of its batch."""
    made = exported()
    opening = Opening(
        product=UUID(int=3), quantity=25, root=made.batch.root, minted=datetime(2027, 2, 18, tzinfo=UTC), salt=b"s" * 32
    )
    entry = BatchEntry(batch_id=made.batch.batch_id, tag=b"t" * 32, commitment=opening.commitment())
    entries = [leaf(at) for at in range(SIZE)]
    entries[INDEX] = leaf_hash(bytes(entry))
    note = SCENE.signed(Checkpoint(origin=ORIGIN, size=SIZE, root=root(entries)))
    batch = LoggedBatch(index=INDEX, path=tuple(path(INDEX, entries)), opening=opening, tag=entry.tag)
    return replace(made, logged=Logged(checkpoint=note.decode(), entry=batch))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with contextlib.closing(FolderStorage(tmp_path_factory.mktemp("logged") / "exports")) as storage:
        return archived(storage, logged())


def test_a_manifest_proves_its_batch(whole: bytes) -> None:
    manifest = read_manifest(manifest_bytes(whole))
    found = verify_logged(manifest, SCENE.log_key, witness_keys=SCENE.witness_keys, witnesses=2)
    assert (found.entry_no, found.head.size, found.head.origin, len(found.head.witnesses)) == (INDEX, SIZE, ORIGIN, 2)


def test_a_head_alone_is_verified_too(whole: bytes) -> None:
    manifest = read_manifest(change(manifest_bytes(whole), lambda m: m["log"].update(entry=None)))
    assert (verify_logged(manifest, SCENE.log_key).entry_no, verify_logged(manifest, SCENE.log_key).head.size) == (
        None,
        SIZE,
    )
    with pytest.raises(ProofError, match="not proved"):
        verify_logged(manifest, str(signer("other").verifier))


ZEROS = base64.b64encode(bytes(32)).decode()
UNPROVED: dict[str, Callable[[dict[str, Any]], object]] = {
    "another root": lambda m: m.update(batch_root="00" * 32),
    "another batch": lambda m: m.update(batch_id=str(UUID(int=9))),
    "another product": lambda m: m["log"]["entry"].update(product=str(UUID(int=4))),
    "another time": lambda m: m["log"]["entry"].update(minted="2027-02-18T00:00:00.000001Z"),
    "another salt": lambda m: m["log"]["entry"].update(salt="00" * 32),
    "another tag": lambda m: m["log"]["entry"].update(tag="00" * 32),
    "another number": lambda m: m["log"]["entry"].update(index=4),
    "another path": lambda m: m["log"]["entry"]["path"].__setitem__(0, ZEROS),
    "a shorter path": lambda m: m["log"]["entry"]["path"].pop(),
    "another head": lambda m: m["log"].update(checkpoint=m["log"]["checkpoint"].replace("\n11\n", "\n12\n")),
    "no signature": lambda m: m["log"].update(checkpoint=m["log"]["checkpoint"].split("\n\n")[0] + "\n\n"),
}
REFUSED: dict[str, Callable[[dict[str, Any]], object]] = {
    "no checkpoint": lambda m: m["log"].pop("checkpoint"),
    "a checkpoint that is no text": lambda m: m["log"].update(checkpoint=7),
    "half a surrogate pair": lambda m: m["log"].update(checkpoint="\ud800"),
    "no path": lambda m: m["log"]["entry"].pop("path"),
    "a short node": lambda m: m["log"]["entry"].update(path=["AAAA"]),
    "a node that is no base64": lambda m: m["log"]["entry"].update(path=["!"]),
    "a node that is no text": lambda m: m["log"]["entry"].update(path=[7]),
    "a number below zero": lambda m: m["log"]["entry"].update(index=-1),
    "a short salt": lambda m: m["log"]["entry"].update(salt="00"),
    "a product of two lines": lambda m: m["log"]["entry"].update(product=f"{UUID(int=3)}\n25"),
    "a product that is no id": lambda m: m["log"]["entry"].update(product="x"),
    "a time of two lines": lambda m: m["log"]["entry"].update(minted="2027-02-18T00:00:00.000000Z\n"),
    "a time of another form": lambda m: m["log"]["entry"].update(minted="2027-02-18T00:00:00Z"),
    "an entry that is none": lambda m: m["log"].update(entry=[]),
    "a log that is none": lambda m: m.update(log=None),
}


@pytest.mark.parametrize("edit", UNPROVED.values(), ids=UNPROVED)
def test_whatever_is_changed_is_not_proved(whole: bytes, edit: Callable[[dict[str, Any]], object]) -> None:
    manifest = read_manifest(change(manifest_bytes(whole), edit))
    with pytest.raises(ProofError, match="not proved") as caught:
        verify_logged(manifest, SCENE.log_key)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("edit", REFUSED.values(), ids=REFUSED)
def test_what_is_no_log_is_refused(whole: bytes, edit: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(ProofError, match="the manifest has"):
        read_manifest(change(manifest_bytes(whole), edit))


def test_the_command_says_what_the_log_has(whole: bytes, tmp_path: Path, hallmint: Hallmint) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(whole)
    done = hallmint("verify-pack", str(file))
    assert (done.code, "takes --log-key" in done.err) == (0, True)
    keys = [word for key in SCENE.witness_keys for word in ("--witness", key)]
    done = hallmint("verify-pack", str(file), "--log-key", SCENE.log_key, *keys)
    assert done.code == 0, done.err
    assert f"entry 5 of 11 of the log {ORIGIN} has this batch and root, seen by witness1.example, witness2.example" in (
        " ".join(done.out.split())
    )
    told = hallmint("verify-pack", str(file), "--log-key", SCENE.log_key, "--json").json
    assert (told["root_proved"], told["log_proved"]) == (True, True)
    assert told["log"] == {"origin": ORIGIN, "size": 11, "entry_no": 5, "witnesses": []}
    assert hallmint("verify-pack", str(file), "--json").json["log_proved"] is False
    done = hallmint("verify-pack", str(file), "--log-key", str(signer(ORIGIN + "x").verifier), "--json")
    assert (done.code, done.error["reason"]) == (1, "NOT_PROVED")
    assert hallmint("verify-pack", str(file), "--log-key", "x").code == 2
    assert hallmint("verify-pack", str(file), "--witness", SCENE.witness_keys[0]).code == 2


def test_a_head_alone_proves_nothing_of_the_batch(tmp_path: Path, hallmint: Hallmint) -> None:
    made = logged()
    assert made.logged is not None
    alone = replace(made, logged=replace(made.logged, entry=None))
    with contextlib.closing(FolderStorage(tmp_path / "exports")) as storage:
        (tmp_path / "x.zip").write_bytes(archived(storage, alone))
    done = hallmint("verify-pack", str(tmp_path / "x.zip"), "--log-key", SCENE.log_key)
    assert (done.code, "no way to it (NOT_PROVED)" in " ".join(done.err.split())) == (1, True)
    assert f"a head of the log {ORIGIN} of 11 entries is signed" in " ".join(done.out.split())
    done = hallmint("verify-pack", str(tmp_path / "x.zip"), "--log-key", SCENE.log_key, "--json")
    assert (done.code, json.loads(done.out)["log_proved"], done.error["reason"]) == (1, False, "NOT_PROVED")
    assert hallmint("verify-pack", str(tmp_path / "x.zip")).code == 0
