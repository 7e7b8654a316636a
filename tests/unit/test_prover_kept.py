"""What proofs keep between two calls: bounded, of one brand, and what was not asked for the longest goes first."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hallmint_server.verification.record import Kept

BRAND, OTHER = UUID(int=1), UUID(int=2)
BATCHES = [UUID(int=number) for number in (11, 12, 13)]


def test_as_many_batches_are_kept_as_were_asked_for_last() -> None:
    kept = Kept(most=2)
    told: list[Any] = [SimpleNamespace(batch=SimpleNamespace(batch_id=each)) for each in BATCHES]
    first, second, third = told
    kept.keep(BRAND, first)
    kept.keep(BRAND, second)
    assert kept.find(BRAND, BATCHES[0]) is first
    kept.keep(BRAND, third)
    assert [kept.find(BRAND, each) for each in BATCHES] == [first, None, third]
    newer: Any = SimpleNamespace(batch=SimpleNamespace(batch_id=BATCHES[0]))
    kept.keep(BRAND, newer)
    assert kept.find(BRAND, BATCHES[0]) is newer
    assert kept.find(OTHER, BATCHES[0]) is None
