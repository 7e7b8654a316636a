"""How often signing in may be tried: by one network, by all together, and by those that were wrong.

The API slows down the addresses that wrong keys come from, and all people of a console have its address. So the console lets less
through than that takes (docs/decisions/0025): who guesses from a few networks waits here, and everybody else signs in.
"""

import time
from ipaddress import IPv6Address

from hallmint_console.sender import Address

_MOST = 10_000
_EACH, _ALL = 10, 300  # tries
_WRONG = 10
"""Tries of all networks together that were wrong lately: half of the wrong keys that the API takes from an address, so that as
many are left for those who are wrong for the first time."""
_SECONDS = 60.0
_WRONG_SECONDS = 600.0
"""How long a network counts as one that was wrong."""


class Throttle:
    """Counts tries of the last minute or so in memory; networks are /24 and /48, the longest silent are forgotten first."""

    def __init__(self) -> None:
        self._left: dict[bytes, tuple[float, float]] = {}
        self._wrong: dict[bytes, float] = {}

    def allows(self, address: Address | None) -> bool:
        """Take one try; False where too many were made. Those without an address count as one network."""
        network = _network(address)
        is_suspect = time.monotonic() - self._wrong.get(network, -_WRONG_SECONDS) < _WRONG_SECONDS
        return (
            self._take(network, _EACH) and (not is_suspect or self._take(b"wrong", _WRONG)) and self._take(b"all", _ALL)
        )

    def was_wrong(self, address: Address | None) -> None:
        """The API knew no such key."""
        network = _network(address)
        self._wrong.pop(network, None)
        self._wrong[network] = time.monotonic()
        if len(self._wrong) > _MOST:
            del self._wrong[next(iter(self._wrong))]

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
