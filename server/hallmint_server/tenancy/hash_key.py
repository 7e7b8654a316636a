"""The key that secrets of credentials are hashed with: `credential-key.hex` beside the code keys, or
HALLMINT_CREDENTIAL_KEY. Whoever has the database without it can make nothing of the hashes.
"""

import hashlib
from pathlib import Path

from pydantic import SecretStr

from hallmint_server.db.pool import Connection
from hallmint_server.keyring import secret
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.tenancy import credential_store


class HashKey:
    """The key, read once."""

    def __init__(self, folder: Path, environment: SecretStr | None) -> None:
        self._path = folder / "credential-key.hex"
        self._environment = environment
        self._key: bytes | None = None

    async def get(self, conn: Connection) -> bytes | None:
        """The key, or None before there is any credential. Raises KeyFileError where it is missing or another one than the
        credentials of this database were made with.
        """
        if self._key is None:
            known = await credential_store.hash_check(conn)
            if known is None:
                return None
            key = self._read()
            if check_value(key) != known:
                raise KeyFileError(
                    f"the credential key is not the one this database was used with: {self._path} holds another. Put the right "
                    "file back; or `hallmint-server bootstrap --replace-key` ends every credential and begins anew"
                )
            self._key = key
        return self._key

    async def require(self, conn: Connection) -> bytes:
        """The key, for a call that somebody was authenticated for with it."""
        key = await self.get(conn)
        assert key is not None  # noqa: S101 - the caller's own credential was checked with it
        return key

    async def create(self, conn: Connection, *, replace: bool) -> bytes:
        """The key, made on the first start. With `replace` a new one: every credential made before is worth nothing then.

        In the caller's transaction. If the process dies before its commit, the file is taken by the next start.
        """
        await credential_store.lock_hash_key(conn)
        if not replace and (key := await self.get(conn)) is not None:
            return key
        if replace and self._environment is None:
            self._path.unlink(missing_ok=True)
        if self._environment is None:
            secret.create(self._path)
        self._key = self._read()
        await credential_store.set_hash_check(conn, check_value(self._key))
        return self._key

    def _read(self) -> bytes:
        if self._environment is not None:
            return secret.parse(self._environment.get_secret_value(), "HALLMINT_CREDENTIAL_KEY", kind="credential key")
        return secret.read(
            self._path,
            kind="credential key",
            name="the credential key",
            if_missing="Put the file back from your backup, or set HALLMINT_CREDENTIAL_KEY. If it is gone for good, "
            "`hallmint-server bootstrap --replace-key` ends every credential and begins anew",
            if_open="`hallmint-server bootstrap --replace-key`",
        )


def check_value(key: bytes) -> bytes:
    """Tells a key from another one, and gives nothing of it away: 8 bytes."""
    return hashlib.sha256(b"hallmint/credential-key/v1" + key).digest()[:8]
