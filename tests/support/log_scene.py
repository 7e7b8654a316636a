"""A log with a batch in it, signed and cosigned by keys of tests, and the proof of one of its tokens; and trees made naively."""

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from uuid import UUID

from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.entry import Opening
from hallmint_server.log.note import write_note
from hallmint_server.log.proof import TokenProof
from hallmint_server.log.signature import COSIGNATURE, ED25519, Signer

ORIGIN = "log.example/hallmint"
VERIFY = Path(__file__).parents[2] / "docs" / "verify"
TIME = 1_803_000_000  # seconds since 1970

_PRODUCT = UUID("0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e5f")
_MINTED = datetime(2027, 2, 18, 9, 30, 0, 123456, UTC)


def signer(name: str, *, algorithm: int = ED25519) -> Signer:
    """A key that follows from its name: for tests only."""
    return Signer(name=name, algorithm=algorithm, seed=hashlib.sha256(name.encode()).digest())


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word by word, of leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), root(leaves[k:])]
    return [*path(m - k, leaves[k:]), root(leaves[:k])]


def consistency(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*consistency(m, leaves[:k], whole=whole), root(leaves[k:])]
    return [*consistency(m - k, leaves[k:], whole=False), root(leaves[:k])]


def leaf(number: int) -> bytes:
    """The hash of some entry."""
    return hashlib.sha256(b"\x00entry %d" % number).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Keys, and a proof that is true under them."""

    proof: TokenProof
    log: Signer
    witnesses: tuple[Signer, ...]

    @property
    def log_key(self) -> str:
        return str(self.log.verifier)

    @property
    def witness_keys(self) -> list[str]:
        return [str(witness.verifier) for witness in self.witnesses]

    def signed(self, checkpoint: Checkpoint) -> bytes:
        """A checkpoint with all signatures of the scene."""
        return signed(checkpoint, self.log, self.witnesses)


def signed(checkpoint: Checkpoint, log: Signer, witnesses: Sequence[Signer] = ()) -> bytes:
    text = checkpoint.text()
    cosigned = [witness.sign(text, time=TIME + at) for at, witness in enumerate(witnesses)]
    return write_note(text, [log.sign(text), *cosigned])


def scene(
    *,
    seq: int = 3,
    quantity: int = 7,
    index: int = 5,
    size: int = 11,
    witnesses: int = 2,
    context: str = "/01/09506000134352/10/LOT%2F7",
    name: str = "witness{}.example",
) -> Scene:
    """The proof of unit `seq` of a batch of `quantity`, which is entry `index` of a log of `size` entries; `name` is that of
    each witness, with its number put in.
    """
    log = signer(ORIGIN)
    cosigners = tuple(signer(name.format(at), algorithm=COSIGNATURE) for at in range(1, witnesses + 1))
    serials = f"{context}/21/" if context else "/t/"
    draft = TokenProof(
        batch_id=UUID("0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6"),
        seq=seq,
        identity="",
        opening=Opening(product=_PRODUCT, quantity=quantity, root=b"", minted=_MINTED, salt=b"\x5a" * 32),
        tag=hashlib.sha256(b"tag").digest(),
        path=(),
        index=index,
        log_path=(),
        checkpoint=b"",
    )
    tokens = [replace(draft, seq=at, identity=f"{serials}V{at:015}") for at in range(quantity)]
    leaves = [token.leaf() for token in tokens]
    batch = replace(tokens[seq], path=tuple(path(seq, leaves)), opening=replace(draft.opening, root=root(leaves)))
    entries = [leaf(at) for at in range(size)]
    entries[index] = batch.entry_leaf()
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=root(entries))
    proof = replace(batch, log_path=tuple(path(index, entries)), checkpoint=signed(checkpoint, log, cosigners))
    return Scene(proof=proof, log=log, witnesses=cosigners)


def verifier() -> ModuleType:
    """docs/verify/verify.py, the program, as a module."""
    spec = importlib.util.spec_from_file_location("hallmint_verify", VERIFY / "verify.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
