"""`hallmint monitor-key`: the key by which a brand finds its own entries in the log, into a file; and reading that file."""

import json
from pathlib import Path
from typing import Annotated

import typer

from hallmint_client.cli.command import Session, command
from hallmint_client.cli.secret import keeping, read_secret
from hallmint_client.log.entry import KEY


@command
async def monitor_key(
    session: Session,
    *,
    save: Annotated[
        Path, typer.Option("--save", "-o", metavar="FILE", help="Write it into this new file (mode 0600).")
    ],
) -> None:
    """Get the brand's monitor key, for `hallmint monitor --monitor-key FILE`. It is a secret: whoever has it sees when the brand
    mints. That you took it is in the audit trail.
    """
    with keeping(session.screen, save) as keep:
        keep.put((await session.client.get_monitor_key()).monitor_key.hex(), "the monitor key")
    if session.screen.json:
        session.screen.plain(json.dumps({"file": str(save)}))


def read_monitor_key(path: Path) -> bytes:
    """The key of a file that nobody else can read. typer.BadParameter."""
    text = read_secret(path, "--monitor-key").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise typer.BadParameter(
            f"--monitor-key: {path} holds no monitor key, which is {2 * KEY} hex digits: `hallmint monitor-key -o FILE` gets it"
        )
    return key
