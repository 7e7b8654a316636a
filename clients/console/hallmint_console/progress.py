"""How fast something goes, and how long it will take."""

import time
from collections import deque
from dataclasses import dataclass, field

_WINDOW_SECONDS = 10.0


@dataclass(slots=True)
class Pace:
    """What was seen of one batch or export lately."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def add(self, done: int, *, now: float | None = None) -> float:
        """Note how much is done; returns how much a second, over the last 10 s or so, and 0 until it is known."""
        at = time.monotonic() if now is None else now
        self._seen.append((at, done))
        while len(self._seen) > 2 and at - self._seen[0][0] > _WINDOW_SECONDS:  # noqa: PLR2004 - two make a pace
            self._seen.popleft()
        first_at, first = self._seen[0]
        return (done - first) / (at - first_at) if at > first_at and done > first else 0.0


def seconds_text(seconds: float) -> str:
    """A time that is left, roughly."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"  # noqa: PLR2004 - an hour
