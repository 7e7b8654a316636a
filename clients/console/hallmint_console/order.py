"""What somebody is about to mint, as it was typed so far: it travels from step to step in the address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from hallmint.v1 import batch_pb2, minting_service_pb2, product_pb2
from hallmint_console.batch_view import ACTIVATION_MODES, IDENTITY_MODES

STEPS = ("product", "run", "setup", "review")
MOST_UNITS = 1_000_000
MOST_LOTS = 100
_LONGEST = 7_500
"""Characters of an address that every server takes. A hundred lots fit, also with the longest codes there are."""
_PARTED = re.compile(r"[\s,'\u2019_]")
_NO_NUMBER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All fields are text. `lots` has one in each line, as in `L-1,500`; `run` is empty where none is chosen."""

    product: str = ""
    run: str = ""
    identity: str = "serial"
    activation: str = "first-scan"
    quantity: str = ""
    lots: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Order":
        """As an address or a form has it; a mode that there is not is the usual one."""
        typed = {field.name: given.get(field.name, "").strip() for field in fields(cls)}
        if typed["identity"] not in IDENTITY_MODES:
            typed["identity"] = "serial"
        if typed["activation"] not in ACTIVATION_MODES:
            typed["activation"] = "first-scan"
        return cls(**typed)

    @property
    def fields(self) -> dict[str, str]:
        """What is not as it is at first."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }

    def place(self, step: str, **more: str) -> str:
        """The address of a step."""
        return f"/mint/new?{urlencode({'step': step, **self.fields, **more})}"

    @property
    def fits(self) -> bool:
        """Whether an address can hold it."""
        return len(self.place(STEPS[-1])) <= _LONGEST

    @property
    def units(self) -> int:
        """How many; -1 where it is no number."""
        return _number(self.quantity)

    @property
    def rows(self) -> Sequence[tuple[str, int]]:
        """The lots: code and units, -1 where those are no number. A line is parted by a tab, or else by its last comma."""
        found = []
        for line in self.lots.splitlines():
            if line.strip():
                code, _, units = line.rpartition("\t" if "\t" in line else ",")
                found.append((code.strip(), _number(units)))
        return found

    @property
    def lot_units(self) -> int:
        """What the lots add up to."""
        return sum(units for _, units in self.rows if units > 0)

    @property
    def problems(self) -> list[str]:
        """What can be seen to be wrong before the API is asked, all at once."""
        found = []
        if not 1 <= self.units <= MOST_UNITS:
            found.append(f"Quantity must be a whole number from 1 to {MOST_UNITS:,}.")
        if self.identity == "lot":
            found += self._lot_problems()
        return found

    def _lot_problems(self) -> list[str]:
        rows = self.rows
        if not rows:
            return ["Lots are missing: name at least one, or choose serial identity."]
        found = []
        for number, (code, units) in enumerate(rows, 1):
            if not code or units < 1:
                found.append(f"Lot {number}: it takes a code and a number of units, as in L-1,500.")
        codes = [code for code, _ in rows]
        found += [
            f"Lot {code} is there more than once." for code in dict.fromkeys(codes) if code and codes.count(code) > 1
        ]
        if len(rows) > MOST_LOTS:
            found.append(f"There are {len(rows)} lots, and a batch has {MOST_LOTS} at most.")
        elif not self.fits:
            found.append("The lots are too long.")
        if not found and self.units > 0 and self.lot_units != self.units:
            found.append(f"The lots add up to {self.lot_units:,} units, and the quantity is {self.units:,}.")
        return found

    @property
    def spec(self) -> minting_service_pb2.MintSpec:
        """As calls have it."""
        lots = self.rows if self.identity == "lot" else ()
        return minting_service_pb2.MintSpec(
            product=product_pb2.ProductRef(product_id=self.product),
            quantity=min(max(self.units, 0), 2**31 - 1),
            identity_mode=IDENTITY_MODES[self.identity][0],
            activation_mode=ACTIVATION_MODES[self.activation][0],
            lots=[batch_pb2.LotQuantity(lot_code=code, quantity=min(max(units, 0), 2**31 - 1)) for code, units in lots],
            production_batch_id=self.run,
        )


def _number(text: str) -> int:
    digits = _PARTED.sub("", text)
    return (
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_UNITS)) + 3 else _NO_NUMBER
    )
