"""How long a mint will take, by what the brand's last batches took."""

from collections.abc import Iterable

from hallmint.v1 import batch_pb2


def units_per_second(batches: Iterable[batch_pb2.Batch]) -> float:
    """What minted batches had on average, from a worker's beginning to their end; 0 where that says nothing."""
    units = seconds = 0.0
    for batch in batches:
        took = batch.ended_at.ToNanoseconds() - batch.started_at.ToNanoseconds()
        if took > 0 and batch.HasField("started_at"):
            units += batch.minted_quantity
            seconds += took / 1e9
    return units / seconds if seconds else 0.0
