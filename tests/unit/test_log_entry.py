"""Bytes of entries, made here once more with hashlib alone."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from hallmint_server.log.entry import AuditEntry, BatchEntry, Opening, audit_name, brand_tag, parse_entry, time_text

BATCH = UUID("0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6")
PRODUCT = UUID("0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e5f")
KEY, SALT, ROOT = b"k" * 32, bytes(range(32)), b"\xab" * 32
OPENING = Opening(
    product=PRODUCT, quantity=1_000_000, root=ROOT, minted=datetime(2027, 2, 18, 9, 30, tzinfo=UTC), salt=SALT
)


def test_a_batch_entry() -> None:
    told = f"0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e5f\n1000000\n{'ab' * 32}\n2027-02-18T09:30:00.000000Z\n".encode()
    commitment = hashlib.sha256(SALT + told).hexdigest()
    tag = hmac.new(KEY, b"0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6", hashlib.sha256).hexdigest()
    entry = BatchEntry(batch_id=BATCH, tag=brand_tag(KEY, BATCH), commitment=OPENING.commitment())
    assert bytes(entry) == f"hallmint/batch/v1\n0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6\n{tag}\n{commitment}\n".encode()
    assert parse_entry(bytes(entry)) == entry


def test_an_audit_entry() -> None:
    tag = hmac.new(KEY, b"audit/2027-02", hashlib.sha256).hexdigest()
    entry = AuditEntry(tag=brand_tag(KEY, audit_name("2027-02")), head=ROOT)
    assert bytes(entry) == f"hallmint/audit/v1\n{tag}\n{'ab' * 32}\n".encode()
    assert parse_entry(bytes(entry)) == entry


def test_entries_are_all_of_one_length() -> None:
    """A length that followed from the quantity would tell it."""
    lengths = set()
    for quantity in (0, 1, 1_000_000):
        opening = Opening(product=PRODUCT, quantity=quantity, root=ROOT, minted=OPENING.minted, salt=SALT)
        lengths.add(len(bytes(BatchEntry(batch_id=BATCH, tag=b"t" * 32, commitment=opening.commitment()))))
    assert len(lengths) == 1


@pytest.mark.parametrize("field", ["product", "quantity", "root", "minted", "salt"])
def test_a_commitment_binds_every_field(field: str) -> None:
    values = {name: getattr(OPENING, name) for name in ("product", "quantity", "root", "minted", "salt")}
    other = {
        "product": BATCH,
        "quantity": 999_999,
        "root": SALT,
        "minted": OPENING.minted + timedelta(microseconds=1),
        "salt": ROOT,
    }
    assert Opening(**{**values, field: other[field]}).commitment() != OPENING.commitment()


def test_times() -> None:
    cet = timezone(timedelta(hours=1))
    assert time_text(datetime(2027, 1, 1, 0, 30, 0, 7, cet)) == "2026-12-31T23:30:00.000007Z"
    with pytest.raises(ValueError, match="without a zone"):
        time_text(datetime(2027, 1, 1))  # noqa: DTZ001 - what must be refused


def test_what_is_no_key_or_month() -> None:
    for key in (b"", b"k" * 31, b"k" * 33):
        with pytest.raises(ValueError, match="32 bytes"):
            brand_tag(key, BATCH)
    for month in ("2027-2", "2027-13", "2027-00", "27-02", "2027-02-01", "2027-02\n", "\u0662027-02"):
        with pytest.raises(ValueError, match="as 2027-02"):
            audit_name(month)


def test_what_is_no_entry() -> None:
    batch = bytes(BatchEntry(batch_id=BATCH, tag=b"t" * 32, commitment=b"c" * 32))
    audit = bytes(AuditEntry(tag=b"t" * 32, head=b"h" * 32))
    for good in (batch, audit):
        lines = good.split(b"\n")
        for bad in (
            b"",
            good[:-1],
            good + b"\n",
            good.replace(b"\n", b"\r\n"),
            good.replace(b"/v1", b"/v2"),
            good.replace(b"74", b"7G"),
            b"\n".join([*lines[:-2], lines[-2].replace(b"6", b"F"), b""]),
            b"\n".join([*lines[:-2], lines[-2], lines[-2], b""]),
            b"\xff" + good,
        ):
            assert parse_entry(bad) is None, bad
    for bad_id in (str(BATCH).replace("-", "a"), str(BATCH).upper(), "-" * 36):
        assert parse_entry(batch.replace(str(BATCH).encode(), bad_id.encode())) is None
