"""How long this client waits, and how often it tries."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Times in seconds. Calls are tried again on UNAVAILABLE, and where the server has too much to do and says when to come
    back. Every rpc may be but those that say otherwise: what creates something carries a request_id.
    """

    timeout: float = 30.0
    """Of one call with all its tries and pauses; above 0. Streams have no limit as a whole."""
    upload: float = 600.0
    """Of one import with all its tries; above 0. The server allows no more."""
    attempts: int = 5
    """Tries of one call, at least 1."""
    pause: float = 0.1
    """Before the second try; doubles with each further one."""
    longest_pause: float = 2.0
    """Where doubling ends. A longer RetryInfo of the server is honoured all the same."""
    silence: float = 30.0
    """A stream that says nothing for so long is taken for broken; the server sends a heartbeat every 10 s."""
    patience: float = 60.0
    """How long a stream that has worked is tried again without any message before its error is raised."""
    poll: float = 0.5
    """Between two looks at work that has no stream."""

    def __post_init__(self) -> None:
        """Refuse what could never work: ValueError."""
        if self.attempts < 1 or min(self.timeout, self.upload, self.silence, self.poll) <= 0:
            raise ValueError("attempts must be at least 1; timeout, upload, silence and poll must be above 0")

    def wait(self, failures: int, retry_after: float | None) -> float:
        """Seconds before the next try after so many failures in a row: half of it by chance, so that clients spread."""
        step = min(self.pause * 2.0 ** min(failures - 1, 30), self.longest_pause)
        jitter = random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing
        return max(step * jitter, (retry_after or 0.0) * (0.5 + jitter))
