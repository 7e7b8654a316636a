"""The keys that callers carry: `hm_live_<id>_<secret>_<check>`, and with `session` or `invite` those that end soon.

The id (12 symbols, 60 bits) finds the row, the secret (52 symbols, 260 bits) proves the right to it, and the check (6
symbols, 30 bits of SHA-256) tells a mistyped key from a wrong one without asking anybody. Symbols are those of Crockford's
base32 in lower case. The database has an HMAC-SHA256 of the whole key under a key of its own, so neither a stolen database
nor a stolen key file lets anybody in.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from hallmint_server.tenancy.model import CredentialKind

_SYMBOLS = "0123456789abcdefghjkmnpqrstvwxyz"
_ID_SYMBOLS = 12
_SECRET_SYMBOLS = 52
_CHECK_SYMBOLS = 6
_FORM = re.compile(
    rf"hm_(live|session|invite)_([{_SYMBOLS}]{{{_ID_SYMBOLS}}})_[{_SYMBOLS}]{{{_SECRET_SYMBOLS}}}_[{_SYMBOLS}]{{{_CHECK_SYMBOLS}}}"
)
_PREFIXES = {CredentialKind.SESSION: "session", CredentialKind.INVITATION: "invite"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key in the hands of its holder. Never logged, never stored."""

    credential_id: str
    text: str

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Key({self.credential_id})"


def make(kind: CredentialKind) -> Key:
    """A new key from the system's random source."""
    credential_id = _random(_ID_SYMBOLS)
    body = f"hm_{_PREFIXES.get(kind, 'live')}_{credential_id}_{_random(_SECRET_SYMBOLS)}"
    return Key(credential_id=credential_id, text=f"{body}_{_check(body)}")


def read(text: str) -> Key | None:
    """The key that a text is, or None where it cannot be one: its form or its check is wrong."""
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    body, _, check = text.rpartition("_")
    return Key(credential_id=form[2], text=text) if check == _check(body) else None


def hash_of(key: Key, hash_key: bytes) -> bytes:
    """What is stored of a key: 32 bytes."""
    return hmac.digest(hash_key, key.text.encode(), "sha256")


def as_uuid(credential_id: str) -> UUID:
    """A credential id in the form of the ids that request_ids lead to; `as_id` undoes it."""
    number = 0
    for symbol in credential_id:
        number = number * 32 + _SYMBOLS.index(symbol)
    return UUID(int=number)


def as_id(value: UUID) -> str:
    """The credential id of `as_uuid`."""
    return "".join(_SYMBOLS[value.int >> 5 * place & 31] for place in reversed(range(_ID_SYMBOLS)))


def _random(symbols: int) -> str:
    return "".join(secrets.choice(_SYMBOLS) for _ in range(symbols))


def _check(body: str) -> str:
    number = int.from_bytes(hashlib.sha256(body.encode()).digest()[:4], "big")
    return "".join(_SYMBOLS[number >> 5 * place & 31] for place in range(_CHECK_SYMBOLS))
