"""Files of loads that wait, and whose they are."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from hallmint_resolver.telemetry.model import Load, Scan, Visits
from hallmint_resolver.telemetry.spool import Spool
from tests.support.scans import prefix_of

DAY = date(2026, 11, 24)
BRAND = UUID(int=1)
SCAN = Scan(
    at=datetime(2026, 11, 24, 12, tzinfo=UTC),
    brand_id=BRAND,
    product_id=UUID(int=2),
    batch_no=3,
    seq=4,
    prefix=prefix_of("203.0.113.77"),
    country="DE",
    subdivision="Berlin",
    browser="firefox",
    browser_major=132,
    os="android",
    device="phone",
    traffic="person",
    outcome="active",
)
MIB = 1024 * 1024


def load(number: int, rows: int = 1) -> Load:
    counts = {Visits(day=DAY, brand_id=BRAND, traffic="person"): rows}
    return Load(number=number, rows=SCAN.encode() * rows, scans=rows, days=frozenset({DAY}), counts=counts)


def waiting(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def drained(spool: Spool) -> list[int]:
    numbers: list[int] = []
    while True:
        writer_id, loads = spool.next()
        if not loads:
            return numbers
        numbers += [each.number for each in loads]
        spool.remove(writer_id, [each.number for each in loads])


def test_a_line_holds_what_copy_reads() -> None:
    assert SCAN.encode() == (
        b"2026-11-24T12:00:00+00:00\t00000000-0000-0000-0000-000000000001\t00000000-0000-0000-0000-000000000002\t3\t4\t"
        b"203.0.113.0/24\tDE\tBerlin\tfirefox\t132\tandroid\tphone\tperson\tactive\t\\N\n"
    )
    bare = SCAN._replace(batch_no=None, seq=None, prefix=None, country=None, subdivision=None)
    hostile = bare._replace(user_agent="a\tb\\\n\x00\x85\ud800")
    assert hostile.encode().split(b"\t")[3:8] == [b"\\N"] * 5
    assert hostile.encode().endswith(b"\tab\\\\?\n")
    assert len(SCAN._replace(user_agent="x" * 9_000).encode().split(b"\t")[-1]) == 513


def test_a_load_is_read_back_as_it_was(tmp_path: Path) -> None:
    spool = Spool(tmp_path, max_bytes=MIB)
    assert spool.append(load(7, rows=3))
    assert spool.next() == (spool.writer_id, [load(7, rows=3)])
    assert not spool.is_empty
    spool.remove(spool.writer_id, [7])
    assert spool.is_empty
    assert waiting(tmp_path) == []


def test_loads_come_in_order_and_in_groups(tmp_path: Path) -> None:
    spool = Spool(tmp_path, max_bytes=10 * MIB)
    for number in range(1, 451):
        assert spool.append(load(number))
    assert len(spool.next()[1]) == 200
    assert drained(spool) == list(range(1, 451))
    large = load(1000, rows=20_000)
    assert len(large.rows) > 3 * MIB
    for number in (451, 452, 453):
        assert spool.append(replace(large, number=number))
    assert [each.number for each in spool.next()[1]] == [451, 452]


def test_nobody_else_reads_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    Spool(folder, max_bytes=MIB).append(load(1))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_bound_holds_and_space_comes_back(tmp_path: Path) -> None:
    spool = Spool(tmp_path, max_bytes=10 * 4096)
    kept = [number for number in range(1, 21) if spool.append(load(number))]
    # The lock takes no block; each file takes one, however small.
    assert kept == list(range(1, 11))
    assert sum(-(-path.stat().st_size // 4096) * 4096 for path in tmp_path.iterdir()) <= 10 * 4096
    spool.remove(spool.writer_id, [1, 2])
    assert [number for number in range(21, 25) if spool.append(load(number))] == [21, 22]


def test_what_was_there_before_counts(tmp_path: Path) -> None:
    (tmp_path / "something.refused").write_bytes(bytes(9 * 4096))
    spool = Spool(tmp_path, max_bytes=10 * 4096)
    assert [spool.append(load(1)), spool.append(load(2))] == [True, False]


def test_files_of_the_living_are_theirs_and_of_the_dead_are_taken(tmp_path: Path) -> None:
    first, second = Spool(tmp_path, max_bytes=MIB), Spool(tmp_path, max_bytes=MIB)
    first.append(load(1))
    first.append(load(2))
    second.adopt()
    assert second.is_empty
    first.close()
    second.append(load(1))
    second.adopt()
    third = Spool(tmp_path, max_bytes=MIB)
    third.adopt()
    assert third.is_empty
    writer_id, loads = second.next()
    assert (writer_id, [each.number for each in loads]) == (first.writer_id, [1, 2])
    assert second.is_ours_empty is False
    assert drained(second) == [1, 2, 1]
    second.adopt()
    third.close()
    second.close()
    assert list(tmp_path.iterdir()) == []


def test_an_unfinished_file_is_no_load(tmp_path: Path) -> None:
    first = Spool(tmp_path, max_bytes=MIB)
    first.append(load(1))
    (tmp_path / f"{first.writer_id.hex}-000000000002.tmp").write_bytes(b"half")
    first.close()
    second = Spool(tmp_path, max_bytes=MIB)
    second.adopt()
    assert drained(second) == [1]
    second.close()
    assert waiting(tmp_path) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"{}\n", b"[]\nx", b"null\n", load(1).encode()[:-1], load(1).encode().replace(b"brand_id", b"brand", 1)],
)
def test_a_file_that_is_no_load_is_put_aside(tmp_path: Path, data: bytes) -> None:
    spool = Spool(tmp_path, max_bytes=MIB)
    spool.append(load(1))
    spool.append(load(2))
    path = tmp_path / f"{spool.writer_id.hex}-000000000001.scans"
    path.write_bytes(data)
    assert drained(spool) == [2]
    assert waiting(tmp_path) == [path.with_suffix(".refused").name]
    assert spool.is_empty
