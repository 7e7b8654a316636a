"""Which lot a unit is of: one answer for tokens, exports and proofs."""

import pytest

from hallmint_server.minting.model import LOTS_MOST, Lot, lot_at
from tests.support.carrier import batch, lots

THREE = (
    Lot(lot_code="A", first_seq=0, quantity=1),
    Lot(lot_code="B", first_seq=1, quantity=255),
    Lot(lot_code="C", first_seq=256, quantity=2),
)


@pytest.mark.parametrize(
    ("seq", "lot"), [(-1, None), (0, "A"), (1, "B"), (255, "B"), (256, "C"), (257, "C"), (258, None)]
)
def test_a_lot_holds_its_seqs_and_no_other(seq: int, lot: str | None) -> None:
    assert lot_at(THREE, seq) == lot
    assert batch(lots=THREE).lot_of(seq) == lot


def test_of_two_that_claim_a_unit_it_is_the_first_ones() -> None:
    """As the core has it, which goes by quantities alone: a lot that was changed is seen in the proofs of its units."""
    overlapping = (Lot(lot_code="A", first_seq=0, quantity=3), Lot(lot_code="B", first_seq=2, quantity=2))
    assert [lot_at(overlapping, seq) for seq in range(5)] == ["A", "A", "A", "B", None]


def test_in_serial_mode_there_is_none() -> None:
    assert lot_at((), 0) is None


def test_each_of_many_is_found() -> None:
    many = lots(*(f"L{number}" for number in range(LOTS_MOST)), quantity=3)
    assert [lot_at(many, seq) for seq in range(3 * LOTS_MOST)] == [f"L{seq // 3}" for seq in range(3 * LOTS_MOST)]
