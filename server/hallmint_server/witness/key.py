"""The key of a witness: `witness-key-1.txt` in its folder, in golang's form of private keys, mode 0600.

Whoever has it can say in the witness's name that a log only grew.
"""

import re
import secrets
from pathlib import Path

from hallmint_server.keyring import secret
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.signature import COSIGNATURE, NoteError, Signer

KEY_FILE = "witness-key-1.txt"
RECORD = "witnessed-"
"""How the names of records begin (record.py)."""

_NAME = re.compile(r"[A-Za-z0-9._~/:-]{1,60}", re.ASCII)


def open_key(folder: Path, name: str | None = None) -> Signer:
    """Read the key of a witness, and make it where there is none and nothing was ever cosigned there, durable on return: of
    programs that start at once all get the same. Without a `name` it is the one that the file has, and a first one is made up.

    Raises KeyFileError where the key is missing, no key, readable by others, of another name, or cannot be written.
    """
    if name is not None and not _NAME.fullmatch(name):
        raise KeyFileError(
            f"{name!r} cannot be the name of a witness: take an address without https://, such as example.com/witness, of 60 "
            "letters, digits and - . _ ~ / : at most, for it stands in every proof"
        )
    path = folder / KEY_FILE
    with secret.writing(folder, name="the witness's folder"):
        if not path.exists() and not any(folder.glob(f"{RECORD}*")):
            # Dying before or in this leaves no key, and the next start makes one; after it, the key is there and whole.
            first = name or f"witness-{secrets.token_hex(4)}"
            made = Signer(name=first, algorithm=COSIGNATURE, seed=secrets.token_bytes(32))
            secret.place(path, made.secret_text() + "\n")
    found = _read(path)
    if name not in (None, found.name):
        raise KeyFileError(
            f"{path} is the key of the witness {found.name}, not of {name}: a witness keeps its name for ever"
        )
    return found


def _read(path: Path) -> Signer:
    text = secret.read_text(
        path,
        name="the witness's key",
        if_missing="This witness has cosigned, and with another key it would be another. Put the file back from your backup",
        if_open="whoever did can cosign in its name: begin a witness with another folder, and tell those who hold its public key",
    )
    try:
        found = Signer.parse(text.removesuffix("\n"))
        if found.algorithm != COSIGNATURE:
            raise NoteError("it is a log's")  # noqa: TRY301 - said with the rest below
    except NoteError as error:
        raise KeyFileError(
            f"{path} is not a witness's key: it must be one line, PRIVATE+KEY+<name>+<8 hex digits>+<base64> ({error})"
        ) from None
    return found
