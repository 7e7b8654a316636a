"""What a batch, its units and the settings of a profile can be, for Hypothesis."""

import re
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import EPC_FIELDS, UnitField
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    Delimiter,
    Encoding,
    EpcScheme,
    EpcSettings,
    LineEnd,
    Quoting,
)
from hallmint_server.minting.model import Lot, TokenStatus
from mintcore import CodeKey
from tests.support.carrier import GTIN, Unit, batch, profile

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
FORMULA = re.compile(r"[=+\-@\t\r\n]")
LOT = st.text(st.sampled_from(SET_82), min_size=1, max_size=20).filter(
    lambda lot: lot not in (".", "..") and not FORMULA.match(lot)
)
# What a name can be, and more: quotes, line ends, delimiters, any script.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\"\r\n\t,;|' ")
NAME = st.text(CHARACTERS, max_size=30).map(lambda text: "N" + text)
WESTERN = st.text(st.sampled_from([bytes([n]).decode("cp1252", "ignore") or "x" for n in range(32, 256)]), max_size=30)
MOMENT = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.timezones(), allow_imaginary=False)  # noqa: DTZ001 - hypothesis adds the zone
CSV = st.builds(
    CsvSettings,
    header=st.booleans(),
    delimiter=st.sampled_from(Delimiter),
    line_end=st.sampled_from(LineEnd),
    quoting=st.sampled_from([Quoting.MINIMAL, Quoting.ALL]),
    encoding=st.sampled_from(Encoding),
)
SHUFFLED = st.permutations(list(UnitField)).flatmap(lambda f: st.integers(1, len(f)).map(lambda n: f[:n]))
EPC = st.builds(
    EpcSettings, scheme=st.sampled_from([EpcScheme.SGTIN_PLUS, EpcScheme.SGTIN_96_OR_PLUS]), filter=st.integers(0, 7)
)


@st.composite
def batches(draw: st.DrawFn, *, western: bool = False, has_gtin: bool = True) -> tuple[BatchFacts, list[Unit]]:
    """Up to 12 units, in up to three lots or none."""
    names = (WESTERN if western else NAME).map(lambda text: "N" + text)
    sizes = draw(st.lists(st.integers(1, 4), max_size=3))
    codes = draw(st.lists(LOT, min_size=len(sizes), max_size=len(sizes), unique=True))
    lots, first = [], 0
    for code, size in zip(codes, sizes, strict=True):
        lots.append(Lot(lot_code=code, first_seq=first, quantity=size))
        first += size
    facts = batch(
        context=f"gtin:{GTIN}" if has_gtin else "token",
        sku=draw(names),
        product_name=draw(names),
        lots=tuple(lots),
        batch_no=draw(st.integers(1, 2**31 - 1)),
        company_prefix_length=draw(st.integers(6, 12)),
    )
    key = CodeKey.from_derived(draw(st.binary(min_size=32, max_size=32)))
    units = [
        Unit(
            seq=seq,
            code=key.encode(facts.context, facts.batch_no, seq),
            status=draw(st.sampled_from(TokenStatus)),
            activated_at=draw(st.none() | MOMENT),
        )
        for seq in range(first or draw(st.integers(0, 3)))
    ]
    return facts, units


def asked_for(fields: list[UnitField], constant: str | None, how: Any, epc: EpcSettings) -> CarrierProfile:
    """A profile with these columns, and one more where there is a constant."""
    made = profile(*fields, settings=how, epc=None if EPC_FIELDS.isdisjoint(fields) else epc)
    last = () if constant is None else (Column(header="Constant", constant=constant),)
    return CarrierProfile(
        name=made.name, kind=made.kind, columns=(*made.columns, *last), settings=how, file_name=made.file_name,
        epc=made.epc,
    )  # fmt: skip
