"""How many answers there were, and how long they took: by kind and status, which are both ours."""

import time
from bisect import bisect_left
from collections.abc import Mapping
from enum import StrEnum

from hallmint_resolver.answer import Answer, Kind

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: most of an answer in each bucket but the last, which has no bound."""
STATUSES: Mapping[Kind, tuple[int, ...]] = {
    Kind.REDIRECT: (307,),
    Kind.PAGE: (200, 303),
    Kind.CARD: (200,),
    Kind.LINKSET: (200, 300),
    Kind.LOG: (200, 304),
    Kind.PREVIEW: (200,),
    Kind.HEALTH: (200, 503),
    Kind.OTHER: (200, 204),
    Kind.NOT_FOUND: (404, 410),
    Kind.REFUSED: (400, 403, 405, 421),
    Kind.LIMITED: (429,),
    Kind.LATER: (503,),
    Kind.UNAVAILABLE: (503,),
    Kind.FAULT: (500,),
}
"""What the resolver answers. All are there from the start, at 0: an alert sees the first one too."""


class Cut(StrEnum):
    """Why a connection was ended in the middle of something."""

    HEAD = "head"
    """No whole head of a request came in time, or nothing at all on a new connection."""
    SEND = "send"
    """The client took nothing of its answer for too long."""


class Series:
    """Answers of one kind and status: how many in each bucket of BOUNDS, and their seconds together."""

    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0


class Tally:
    """Counts of one process. For one event loop; other threads may read it at any time. An answer costs a fifth of what a
    histogram of prometheus-client takes for it, which looks its labels up and locks.
    """

    def __init__(self) -> None:
        self.answers = {(kind, status): Series() for kind, statuses in STATUSES.items() for status in statuses}
        self.cut = dict.fromkeys(Cut, 0)

    def add(self, answer: Answer, begun: float) -> None:
        """Count an answer that was begun at a time of `time.perf_counter`."""
        seconds = time.perf_counter() - begun
        series = self.answers.get((answer.kind, answer.status))
        if series is None:  # a status that STATUSES lacks is no reason to leave a visitor without his answer
            series = self.answers[answer.kind, answer.status] = Series()
        series.buckets[bisect_left(BOUNDS, seconds)] += 1
        series.seconds += seconds
