"""The key that signs the log: `log-key-1.txt` beside the code keys, in golang's form of private keys, mode 0600.

Whoever has it can sign another history of the log, so it is never in the database and leaves the machine in backups only.
"""

import re
import secrets
from pathlib import Path

from hallmint_server.keyring import secret
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.signature import ED25519, NoteError, Signature, Signer, Verifier

KEY_FILE = "log-key-1.txt"
CHECKPOINT_FILE = "log-checkpoint-1.txt"  # the last that the key signed: checkpoint.py
NEXT_FILE = "next-log-key.txt"  # of the log that is about to follow this one: ended_key.py

FOLDER = "the log's folder of keys"
"""What messages call it."""
_ORIGIN = re.compile(r"[A-Za-z0-9._~/:-]{1,100}", re.ASCII)


def new_key(name: str) -> Signer:
    """A key that nobody has seen, for a log of this name. Raises KeyFileError as `check_origin`."""
    check_origin(name)
    return Signer(name=name, algorithm=ED25519, seed=secrets.token_bytes(32))


class LogKey:
    """The key of one log. Its name is the log's origin, the first line of every checkpoint."""

    def __init__(self, signer: Signer) -> None:
        if signer.algorithm != ED25519:
            raise NoteError("a log signs with an Ed25519 key")
        self._signer = signer
        self.verifier: Verifier = signer.verifier

    @property
    def name(self) -> str:
        """The origin of the log."""
        return self._signer.name

    @property
    def public(self) -> str:
        """The public key as a text, one line without its end: what verifiers are given."""
        return str(self.verifier)

    def sign(self, text: str) -> Signature:
        """Sign the text of a note. Whether it may be signed is for checkpoint.py to say. Raises NoteError for no text of one."""
        return self._signer.sign(text)

    def check_begun(self, begun: str | None) -> None:
        """Whether the log goes on with this key: `begun` is the public key of the log that followed one which has ended, None
        where none has. Raises KeyFileError.
        """
        if begun is not None and self.public != begun:
            name = begun.partition("+")[0]
            raise KeyFileError(
                f"the key here is that of the log {self.name}, and another log has begun, {begun}. Run "
                f"`hallmint-server log begin {name}` on this machine: it does what is left, or says which key to put here"
            )

    @classmethod
    def open(cls, folder: Path, name: str, *, first_start: bool = True) -> "LogKey":
        """Read the key of a log, and make it where there is none and nothing was ever signed here, durable on return: of
        programs that start at once all get the same. A log whose database holds a checkpoint is opened with `first_start`
        false: no key is made for it.

        Raises KeyFileError where the key is missing, no key, readable by others, of a log of another name, or cannot be written.
        """
        check_origin(name)
        path = folder / KEY_FILE
        if first_start and not path.exists() and not (folder / CHECKPOINT_FILE).exists():
            # Dying before or in this leaves no key, and the next start makes one; after it, the key is there and whole.
            with secret.writing(folder, name=FOLDER):
                secret.place(path, new_key(name).secret_text() + "\n")
        text = secret.read_text(
            path,
            name="the log's key",
            if_missing="This log has signed checkpoints, and with another key it would be another log. Put the file back from "
            "your backup; if it is gone for good, begin another log with `hallmint-server log begin`",
            if_open="whoever did can sign in the log's name: begin another log with `hallmint-server log begin`, and tell those "
            "who hold its public key",
        )
        try:
            found = cls(Signer.parse(text.removesuffix("\n")))
        except NoteError as error:
            raise KeyFileError(
                f"{path} is not a log's key: it must be one line, PRIVATE+KEY+<name>+<8 hex digits>+<base64> ({error})"
            ) from None
        if found.name != name:
            raise KeyFileError(
                f"{path} is the key of the log {found.name}, and this log is called {name}. Set HALLMINT_LOG_NAME "
                "to its name, or put the right key there; a log keeps its name for ever"
            )
        return found


def check_origin(name: str) -> None:
    """Raises KeyFileError for a name that no log of ours can have: tlog-checkpoint, "Note text", and of 100 characters at most,
    for it stands in every proof.
    """
    if not _ORIGIN.fullmatch(name):
        raise KeyFileError(
            f"{name!r} cannot be the name of a log: take an address without https://, such as example.com/log, of letters, "
            "digits and - . _ ~ / : only"
        )
