"""mintcore's CsvForm writes what render.py writes, byte for byte, for every profile of CSV that quotes and has no `activated_at`.

How a pack is made with it, for a batch, its units (seqs without a gap) and a published profile with CsvSettings:

    epc = profile.epc or EpcSettings()  # `epc_uri` needs no settings; then their defaults serve
    form = CsvForm(
        [(column.header, *source) for column in profile.columns],
        delimiter=settings.delimiter,
        line_end=settings.line_end,
        quoting=settings.quoting,  # minimal or all; ValueError for never
        statuses=[(status, status.name.lower()) for status in TokenStatus],
        epc_scheme="SGTIN-96" if epc.scheme is EpcScheme.SGTIN_96 else "SGTIN+",  # no code is a number
        company_prefix_length=batch.company_prefix_length if it is 6 to 12, else None,
        filter=epc.filter,
    )
    BOM of UTF-8 where settings.encoding is UTF_8_BOM, form.header() where settings.header, then
    form.rows(
        context=batch.context,
        base_url=batch.resolver_base_url,
        lots=[(lot.first_seq, lot.quantity, lot.lot_code) for lot in batch.lots],
        start=units[0].seq,
        codes="".join(unit.code for unit in units).encode("ascii"),
        statuses=bytes(unit.status for unit in units),
    )

`source` is `(field, "")`, but `("constant", text)` for a constant and for what the whole batch shares: SKU, name of the product,
batch_id. `activated_at` is no source. Everything that CsvForm refuses is a ValueError: render.py then writes the pack after all
(`never`, `activated_at`), or says which column of which unit is wrong. Windows-1252 is `.decode().encode("cp1252")` of the whole,
where that is no error.
"""

import codecs
import dataclasses

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    Encoding,
    EpcScheme,
    EpcSettings,
    Quoting,
)
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.minting.model import Lot, TokenStatus
from mintcore import CsvForm
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


def source(column: Column, facts: BatchFacts) -> tuple[str, str]:
    if column.constant is not None:
        return "constant", column.constant
    shared = {
        UnitField.SKU: facts.sku,
        UnitField.PRODUCT_NAME: facts.product_name,
        UnitField.BATCH_ID: str(facts.batch_id),
    }
    field = UnitField(column.field)
    return ("constant", shared[field]) if field in shared else (field, "")


def formed(asked: CarrierProfile, facts: BatchFacts, rows: list[Unit]) -> bytes:
    how = asked.settings
    assert isinstance(how, CsvSettings)
    epc, length = asked.epc or EpcSettings(), facts.company_prefix_length
    form = CsvForm(
        [(column.header, *source(column, facts)) for column in asked.columns],
        delimiter=how.delimiter,
        line_end=how.line_end,
        quoting=how.quoting,
        statuses=STATUSES,
        epc_scheme="SGTIN-96" if epc.scheme is EpcScheme.SGTIN_96 else "SGTIN+",
        company_prefix_length=length if length in range(6, 13) else None,
        filter=epc.filter,
    )
    lines = form.rows(
        context=facts.context,
        base_url=facts.resolver_base_url,
        lots=[(lot.first_seq, lot.quantity, lot.lot_code) for lot in facts.lots],
        start=rows[0].seq,
        codes="".join(unit.code for unit in rows).encode("ascii"),
        statuses=bytes(unit.status for unit in rows),
    )
    mark = codecs.BOM_UTF8 if how.encoding is Encoding.UTF_8_BOM else b""
    made = mark + (form.header() if how.header else b"") + b"".join(lines)
    return made.decode().encode("cp1252") if how.encoding is Encoding.WINDOWS_1252 else made


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
