"""Opening the log's key under the name that it shall have."""

from pathlib import Path
from urllib.parse import urlsplit

from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.key import KEY_FILE, LogKey

_PRIVATE = "PRIVATE+KEY+"


def open_key(folder: Path, name: str | None, base_url: str, *, first_start: bool) -> LogKey:
    """The key of the log, as `LogKey.open` does. Without a `name` it is the one that the key file has, for ever; a first one is
    made of the host of the default base URL. Reads and, on a first start, writes files. Raises KeyFileError.
    """
    return LogKey.open(folder, name or _stored(folder) or f"{urlsplit(base_url).netloc}/log", first_start=first_start)


def public_key(folder: Path) -> str:
    """The log's public key as verifiers take it; empty where the folder has no key that can be used."""
    name = _stored(folder)
    try:
        return str(LogKey.open(folder, name, first_start=False).verifier) if name else ""
    except KeyFileError:
        return ""


def _stored(folder: Path) -> str | None:
    try:
        text = (folder / KEY_FILE).read_text(encoding="ascii", errors="replace")
    except OSError:  # LogKey.open says in words what is wrong with it
        return None
    return text.removeprefix(_PRIVATE).partition("+")[0] if text.startswith(_PRIVATE) else None
