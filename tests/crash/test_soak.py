"""The soak in short; `make soak` is the long form."""

from pathlib import Path

import pytest
from rich.console import Console

from tests.crash.soak import soak

FAULTS, QUANTITY = 8, 60_000


@pytest.mark.timeout(120)
async def test_eight_random_faults(tmp_path: Path) -> None:
    result = await soak(tmp_path, Console(), quantity=QUANTITY, faults=FAULTS, seed=8, cycle_units=200)
    assert result.problems == []
    assert result.faults >= FAULTS
    assert result.hits > 0
    assert result.units >= QUANTITY
