"""A scan, and loads of them: what is written, or spooled, as one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from hallmint_resolver.address import Prefix

AGENT_CHARACTERS = 512
_LARGEST_INTEGER = 2**31 - 1
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_NULL = "\\N"


@lru_cache(maxsize=4096)
def _owner(brand_id: UUID, product_id: UUID) -> str:
    return f"{brand_id}\t{product_id}"


@lru_cache(maxsize=16)
def _time(at: datetime) -> str:
    # Scans of one turn of the loop share it.
    return at.isoformat()


class Scan(NamedTuple):
    """A visit of a person, reduced (resolver.md, "Telemetry"). There is no field for an address.

    `batch_no` and `seq` name the token, or are both None. `browser`, `os` and `device` are families, `other` where unknown, and
    `browser_major` is 0 there. `user_agent` is None unless the brand keeps user agents.
    """

    at: datetime
    brand_id: UUID
    product_id: UUID
    batch_no: int | None
    seq: int | None
    prefix: Prefix | None
    country: str | None
    subdivision: str | None
    browser: str
    browser_major: int
    os: str
    device: str
    traffic: str
    outcome: str
    user_agent: str | None = None

    def encode(self) -> bytes:
        """The line of COPY's text format, in the order of `COLUMNS`."""
        batch_no, seq = (_NULL, _NULL) if self.batch_no is None else (self.batch_no, self.seq)
        country = _NULL if self.country is None else self.country
        subdivision = _NULL if self.subdivision is None else _clean(self.subdivision)
        agent = _NULL if self.user_agent is None else _clean(self.user_agent[:AGENT_CHARACTERS])
        line = (
            f"{_time(self.at)}\t{_owner(self.brand_id, self.product_id)}\t{batch_no}\t{seq}\t"
            f"{self.prefix or _NULL}\t{country}\t{subdivision}\t{self.browser}\t{min(self.browser_major, _LARGEST_INTEGER)}\t"
            f"{self.os}\t{self.device}\t{self.traffic}\t{self.outcome}\t{agent}\n"
        )
        # Headers that are no UTF-8 reach here as surrogates.
        return line.encode("utf-8", "replace")


COLUMNS = (
    "at, brand_id, product_id, batch_no, seq, prefix, country, subdivision, browser, browser_major, os, device, traffic, "
    "outcome, user_agent"
)


def _clean(text: str) -> str:
    """Without control characters, and escaped for COPY."""
    return text.translate(_CONTROLS).replace("\\", "\\\\")


class Visits(NamedTuple):
    """Which counter: a day in UTC, a brand and a class of visitors."""

    day: date
    brand_id: UUID
    traffic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is written in one transaction or not at all. `number` rises by load within one writer, from 1.

    `rows` are `scans` lines of COPY, `days` those that they are of.
    """

    number: int
    rows: bytes
    scans: int
    days: frozenset[date]
    counts: Mapping[Visits, int]

    @property
    def visits(self) -> int:
        """All that would be lost with it: scans are counted as visits too."""
        return sum(self.counts.values())

    def encode(self) -> bytes:
        """As a spool file holds it: a line of JSON, then `rows`."""
        head = {
            "columns": COLUMNS,
            "scans": self.scans,
            "days": sorted(str(day) for day in self.days),
            "counts": [[str(of.day), str(of.brand_id), of.traffic, visits] for of, visits in self.counts.items()],
        }
        return json.dumps(head).encode() + b"\n" + self.rows

    @classmethod
    def decode(cls, number: int, data: bytes) -> "Load":
        """Read it back. Raises ValueError where it is none, or one of another version of the table."""
        head, _, rows = data.partition(b"\n")
        try:
            read = json.loads(head)
            if read["columns"] != COLUMNS or rows.count(b"\n") != read["scans"]:
                raise ValueError("columns or lines are not those of this version")
            counts = {
                Visits(day=date.fromisoformat(day), brand_id=UUID(brand_id), traffic=str(traffic)): int(visits)
                for day, brand_id, traffic, visits in read["counts"]
            }
            days = frozenset(date.fromisoformat(day) for day in read["days"])
            return cls(number=number, rows=rows, scans=int(read["scans"]), days=days, counts=counts)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not the head of a spool file") from error


@lru_cache(maxsize=16)
def day_of(at: datetime) -> date:
    """The day that a scan belongs to: that of UTC, as partitions are."""
    return at.astimezone(UTC).date()
