"""Start one PostgreSQL program under a user it accepts, bound to the life of its parent.

A program of its own, run by path as `python -I -S launch.py PARENT_PID FOLDER ACCOUNT PROGRAM ARGS...` and replaced by
PROGRAM, so the process id stays. It exists so that the parent needs no `preexec_fn`, which runs Python in a fork of a
process that may have threads (gRPC's, for one) and can then deadlock.

ACCOUNT is `same` (change nothing), `namespace` (enter a user namespace in which the caller is not root), or `UID:GID`
(become that user).
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
# `nobody` on Linux. It needs an entry in /etc/passwd, as initdb looks its name up, and this one is everywhere.
_NAMESPACE_ID = 65534


def _libc_call(function: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{function}: {os.strerror(error)}")


def _enter_namespace() -> None:
    """PostgreSQL refuses to run as root: give the same owner of the same files another number."""
    uid, gid = os.geteuid(), os.getegid()
    _libc_call("unshare", _CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")  # without this the kernel refuses gid_map to the unprivileged
    Path("/proc/self/uid_map").write_text(f"{_NAMESPACE_ID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{_NAMESPACE_ID} {gid} 1")


def _main(parent: int, folder: str, account: str, command: list[str]) -> None:
    if account == "namespace":
        _enter_namespace()
    elif account != "same":
        uid, gid = (int(number) for number in account.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the change of user, which clears it. SIGINT is PostgreSQL's fast shutdown.
        _libc_call("prctl", _PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the program that started this one has already ended")
    os.chdir(folder)
    os.umask(0o077)
    # Python ignores it, and what is ignored stays ignored in the next program.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # A clean environment: PGPORT, PGOPTIONS, LC_ALL=xx_YY and the like of the caller would change or break the server.
    os.execve(command[0], command, {"LC_ALL": "C"})  # noqa: S606 - replacing this process is its purpose


if __name__ == "__main__":
    try:
        _main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
    except OSError as failure:
        sys.exit(f"cannot start {sys.argv[4]} in {sys.argv[2]} as {sys.argv[3]}: {failure}")
