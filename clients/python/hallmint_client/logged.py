"""The proof that the batch of an export is in the public log: the manifest carries all that it takes, but for the log's key."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from hallmint_client.manifest import LoggedEntry, Manifest, ProofError
from mintcore import Head, verify_checkpoint, verify_entry_proof
from mintcore import ProofError as CoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A head of the log that is signed, and the number of the batch's entry in it; None where the manifest carries a head
    alone.
    """

    head: Head
    entry_no: int | None


def verify_logged(manifest: Manifest, log_key: str, *, witness_keys: Sequence[str] = (), witnesses: int = 0) -> Logged:
    """Prove, offline, that the head of the log in a manifest is signed, and that the log committed to the manifest's batch, its
    units and its root. That the root is that of the packs, `verify_archive` proves. ProofError; ValueError for keys that are
    none, as in `mintcore.verify_proof`.
    """
    if manifest.log is None:
        raise ProofError("the manifest carries no head of the log")
    checkpoint, entry = manifest.log.checkpoint, manifest.log.entry
    try:
        if entry is None:
            head = verify_checkpoint(checkpoint, log_key, witness_keys=witness_keys, witnesses=witnesses)
            return Logged(head=head, entry_no=None)
        index, head = verify_entry_proof(
            _entry(manifest, entry), _proof(entry, checkpoint), log_key, witness_keys=witness_keys, witnesses=witnesses
        )
    except CoreError as error:
        raise ProofError(f"the log is not proved to have the batch under this key: {error}") from None
    return Logged(head=head, entry_no=index)


def _entry(manifest: Manifest, entry: LoggedEntry) -> bytes:
    """The batch's entry, made of what the manifest says (docs/verify/README.md)."""
    told = f"{entry.product}\n{manifest.units}\n{manifest.batch_root.hex()}\n{entry.minted}\n"
    commitment = hashlib.sha256(entry.salt + told.encode()).hexdigest()
    return f"hallmint/batch/v1\n{manifest.batch_id}\n{entry.tag.hex()}\n{commitment}\n".encode()


def _proof(entry: LoggedEntry, checkpoint: bytes) -> bytes:
    """As a C2SP tlog-proof."""
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"index {entry.index}",
        *(base64.b64encode(node).decode() for node in entry.path),
    ]
    return "\n".join([*lines, "", ""]).encode() + checkpoint
