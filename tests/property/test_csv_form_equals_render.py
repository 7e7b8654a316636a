"""What csv_rows.py writes with mintcore is what render.py writes, byte for byte, for every profile of CSV that quotes and has no
`activated_at`; what one of the two refuses the other does too.
"""

import dataclasses

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hallmint_server.exporting import csv_rows
from hallmint_server.exporting.model import Slice
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    EpcScheme,
    EpcSettings,
    Quoting,
)
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.minting.model import Lot, TokenStatus
from tests.support.carrier import Unit, batch, profile, units, written
from tests.support.carrier_strategy import CHARACTERS, CSV, SET_82, asked_for, batches

STATUSES = [(status.value, status.name.lower()) for status in TokenStatus]
FIELDS = [field for field in UnitField if field is not UnitField.ACTIVATED_AT]
SHUFFLED = st.permutations(FIELDS).flatmap(lambda found: st.integers(1, len(found)).map(lambda count: found[:count]))
EPC = st.builds(EpcSettings, scheme=st.sampled_from(EpcScheme), filter=st.integers(0, 7))
# What a name or a lot may begin with, and may not.
ANY_TEXT = st.text(
    CHARACTERS | st.sampled_from("=+-@\uff1d\uff20\x00\x1b\x1c\x7f\x85\xa0\xad\ufeff\u200b\u2060"), max_size=9
)
ANY_LOT = st.text(st.sampled_from(SET_82), min_size=1, max_size=20).filter(lambda lot: lot not in (".", ".."))


def formed(asked: CarrierProfile, facts: BatchFacts, rows: list[Unit]) -> bytes:
    how = asked.settings
    assert isinstance(how, CsvSettings)
    of = Slice(
        first_seq=rows[0].seq,
        codes="".join(unit.code for unit in rows).encode("ascii"),
        statuses=bytes(unit.status for unit in rows),
    )
    return b"".join(csv_rows.formed(facts, of, asked, how))


def agree(asked: CarrierProfile, facts: BatchFacts, rows: list[Unit]) -> bool:
    """Both write the same or both refuse; whether they wrote."""
    try:
        expected = written(asked, facts, rows)
    except CellRefusedError:
        with pytest.raises(ValueError):  # noqa: PT011 - of any kind: what it says is render.py's to say
            formed(asked, facts, rows)
        return False
    assert formed(asked, facts, rows) == expected
    return True


@settings(derandomize=True, deadline=None, max_examples=600)
@given(
    of=st.booleans().flatmap(lambda has_gtin: batches(has_gtin=has_gtin)),
    how=CSV,
    columns=st.tuples(SHUFFLED, st.none() | ANY_TEXT),
    epc=st.tuples(EPC, st.none() | st.integers(4, 12)),
    cut=st.integers(0, 11),
)
def test_every_field_and_dialect(
    of: tuple[BatchFacts, list[Unit]],
    how: CsvSettings,
    columns: tuple[list[UnitField], str | None],
    epc: tuple[EpcSettings, int | None],
    cut: int,
) -> None:
    facts, rows = of
    facts, rows = dataclasses.replace(facts, company_prefix_length=epc[1]), rows[cut % max(len(rows), 1) :]
    assume(rows)
    asked = asked_for(*columns, how, epc[0])
    wrote = agree(asked, facts, rows)
    assert wrote or obstacles(asked, facts, packs=1) or columns[1]


@settings(derandomize=True, deadline=None, max_examples=600)
@given(texts=st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), lot=ANY_LOT, how=CSV, has_gtin=st.booleans())
@example(texts=("é" * 64, "\u20ac" * 200, "ü" * 200), lot="A", how=CsvSettings(), has_gtin=True)
@example(texts=("\x85", "\u2029=", "a\ud800"), lot="a", how=CsvSettings(), has_gtin=True)
@example(texts=("a\tb", "\ufffd", "\x1c@"), lot="a", how=CsvSettings(), has_gtin=False)
def test_any_text(texts: tuple[str, str, str], lot: str, how: CsvSettings, has_gtin: bool) -> None:
    sku, name, constant = texts
    facts = batch(sku=sku, product_name=name, lots=(Lot(lot_code=lot, first_seq=0, quantity=4),))
    facts = facts if has_gtin else dataclasses.replace(facts, context="token")
    for fields in (["sku"], ["product_name"], ["lot"], ["url_upper"], ["url", "digital_link", "ndef_hex"]):
        agree(profile(*fields, settings=how), facts, units(facts))
    constants = (Column(header="C", constant=constant),)
    agree(dataclasses.replace(profile(settings=how), columns=constants), facts, units(facts))


def test_what_it_cannot_do_is_a_value_error() -> None:
    facts = batch()
    for fields, how in ((["activated_at"], CsvSettings()), (["url"], CsvSettings(quoting=Quoting.NEVER))):
        with pytest.raises(ValueError, match=r"source|quoting"):
            formed(profile(*fields, settings=how), facts, units(facts))
