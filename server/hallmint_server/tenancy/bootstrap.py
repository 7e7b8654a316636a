"""The first credential of an installation: made on the server's own machine, by whoever owns the database."""

from pathlib import Path

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection
from hallmint_server.keyring import secret
from hallmint_server.tenancy import credential_store
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.model import CredentialKind


class BootstrapError(ValueError):
    """There is an operator already."""


async def bootstrap(conn: Connection, hash_key: HashKey, *, another: bool, replace_key: bool) -> str:
    """Make an operator credential, and before the very first one the key that secrets are hashed with. Returns the
    credential's key, which is kept nowhere. Durable on return.

    With `replace_key` every credential made before is worth nothing. Raises BootstrapError where an operator credential
    works already and neither `another` nor `replace_key` is set, and KeyFileError. If the process dies before the commit,
    there is at most a key file, which the next run takes.
    """
    async with conn.transaction():
        key = await hash_key.create(conn, replace=replace_key)
        if not (another or replace_key) and await credential_store.count_live_operators(conn):
            raise BootstrapError(
                "there is an operator already; `hallmint-server bootstrap --another` makes one more credential for it"
            )
        made = await credential_store.insert(conn, CredentialKind.OPERATOR, "bootstrap", key, brand_id=OPERATOR)
        await event.record(
            conn,
            OPERATOR,
            "CREDENTIAL",
            made.credential_id,
            "BOOTSTRAPPED",
            actor=event.SYSTEM,
            key_replaced=replace_key,
        )
    return made.text


def keep(path: Path, key: str) -> None:
    """Write a credential into a new file of mode 0600, durable on return. FileExistsError where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret.write(path, f"{key}\n")
