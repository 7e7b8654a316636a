"""What proofs keep between two calls: bounded, and what was not asked for the longest goes first."""

from typing import Any, cast

from hallmint_server.verification.prover import Kept


def test_as_many_batches_are_kept_as_were_asked_for_last() -> None:
    kept = Kept(most=2)
    first, second, third = (cast("Any", name) for name in ("first", "second", "third"))
    kept.keep(1, first)
    kept.keep(2, second)
    assert kept.find(1) is first
    kept.keep(3, third)
    assert [kept.find(number) for number in (1, 2, 3)] == [first, None, third]
    kept.keep(1, second)
    assert kept.find(1) is second
