"""How often signing in may be tried: by one network, and by all together."""

import time
from ipaddress import IPv6Address

from hallmint_console.sender import Address

_MOST = 10_000
_EACH, _ALL = 10, 300  # tries
_SECONDS = 60.0


class Throttle:
    """Counts tries of the last minute or so in memory; networks are /24 and /48, the longest silent are forgotten first."""

    def __init__(self) -> None:
        self._left: dict[bytes, tuple[float, float]] = {}

    def allows(self, address: Address | None) -> bool:
        """Take one try; False where too many were made. Those without an address count as one network."""
        return self._take(_network(address), _EACH) and self._take(b"all", _ALL)

    def _take(self, name: bytes, most: int) -> bool:
        now = time.monotonic()
        left, at = self._left.pop(name, (float(most), now))
        left = min(float(most), left + (now - at) * most / _SECONDS)
        is_allowed = left >= 1
        self._left[name] = (left - is_allowed, now)
        if len(self._left) > _MOST:
            del self._left[next(iter(self._left))]
        return is_allowed


def _network(address: Address | None) -> bytes:
    return address.packed[: 6 if isinstance(address, IPv6Address) else 3] if address else b""
