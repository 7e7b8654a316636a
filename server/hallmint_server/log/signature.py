"""Keys and signatures of notes: Ed25519 (C2SP signed-note, "Signatures") and witnesses' cosignatures (C2SP tlog-cosignature).

Keys are texts in the form of golang.org/x/mod/sumdb/note: `<name>+<id>+<base64>` and `PRIVATE+KEY+<name>+<id>+<base64>`.
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04  # an Ed25519 signature of a witness, with a time: tlog-cosignature, "Format"

DASH = "\N{EM DASH} "
ID_BYTES = 4

_PRIVATE = "PRIVATE+KEY+"
_TIME, _KEY, _SIGNATURE = 8, 32, 64  # bytes
_LAST_TIME = 2**63 - 1
_P = 2**255 - 19  # edwards25519, RFC 8032, 5.1
_D = -121665 * pow(121666, -1, _P) % _P


class NoteError(ValueError):
    """What is no note, no key, or not signed as it must be: one line that says why, and holds nothing of a private key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line of a note: `key_id` is four bytes, `body` what follows them, of any algorithm."""

    name: str
    key_id: bytes
    body: bytes

    def line(self) -> str:
        """The line, with its line feed."""
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.body).decode()}\n"

    @property
    def time(self) -> int:
        """Seconds since 1970 at which a witness cosigned; of no meaning for other signatures."""
        return int.from_bytes(self.body[:_TIME], "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A public key: its name, algorithm (ED25519 or COSIGNATURE) and 32 bytes."""

    name: str
    algorithm: int
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.algorithm not in (ED25519, COSIGNATURE):
            raise NoteError(f"a key of algorithm {self.algorithm}, which is not known here")
        if len(self.public) != _KEY:
            raise NoteError(f"a public key of {len(self.public)} bytes, and it must have 32")
        if not _is_point(self.public):
            raise NoteError(f"the key of {self.name} holds no key of Ed25519")

    @property
    def key_id(self) -> bytes:
        """Four bytes: signed-note, "Signatures", and tlog-cosignature, "Format"."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:ID_BYTES]

    def __str__(self) -> str:
        """The verifier key (vkey)."""
        return _key_text(self, self.public)

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """From a verifier key, without blanks or line ends. Raises NoteError."""
        name, key_id, algorithm, public = _parse_key(text)
        found = cls(name=name, algorithm=algorithm, public=public)
        if found.key_id != key_id:
            raise NoteError(f"the key of {name} has another id than its text says: it was changed or cut")
        return found

    def verify(self, text: str, signature: Signature) -> bool:
        """Whether a signature of this key's name and id is one of the text."""
        body, message = signature.body, text.encode()
        if self.algorithm == COSIGNATURE:
            if len(body) != _TIME + _SIGNATURE or signature.time > _LAST_TIME:
                return False
            body, message = body[_TIME:], _cosigned(text, signature.time)
        if len(body) != _SIGNATURE:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(body, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Signer:
    """A private key. Its text and its seed are secrets: neither is ever logged or shown."""

    name: str
    algorithm: int
    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != _KEY:
            raise NoteError("a private key must have 32 bytes")
        check_name(self.name)

    def __repr__(self) -> str:
        return f"Signer({self.name})"

    @property
    def verifier(self) -> Verifier:
        """The public key."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(name=self.name, algorithm=self.algorithm, public=public)

    def secret_text(self) -> str:
        """The private key as a text: what a key file holds."""
        return _PRIVATE + _key_text(self.verifier, self.seed)

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """From `secret_text`. Raises NoteError, whose message holds nothing of the key."""
        if not text.startswith(_PRIVATE):
            raise NoteError(f"a private key begins with {_PRIVATE}")
        name, key_id, algorithm, seed = _parse_key(text[len(_PRIVATE) :])
        found = cls(name=name, algorithm=algorithm, seed=seed)
        if found.verifier.key_id != key_id:
            raise NoteError(f"the private key of {name} has another id than its text says: it was changed or cut")
        return found

    def sign(self, text: str, *, time: int = 0) -> Signature:
        """Sign the text of a note; a COSIGNATURE key signs a checkpoint at a time in seconds since 1970. Raises NoteError where
        it is no text of a note.
        """
        check_text(text)
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        if self.algorithm == ED25519:
            body = key.sign(text.encode())
        elif 0 < time <= _LAST_TIME:
            body = struct.pack(">Q", time) + key.sign(_cosigned(text, time))
        else:
            raise NoteError("a cosignature needs the time at which it is made")
        return Signature(name=self.name, key_id=self.verifier.key_id, body=body)


def check_name(name: str) -> None:
    """Raises NoteError for what cannot name a key: signed-note, "Format"."""
    if not name or "+" in name or any(c.isspace() or c < " " for c in name):
        raise NoteError("the name of a key must not be empty, nor hold a blank, a plus or a control character")
    encodable(name)


def check_text(text: str) -> None:
    """Raises NoteError for what a note cannot hold: signed-note, "Format"."""
    if not text.endswith("\n"):
        raise NoteError("the text of a note must end with a line feed")
    if any(c < " " and c != "\n" for c in text):
        raise NoteError("the text of a note must not hold control characters")
    encodable(text)


def base64_bytes(text: str) -> bytes:
    """Bytes of canonical standard base64 (RFC 4648, section 4). Raises NoteError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("not base64") from None
    if base64.b64encode(data).decode() != text:
        raise NoteError("base64 that is not canonical")
    return data


def _is_point(public: bytes) -> bool:
    """Whether 32 bytes are a key: a point of the curve in its one encoding (RFC 8032, 5.1.2 and 5.1.3), and none of small order,
    under which one signature would fit many texts. The core asks for the same.
    """
    y = int.from_bytes(public, "little") % 2**255
    u, v = y * y - 1, _D * y * y + 1
    # Of order 1, 2 and 4; of order 8, where x * x = -y * y, so that the double has y = 0.
    is_small = y in (0, 1, _P - 1) or (_D * y**4 + 2 * y * y - 1) % _P == 0
    return y < _P and not is_small and pow(u * v, (_P - 1) // 2, _P) == 1  # x * x = u / v is a square


def _cosigned(text: str, time: int) -> bytes:
    """tlog-cosignature, "Ed25519 signed message"."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _key_text(verifier: Verifier, key: bytes) -> str:
    encoded = base64.b64encode(bytes([verifier.algorithm]) + key).decode()
    return f"{verifier.name}+{verifier.key_id.hex()}+{encoded}"


def _parse_key(text: str) -> tuple[str, bytes, int, bytes]:
    """Name, id, algorithm and key; the base64 may hold a plus of its own."""
    name, _, rest = text.partition("+")
    key_id, plus, encoded = rest.partition("+")
    if not plus or len(key_id) != 2 * ID_BYTES or not set(key_id) <= set("0123456789abcdef"):
        raise NoteError("a key is <name>+<8 hex digits>+<base64>")
    data = base64_bytes(encoded)
    if len(data) != 1 + _KEY:
        raise NoteError(f"the key of {name} has {len(data)} bytes, and an Ed25519 key with its algorithm has 33")
    return name, bytes.fromhex(key_id), data[0], data[1:]


def encodable(text: str) -> None:
    """Raises NoteError for what has no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NoteError("half a surrogate pair is no text") from None
