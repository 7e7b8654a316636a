"""Byte ranges, and the names of downloads."""

from email.message import Message

import pytest

from hallmint_server.exporting.byte_range import UnsatisfiableError, parse
from hallmint_server.exporting.disposition import attachment


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=5-5", range(5, 6)),
        ("bytes=0-9", range(10)),
        ("bytes=0-99999999999", range(10)),
        ("bytes=3-", range(3, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-10", range(10)),
        ("bytes=-11", range(10)),
        ("Bytes = 2 - 4 ", range(2, 5)),
        *(
            (text, None)
            for text in ("", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=0", "x")
        ),
        *((text, None) for text in ("bytes=٣-٤", "bytes=--1", "bytes=1-2-3", "bytes=0x1-2", "bytes=" + "9" * 30 + "-")),
    ],
)
def test_ranges(header: str, expected: range | None) -> None:
    assert parse(header, 10) == expected


@pytest.mark.parametrize(
    ("header", "length"), [("bytes=10-", 10), ("bytes=10-12", 10), ("bytes=-0", 10), ("bytes=0-0", 0), ("bytes=-1", 0)]
)
def test_ranges_that_hold_nothing(header: str, length: int) -> None:
    with pytest.raises(UnsatisfiableError):
        parse(header, length)


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("1042-0001.csv", "1042-0001.csv"),
        ("Etikett Größe 5 €.pdf", "Etikett Größe 5 €.pdf"),
        ('a"b\\c/d:e*f?.csv', "a_b_c_d_e_f_.csv"),
        ("a\r\nSet-Cookie: x=1", "a__Set-Cookie_ x=1"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("100%41.csv", "100%41.csv"),
        ("", "download"),
        ("...", "download"),
        ("\ud800.csv", "_.csv"),
    ],
)
def test_names(name: str, saved: str) -> None:
    value = attachment(name)
    assert value.isascii()
    assert value.isprintable()
    message = Message()
    message["Content-Disposition"] = (
        value.partition(" filename*=")[0]
        if "filename*=" not in value
        else value.replace(value[value.index("filename=") : value.index("filename*=")], "")
    )
    assert message.get_filename() == saved
