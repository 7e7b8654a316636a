"""Ports of this machine."""

import socket


def free_port(address: str, wanted: int = 0) -> int:
    """A port that nobody listens on now; `wanted` where it is one."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, wanted))
        except OSError:
            return free_port(address)
        return int(probe.getsockname()[1])
