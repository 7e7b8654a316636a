"""What the operating system says of a process."""

from pathlib import Path


def is_stopped(pid: int) -> bool:
    """Whether a SIGSTOP has taken effect."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
