"""The key that signs the console's cookies: `console-key-1.hex`, 64 hex digits and a line feed, mode 0600."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from hallmint_console.settings import SettingError

KEY_FILE = "console-key-1.hex"
_FORM = re.compile(r"[0-9a-f]{64}\n")


def open_key(folder: Path) -> bytes:
    """The 32 bytes; a first start makes them, durable on return, and of programs that start at once all get the same. A key that
    is taken away ends every session's cookie, and nothing else. Raises SettingError.
    """
    path = folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            # Dying before the link leaves a hidden file; after it the key is there and whole.
            temporary = folder / f".{KEY_FILE}.{secrets.token_hex(4)}"
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path)
            temporary.unlink()
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise SettingError(f"HALLMINT_CONSOLE_KEYS: {path} cannot be used: {error.strerror}") from None
    if mode & 0o077:
        raise SettingError(
            f"HALLMINT_CONSOLE_KEYS: {path} can be read by others: remove it, and a new one is made (people sign in again)"
        )
    if not _FORM.fullmatch(text):
        raise SettingError(f"HALLMINT_CONSOLE_KEYS: {path} is not a key: remove it, and a new one is made")
    return bytes.fromhex(text.strip())
