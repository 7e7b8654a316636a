"""Slows down those who try keys: a token bucket for each address that sent wrong ones."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from hallmint_server.errors import HallmintError, Kind, Reason

BURST = 20
"""Wrong keys in a row before an address has to wait."""
_SECONDS_EACH = 3.0
_PEERS_MOST = 10_000


class Throttle:
    """Counts failures by peer, in memory: a restart forgets them, which costs an attacker's 260 bits nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # When the peer's bucket is full again; one that is full is not kept.
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def check(self, peer: str) -> None:
        """Refuse a peer whose bucket is empty. Raises AUTHENTICATION_THROTTLED with RetryInfo."""
        wait = self._full_at.get(peer, 0.0) - self._clock() - (BURST - 1) * _SECONDS_EACH
        if wait > 0:
            raise HallmintError(
                Kind.EXHAUSTED,
                Reason.AUTHENTICATION_THROTTLED,
                "too many wrong credentials came from this address",
                retry_seconds=float(math.ceil(wait)),
            )

    def count(self, peer: str) -> None:
        """Note a failure."""
        now = self._clock()
        self._full_at[peer] = max(self._full_at.pop(peer, now), now) + _SECONDS_EACH
        if len(self._full_at) > _PEERS_MOST:
            self._full_at.popitem(last=False)
