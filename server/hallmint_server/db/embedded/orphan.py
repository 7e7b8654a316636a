"""What is left of a server whose starter died, read from Linux's /proc."""

import os
import signal
import time
from pathlib import Path

from hallmint_server.db.embedded.program import EmbeddedPostgresError

_SHARED_MEMORY = Path("/proc/sysvipc/shm")
_GRACE_SECONDS = 3.0
_POLL_SECONDS = 0.01


def clear(data: Path, cluster_name: str, *, deadline: float) -> None:
    """Return once no process of an earlier run holds the cluster in `data`, and remove the postmaster.pid it left.

    PostgreSQL's own check trusts the process id in that file: after a crash and a reboot it may be anybody's, and every
    start is refused. The caller is the cluster's only manager, so this asks instead whether a process with its
    `cluster_name` lives or the shared memory named in the file is attached, which finds orphans too.

    Waits for a server that is stopping, and ends orphans after a few seconds. Raises `EmbeddedPostgresError` for a
    server that stays, or at `deadline` (of `time.monotonic`). Elsewhere than on Linux it leaves all to PostgreSQL.
    """
    patience = time.monotonic() + _GRACE_SECONDS
    while _SHARED_MEMORY.exists() and (lines := pid_file(data)):
        alive = _processes(cluster_name)
        if not alive and not _attached(lines):
            (data / "postmaster.pid").unlink(missing_ok=True)
            return
        postmaster = int(lines[0])
        now = time.monotonic()
        if postmaster in alive and (now > deadline or (now > patience and lines[7:] != ["stopping"])):
            raise EmbeddedPostgresError(
                f"process {postmaster} already runs PostgreSQL in {data.parent}: stop it (kill -INT {postmaster}), "
                "choose another folder, or set DATABASE_URL to a server of your own"
            )
        if now > deadline:
            raise EmbeddedPostgresError(
                f"processes of an earlier PostgreSQL still hold {data.parent}: end {alive or 'all of them'}"
            )
        if now > patience and postmaster not in alive:
            # Busy in a long query. Without a postmaster its work is lost already: the log holds what was committed.
            for process in alive:
                _kill(process)
        time.sleep(_POLL_SECONDS)


def pid_file(data: Path) -> list[str]:
    """Return the lines of the cluster's postmaster.pid, stripped; none if the file is not there."""
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _processes(cluster_name: str) -> list[int]:
    """Ids of the live processes: the postmaster has the name in its arguments, the others in their titles."""
    wanted = cluster_name.encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            # A dead process that nobody has waited for has an empty command line.
            named = entry.name.isdecimal() and wanted in (entry / "cmdline").read_bytes()
            if named and (entry / "comm").read_text().strip() == "postgres":
                found.append(int(entry.name))
        except OSError:
            continue  # ended in between
    return found


def _attached(lines: list[str]) -> bool:
    """Whether a live process is attached to the shared memory that this postmaster.pid names in its seventh line."""
    key_and_id = lines[6].split() if lines[6:] else []
    if not key_and_id:
        return False
    rows = (row.split() for row in _SHARED_MEMORY.read_text().splitlines()[1:])
    return any(row[:2] == key_and_id and int(row[6]) > 0 for row in rows)  # key shmid perms size cpid lpid nattch


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return  # it ended by itself
