"""At most so many requests a second of one network: /24 of IPv4, /40 of IPv6."""

import time

from hallmint_resolver.address import Address

_MOST = 50_000
_BURST_SECONDS = 5


class Rate:
    """Token buckets, a burst of 5 s each. Networks are kept in memory alone, the longest silent are forgotten first."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._most = per_second * _BURST_SECONDS
        self._left: dict[bytes, tuple[float, float]] = {}

    def allows(self, address: Address | None) -> bool:
        """Take one request of an address; False where its network has none left. No limit of 0 ever refuses."""
        if not self._per_second:
            return True
        network = address.network if address else b""
        now = time.monotonic()
        left, at = self._left.pop(network, (float(self._most), now))
        left = min(self._most, left + (now - at) * self._per_second)
        is_allowed = left >= 1
        self._left[network] = (left - 1 if is_allowed else left, now)
        if len(self._left) > _MOST:
            del self._left[next(iter(self._left))]
        return is_allowed
