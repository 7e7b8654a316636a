"""True proof files of tokens, written here line by line and signed with `cryptography`: what the core's verifier is tried on.

Nothing of the server's own writer is used, so that a mistake of the one is not one of the other.
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.support.log_scene import path, root

ORIGIN = "log.example.com/hallmint"
BATCH = "01890000-0000-7000-8000-000000000001"
PRODUCT = "01890000-0000-7000-8000-00000000beef"
TIME = 1_790_000_000


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a note that follows from its name; `kind` 1 is a log's, 4 a witness's."""

    name: str
    kind: int = 1
    seed: str = ""

    @property
    def secret(self) -> bytes:
        return sha256((self.seed or self.name).encode())

    @property
    def material(self) -> bytes:
        return bytes([self.kind]) + Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.material)[:4]

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(self.material)}"

    def sign(self, text: str, *, time: int = TIME) -> str:
        """The signature line for a note's text."""
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        if self.kind == 4:
            signed = time.to_bytes(8, "big") + key.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        else:
            signed = key.sign(text.encode())
        return self.line(signed)

    def line(self, signature: bytes) -> str:
        return f"— {self.name} {b64(self.id + signature)}"


LOG = Key(ORIGIN)
WITNESSES = (Key("witness-a.example", 4), Key("witness-b.example/w1", 4), Key("Zeugin-ü.example", 4))


def climbed(leaf: bytes, index: int, size: int, siblings: Sequence[bytes]) -> bytes:
    """The root of a large tree of which only a leaf and its path are made: by recursion over RFC 6962, 2.1.1."""
    if size == 1:
        return leaf
    split = 1 << ((size - 1).bit_length() - 1)
    if index < split:
        return sha256(b"\x01" + climbed(leaf, index, split, siblings[:-1]) + siblings[-1])
    return sha256(b"\x01" + siblings[-1] + climbed(leaf, index - split, size - split, siblings[:-1]))


def depth(index: int, size: int) -> int:
    if size == 1:
        return 0
    split = 1 << ((size - 1).bit_length() - 1)
    return 1 + (depth(index, split) if index < split else depth(index - split, size - split))


def tree(leaf: bytes, index: int, size: int) -> tuple[list[bytes], bytes]:
    """The path of a leaf among others, and the root; above 300 leaves the others are not made, but nodes over them."""
    if size <= 300:
        leaves = [sha256(b"other %d" % at) for at in range(size)]
        leaves[index] = leaf
        return path(index, leaves), root(leaves)
    siblings = [sha256(b"node %d" % at) for at in range(depth(index, size))]
    return siblings, climbed(leaf, index, size, siblings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a true proof is made of. `bytes` gives the file; changed with `replace` it is as true, of another token."""

    seq: int = 3
    quantity: int = 7
    identity: str = "/01/09506000134352/10/LOT%2F7/21/MYQGGC99KCXMJZ3C"
    salt: bytes = bytes(range(32))
    tag: bytes = bytes(range(100, 132))
    minted: str = "2026-11-29T20:37:22.000001Z"
    index: int = 5
    size: int = 11
    extensions: Sequence[str] = ()
    signers: Sequence[Key] = (LOG, *WITNESSES)
    origin: str = ORIGIN
    change: Callable[[list[str]], list[str]] = field(default=lambda lines: lines)
    """Of the lines up to the checkpoint's root, before they are signed."""

    def lines(self) -> list[str]:
        """The file up to the line before the signatures, without that."""
        leaf = sha256(f"\0hallmint/v1\n{BATCH}\n{self.seq}\n{self.identity}\n".encode())
        token_path, batch_root = tree(leaf, self.seq, self.quantity)
        told = f"{PRODUCT}\n{self.quantity}\n{batch_root.hex()}\n{self.minted}\n"
        commitment = sha256(self.salt + told.encode()).hex()
        entry = sha256(f"\0hallmint/batch/v1\n{BATCH}\n{self.tag.hex()}\n{commitment}\n".encode())
        entry_path, log_root = tree(entry, self.index, self.size)
        return self.change(
            [
                "hallmint/proof/v1",
                f"batch {BATCH}",
                f"seq {self.seq}",
                f"identity {self.identity}",
                f"quantity {self.quantity}",
                f"root {batch_root.hex()}",
                f"product {PRODUCT}",
                f"minted {self.minted}",
                f"salt {self.salt.hex()}",
                f"tag {self.tag.hex()}",
                *(f"path {b64(node)}" for node in token_path),
                "c2sp.org/tlog-proof@v1",
                f"index {self.index}",
                *map(b64, entry_path),
                "",
                self.origin,
                str(self.size),
                b64(log_root),
                *self.extensions,
            ]
        )

    def note(self) -> str:
        """The text that is signed."""
        lines = self.lines()
        return "\n".join(lines[lines.index("") + 1 :]) + "\n"

    def file(self, signatures: Sequence[str] | None = None) -> bytes:
        """The file, signed by `signers` or with these signature lines."""
        note = self.note()
        lines = [signer.sign(note) for signer in self.signers] if signatures is None else signatures
        return "\n".join([*self.lines(), "", *lines, ""]).encode()

    def __bytes__(self) -> bytes:
        """The file."""
        return self.file()


PROOFS = (
    Proof(),
    Proof(seq=0, quantity=1, index=0, size=1, signers=(LOG,)),
    Proof(seq=256, quantity=257, identity="/t/MYQGGC99KCXMJZ3C", index=6, size=7),
    Proof(seq=1_048_575, quantity=1_048_576, index=70_000, size=1_000_001),
    replace(Proof(), extensions=("an extension line", "- and one more"), signers=(*WITNESSES, LOG)),
)
