"""Processes that tests freeze and kill."""

from pathlib import Path

from hallmint_server.db.embedded import EmbeddedPostgres


def is_stopped(pid: int) -> bool:
    """Whether a SIGSTOP has taken effect."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def killable_postgres(folder: Path) -> EmbeddedPostgres:
    """A server that may be killed. The machine does not die, so fsync stays off; but what the server confirmed must be there
    when it comes back, and a page that it was killed over must be mended.
    """
    options = {"synchronous_commit": "on", "full_page_writes": "on"}
    return EmbeddedPostgres(folder, durable=False, options=options)
